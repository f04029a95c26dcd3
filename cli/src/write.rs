//! Files that are replaced whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;
use std::{fs, path};

/// Replaces a file's content. After a crash there is the old file or the new one.
///
/// A symbolic link stays; what it points to is replaced. The file keeps its permissions.
pub(crate) fn replace(file: &Path, content: &str) -> io::Result<()> {
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path::absolute(file)?,
        Err(error) => return Err(error),
    };
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ack-catalog-");
    // Without this the file would be readable by its owner alone. The umask still applies.
    #[cfg(unix)]
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(mode);
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(content.as_bytes())?;
    if let Ok(old) = fs::metadata(&target) {
        // Whoever has made it so does not want it replaced by way of its folder.
        if old.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&target)?;
    Ok(())
}
