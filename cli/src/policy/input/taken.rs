//! The files that Terraform takes with `file("…")`, whose places there show the kinds of their policies.

use super::folder::{self, scope};
use super::other_file::{found, is_of_values, is_terraform};
use super::walk;
use ram_policy::Kind;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// What takes a file.
#[derive(Default)]
struct Taken {
    /// The kinds that the places show, each once.
    kinds: Vec<Kind>,
    /// A resource that may be created.
    may_be_created: bool,
    /// A resource that is never created.
    never_created: bool,
}

type Files = HashMap<PathBuf, Taken>;

/// The files that are taken in folders that were searched.
static SEARCHED: LazyLock<Mutex<HashMap<PathBuf, Arc<Files>>>> = LazyLock::new(Mutex::default);

/// Forgets the files of folders, so that they are read again: they may have changed.
pub(crate) fn forget_folders() {
    SEARCHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
    folder::forget();
}

/// Returns the kind that the Terraform files of a folder show of the policies in a file, if all show the same.
pub(super) fn kind(file: &Path, named: &Path) -> Option<Kind> {
    match searched(named).get(&file.canonicalize().ok()?)?.kinds[..] {
        [kind] => Some(kind),
        _ => None,
    }
}

/// Reports whether only resources that are never created take a file.
pub(super) fn is_absent(file: &Path, named: &Path) -> bool {
    let file = file.canonicalize().ok();
    let files = searched(named);
    let taken = file.and_then(|file| files.get(&file));
    taken.is_some_and(|taken| taken.never_created && !taken.may_be_created)
}

fn searched(named: &Path) -> Arc<Files> {
    let mut searched = SEARCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let files = searched.entry(named.to_owned());
    Arc::clone(files.or_insert_with(|| Arc::new(taken_in(named))))
}

fn taken_in(folder: &Path) -> Files {
    let mut all = Files::new();
    let files = walk::files(folder, |extension| matches!(extension, "tf" | "tofu"));
    let is_configuration = |path: &PathBuf| is_terraform(path) && !is_of_values(path);
    for path in files
        .unwrap_or_default()
        .into_iter()
        .filter(is_configuration)
    {
        let Ok((_, found)) = found(&path, &scope(&path, Some(folder))) else {
            continue;
        };
        let around = path.parent().unwrap_or(Path::new(""));
        let resolved = |taken: &str| around.join(taken).canonicalize().ok();
        for taken in found.absent_files.iter().filter_map(|file| resolved(file)) {
            all.entry(taken).or_default().never_created = true;
        }
        for reference in found.references {
            let Some(taken) = reference.target.strip_prefix("file:").and_then(resolved) else {
                continue;
            };
            let taken = all.entry(taken).or_default();
            taken.may_be_created = true;
            let is_new = |kind: &Kind| !taken.kinds.contains(kind);
            taken.kinds.extend(reference.kind.filter(is_new));
        }
    }
    all
}
