//! The documents in the files, the folders or the standard input that a command is given.

use super::document::{Document, Parts};
use super::file_types::{EXTENSIONS, listed_extensions, read_documents};
use super::kinds::POLICY;
use super::standard::{STANDARD_INPUT, standard_input};
use super::walk;
use crate::files::read::read;
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use std::path::{Path, PathBuf};

/// Where documents are read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Standard,
    File(PathBuf),
}

impl Input {
    /// What an argument names: standard input, a file, or all files of policies in a folder.
    pub(crate) fn of(path: &Path) -> Result<Vec<Self>, Failure> {
        if path.as_os_str() == "-" {
            return Ok(vec![Self::Standard]);
        }
        if !path.is_dir() {
            return Ok(vec![Self::of_file(path)]);
        }
        let files = walk::files(path, |ending| EXTENSIONS.contains(&ending))?;
        if files.is_empty() {
            let message = format!("{} holds no policies", path_name(path));
            return Err(Failure::new(message)
                .help(format!("files of policies end in {}", listed_extensions())));
        }
        Ok(files.iter().map(|path| Self::of_file(path)).collect())
    }

    /// Without a `./` in front, which readers of annotations do not expect.
    fn of_file(path: &Path) -> Self {
        Self::File(path.strip_prefix(".").unwrap_or(path).to_owned())
    }

    /// The same for all names of a file.
    pub(crate) fn resolved(&self) -> Self {
        match self {
            Self::Standard => Self::Standard,
            // What is not there is said where it is read.
            Self::File(path) => Self::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        }
    }

    /// As messages name it.
    pub(crate) fn shown(&self) -> String {
        printable_line(&self.name())
    }

    /// As it was named.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => STANDARD_INPUT.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::File(path) => read(path, &self.shown(), POLICY),
            Self::Standard => standard_input(POLICY),
        }
    }

    /// The documents in what was read from here, at least one, and all of them.
    pub(crate) fn documents(&self, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let mut parts = self.parts(bytes)?;
        if parts.refused.is_empty() {
            return Ok(parts.documents);
        }
        Err(parts.refused.remove(0))
    }

    /// The documents in what was read from here, and why others could not be read.
    pub(crate) fn parts(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        let ending = match self {
            Self::Standard => None,
            Self::File(path) => walk::ending(path),
        };
        read_documents(&self.name(), bytes, ending.as_deref())
    }
}

/// The documents of an argument, at least one.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>, Failure> {
    let mut all = Vec::new();
    for input in Input::of(path)? {
        all.extend(input.documents(&input.bytes()?)?);
    }
    Ok(all)
}
