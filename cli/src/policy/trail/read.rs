//! Reads a trail on all cores.

use super::args::TrailArgs;
use super::files::TrailFile;
use super::problems::Problems;
use super::progress::{Progress, STEP, Shown};
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::path_name;
use crate::policy::excerpt::quoted;
use crate::policy::input::standard_input::STANDARD_INPUT;
use ack_catalog_needs::trail::{Block, Mentioned, Question, Records, Tally, Totals};
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

/// A trail that was read.
pub(crate) struct Trail<Q> {
    pub(crate) question: Q,
    pub(crate) totals: Totals,
    pub(crate) problems: Problems,
    pub(crate) files: Vec<TrailFile>,
}

/// A file that is being read, perhaps by several threads.
type Open = Arc<(usize, Mutex<Records<Box<dyn Read + Send>>>)>;

/// What the threads share.
struct Shared<'a> {
    files: &'a [TrailFile],
    /// The index of the next file.
    next: AtomicUsize,
    open: Mutex<Vec<Open>>,
    /// The file with the lowest index that cannot be opened.
    failure: Mutex<Option<(usize, Failure)>>,
    progress: Progress,
}

/// Reads a trail and asks about its calls.
pub(crate) fn read<Q: Question + Clone + Send>(
    args: &TrailArgs,
    question: &Q,
    mentioned: &Mentioned,
) -> Result<Trail<Q>, Failure> {
    let files = TrailFile::of(&args.trail)?;
    let shared = Shared {
        files: &files,
        next: AtomicUsize::new(0),
        open: Mutex::default(),
        failure: Mutex::default(),
        progress: Progress::default(),
    };
    let tally = || Tally::new(question.clone(), args.caller.as_deref(), mentioned.clone());
    let mut all = tally();
    let mut problems = Problems::default();
    thread::scope(|scope| {
        let (send, results) = mpsc::channel();
        for _ in 0..rayon::current_num_threads() {
            let (send, mut tally, shared) = (send.clone(), tally(), &shared);
            scope.spawn(move || {
                let problems = shared.work(&mut tally);
                // The receiver lives as long as this scope.
                let _ = send.send((tally, problems));
            });
        }
        drop(send);
        let mut shown = Shown::new(&shared.progress);
        loop {
            match results.recv_timeout(STEP) {
                Ok((tally, more)) => {
                    all.merge(tally);
                    problems.merge(more);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => shown.update(),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    let failure = shared
        .failure
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    if let Some((_, failure)) = failure {
        return Err(failure);
    }
    let (question, totals) = all.finish();
    let trail = Trail {
        question,
        totals,
        problems,
        files,
    };
    trail.refuse_empty(args)?;
    Ok(trail)
}

impl Shared<'_> {
    /// Reads files until there are none left, and then helps other threads with theirs.
    fn work<Q: Question>(&self, tally: &mut Tally<Q>) -> Problems {
        let mut problems = Problems::default();
        while let Some(open) = self.open_next() {
            while let Some(block) = next_block(&open) {
                self.add(&block, open.0, tally, &mut problems);
            }
            lock(&self.open).retain(|other| !Arc::ptr_eq(other, &open));
        }
        problems
    }

    /// Returns the next file, or one that another thread reads.
    fn open_next(&self) -> Option<Open> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(file) = self.files.get(index) else {
            return lock(&self.open).first().cloned();
        };
        let name = file.printable_name();
        let records = file
            .open()
            .and_then(|input| Records::new(input).map_err(|error| cannot_read(&name, &error)));
        match records {
            Ok(records) => {
                let open = Arc::new((index, Mutex::new(records)));
                lock(&self.open).push(Arc::clone(&open));
                Some(open)
            }
            Err(failure) => {
                let mut first = lock(&self.failure);
                if first.as_ref().is_none_or(|(other, _)| index < *other) {
                    *first = Some((index, failure));
                }
                // No other file is worth the time.
                self.next.store(self.files.len(), Ordering::Relaxed);
                None
            }
        }
    }

    fn add<Q: Question>(
        &self,
        block: &Block,
        file: usize,
        tally: &mut Tally<Q>,
        problems: &mut Problems,
    ) {
        let mut events = 0;
        let answers = block.each(|event| {
            events += 1;
            match event {
                Ok(event) => tally.add(&event),
                Err((line, problem)) => problems.add(file, line, &problem),
            }
        });
        tally.add_answers(answers);
        self.progress.events.fetch_add(events, Ordering::Relaxed);
        self.progress
            .bytes
            .fetch_add(block.size() as u64, Ordering::Relaxed);
    }
}

fn next_block(open: &Open) -> Option<Block> {
    lock(&open.1).next()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<Q> Trail<Q> {
    /// Refuses a trail without events, or without any of the caller, which would prove nothing.
    fn refuse_empty(&self, args: &TrailArgs) -> Result<(), Failure> {
        let (events, left_out) = (self.totals.events.count, &self.totals.left_out);
        if events == 0 && self.problems.is_empty() {
            let name = |path: &PathBuf| {
                if path.as_os_str() == "-" {
                    STANDARD_INPUT.to_owned()
                } else {
                    path_name(path)
                }
            };
            let names: Vec<String> = args.trail.iter().map(name).collect();
            let message = format!("no events found in {}", names.join(", "));
            return Err(
                Failure::new(message).help("name the files or folders that a trail delivered")
            );
        }
        let others = left_out.other_callers + left_out.not_calls.values().sum::<u64>();
        if let Some(caller) = args
            .caller
            .as_ref()
            .filter(|_| events > 0 && others == events)
        {
            let message = format!("no calls of {} found", quoted(caller));
            return Err(Failure::new(message)
                .help("write the name as events have it, such as `user/ann` or `role/deployer`"));
        }
        Ok(())
    }
}
