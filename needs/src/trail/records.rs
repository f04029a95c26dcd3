//! The events of a file, in blocks of constant size.

use super::answers::Answers;
use super::block::{Block, LONGEST, TOO_LONG};
use super::nesting::{Nesting, NotJson};
use flate2::bufread::MultiGzDecoder;
use memchr::{memchr, memchr_iter, memrchr};
use std::io::{self, BufReader, Cursor, Read};
use std::mem;

/// The bytes of a block.
const BLOCK: usize = 512 << 10;

/// Reads the events of a file, which may be compressed by gzip: a list, one event a line, one or more objects,
/// answers of `LookupEvents`, lines of a log store.
///
/// A file of any size needs constant memory. It is cut into blocks, which different threads can read.
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
    nesting: Nesting,
    /// The answers that have ended, and are not those of a block.
    answers: Answers,
    /// How much of the buffer the nesting has seen.
    scanned: usize,
    is_skipping_line: bool,
    is_ended: bool,
    failure: Option<String>,
}

/// A file with the first bytes, which were read before.
type Whole<R> = io::Chain<Cursor<Vec<u8>>, R>;

enum Input<R> {
    Plain(Whole<R>),
    Gzip(Box<MultiGzDecoder<BufReader<Whole<R>>>>),
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(into),
            Self::Gzip(input) => input.read(into),
        }
    }
}

#[derive(Clone, Copy)]
enum Form {
    Lines,
    Nested,
}

