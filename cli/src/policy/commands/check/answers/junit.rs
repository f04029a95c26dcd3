//! Test results in the XML of `JUnit`, which most CI systems read.

use super::Answers;
use crate::output::printable::{path_name, printable_line};
use crate::policy::commands::check::answered::Answered;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

pub(super) struct Junit {
    file: String,
    /// The elements of all requests, which follow their number.
    cases: String,
    all: usize,
    failed: usize,
}

impl Junit {
    pub(super) fn new(file: &Path) -> Self {
        Self {
            file: path_name(file),
            cases: String::new(),
            all: 0,
            failed: 0,
        }
    }
}

impl Answers for Junit {
    fn write(&mut self, _: &mut dyn Write, line: usize, answer: &Answered) -> io::Result<()> {
        self.all += 1;
        let [file, name] = [&self.file, &answer.title()].map(|text| escaped(text));
        let case = format!(
            "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{line}\""
        );
        // Writing to a `String` does not fail.
        let _ = if answer.is_as_expected() {
            writeln!(self.cases, "{case}/>")
        } else {
            self.failed += 1;
            let message = escaped(&answer.difference());
            let reasons: Vec<String> = answer.reasons.iter().map(|one| escaped(one)).collect();
            let reasons = reasons.join("\n");
            writeln!(
                self.cases,
                "{case}>\n      <failure message=\"{message}\">{reasons}</failure>\n    </testcase>"
            )
        };
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Self {
            file,
            cases,
            all,
            failed,
        } = self;
        let file = escaped(file);
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites tests=\"{all}\" failures=\"{failed}\">\n  \
             <testsuite name=\"{file}\" tests=\"{all}\" failures=\"{failed}\">\n\
             {cases}  </testsuite>\n</testsuites>\n"
        )
    }
}

/// Escapes a text for an attribute or an element, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML does not allow these, even as references.
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
