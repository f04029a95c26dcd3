//! Files that are replaced whole or not at all.

use crate::failure::{Failure, reason};
use crate::project::shown;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{self, Path};

/// Replaces a file's content. After a crash there is the old file or the new one.
///
/// `before` is what the file held when it was read, `None` where there was none: what somebody else
/// has written since then is not overwritten, and a file that is gone does not come back.
///
/// A symbolic link stays; what it points to is replaced. The file keeps its permissions.
pub(crate) fn replace(file: &Path, before: Option<&str>, content: &str) -> Result<(), Failure> {
    let refuse = |error: io::Error| {
        let folder = file
            .parent()
            .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        let help = if folder {
            "the file is as it was"
        } else {
            "its folder does not exist; create it"
        };
        let reason = reason(&error);
        Failure::new(format!("cannot write {}: {reason}", shown(file))).help(help)
    };
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            path::absolute(file).map_err(refuse)?
        }
        Err(error) => return Err(refuse(error)),
    };
    let temporary = temporary(&target, content).map_err(refuse)?;
    // Up to the end, no other run of this program comes between the look and the replacement.
    let _lock = lock(file, &target)?;
    let now = match fs::read(&target) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refuse(error)),
    };
    if now.as_deref() != before {
        let happened = match (now, before) {
            (None, _) => "it has been removed",
            (Some(_), None) => "it has been made",
            _ => "it has been changed",
        };
        let message = format!("{} is not written: {happened} in the meantime", shown(file));
        return Err(Failure::new(message).help("look at it, and run the command again"));
    }
    temporary
        .persist(&target)
        .map_err(|error| refuse(error.error))?;
    Ok(())
}

/// The new content in a file beside the old one, with its permissions.
fn temporary(target: &Path, content: &str) -> io::Result<tempfile::NamedTempFile> {
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
    if let Ok(old) = fs::metadata(target) {
        // Whoever has made it so does not want it replaced by way of its folder.
        if old.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// The file, locked; nothing where there is no file, and where its file system knows no locks.
fn lock(file: &Path, target: &Path) -> Result<Option<File>, Failure> {
    // Elsewhere a file that is open could not be replaced.
    if !cfg!(unix) {
        return Ok(None);
    }
    let Ok(opened) = File::open(target) else {
        return Ok(None);
    };
    match opened.try_lock() {
        Ok(()) => Ok(Some(opened)),
        Err(TryLockError::WouldBlock) => {
            let message = format!(
                "{} is not written: another program has locked it",
                shown(file)
            );
            Err(Failure::new(message).help("run the command again when that one is done"))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(file: &Path, before: Option<&str>) -> String {
        let refused = replace(file, before, "new");
        refused
            .expect_err("it is refused")
            .to_string()
            .replace(&*shown(file), "[file]")
    }

    #[test]
    fn what_has_changed_since_it_was_read_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("policy.json");

        fs::write(&file, "somebody else's").expect("a file");
        assert_eq!(
            refusal(&file, Some("old")),
            "[file] is not written: it has been changed in the meantime"
        );
        assert_eq!(
            refusal(&file, None),
            "[file] is not written: it has been made in the meantime"
        );
        assert_eq!(
            fs::read_to_string(&file).expect("the file"),
            "somebody else's"
        );

        let opened = File::open(&file).expect("the file");
        opened.lock().expect("a lock");
        assert_eq!(
            refusal(&file, Some("somebody else's")),
            "[file] is not written: another program has locked it"
        );
        drop(opened);

        fs::remove_file(&file).expect("it is removed");
        assert_eq!(
            refusal(&file, Some("old")),
            "[file] is not written: it has been removed in the meantime"
        );
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 0, "neither the file nor a temporary one");
    }
}
