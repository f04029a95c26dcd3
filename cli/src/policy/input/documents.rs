//! Documents in files, folders and standard input.

use super::document::{Document, Parts};
use super::standard_input::{STANDARD_INPUT, standard_input};
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use ram_diagnostics::Source;
use ram_policy::ByteRange;
use ram_policy_source::{
    Found, NotRewritten, PolicyText, SourceError, extensions, is_read, read as read_source, rewrite,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A source of documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Standard,
    File(PathBuf),
}

impl Input {
    /// Returns the inputs that an argument names: standard input, a file, or all files of policies in a folder.
    pub(crate) fn of(path: &Path) -> Result<Vec<Self>, Failure> {
        if path.as_os_str() == "-" {
            return Ok(vec![Self::Standard]);
        }
        if !path.is_dir() {
            return Ok(vec![Self::of_file(path)]);
        }
        let files = walk::files(path, is_read)?;
        if files.is_empty() {
            let message = format!("no policies found in {}", path_name(path));
            let extensions = extensions().map(|extension| format!(".{extension}"));
            let extensions = extensions.collect::<Vec<_>>().join(", ");
            let help = format!("name a folder with files that end in {extensions}");
            return Err(Failure::new(message).help(help));
        }
        Ok(files.iter().map(|path| Self::of_file(path)).collect())
    }

    /// Removes a leading `./`, which readers of annotations do not expect.
    fn of_file(path: &Path) -> Self {
        Self::File(path.strip_prefix(".").unwrap_or(path).to_owned())
    }

    /// Returns the same input for all paths of a file.
    pub(crate) fn resolved(&self) -> Self {
        match self {
            Self::Standard => Self::Standard,
            // Reading a missing file is an error.
            Self::File(path) => Self::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        }
    }

    pub(crate) fn printable_name(&self) -> String {
        printable_line(&self.name())
    }

    /// Returns the path as the user named it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => STANDARD_INPUT.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let kind = FileKind::new("policy");
        match self {
            Self::File(path) => read(path, &self.printable_name(), kind),
            Self::Standard => standard_input(kind),
        }
    }

    /// Changes documents of the text, and proves that they read back so.
    pub(crate) fn rewritten(
        &self,
        text: &str,
        changes: &[(&PolicyText, &[(ByteRange, String)])],
    ) -> Result<String, NotRewritten> {
        rewrite(
            &self.printable_name(),
            text,
            self.extension().as_deref(),
            changes,
        )
    }

    fn extension(&self) -> Option<String> {
        match self {
            Self::Standard => None,
            Self::File(path) => walk::extension(path),
        }
    }

    /// Reads all documents, of which there is at least one. Fails if any cannot be read.
    pub(crate) fn documents(&self, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let Parts {
            documents,
            failures,
        } = self.parts(bytes)?;
        failures.into_iter().next().map_or(Ok(documents), Err)
    }

    /// Reads the documents that can be read, with the errors of others.
    pub(crate) fn parts(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        let printable_name = self.printable_name();
        let source = Source::from_bytes(&printable_name, bytes).map_err(Failure::new)?;
        let text = source.text();
        let Found { documents, errors } =
            read_source(&printable_name, text, self.extension().as_deref())?;
        let (name, file): (Arc<str>, Arc<str>) = (self.name().into(), text.into());
        let documents = documents.into_iter().map(|found| Document {
            name: Arc::clone(&name),
            file: Arc::clone(&file),
            found,
        });
        Ok(Parts {
            documents: documents.collect(),
            failures: errors.into_iter().map(Failure::from).collect(),
        })
    }
}

/// Reads the documents of an argument, of which there is at least one.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>, Failure> {
    let mut all = Vec::new();
    for input in Input::of(path)? {
        all.extend(input.documents(&input.bytes()?)?);
    }
    Ok(all)
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::new(error.message()).help(error.help())
    }
}
