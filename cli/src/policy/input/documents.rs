//! Documents in files and standard input.

use super::document::{Document, File, LeftOut, Parts};
use super::folder::{Folder, scope};
use super::fragment::is_fragment;
use super::other_file::{is_of_values, is_terraform};
use super::siblings::Siblings;
use super::standard_input::{STANDARD_INPUT, standard_input};
use super::{taken, walk};
use crate::files::read::{FileKind, leads_out, read};
use crate::output::failure::{Failure, note};
use crate::output::printable::printable_line;
use ram_diagnostics::Source;
use ram_policy::{ByteRange, Kind};
use ram_policy_source::{
    Found, NotRewritten, OfAws, PolicyText, Scope, SourceError, is_read, read_in, rewrite,
};
use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};

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
    /// A text that an editor has open, which may be no policy.
    Open {
        /// The name of the file in messages.
        name: String,
        /// The file, unless it was never saved.
        path: Option<PathBuf>,
        /// The extension in lower case, or that of the language which the editor names.
        extension: Option<String>,
    },
}

impl Input {
    /// Returns the file, unless it is standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Standard => None,
            Self::File(path) | Self::FileOfFolder { path, .. } => Some(path),
            Self::Open { path, .. } => path.as_deref(),
        }
    }

    /// Reports whether it may be no policy.
    fn may_be_other(&self) -> bool {
        matches!(self, Self::FileOfFolder { .. } | Self::Open { .. })
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
            Self::Standard | Self::File(_) | Self::Open { .. } => false,
        }
    }

    pub(crate) fn printable_name(&self) -> String {
        printable_line(&self.name())
    }

    /// Returns the path as the user named it.
    pub(crate) fn name(&self) -> String {
        match (self, self.path()) {
            (Self::Open { name, .. }, _) => name.clone(),
            (_, None) => STANDARD_INPUT.to_owned(),
            (_, Some(path)) => path.display().to_string(),
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
            &self.scope(),
            changes,
        )
    }

    /// Returns the other Terraform files of the folder.
    fn scope(&self) -> Scope {
        let path = self.path();
        path.map(|path| scope(path, self.named_folder()))
            .unwrap_or_default()
    }

    /// Returns the folder that an argument names.
    fn named_folder(&self) -> Option<&Path> {
        match self {
            Self::FileOfFolder { folder, .. } => Some(folder),
            _ => None,
        }
    }

    fn extension(&self) -> Option<String> {
        match self {
            Self::Open { extension, .. } => extension.clone(),
            _ => walk::extension(self.path()?),
        }
    }

    /// Reads all documents, also those that the file takes from others of its folder, and those of override files in
    /// the place of its own. Fails if any cannot be read.
    pub(crate) fn documents(&self, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let mut parts = self.parts_in_force(bytes)?;
        parts.documents.extend(parts.elsewhere);
        Ok(parts.documents)
    }

    /// Reads all documents, as [`Self::documents`] does.
    pub(super) fn parts_in_force(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        let mut parts = self.parts_after(bytes, true)?;
        if parts.failures.is_empty() {
            return Ok(parts);
        }
        Err(parts.failures.swap_remove(0))
    }

    /// Reads the documents that can be read, with the errors of others.
    pub(crate) fn parts(&self, bytes: &[u8]) -> Result<Parts, Failure> {
        self.parts_after(bytes, false)
    }

    /// Unless `is_in_force`, reads what the file itself says.
    fn parts_after(&self, bytes: &[u8], is_in_force: bool) -> Result<Parts, Failure> {
        let printable_name = self.printable_name();
        let source = Source::from_bytes(&printable_name, bytes)?;
        let text = source.text();
        let scope = self.scope();
        let mut found = read_in(&printable_name, text, self.extension().as_deref(), &scope)?;
        if self.may_be_other() {
            // Beside a policy, a line of another form may be a broken one.
            let is_open = matches!(self, Self::Open { .. });
            let is_other =
                |one: &PolicyText| one.is_other() && !(is_open && is_fragment(one.text()));
            if found.documents.iter().all(is_other) {
                found.documents.clear();
            }
        } else {
            found.refuse_empty(&printable_name)?;
        }
        self.add_kinds(&mut found.documents);
        let folder = self.path();
        let folder = folder.map(|path| Folder::of(path, self.named_folder()));
        let folder = folder.unwrap_or_default();
        let is_left_out = is_in_force && matches!(self, Self::FileOfFolder { .. });
        let has_policies = !found.documents.is_empty();
        if is_left_out && scope.is_of_module() && self.path().is_some_and(is_of_values) {
            if has_policies {
                let message = format!("left out {printable_name}, in the folder of a module");
                note(
                    &message,
                    Some("the file with the `module` block has its values"),
                );
            }
            return Ok(Parts::default());
        }
        if is_in_force && self.is_absent() {
            return Ok(Parts::default());
        }
        let of_aws = self.leave_out(&mut found, is_left_out);
        let mut elsewhere = Vec::new();
        let mut overridden = Vec::new();
        let mut stays = |address: &str| {
            // A default does not count where there is a value.
            if is_in_force && is_replaced_default(&scope, address) {
                return false;
            }
            let path = self.path().filter(|_| is_in_force);
            let other = path.and_then(|path| folder.overrides.last(path, address));
            let Some(other) = other else { return true };
            let documents = other.documents(address);
            let is_reported = self.may_be_other() && other.is_walked();
            if documents.is_empty() && !is_reported {
                overridden.push((other, address.to_owned()));
            }
            elsewhere.extend(documents);
            false
        };
        found.documents.retain(|one| stays(one.address()));
        found.references.retain(|one| stays(&one.address));
        let own: HashSet<String> = addresses(&found.documents);
        let mut failures: Vec<Failure> = found.errors.into_iter().map(Failure::from).collect();
        let siblings = self.path().map(|path| Siblings::of(path, &folder));
        if let Some(siblings) = &siblings {
            for (other, address) in overridden {
                match siblings.replacing(other, &address, &own) {
                    Ok(documents) => elsewhere.extend(documents),
                    Err(failure) => failures.push(failure),
                }
            }
        }
        let mut parts = Parts {
            failures,
            documents: File::new(self.name(), text).with(found.documents),
            elsewhere,
            of_aws,
        };
        let mut known: HashSet<(String, Option<Kind>)> = HashSet::new();
        for reference in found.references {
            let target = (reference.target.clone(), reference.kind);
            if known.contains(&target) {
                continue;
            }
            match siblings.as_ref().map(|siblings| siblings.find(&reference)) {
                Some(Ok(mut documents)) => {
                    let places = ["module.", "output.", "locals."];
                    let mut places = places.iter();
                    if is_left_out && places.any(|at| reference.address.starts_with(at)) {
                        let all = documents.len();
                        documents.retain(|document| !document.is_of_aws());
                        let is_walked = reference
                            .target
                            .rsplit_once('.')
                            .is_some_and(|(_, end)| is_read(end));
                        // A file of the folder counts by itself.
                        if !is_walked {
                            parts.of_aws.count += all - documents.len();
                        }
                    }
                    parts.elsewhere.extend(documents);
                    known.insert(target);
                }
                Some(Err(failure)) => parts.failures.push(failure),
                None => parts.failures.push(reference.error.into()),
            }
        }
        Ok(parts)
    }
}

