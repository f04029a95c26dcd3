//! Documents in files, folders and standard input.

use super::document::{Document, File, Parts};
use super::overrides::Overrides;
use super::siblings::Siblings;
use super::standard_input::{STANDARD_INPUT, standard_input};
use super::walk;
use crate::files::read::{FileKind, leads_out, read};
use crate::output::failure::Failure;
use crate::output::printable::{path_name, printable_line};
use ram_diagnostics::Source;
use ram_policy::ByteRange;
use ram_policy_source::{
    NotRewritten, PolicyText, SourceError, extensions, is_read, read as read_source, rewrite,
};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A source of documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Standard,
    /// A file that an argument names.
    File(PathBuf),
    /// A file of a folder that an argument names, which may be no policy.
    FileOfFolder {
        path: PathBuf,
        folder: PathBuf,
    },
}

impl Input {
    /// Returns the inputs that an argument names: standard input, a file, or all files of policies in a folder.
    pub(crate) fn of(path: &Path) -> Result<Vec<Self>, Failure> {
        if path.as_os_str() == "-" {
            return Ok(vec![Self::Standard]);
        }
        if !path.is_dir() {
            return Ok(vec![Self::File(short(path))]);
        }
        let files = walk::files(path, is_read)?;
        if files.is_empty() {
            return Err(no_policies(path, &[]));
        }
        let files = files.iter().map(|file| Self::FileOfFolder {
            path: short(file),
            folder: path.to_owned(),
        });
        Ok(files.collect())
    }

    /// Returns the file, unless it is standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Standard => None,
            Self::File(path) | Self::FileOfFolder { path, .. } => Some(path),
        }
    }

    /// Returns the same input for all paths of a file.
    pub(crate) fn resolved(&self) -> Self {
        match self.path() {
            None => Self::Standard,
            // Reading a missing file is an error.
            Some(path) => Self::File(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
        }
    }

    /// Reports whether the file is one of a folder and a symlink leads out of that, so that it may not be changed.
    pub(crate) fn is_elsewhere(&self) -> bool {
        match self {
            Self::FileOfFolder { path, folder } => leads_out(path, folder),
            Self::Standard | Self::File(_) => false,
        }
    }

    pub(crate) fn printable_name(&self) -> String {
        printable_line(&self.name())
    }

    /// Returns the path as the user named it.
    pub(crate) fn name(&self) -> String {
        match self.path() {
            None => STANDARD_INPUT.to_owned(),
            Some(path) => path.display().to_string(),
        }
    }

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let kind = FileKind::new("policy");
        match self.path() {
            Some(path) => read(path, &self.printable_name(), kind),
            None => standard_input(kind),
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
        walk::extension(self.path()?)
    }

    /// Reads all documents, also those that the file takes from others of its folder, and those of override files in
    /// the place of its own. Fails if any cannot be read.
    pub(crate) fn documents(&self, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let Parts {
            mut documents,
            failures,
            elsewhere,
        } = self.parts_after(bytes, &self.path().map(Overrides::of).unwrap_or_default())?;
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        documents.extend(elsewhere);
        Ok(documents)
    }

    /// Reads the documents that can be read, with the errors of others.
    pub(crate) fn parts(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        self.parts_after(bytes, &Overrides::default())
    }

    fn parts_after(&self, bytes: &[u8], overrides: &Overrides) -> Result<Parts, Failure> {
        let printable_name = self.printable_name();
        let source = Source::from_bytes(&printable_name, bytes).map_err(Failure::new)?;
        let text = source.text();
        let mut found = read_source(&printable_name, text, self.extension().as_deref())?;
        if matches!(self, Self::FileOfFolder { .. }) {
            // Beside a policy, a line of another form may be a broken one.
            if found.documents.iter().all(PolicyText::is_other) {
                found.documents.clear();
            }
        } else {
            found.refuse_empty(&printable_name)?;
        }
        let mut elsewhere = Vec::new();
        let mut overridden = Vec::new();
        let mut stays = |address: &str| {
            let other = self.path().and_then(|path| overrides.last(path, address));
            let Some(other) = other else { return true };
            let documents = other.documents(address);
            let is_reported = matches!(self, Self::FileOfFolder { .. }) && other.is_walked();
            if documents.is_empty() && !is_reported {
                overridden.push(other.failure(address));
            }
            elsewhere.extend(documents);
            false
        };
        found.documents.retain(|one| stays(one.address()));
        found.references.retain(|one| stays(&one.address));
        let mut parts = Parts {
            failures: found.errors.into_iter().map(Failure::from).collect(),
            documents: File::new(self.name(), text).with(found.documents),
            elsewhere,
        };
        parts.failures.extend(overridden);
        let siblings = self.path().map(Siblings::of);
        let mut known: HashMap<String, bool> = HashMap::new();
        for reference in found.references {
            let is_known = *known.entry(reference.target.clone()).or_insert_with(|| {
                let siblings = siblings.as_ref();
                let documents = siblings.and_then(|siblings| siblings.find(&reference.target));
                let is_known = documents.is_some();
                parts.elsewhere.extend(documents.unwrap_or_default());
                is_known
            });
            if !is_known {
                parts.failures.push(reference.error.into());
            }
        }
        Ok(parts)
    }
}

/// Removes a leading `./`, which readers of annotations do not expect.
fn short(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Returns the error for a folder without policies. `read`: the files in it that were read.
pub(crate) fn no_policies(folder: &Path, read: &[Input]) -> Failure {
    let message = format!("no policies found in {}", path_name(folder));
    if let Some(first) = read.first() {
        let help = format!(
            "name a file to see why it is not a policy, such as {}",
            first.printable_name()
        );
        return Failure::new(message).help(help);
    }
    let extensions = extensions().map(|extension| format!(".{extension}"));
    let extensions = extensions.collect::<Vec<_>>().join(", ");
    let help = format!("name a folder with files that end in {extensions}");
    Failure::new(message).help(help)
}

/// Reads the documents of an argument, of which there is at least one.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>, Failure> {
    let mut all = Vec::new();
    let inputs = Input::of(path)?;
    for input in &inputs {
        all.extend(input.documents(&input.bytes()?)?);
    }
    if all.is_empty() {
        return Err(no_policies(path, &inputs));
    }
    // Files of a folder refer to each other.
    let mut seen = HashSet::new();
    all.retain(|document| {
        let start = document.outer(ByteRange::new(0, 0)).start;
        seen.insert((Arc::clone(&document.name), start))
    });
    Ok(all)
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::new(error.message()).help(error.help())
    }
}