impl<R: Read> Records<R> {
    /// Starts to read a file.
    ///
    /// # Errors
    ///
    /// If the first bytes cannot be read. Later errors are those of an event.
    pub fn new(mut input: R) -> io::Result<Self> {
        let mut first = Vec::new();
        input.by_ref().take(2).read_to_end(&mut first)?;
        let is_gzip = first == [0x1f, 0x8b];
        let input = Cursor::new(first).chain(input);
        let input = if is_gzip {
            let input = BufReader::with_capacity(128 << 10, input);
            Input::Gzip(Box::new(MultiGzDecoder::new(input)))
        } else {
            Input::Plain(input)
        };
        Ok(Self {
            input,
            buffer: Vec::new(),
            line: 1,
            form: None,
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
                io::ErrorKind::UnexpectedEof => "the compressed file ends too early".to_owned(),
                _ => format!("the rest of the file cannot be read: {error}"),
            });
        } else if self.buffer.len() == before {
            self.is_ended = true;
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

    fn next_lines(&mut self) -> Option<Block> {
        loop {
            if self.is_skipping_line {
                match memchr(b'\n', &self.buffer) {
                    Some(end) => {
                        self.take(end + 1);
                        self.is_skipping_line = false;
                    }
                    None => self.buffer.clear(),
                }
            }
            if self.buffer.len() < BLOCK && !self.is_ended {
                self.fill();
                continue;
            }
            let whole = memrchr(b'\n', &self.buffer).map(|end| end + 1);
            let end = match (self.is_ended, &self.failure) {
                (false, _) => whole,
                (true, None) => Some(self.buffer.len()),
                (true, Some(_)) => {
                    // The failure is the reason why the last line is not whole.
                    self.buffer.truncate(whole.unwrap_or(0));
                    Some(self.buffer.len())
                }
            };
            if let Some(end) = end {
                let (bytes, line) = self.take(end);
                let problem = self.failure.take().map(|failure| (self.line, failure));
                let is_some = !bytes.is_empty() || problem.is_some();
                return is_some.then_some(Block {
                    bytes,
                    line,
                    places: None,
                    problem,
                    answers: Answers::default(),
                });
            }
            if self.buffer.len() > LONGEST {
                self.buffer.clear();
                self.is_skipping_line = true;
                return Some(Block {
                    bytes: Vec::new(),
                    line: self.line,
                    places: None,
                    problem: Some((self.line, TOO_LONG.to_owned())),
                    answers: Answers::default(),
                });
            }
            self.fill();
        }
    }

    fn next_nested(&mut self) -> Option<Block> {
        let mut places = Vec::new();
        loop {
            let scanned = self.nesting.scan(&self.buffer, self.scanned, &mut places);
            self.scanned = self.buffer.len();
            self.answers.merge(self.nesting.answers());
            let line_of = |at: usize| self.line + memchr_iter(b'\n', &self.buffer[..at]).count();
            let mut problem = None;
            if let Err(NotJson(at)) = scanned {
                let what = "unexpected text; expected a JSON object or list, so the rest of the file is not read";
                problem = Some((line_of(at), what.to_owned()));
                self.is_ended = true;
                self.nesting = Nesting::default();
            } else if self.is_ended && (self.failure.is_some() || !self.nesting.is_whole()) {
                let what = self.failure.take();
                let what =
                    what.unwrap_or_else(|| "the file ends inside of an event or a list".to_owned());
                problem = Some((
                    line_of(self.nesting.start().unwrap_or(self.buffer.len())),
                    what,
                ));
                self.nesting = Nesting::default();
            } else if let Some(start) = self
                .nesting
                .start()
                .filter(|start| self.buffer.len() - start > LONGEST)
            {
                problem = Some((line_of(start), TOO_LONG.to_owned()));
                self.nesting.skip();
            }
            if problem.is_none() && !self.is_ended && self.buffer.len() < BLOCK {
                self.fill();
                continue;
            }
            let needed = self.nesting.needed().filter(|_| !self.is_ended);
            let needed = needed.unwrap_or(self.buffer.len());
            if needed == 0 && problem.is_none() && !self.is_ended {
                self.fill();
                continue;
            }
            let (bytes, line) = self.take(needed);
            self.nesting.moved(needed);
            self.scanned -= needed;
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

impl<R: Read> Iterator for Records<R> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if self.form.is_none() {
            self.fill();
            if self.buffer.starts_with("\u{feff}".as_bytes()) {
                self.buffer.drain(..3);
            }
            self.form = Some(form(&self.buffer));
        }
        match self.form {
            Some(Form::Lines) => self.next_lines(),
            _ => self.next_nested(),
        }
    }
}

/// Recognises events that have a line each, which are the fastest to cut, by the first lines of a file.
fn form(start: &[u8]) -> Form {
    /// How many lines are looked at: the first ones can be broken.
    const LOOKED_AT: usize = 100;
    if start.trim_ascii_start().starts_with(b"[") {
        return Form::Nested;
    }
    let whole = memrchr(b'\n', start).map_or(0, |end| end + 1);
    let lines = start[..whole].split_inclusive(|byte| *byte == b'\n');
    let mut lines = lines.map(<[u8]>::trim_ascii_end).take(LOOKED_AT);
    let is_event = |line: &[u8]| {
        let mut found = Vec::new();
        let mut nesting = Nesting::default();
        let is_json = line.starts_with(b"{") && nesting.scan(line, 0, &mut found).is_ok();
        is_json && matches!(&found[..], [whole] if *whole == (0..line.len()))
    };
    if lines.any(is_event) {
        Form::Lines
    } else {
        Form::Nested
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    fn event(name: &str) -> String {
        format!(
            r#"{{"eventName":"{name}","eventType":"ApiCall","serviceName":"CS","eventTime":"2026-11-03T08:15:02Z","userIdentity":{{"type":"ram-user","userName":"ann"}}}}"#
        )
    }

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for block in Records::new(bytes).expect("bytes") {
            block.each(|event| {
                found.push(match event {
                    Ok(event) => event.name.into_owned(),
                    Err((line, problem)) => format!("{line}: {problem}"),
                });
            });
        }
        found
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn outer_forms_of_a_file_give_the_same_events() {
        let (a, b) = (event("A"), event("B"));
        let indented = a.replace(',', ",\n  ");
        let sls = |event: &str| {
            let text = serde_json::to_string(event).expect("a string");
            format!(r#"{{"__topic__":"actiontrail_event","event":{text},"__time__":1}}"#)
        };
        for text in [
            format!("{a}\n{b}\n"),
            format!("\u{feff}{a}\r\n\r\n{b}"),
            format!("[{a},{b}]"),
            format!("[\n{a},\n{b}\n]\n"),
            format!("{indented}\n{b}"),
            format!(r#"{{"NextToken":"x","Events":[{a},{b}],"RequestId":"y"}}"#),
            format!("{{\"Events\":[{a}]}}\n{{\"Events\":[{b}]}}\n"),
            format!("[{{\"Events\":[{a}]}},{b}]"),
            format!("{}\n{}\n", sls(&a), sls(&b)),
            format!("[{},{}]", sls(&a), b),
            format!("{a}\n{{\"Events\":[{b}]}}\n"),
            format!("{a}\n[{b}]\n"),
        ] {
            assert_eq!(read(text.as_bytes()), ["A", "B"], "{text}");
            assert_eq!(read(&gzip(text.as_bytes())), ["A", "B"], "{text}");
        }
        let both = [gzip(a.as_bytes()), gzip(b.as_bytes())].concat();
        assert_eq!(read(&both), ["A", "B"]);
        assert!(read(b"").is_empty() && read(b" \n").is_empty() && read(b"[]").is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let (a, b) = (event("A"), event("B"));
        let ends = "the file ends inside of an event or a list";
        for (text, wanted) in [
            (
                format!("{a}\nnope\n{b}\n"),
                ["A", "2: expected a JSON object", "B"],
            ),
            (
                format!("{{\"eventName\n{a}\n{b}\n"),
                [
                    "1: not valid JSON: EOF while parsing a string (column 11)",
                    "A",
                    "B",
                ],
            ),
            (format!("[\n{a},\n{b}\n"), ["A", "B", &format!("4: {ends}")]),
            (
                format!("[{a},{b},\n{{\"eventName\": "),
                ["A", "B", &format!("2: {ends}")],
            ),
            (
                format!("[{a},\n 7,{b}]"),
                ["A", "2: expected a JSON object", "B"],
            ),
            (
                format!("[{a}]\n[{b}]\noops"),
                [
                    "A",
                    "B",
                    "3: unexpected text; expected a JSON object or list, so the rest of the file is not read",
                ],
            ),
            (
                format!("{a}\n{b}\n[{{}}]"),
                ["A", "B", "3: missing key `eventName`"],
            ),
        ] {
            assert_eq!(read(text.as_bytes()), wanted, "{text}");
        }
        let whole = gzip(format!("{a}\n{b}\n").repeat(2_000).as_bytes());
        let cut = read(&whole[..whole.len() / 2]);
        let last = cut.last().expect("a problem");
        assert!(
            last.ends_with(": the compressed file ends too early"),
            "{last}"
        );
        assert!(cut.len() > 100, "{}", cut.len());
        assert!(
            cut[..cut.len() - 1]
                .iter()
                .all(|name| name == "A" || name == "B")
        );
    }

    #[test]
    fn events_that_are_too_long_are_counted_and_not_kept() {
        let (a, b) = (event("A"), event("B"));
        let long = format!(r#"{{"x":"{}"}}"#, "y".repeat(3 * LONGEST));
        let problem = format!("2: {TOO_LONG}");
        for text in [format!("{a}\n{long}\n{b}\n"), format!("[{a},\n{long},{b}]")] {
            assert_eq!(read(text.as_bytes()), ["A", &problem, "B"]);
        }
        // The list of an answer can be longer.
        let many = format!("{{\"Events\":[{}{a}]}}", format!("{a},").repeat(20_000));
        assert_eq!(read(many.as_bytes()).len(), 20_001);
        let deep = format!("{a}\n{}\n{b}\n", "[".repeat(200_000));
        assert_eq!(read(deep.as_bytes()).len(), 3);
    }
}
