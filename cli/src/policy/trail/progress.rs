//! Progress on standard error, while a person waits.

use crate::output::printable::counted;
use ram_diagnostics::thousands;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What has been read so far.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) bytes: AtomicU64,
    pub(super) events: AtomicUsize,
}

/// Shows progress until it is dropped.
pub(super) struct Shown<'a> {
    progress: &'a Progress,
    is_terminal: bool,
    start: Instant,
    has_written: bool,
}

/// The time between two updates.
pub(super) const STEP: Duration = Duration::from_millis(200);

impl<'a> Shown<'a> {
    pub(super) fn new(progress: &'a Progress) -> Self {
        Self {
            progress,
            is_terminal: io::stderr().is_terminal(),
            start: Instant::now(),
            has_written: false,
        }
    }

    pub(super) fn update(&mut self) {
        if !self.is_terminal || self.start.elapsed() < 2 * STEP {
            return;
        }
        let events = counted(self.progress.events.load(Ordering::Relaxed), "event");
        let mib = self.progress.bytes.load(Ordering::Relaxed) >> 20;
        let mib = thousands(usize::try_from(mib).unwrap_or(usize::MAX));
        // Standard error may be closed.
        let _ = write!(io::stderr(), "\r\u{1b}[K{events} read ({mib} MiB)");
        self.has_written = true;
    }
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if self.has_written {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