impl Input {
    /// Reports whether only resources that are never created take the file.
    fn is_absent(&self) -> bool {
        match self {
            Self::FileOfFolder { path, folder } => {
                !is_terraform(path) && taken::is_absent(path, folder)
            }
            _ => false,
        }
    }

    /// Adds the kind that the Terraform files of the folder show, of a file that they take.
    fn add_kinds(&self, documents: &mut [PolicyText]) {
        let Self::FileOfFolder { path, folder } = self else {
            return;
        };
        if is_terraform(path) || documents.iter().all(|one| one.kind().is_some()) {
            return;
        }
        if let Some(kind) = taken::kind(path, folder) {
            for document in documents {
                *document = mem::take(document).or_of_kind(Some(kind));
            }
        }
    }

    /// Leaves out the policies of AWS, or makes an error of those that are not documents.
    fn leave_out(&self, found: &mut Found, is_left_out: bool) -> LeftOut {
        let OfAws {
            count,
            files,
            error,
        } = mem::take(&mut found.of_aws);
        if !is_left_out {
            found.errors.extend(error);
            return LeftOut::default();
        }
        let all = found.documents.len();
        found.documents.retain(|document| !document.is_of_aws());
        let folder = self.path().and_then(Path::parent).unwrap_or(Path::new(""));
        LeftOut {
            count: count + all - found.documents.len(),
            files: files.iter().map(|file| folder.join(file)).collect(),
        }
    }
}

fn addresses(documents: &[PolicyText]) -> HashSet<String> {
    let addresses = documents.iter().map(PolicyText::address);
    addresses.map(str::to_owned).collect()
}

/// Reports whether an address is of the default of a variable that a `.tfvars` file has a value for.
fn is_replaced_default(scope: &Scope, address: &str) -> bool {
    let mut names = address.split('.');
    names.next() == Some("variable") && names.next().is_some_and(|name| scope.has_value(name))
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::new(error.message())
            .help(error.help())
            .in_range(error.range())
    }
}
