//! Files that are replaced whole or not at all.

use crate::output::failure::{DANGLING, DANGLING_HELP, Failure, NOT_REGULAR, reason};
use crate::output::printable::relative_name;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{self, Path, PathBuf};
use tempfile::NamedTempFile;

/// The new content of a file in a temporary file next to it, which is removed when dropped.
///
/// After a crash there is the old file or the new one. Changes by another program since the file was read are
/// not overwritten: `before` is the content that was read, or `None` if there was no file. A symlink stays, and its
/// target is replaced. The file keeps its owner, its group and its permissions.
pub(crate) struct Staged<'a> {
    file: &'a Path,
    before: Option<&'a str>,
    target: PathBuf,
    old: Option<Metadata>,
    temporary: NamedTempFile,
    /// Keeps other runs of this program from changing the file before it is replaced.
    _lock: Option<File>,
}

impl<'a> Staged<'a> {
    pub(crate) fn new(
        file: &'a Path,
        before: Option<&'a str>,
        content: &str,
    ) -> Result<Self, Failure> {
        let (target, old) = resolve(file)?;
        let lock = lock(file, &target)?;
        refuse_changed(file, &target, before)?;
        let temporary = create_temporary(&target, old.as_ref(), lock.is_some())
            .map_err(|error| cannot_write(file, &error))?;
        #[cfg(unix)]
        if let Some(old) = &old {
            keep_owner(file, temporary.as_file(), old)?;
        }
        write(&temporary, old.as_ref(), content).map_err(|error| cannot_write(file, &error))?;
        Ok(Self {
            file,
            before,
            target,
            old,
            temporary,
            _lock: lock,
        })
    }

    /// Replaces the file.
    pub(crate) fn persist(self) -> Result<(), Failure> {
        let Self { file, before, .. } = self;
        // Other programs ignore the lock.
        refuse_changed(file, &self.target, before)?;
        let persisted = match before {
            Some(_) => self.temporary.persist(&self.target),
            // A missing file cannot be locked. Some file systems cannot create a file only if it is missing.
            None => match self.temporary.persist_noclobber(&self.target) {
                Err(error) if error.error.kind() != ErrorKind::AlreadyExists => {
                    error.file.persist(&self.target)
                }
                persisted => persisted,
            },
        };
        persisted.map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => changed(file, "created"),
            _ => cannot_write(file, &error.error),
        })?;
        #[cfg(unix)]
        warn_about_hard_links(file, self.old.as_ref());
        Ok(())
    }
}

fn failure(file: &Path, reason: &str) -> Failure {
    Failure::new(format!("cannot write {}: {reason}", relative_name(file)))
}

fn cannot_write(file: &Path, error: &io::Error) -> Failure {
    let failure = failure(file, &reason(error));
    let has_folder = file
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
    if !has_folder {
        return failure.help("create its folder first");
    }
    let help = match error.kind() {
        ErrorKind::PermissionDenied => {
            "check its permissions and attributes, and those of its folder"
        }
        ErrorKind::ReadOnlyFilesystem => "copy it to a writable folder, and run the command there",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space, and run the command again"
        }
        _ => "check that other programs can write it, or run the command on a copy",
    };
    failure.help(format!("the file is unchanged; {help}"))
}

fn changed(file: &Path, happened: &str) -> Failure {
    let name = relative_name(file);
    Failure::new(format!(
        "{name} was not written: another program has {happened} it"
    ))
    .help("check the file, and run the command again")
}

/// Follows symlinks to the file to replace. Returns no metadata if there is no file yet.
fn resolve(file: &Path) -> Result<(PathBuf, Option<Metadata>), Failure> {
    let cannot_write = |error: io::Error| cannot_write(file, &error);
    // Replacing a pipe or a device would remove it. The target of `/dev/stdin` may have no name.
    if let Ok(old) = fs::metadata(file)
        && !old.is_file()
    {
        let problem = if old.is_dir() {
            "it is a folder"
        } else {
            NOT_REGULAR
        };
        return Err(failure(file, problem).help("name a regular file"));
    }
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(_) if file.is_symlink() && !file.exists() => {
            return Err(failure(file, DANGLING).help(DANGLING_HELP));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok((path::absolute(file).map_err(cannot_write)?, None));
        }
        Err(error) => return Err(cannot_write(error)),
    };
    let old = fs::metadata(&target).map_err(cannot_write)?;
    // A writable folder would be enough to replace it.
    if old.permissions().readonly() {
        return Err(cannot_write(ErrorKind::PermissionDenied.into()));
    }
    Ok((target, Some(old)))
}

/// Refuses a file that has changed since it was read.
fn refuse_changed(file: &Path, target: &Path, before: Option<&str>) -> Result<(), Failure> {
    let now = match fs::read(target) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(cannot_write(file, &error)),
    };
    match (now.as_deref(), before) {
        (now, before) if now == before => Ok(()),
        (None, _) => Err(changed(file, "removed")),
        (Some(_), None) => Err(changed(file, "created")),
        _ => Err(changed(file, "changed")),
    }
}

