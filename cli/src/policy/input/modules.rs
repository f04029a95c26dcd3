//! The files that have a folder as a module.

use super::other_file::{file_name, is_of_values, is_terraform};
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::printable::path_name;
use ram_policy_source::local_modules;
use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Files that call modules, by the folders of these.
type Callers = HashMap<PathBuf, PathBuf>;

/// The callers in folders that were searched.
static SEARCHED: LazyLock<Mutex<HashMap<PathBuf, Arc<Callers>>>> = LazyLock::new(Mutex::default);

/// Forgets what was searched: the files may have changed.
pub(super) fn forget() {
    SEARCHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
}

/// Returns a file with a `module` block of which a folder is the source. Searches its Git repository, or else the folder
/// that an argument names, and the files of the folders around it.
pub(super) fn caller(folder: &Path, named: Option<&Path>) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let is_top = |around: &&Path| around.join(".git").exists();
    let named = named.and_then(|named| named.canonicalize().ok());
    let top = folder
        .ancestors()
        .find(is_top)
        .map(Path::to_owned)
        .or(named);
    let of_top = top.and_then(|top| {
        let all = || {
            walk::files(&top, |extension| {
                matches!(extension, "tf" | "tofu" | "json")
            })
        };
        searched(&top, true, || all().unwrap_or_default())
            .get(&folder)
            .cloned()
    });
    let around = || {
        folder.ancestors().skip(1).find_map(|around| {
            let files = || walk::entries(around).unwrap_or_default();
            searched(around, false, files).get(&folder).cloned()
        })
    };
    let file = of_top.or_else(around)?;
    let here = env::current_dir().and_then(|here| here.canonicalize()).ok();
    let short = here.and_then(|here| file.strip_prefix(here).ok().map(Path::to_owned));
    Some(path_name(&short.unwrap_or(file)))
}

/// Returns the callers among files, which are found once.
fn searched(folder: &Path, is_deep: bool, files: impl FnOnce() -> Vec<PathBuf>) -> Arc<Callers> {
    // The files of a folder, and those below.
    let key = if is_deep {
        folder.join("**")
    } else {
        folder.to_owned()
    };
    let mut searched = SEARCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let found = searched.entry(key).or_insert_with(|| {
        let mut callers = Callers::new();
        let is_caller =
            |file: &PathBuf| is_terraform(file) && !is_of_values(file) && file.is_file();
        for file in files().into_iter().filter(is_caller) {
            let Ok(bytes) = read(&file, &path_name(&file), FileKind::new("policy")) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            let folder = file.parent().unwrap_or(Path::new(""));
            for source in local_modules(&file_name(&file), &text) {
                if let Ok(module) = folder.join(source).canonicalize() {
                    callers.entry(module).or_insert_with(|| file.clone());
                }
            }
        }
        Arc::new(callers)
    });
    Arc::clone(found)
}
