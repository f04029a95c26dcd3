//! What was found in a source.

use crate::call::Call;
use ram_diagnostics::ByteRange;
use std::error::Error;
use std::fmt;

/// What was found in a source, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The calls.
    pub needs: Vec<Need>,
    /// Places where a call cannot be told for certain. None of them is among the needs.
    pub notes: Vec<Note>,
    /// Folders of modules of Terraform, whose needs are not among these.
    pub modules: Vec<Module>,
}

/// A module of Terraform in another folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The path of its folder, relative to that of the source: `../network`.
    pub folder: String,
    /// The text that names the module.
    pub range: ByteRange,
}

/// A call, and where it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What is called.
    pub call: Call,
    /// The text that makes the call.
    pub range: ByteRange,
}

/// A place that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is unclear, as a sentence without a full stop.
    pub message: String,
    /// The text that it is about.
    pub range: ByteRange,
}

impl Found {
    pub(crate) fn need(&mut self, call: Call, range: ByteRange) {
        self.needs.push(Need { call, range });
    }

    pub(crate) fn note(&mut self, message: String, range: ByteRange) {
        self.notes.push(Note { message, range });
    }

    /// Returns a line for each call, and then for each note.
    #[cfg(test)]
    pub(crate) fn lines(&self, text: &str) -> Vec<String> {
        let needs = self.needs.iter();
        let needs = needs.map(|need| format!("{} {}", need.call, need.range.of(text)));
        let notes = self.notes.iter();
        let notes = notes.map(|note| format!("? {}: {}", note.range.of(text), note.message));
        needs.chain(notes).collect()
    }
}

/// The text is not valid in its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub range: ByteRange,
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for NotRead {}
