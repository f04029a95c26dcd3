//! The events of a file, in blocks of constant size.

use super::answers::Answers;
use super::block::Block;
use super::event::{LONGEST, TOO_LONG, Unreadable};
use super::form::{Form, form};
use super::input::Input;
use super::nesting::{End, Nesting, NotJson, values};
use memchr::{memchr, memchr_iter, memmem, memrchr};
use std::io::{self, Read};
use std::mem;

/// The bytes of a block.
const BLOCK: usize = 512 << 10;

/// Reads the events of a file, which may be compressed by gzip: lines, each with an event, a list of events, an answer
/// of `LookupEvents` or a record of a log store; or documents of these that go on over several lines.
///
/// What cannot be read is reported with its line, and what follows it is read. A file of any size needs constant memory. It is cut into blocks, which different threads can read.
///
/// ```
/// use ack_catalog_needs::trail::Records;
///
/// let file = br#"[{"eventType": "ApiCall", "serviceName": "CS", "eventName": "DeleteCluster",
///     "eventTime": "2026-11-03T08:15:02Z", "userIdentity": {"type": "ram-user", "userName": "ann"}},
///     {"eventName": 1}]"#;
/// let (mut names, mut problems) = (Vec::new(), Vec::new());
/// for block in Records::new(&file[..])? {
///     block.each(|event| match event {
///         Ok(event) => names.push(event.name.to_string()),
///         Err((line, problem)) => problems.push(format!("{line}: {problem}")),
///     });
/// }
/// assert_eq!(names, ["DeleteCluster"]);
/// assert_eq!(problems, ["3: `eventName`: expected a string, found a number"]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Records<R> {
    input: Input<R>,
    /// What has been read and not been returned.
    buffer: Vec<u8>,
    /// The line of the first byte in the buffer, from 1.
    line: usize,
    form: Option<Form>,
    /// Whether nothing shows yet that the file has lines.
    is_first: bool,
    nesting: Nesting,
    /// The answers that have ended, and are not those of a block.
    answers: Answers,
    /// How much of the buffer the nesting has seen.
    scanned: usize,
    is_skipping_line: bool,
    is_ended: bool,
    failure: Option<Unreadable>,
}

impl<R: Read> Records<R> {
    /// Starts to read a file.
    ///
    /// # Errors
    ///
    /// If the first bytes cannot be read. Later errors are those of an event.
    pub fn new(input: R) -> io::Result<Self> {
        Ok(Self {
            input: Input::of(input)?,
            buffer: Vec::new(),
            line: 1,
            form: None,
            is_first: true,
            nesting: Nesting::default(),
            answers: Answers::default(),
            scanned: 0,
            is_skipping_line: false,
            is_ended: false,
            failure: None,
        })
    }

