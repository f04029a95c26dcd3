//! Files that are replaced whole or not at all.

use crate::output::failure::{DANGLING, FIX_LINK, Failure, NO_FILE, reason};
use crate::output::printable::relative_name;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write as _};
use std::path::{self, Path, PathBuf};
use tempfile::NamedTempFile;

/// The new content of a file, written next to it. It takes the file's place as a whole: after a crash
/// there is the old file or the new one. Dropped, it is removed.
///
/// `before` is what the file held when it was read, `None` if there was no file: what another program
/// has written since is not overwritten, and a removed file does not come back.
///
/// A symlink stays, and its target is replaced. The file keeps its owner, its group and its permissions.
pub(crate) struct Staged<'a> {
    file: &'a Path,
    before: Option<&'a str>,
    target: PathBuf,
    old: Option<Metadata>,
    temporary: NamedTempFile,
    /// Up to the end, no other run of this program comes between the look and the replacement.
    _lock: Option<File>,
}

impl<'a> Staged<'a> {
    pub(crate) fn new(
        file: &'a Path,
        before: Option<&'a str>,
        content: &str,
    ) -> Result<Self, Failure> {
        let (target, old) = found(file)?;
        let lock = lock(file, &target)?;
        refuse_changed(file, &target, before)?;
        let temporary = temporary(file, &target, old.as_ref(), lock.is_some(), content)?;
        Ok(Self {
            file,
            before,
            target,
            old,
            temporary,
            _lock: lock,
        })
    }

    pub(crate) fn take_its_place(self) -> Result<(), Failure> {
        let Self { file, before, .. } = self;
        // Other programs know nothing of the lock.
        refuse_changed(file, &self.target, before)?;
        let persisted = if before.is_some() {
            self.temporary.persist(&self.target)
        } else {
            // What is not there cannot be locked.
            let made = self.temporary.persist_noclobber(&self.target);
            made.or_else(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => Err(error),
                // Some file systems cannot do that; there the look has to be enough.
                _ => error.file.persist(&self.target),
            })
        };
        match persisted {
            Ok(_) => {
                #[cfg(unix)]
                tell_of_other_names(file, self.old.as_ref());
                Ok(())
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(changed(file, "it has been made"))
            }
            Err(error) => Err(refuse(file, &error.error)),
        }
    }
}

fn cannot(file: &Path, reason: &str) -> Failure {
    Failure::new(format!("cannot write {}: {reason}", relative_name(file)))
}

fn refuse(file: &Path, error: &io::Error) -> Failure {
    let has_folder = file
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
    let failure = cannot(file, &reason(error));
    if !has_folder {
        return failure.help("its folder does not exist; create it");
    }
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "see whether its permissions and attributes, and those of its folder, let you write it"
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "copy it to where you can write, and run the command on the copy"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room for it, and run the command again"
        }
        _ => "see whether other programs can write it, or run the command on a copy",
    };
    failure.help(format!("the file is as it was; {help}"))
}

fn changed(file: &Path, happened: &str) -> Failure {
    let message = format!(
        "{} is not written: {happened} in the meantime",
        relative_name(file)
    );
    Failure::new(message).help("look at it, and run the command again")
}

/// The file that is to be replaced, behind all links, and what it is; nothing where there is none.
fn found(file: &Path) -> Result<(PathBuf, Option<Metadata>), Failure> {
    let refuse = |error: io::Error| refuse(file, &error);
    // A pipe would be waited for, and a device would be no longer one. What `/dev/stdin` leads to may have
    // no name.
    if let Ok(old) = fs::metadata(file)
        && !old.is_file()
    {
        let what = if old.is_dir() {
            "it is a folder"
        } else {
            NO_FILE
        };
        return Err(cannot(file, what).help("name a file that can be replaced"));
    }
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(_) if file.is_symlink() && !file.exists() => {
            return Err(cannot(file, DANGLING).help(FIX_LINK));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok((path::absolute(file).map_err(refuse)?, None));
        }
        Err(error) => return Err(refuse(error)),
    };
    let old = fs::metadata(&target).map_err(refuse)?;
    // Whoever has made it so does not want it replaced by way of its folder.
    if old.permissions().readonly() {
        return Err(refuse(io::ErrorKind::PermissionDenied.into()));
    }
    Ok((target, Some(old)))
}

