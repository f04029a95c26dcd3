//! Files that are replaced whole or not at all.

use crate::failure::{DANGLING, Failure, MEND_LINK, NO_FILE, reason};
use crate::project::shown;
use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Write as _};
use std::path::{self, Path};

/// Replaces a file's content. After a crash there is the old file or the new one.
///
/// `before` is what the file held when it was read, `None` where there was none: what somebody else
/// has written since then is not overwritten, and a file that is gone does not come back.
///
/// A symbolic link stays; what it points to is replaced. The file keeps its permissions.
pub(crate) fn replace(file: &Path, before: Option<&str>, content: &str) -> Result<(), Failure> {
    let cannot = |reason: &str| Failure::new(format!("cannot write {}: {reason}", shown(file)));
    let refuse = |error: io::Error| {
        let folder = file
            .parent()
            .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        let help = if folder {
            "the file is as it was"
        } else {
            "its folder does not exist; create it"
        };
        cannot(&reason(&error)).help(help)
    };
    let changed = |happened: &str| {
        let message = format!("{} is not written: {happened} in the meantime", shown(file));
        Failure::new(message).help("look at it, and run the command again")
    };
    let (target, old) = match fs::canonicalize(file) {
        Ok(target) => {
            let old = fs::metadata(&target).map_err(refuse)?;
            // A pipe would be waited for, and a device would be no longer one.
            if !old.is_file() {
                let what = if old.is_dir() {
                    "it is a folder"
                } else {
                    NO_FILE
                };
                return Err(cannot(what).help("name a file that can be replaced"));
            }
            (target, Some(old.permissions()))
        }
        Err(_) if file.is_symlink() && !file.exists() => {
            return Err(cannot(DANGLING).help(MEND_LINK));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            (path::absolute(file).map_err(refuse)?, None)
        }
        Err(error) => return Err(refuse(error)),
    };
    let temporary = temporary(&target, old, content).map_err(refuse)?;
    // Up to the end, no other run of this program comes between the look and the replacement.
    let _lock = lock(file, &target)?;
    let now = match fs::read(&target) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refuse(error)),
    };
    if now.as_deref() != before {
        return Err(changed(match (now, before) {
            (None, _) => "it has been removed",
            (Some(_), None) => "it has been made",
            _ => "it has been changed",
        }));
    }
    let persisted = if before.is_some() {
        temporary.persist(&target)
    } else {
        // What is not there cannot be locked.
        let made = temporary.persist_noclobber(&target);
        made.or_else(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Err(error),
            // Some file systems cannot do that; there the look has to be enough.
            _ => error.file.persist(&target),
        })
    };
    match persisted {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(changed("it has been made"))
        }
        Err(error) => Err(refuse(error.error)),
    }
}

/// The new content in a file beside the old one, with its permissions.
fn temporary(
    target: &Path,
    old: Option<Permissions>,
    content: &str,
) -> io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ack-catalog-");
    if old.is_none() {
        // Without this the file would be readable by its owner alone. The umask still applies.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    if let Some(old) = old {
        // Whoever has made it so does not want it replaced by way of its folder.
        if old.readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        // Before there is anything to read in it.
        temporary.as_file().set_permissions(old)?;
    }
    temporary.write_all(content.as_bytes())?;
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
    use std::sync::Barrier;
    use std::thread;

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

    /// Of the many that find no file none may lose what another has written.
    #[test]
    fn of_those_that_make_a_file_at_once_one_alone_does() {
        const AT_ONCE: usize = 4;
        for _ in 0..50 {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("generated.rs");
            let start = Barrier::new(AT_ONCE);
            let written = thread::scope(|scope| {
                let runs: Vec<_> = (0..AT_ONCE)
                    .map(|_| {
                        scope.spawn(|| {
                            start.wait();
                            replace(&file, None, "new")
                        })
                    })
                    .collect();
                let ended = runs.into_iter().map(|run| run.join().expect("no panic"));
                ended.flatten().count()
            });
            assert_eq!(written, 1);
            let left = fs::read_dir(&folder).expect("the folder").count();
            assert_eq!(left, 1, "no temporary file is left");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_nobody_else_may_read_can_be_read_by_nobody_else_while_it_is_written() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("policy.json");
        fs::write(&file, "old").expect("a file");
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("permissions");
        let content = "new".repeat(10 << 20);
        thread::scope(|scope| {
            let run = scope.spawn(|| replace(&file, Some("old"), &content));
            while !run.is_finished() {
                for entry in fs::read_dir(&folder).expect("the folder").flatten() {
                    // One that is gone by now was looked at before.
                    if let Ok(found) = entry.metadata() {
                        assert_eq!(found.permissions().mode() & 0o077, 0);
                    }
                }
            }
            run.join().expect("no panic").expect("it is written");
        });
        let mode = fs::metadata(&file).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder_in_it = folder.path().join("generated.rs");
        fs::create_dir(&folder_in_it).expect("a folder");
        let socket = folder.path().join("socket");
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        let link = folder.path().join("link.json");
        std::os::unix::fs::symlink("nowhere.json", &link).expect("a link");
        for (file, reason) in [
            (&folder_in_it, "it is a folder"),
            (&socket, "it is no regular file"),
            (&link, "it is a link to what is not there"),
        ] {
            for before in [None, Some("old")] {
                assert_eq!(
                    refusal(file, before),
                    format!("cannot write [file]: {reason}")
                );
            }
        }
        assert!(link.is_symlink());
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 3, "no temporary file is left");
    }
}