    /// Reads up to a block more.
    fn fill(&mut self) {
        let before = self.buffer.len();
        self.buffer.reserve(BLOCK);
        let mut input = self.input.by_ref().take(BLOCK as u64);
        if let Err(error) = input.read_to_end(&mut self.buffer) {
            self.is_ended = true;
            self.failure = Some(match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    Unreadable::cut_off("the compressed file ends too early")
                }
                _ => Unreadable::cut_off(format!("the rest of the file cannot be read: {error}")),
            });
        } else if self.buffer.len() < before + BLOCK {
            self.is_ended = true;
            self.failure = self.input.after_end().map(Unreadable::cut_off);
        }
    }

    /// Removes bytes from the start of the buffer, and returns them with their line.
    fn take(&mut self, length: usize) -> (Vec<u8>, usize) {
        let rest = self.buffer[length..].to_vec();
        let mut taken = mem::replace(&mut self.buffer, rest);
        taken.truncate(length);
        let line = self.line;
        self.line += memchr_iter(b'\n', &taken).count();
        (taken, line)
    }

    /// Removes the rest of a line.
    fn skip_line(&mut self) {
        loop {
            if let Some(end) = memchr(b'\n', &self.buffer) {
                self.take(end + 1);
                return;
            }
            self.buffer.clear();
            if self.is_ended {
                return;
            }
            self.fill();
        }
    }

    /// Returns lines of this length.
    fn lines(&mut self, length: usize, problem: Option<Unreadable>) -> Option<Block> {
        self.is_first = false;
        let (bytes, line) = self.take(length);
        let problem = problem.map(|problem| (self.line, problem));
        let is_some = !bytes.is_empty() || problem.is_some();
        is_some.then_some(Block {
            bytes,
            line,
            places: None,
            problem,
            answers: Answers::default(),
        })
    }

    fn next_lines(&mut self) -> Option<Block> {
        loop {
            if self.buffer.len() < BLOCK && !self.is_ended {
                self.fill();
                continue;
            }
            let whole = memrchr(b'\n', &self.buffer).map(|end| end + 1);
            if self.is_ended {
                let failure = self.failure.take();
                let last = &self.buffer[whole.unwrap_or(0)..];
                if failure.is_some() && self.input.after_end().is_none() && !is_value(last) {
                    // The failure is the reason why the last line is not whole.
                    self.buffer.truncate(whole.unwrap_or(0));
                }
                return self.lines(self.buffer.len(), failure);
            }
            if let Some(end) = whole {
                return self.lines(end, None);
            }
            if self.buffer.len() > LONGEST {
                self.form = Some(Form::LongLine);
                return self.next_values();
            }
            self.fill();
        }
    }

    /// Returns why the last value is not whole.
    fn cut_off(&mut self) -> Unreadable {
        let is_whole = self.input.after_end().is_some();
        let failure = self.failure.take_if(|_| !is_whole);
        failure.unwrap_or_else(|| Unreadable::cut_off(CUT_OFF))
    }

    /// Finds values in documents, or in a long line.
    fn next_values(&mut self) -> Option<Block> {
        let mut places = Vec::new();
        loop {
            let is_line = self.form == Some(Form::LongLine);
            let line_end = memchr(b'\n', &self.buffer[self.scanned..]);
            let line_end = line_end.map(|end| self.scanned + end).filter(|_| is_line);
            let to = line_end.unwrap_or(self.buffer.len());
            let scanned = self
                .nesting
                .scan(&self.buffer[..to], self.scanned, &mut places);
            self.scanned = to;
            self.answers.merge(self.nesting.answers());
            let mut problem = None;
            // Where the values end, if none of them is open.
            let mut end = None;
            if let Err(NotJson(at)) = scanned {
                problem = Some((at, Unreadable::new(UNEXPECTED)));
                end = Some(at);
                self.is_skipping_line = true;
            } else if let Some(at) = line_end {
                if !self.nesting.is_whole() {
                    if self.is_first && !self.nesting.is_in_string() {
                        self.form = Some(Form::Documents);
                        continue;
                    }
                    problem = Some((at, Unreadable::new(LINE_CUT_OFF)));
                }
                end = Some(at + 1);
            } else if self.is_ended && !self.nesting.is_whole() {
                // An answer that is cut off after its list has no open value.
                let after_values = places.last().map_or(0, |place| place.end);
                let start = self.nesting.start();
                let next = next_value(&self.buffer, start.unwrap_or(after_values));
                problem = Some(match next {
                    Some(_) => (start.unwrap_or(after_values), Unreadable::new(LINE_CUT_OFF)),
                    None => (start.unwrap_or(to), self.cut_off()),
                });
                if next.is_some() {
                    self.form = Some(Form::Lines);
                }
                end = Some(next.unwrap_or(to));
            } else if self.is_ended
                && let Some(failure) = self.failure.take()
            {
                problem = Some((to, failure));
                end = Some(to);
            } else if let Some(start) =
                { self.nesting.start() }.filter(|start| to - start > LONGEST)
            {
                problem = Some((start, Unreadable::new(TOO_LONG)));
                self.nesting.skip();
            }
            let needed = match end {
                Some(end) => {
                    self.nesting = Nesting::default();
                    if is_line {
                        self.form = Some(Form::Lines);
                        self.is_first = false;
                    }
                    end
                }
                None if self.is_ended => to,
                None => self.nesting.needed().unwrap_or(to),
            };
            let is_block = self.buffer.len() >= BLOCK && needed > 0;
            if problem.is_none() && end.is_none() && !self.is_ended && !is_block {
                self.fill();
                continue;
            }
            let line_of = |at: usize| self.line + memchr_iter(b'\n', &self.buffer[..at]).count();
            let problem = problem.map(|(at, problem)| (line_of(at), problem));
            let (bytes, line) = self.take(needed);
            self.nesting.moved(needed);
            self.scanned = if end.is_some() {
                0
            } else {
                self.scanned - needed
            };
            let is_some = !bytes.is_empty() || problem.is_some();
            return is_some.then_some(Block {
                bytes,
                line,
                places: Some(places),
                problem,
                answers: mem::take(&mut self.answers),
            });
        }
    }
}

/// Returns whether a line is whole: an object, or a list of them.
fn is_value(line: &[u8]) -> bool {
    line.starts_with(b"{") && values(line).end == End::Whole
}

/// Returns where a line begins that is an event itself, after that of a value without its end.
fn next_value(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + memchr(b'\n', &text[start..])? + 1;
    for line in text[at..].split_inclusive(|byte| *byte == b'\n') {
        if is_value(line) && memmem::find(line, b"\"eventName\"").is_some() {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Returns whether a file begins as UTF-16 does, with a byte order mark or the start of JSON.
fn is_utf_16(start: &[u8]) -> bool {
    start.starts_with(b"\xff\xfe")
        || start.starts_with(b"\xfe\xff")
        || matches!(start, [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..])
}

const UTF_16: &str = "the file is UTF-16; save it as UTF-8 text";
const UNEXPECTED: &str =
    "unexpected text; expected a JSON object or list, so the rest of the line is not read";
const LINE_CUT_OFF: &str = "not valid JSON: the line ends inside of an event or a list";
const CUT_OFF: &str = "the file ends inside of an event or a list";

impl<R: Read> Iterator for Records<R> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if self.form.is_none() {
            self.fill();
            if self.buffer.starts_with("\u{feff}".as_bytes()) {
                self.buffer.drain(..3);
            } else if is_utf_16(&self.buffer) {
                self.buffer.clear();
                self.is_ended = true;
                self.failure = Some(Unreadable::cut_off(UTF_16));
            }
            let (lines, form) = form(&self.buffer, self.is_ended);
            self.form = Some(form);
            if lines > 0 {
                let block = self.lines(lines, None);
                self.is_first = true;
                return block;
            }
        }
        if mem::take(&mut self.is_skipping_line) {
            self.skip_line();
        }
        match self.form {
            Some(Form::Lines) => self.next_lines(),
            _ => self.next_values(),
        }
    }
}