/// The longest file name that leaves room for the name of a temporary file.
const LONGEST_NAME: usize = 200;

/// Creates a temporary file next to the target.
///
/// A killed run leaves it there. Under the lock its name depends only on the target, so that the next run removes
/// it.
fn create_temporary(
    target: &Path,
    old: Option<&Metadata>,
    is_locked: bool,
) -> io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let name = target.file_name().unwrap_or_default();
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    if old.is_none() {
        // By default only the owner could read the file. The umask still applies.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    if !is_locked || name.len() > LONGEST_NAME {
        return builder.prefix(".ack-catalog-").tempfile_in(folder);
    }
    let mut own_name = OsString::from(".");
    own_name.push(name);
    own_name.push(".ack-catalog");
    // If this fails, so does creating the file.
    let _ = fs::remove_file(folder.join(&own_name));
    builder.prefix(&own_name).rand_bytes(0).tempfile_in(folder)
}

fn write(temporary: &NamedTempFile, old: Option<&Metadata>, content: &str) -> io::Result<()> {
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().write_all(content.as_bytes())?;
    temporary.as_file().sync_all()
}

/// Gives the new file to the owner of the old one, or fails: a service might no longer be able to read its file.
#[cfg(unix)]
fn keep_owner(file: &Path, temporary: &File, old: &Metadata) -> Result<(), Failure> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = temporary
        .metadata()
        .map_err(|error| cannot_write(file, &error))?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(temporary, Some(old.uid()), Some(old.gid())).map_err(|_| {
        failure(file, "its owner and group cannot be kept")
            .help("run the command as the file's owner, or change the owner first")
    })
}

#[cfg(unix)]
fn warn_about_hard_links(file: &Path, old: Option<&Metadata>) {
    use crate::output::failure::warn;
    use std::os::unix::fs::MetadataExt as _;
    let links = old.map_or(1, Metadata::nlink);
    if links > 1 {
        let name = relative_name(file);
        let message = format!("{name} had {links} hard links; the others keep the old text");
        warn(&message, Some("link them to the new file"));
    }
}

/// Locks the file. Returns `None` if there is no file, or if its file system has no locks.
fn lock(file: &Path, target: &Path) -> Result<Option<File>, Failure> {
    // On other systems an open file could not be replaced.
    if !cfg!(unix) {
        return Ok(None);
    }
    let Ok(opened) = File::open(target) else {
        return Ok(None);
    };
    match opened.try_lock() {
        Ok(()) => Ok(Some(opened)),
        Err(TryLockError::WouldBlock) => {
            let name = relative_name(file);
            Err(Failure::new(format!(
                "{name} was not written: another program has locked it"
            ))
            .help("run the command again when that program is done"))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::sync::Barrier;
    use std::thread;

    fn replace(file: &Path, before: Option<&str>, content: &str) -> Result<(), Failure> {
        Staged::new(file, before, content)?.persist()
    }

    fn error(file: &Path, before: Option<&str>) -> String {
        let error = replace(file, before, "new").expect_err("an error");
        error.to_string().replace(&relative_name(file), "[file]")
    }

    #[test]
    fn file_that_changed_since_it_was_read_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("policy.json");

        fs::write(&file, "another").expect("a file");
        assert_eq!(
            error(&file, Some("old")),
            "[file] was not written: another program has changed it"
        );
        assert_eq!(
            error(&file, None),
            "[file] was not written: another program has created it"
        );
        assert_eq!(fs::read_to_string(&file).expect("the file"), "another");

        let opened = File::open(&file).expect("the file");
        opened.lock().expect("a lock");
        assert_eq!(
            error(&file, Some("another")),
            "[file] was not written: another program has locked it"
        );
        drop(opened);

        fs::remove_file(&file).expect("removed");
        assert_eq!(
            error(&file, Some("old")),
            "[file] was not written: another program has removed it"
        );
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 0, "no file is left");
    }

    /// Otherwise, each run would overwrite another's file.
    #[test]
    fn only_one_of_several_runs_creates_a_missing_file() {
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
    fn private_file_stays_private_during_a_write() {
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
                    // The file may be gone by now.
                    if let Ok(found) = entry.metadata() {
                        assert_eq!(found.permissions().mode() & 0o077, 0);
                    }
                }
            }
            run.join().expect("no panic").expect("written");
        });
        let mode = fs::metadata(&file).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder_in_it = folder.path().join("generated.rs");
        fs::create_dir(&folder_in_it).expect("a folder");
        let socket = folder.path().join("socket");
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        let link = folder.path().join("link.json");
        std::os::unix::fs::symlink("nowhere.json", &link).expect("a link");
        for (file, reason) in [
            (&folder_in_it, "it is a folder"),
            (&socket, "not a regular file"),
            (&link, "dangling symlink"),
        ] {
            for before in [None, Some("old")] {
                assert_eq!(
                    error(file, before),
                    format!("cannot write [file]: {reason}")
                );
            }
        }
        assert!(link.is_symlink());
        let left = fs::read_dir(&folder).expect("the folder").count();
        assert_eq!(left, 3, "no temporary file is left");
    }
}
