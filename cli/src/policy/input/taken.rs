//! The files that Terraform takes with `file("…")`, whose places there show the kinds of their policies.

use super::folder::{self, scope};
use super::other_file::{found, is_of_values, is_terraform};
use super::walk;
use ram_policy::Kind;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The kinds of files, by their paths. `None` if places show several kinds.
type Kinds = HashMap<PathBuf, Option<Kind>>;

/// The kinds in folders that were searched.
static SEARCHED: LazyLock<Mutex<HashMap<PathBuf, Arc<Kinds>>>> = LazyLock::new(Mutex::default);

/// Forgets the files of folders, so that they are read again: they may have changed.
pub(crate) fn forget_folders() {
    SEARCHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
    folder::forget();
}

/// Returns the kind that the Terraform files of a folder show of the policies in a file.
pub(super) fn kind(file: &Path, named: &Path) -> Option<Kind> {
    let mut searched = SEARCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let kinds = searched.entry(named.to_owned());
    let kinds = Arc::clone(kinds.or_insert_with(|| Arc::new(kinds_in(named))));
    drop(searched);
    *kinds.get(&file.canonicalize().ok()?)?
}

fn kinds_in(folder: &Path) -> Kinds {
    let mut kinds = Kinds::new();
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
        for reference in found.references {
            let Some(kind) = reference.kind else { continue };
            let taken = reference.target.strip_prefix("file:");
            if let Some(taken) = taken.and_then(|taken| around.join(taken).canonicalize().ok()) {
                let known = kinds.entry(taken).or_insert(Some(kind));
                *known = known.filter(|known| *known == kind);
            }
        }
    }
    kinds
}