/// Refuses a file that no longer holds what it held when it was read.
fn refuse_changed(file: &Path, target: &Path, before: Option<&str>) -> Result<(), Failure> {
    let now = match fs::read(target) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refuse(file, &error)),
    };
    if now.as_deref() == before {
        return Ok(());
    }
    let happened = match (now, before) {
        (None, _) => "it has been removed",
        (Some(_), None) => "it has been made",
        _ => "it has been changed",
    };
    Err(changed(file, happened))
}

/// A longer name leaves no room for ours beside it.
const LONGEST_NAME: usize = 200;

/// The new content in a file beside the old one, with its owner and its permissions.
///
/// A run that is killed leaves it there. Where no two runs can write at once it has a name of its own for
/// each target, and the next run takes it away.
fn temporary(
    file: &Path,
    target: &Path,
    old: Option<&Metadata>,
    is_locked: bool,
    content: &str,
) -> Result<NamedTempFile, Failure> {
    let refuse = |error: io::Error| refuse(file, &error);
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut builder = tempfile::Builder::new();
    if old.is_none() {
        // Without this the file would be readable by its owner alone. The umask still applies.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let name = target.file_name().unwrap_or_default();
    let mut own_name = OsString::from(".");
    own_name.push(name);
    own_name.push(".ack-catalog");
    let created = if is_locked && name.len() <= LONGEST_NAME {
        // What cannot be removed is told of by what comes next.
        let _ = fs::remove_file(folder.join(&own_name));
        builder.prefix(&own_name).rand_bytes(0).tempfile_in(folder)
    } else {
        builder.prefix(".ack-catalog-").tempfile_in(folder)
    };
    let mut temporary = created.map_err(refuse)?;
    // Before there is anything to read in it.
    if let Some(old) = old {
        keep_owner(file, temporary.as_file(), old)?;
        let permissions = old.permissions();
        let set = temporary.as_file().set_permissions(permissions);
        set.map_err(refuse)?;
    }
    let written = temporary.write_all(content.as_bytes());
    let written = written.and_then(|()| temporary.as_file().sync_all());
    written.map_err(refuse)?;
    Ok(temporary)
}

/// Gives the new file to whom the old one belongs, or refuses: a service may no longer read its own file.
#[cfg(unix)]
fn keep_owner(file: &Path, temporary: &File, old: &Metadata) -> Result<(), Failure> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = temporary.metadata().map_err(|error| refuse(file, &error))?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(temporary, Some(old.uid()), Some(old.gid())).map_err(|_| {
        let help = "let its owner run the command, or take the file over first";
        cannot(file, "it would not keep its owner and its group").help(help)
    })
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &File, _: &Metadata) -> Result<(), Failure> {
    Ok(())
}

/// Other names of the old file are not those of the new one.
#[cfg(unix)]
fn tell_of_other_names(file: &Path, old: Option<&Metadata>) {
    use crate::output::failure::report;
    use annotate_snippets::Level;
    use std::os::unix::fs::MetadataExt as _;
    let names = old.map_or(1, Metadata::nlink);
    if names > 1 {
        let message = format!(
            "{} had {names} names (hard links), and the others keep the old text",
            relative_name(file)
        );
        report(Level::WARNING, &message, Some("link them to it anew"));
    }
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
                relative_name(file)
            );
            Err(Failure::new(message).help("run the command again when that one is done"))
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
        Staged::new(file, before, content)?.take_its_place()
    }

    fn refusal(file: &Path, before: Option<&str>) -> String {
        let refused = replace(file, before, "new");
        refused
            .expect_err("it is refused")
            .to_string()
            .replace(&*relative_name(file), "[file]")
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
    fn a_private_file_stays_private_while_it_is_written() {
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
