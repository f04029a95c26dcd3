//! Files beside the one that is read.

use super::document::File;
use super::walk;
use crate::files::read::{FileKind, read};
use crate::output::printable::path_name;
use ack_catalog_core::Source;
use ram_policy_source::{Found, read as read_source};
use std::path::{Path, PathBuf};

/// Returns the paths in the folder of a file, sorted by name.
pub(super) fn beside(file: &Path) -> Vec<PathBuf> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let paths = walk::entries(folder).unwrap_or_default().into_iter();
    let short = |path: PathBuf| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
    paths.map(short).collect()
}

/// Reads a file; `None` if it has nothing that can be read.
pub(super) fn found(path: &Path) -> Option<(File, Found)> {
    let name = path_name(path);
    if !path.is_file() {
        return None;
    }
    let bytes = read(path, &name, FileKind::new("policy")).ok()?;
    let source = Source::from_bytes(&name, &bytes).ok()?;
    let found = read_source(&name, source.text(), walk::extension(path).as_deref()).ok()?;
    Some((File::new(path.display().to_string(), source.text()), found))
}
