//! The formats of answers to requests, a file each.

mod github;
mod json;
mod junit;
mod text;

use super::answered::Answered;
use std::io::{self, Write};
use std::path::Path;

/// Writes answers one by one.
pub(super) trait Answers {
    /// Writes the answer to the request on this line, or keeps it for the end.
    fn write(&mut self, out: &mut dyn Write, line: usize, answer: &Answered) -> io::Result<()>;

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn json() -> Box<dyn Answers> {
    Box::new(json::Json)
}

pub(super) fn text(file: &Path) -> Box<dyn Answers> {
    Box::new(text::Text::new(file))
}

pub(super) fn junit(file: &Path) -> Box<dyn Answers> {
    Box::new(junit::Junit::new(file))
}

pub(super) fn github(file: &Path) -> Box<dyn Answers> {
    Box::new(github::Github::new(file))
}
