//! The kinds of files, as messages name them.

use crate::files::read::FileKind;

pub(crate) const POLICY: FileKind = kind("policy");
pub(crate) const SETTINGS: FileKind = kind("settings file");
pub(crate) const LOG: FileKind = kind("log");
pub(crate) const ANSWER: FileKind = kind("answer of the RAM API");
/// A list of required actions.
pub(crate) const LIST: FileKind = kind("list");

const fn kind(name: &'static str) -> FileKind {
    FileKind {
        name,
        limit: 64 << 20,
    }
}
