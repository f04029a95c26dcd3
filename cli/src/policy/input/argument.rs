//! The documents that an argument names.

use super::document::{Document, LeftOut};
use super::documents::Input;
use super::other_file::take_replaced;
use super::walk;
use crate::output::failure::{Failure, note};
use crate::output::printable::path_name;
use crate::policy::excerpt::SHOWN;
use ram_diagnostics::{first_of, thousands};
use ram_policy::ByteRange;
use ram_policy_source::{extensions, is_read};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Input {
    /// Returns the inputs that an argument names: standard input, a file, or all files of policies in a folder.
    pub(crate) fn of(path: &Path) -> Result<Vec<Self>, Failure> {
        if path.as_os_str() == "-" {
            return Ok(vec![Self::Standard]);
        }
        if !path.is_dir() {
            return Ok(vec![Self::File(short(path))]);
        }
        let mut files = walk::files(path, is_read)?;
        let replaced = take_replaced(&mut files);
        if !replaced.is_empty() {
            let names = first_of(SHOWN, replaced.iter().map(|path| path_name(path)), ", ");
            let message =
                format!("left out, since OpenTofu reads the `.tofu` file beside it: {names}");
            note(&message, Some("name the `.tf` files if you use Terraform"));
        }
        if files.is_empty() {
            return Err(no_policies(path, &[]));
        }
        let files = files.iter().map(|file| Self::FileOfFolder {
            path: short(file),
            folder: path.to_owned(),
        });
        Ok(files.collect())
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
    let mut of_aws = LeftOut::default();
    for input in &inputs {
        let parts = input.parts_in_force(&input.bytes()?)?;
        let taken = parts.elsewhere.into_iter().map(|document| (document, true));
        all.extend(
            parts
                .documents
                .into_iter()
                .map(|document| (document, false)),
        );
        all.extend(taken);
        of_aws.count += parts.of_aws.count;
        of_aws.files.extend(parts.of_aws.files);
    }
    let all = without_files_of_aws(all, &mut of_aws);
    if of_aws.count > 0 {
        note(
            &left_out(of_aws.count),
            Some("`ack-catalog lint` shows them"),
        );
    }
    if all.is_empty() {
        return Err(no_policies(path, &inputs));
    }
    // Files of a folder refer to each other. A reference shows the kind.
    let mut seen: HashMap<(Arc<Path>, usize), Vec<usize>> = HashMap::new();
    let mut resolved: HashMap<Arc<str>, Arc<Path>> = HashMap::new();
    let mut once: Vec<Document> = Vec::new();
    for document in all {
        let start = document.outer(ByteRange::new(0, 0)).start;
        // A reference may name it by another path, such as `../policy.json`.
        let file = resolved.entry(Arc::clone(&document.name));
        let file = file.or_insert_with_key(|name| {
            let path = Path::new(&**name);
            path.canonicalize().unwrap_or_else(|_| path.into()).into()
        });
        // A file that is taken in places of several kinds counts as each of them.
        let places: &mut Vec<usize> = seen.entry((Arc::clone(file), start)).or_default();
        let kind = document.kind();
        if let [only] = places[..]
            && once[only].kind().is_none()
        {
            once[only] = document;
        } else if places.is_empty()
            || (kind.is_some() && places.iter().all(|at| once[*at].kind() != kind))
        {
            places.push(once.len());
            once.push(document);
        }
    }
    Ok(once)
}

/// Leaves out the documents of files that only resources of AWS take.
fn without_files_of_aws(all: Vec<(Document, bool)>, of_aws: &mut LeftOut) -> Vec<Document> {
    let resolved = |path: &Path| path.canonicalize().ok();
    let files = of_aws.files.iter();
    let mut files: HashSet<PathBuf> = files.filter_map(|file| resolved(file)).collect();
    if !files.is_empty() {
        let taken = all.iter().filter(|(_, is_taken)| *is_taken);
        for path in taken.filter_map(|(taken, _)| resolved(Path::new(&*taken.name))) {
            files.remove(&path);
        }
    }
    let is_of_aws = |document: &Document| {
        let path = resolved(Path::new(&*document.name));
        path.is_some_and(|path| files.contains(&path))
    };
    let count = all.len();
    let documents = all.into_iter().map(|(document, _)| document);
    let documents = documents.filter(|document| files.is_empty() || !is_of_aws(document));
    let documents: Vec<Document> = documents.collect();
    of_aws.count += count - documents.len();
    documents
}

/// Says how many policies of other clouds do not count.
fn left_out(count: usize) -> String {
    match count {
        1 => {
            "1 policy of another cloud was left out: it says nothing about Alibaba Cloud".to_owned()
        }
        _ => format!(
            "{} policies of other clouds were left out: they say nothing about Alibaba Cloud",
            thousands(count)
        ),
    }
}
