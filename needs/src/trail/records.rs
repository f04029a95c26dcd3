//! The events of a file, in blocks of constant size.

use super::answers::Answers;
use super::block::Block;
use super::event::{LONGEST, TOO_LONG, Unreadable};
use super::form::{Form, form};
use super::nesting::{Nesting, NotJson};
use flate2::bufread::MultiGzDecoder;
use memchr::{memchr, memchr_iter, memrchr};
use std::io::{self, BufReader, Cursor, Read};
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
                if failure.is_some() {
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
            } else if self.is_ended && (self.failure.is_some() || !self.nesting.is_whole()) {
                let failure = self.failure.take();
                let failure = failure.unwrap_or_else(|| Unreadable::cut_off(CUT_OFF));
                problem = Some((self.nesting.start().unwrap_or(to), failure));
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
                ["A", "B", "3: expected a JSON object"],
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

    /// Returns what is read of lines, each for itself.
    fn read_lines(lines: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            if !line.trim_ascii().is_empty() {
                crate::trail::events(line.as_bytes(), &mut |event| {
                    found.push(match event {
                        Ok(event) => event.name.into_owned(),
                        Err(problem) => format!("{}: {problem}", number + 1),
                    });
                });
            }
        }
        found
    }

    #[test]
    fn lines_are_read_whatever_the_lines_before_are() {
        let (a, b, z) = (event("A"), event("B"), event("Z"));
        let kinds = [
            a.clone(),
            format!("[{a}]"),
            format!("[{a},{b}]"),
            format!("{{\"Events\":[{a}],\"NextToken\":\"\"}}"),
            "[]".to_owned(),
            format!("{a}{b}"),
            format!("[{a}] [{b}]"),
            format!("\u{feff}{a}"),
            String::new(),
            // Not events.
            "x".to_owned(),
            "null".to_owned(),
            "5".to_owned(),
            "\"s\"".to_owned(),
            "}".to_owned(),
            "]".to_owned(),
            "# c".to_owned(),
            "\0".to_owned(),
            "[5]".to_owned(),
            format!("{a} x {b}"),
            // Cut off.
            "{\"eventNa".to_owned(),
            "{\"eventName\":".to_owned(),
            format!("[{a},{{\"eventNa"),
            format!("[{a},"),
            format!("{{\"Events\":[{a},{b}"),
        ];
        for first in &kinds {
            for second in &kinds {
                let lines = [first, second, "x", &z, &z];
                let text = lines.join("\n");
                assert_eq!(read(text.as_bytes()), read_lines(&lines), "{text}");
            }
        }
    }

    #[test]
    fn lines_longer_than_a_block_are_read_as_others_are() {
        let (a, z) = (event("A"), event("Z"));
        let many = format!("{a},").repeat(7_500) + &a;
        let list = format!("[{many}]");
        let answer = format!("{{\"Events\":[{many}]}}");
        let cut = format!("[{many},{{\"eventNa");
        let bad = format!("[{many}] x {a}");
        for long in [&list, &answer, &cut, &bad] {
            assert!(long.len() > LONGEST);
            for before in ["x", &z] {
                let lines = [before, long, "x", &z];
                let (found, wanted) = (read(lines.join("\n").as_bytes()), read_lines(&lines));
                let is_name = |line: &&String| !line.contains(':');
                assert!(
                    found
                        .iter()
                        .filter(is_name)
                        .eq(wanted.iter().filter(is_name))
                );
                assert_eq!(found.len(), wanted.len(), "{before:.9} {long:.9}");
            }
        }
    }

    #[test]
    fn documents_are_read_after_what_cannot_be_read() {
        let (a, b) = (event("A"), event("B"));
        let indented = |events: &str| format!("{{\n \"Events\": [\n{events}\n]\n}}");
        let (first, second) = (indented(&a), indented(&format!("{b},\n{a}")));
        for (text, wanted) in [
            (
                format!("{first}\nERROR: x {{\n{second}\n"),
                &["A", "6", "B", "A"][..],
            ),
            (
                format!("ERROR: x\n{first}\n{second}"),
                &["1", "A", "B", "A"],
            ),
            (
                format!("{{\"eventNa\n{first}\n]\n{second}"),
                &["1", "A", "7", "B", "A"],
            ),
            (
                format!("\u{feff}{first}\n\u{feff}{second}"),
                &["A", "B", "A"],
            ),
        ] {
            let found = read(text.as_bytes());
            let found: Vec<&str> = found
                .iter()
                .filter_map(|one| one.split(':').next())
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn files_that_end_too_early_are_cut_off() {
        let is_cut_off = |bytes: &[u8]| {
            let mut is_cut_off = false;
            for block in Records::new(bytes).expect("bytes") {
                block.each(|event| {
                    is_cut_off |= event.is_err_and(|(_, problem)| problem.is_cut_off());
                });
            }
            is_cut_off
        };
        let a = event("A");
        let whole = [
            format!("{a}\n{a}"),
            format!("[{a},\n{a}]"),
            format!("{a}\nx"),
            format!("{a}\n{{\"e\n{a}"),
        ];
        for text in &whole {
            assert!(!is_cut_off(text.as_bytes()), "{text}");
            let zipped = gzip(text.as_bytes());
            assert!(!is_cut_off(&zipped) && is_cut_off(&zipped[..zipped.len() - 9]));
        }
        for text in [
            format!("{a}\n{{\"e"),
            format!("{a}\n[{a}"),
            format!("[{a}]\n{{\"e"),
            format!("[\n{a},"),
            "{".to_owned(),
            format!("[{}", format!("{a},").repeat(10_000)),
        ] {
            assert!(is_cut_off(text.as_bytes()), "{text:.300}");
        }
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
