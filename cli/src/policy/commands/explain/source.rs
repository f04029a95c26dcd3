//! The text with refused calls: a message, a file or standard input.

use crate::files::read::open;
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::path_name;
use crate::policy::excerpt::quoted;
use crate::policy::input::standard_input::{STANDARD_INPUT, open_standard_input};
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use ack_catalog::refusal::{Finder, Found};
use ram_policy::lint::OtherServices as _;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;

const LOG: &str = "log";

/// Finds the refused calls in a text. It may be larger than the memory.
pub(super) fn found(text: Option<&OsStr>) -> Result<Found, Failure> {
    let is_known = |name: &str| {
        CsAction::from_ram_action(name).is_some() || OtherActions.find(name) == Some(name)
    };
    let mut finder = Finder::knowing(&is_known);
    let given = text.filter(|text| *text != "-").map(Path::new);
    match given {
        None => read_pieces(open_standard_input()?, STANDARD_INPUT, LOG, |piece| {
            finder.push(piece);
        })?,
        Some(path) if path.exists() || path.is_symlink() => {
            let name = path_name(path);
            read_pieces(open(path, &name, LOG)?, &name, LOG, |piece| {
                finder.push(piece);
            })?;
        }
        Some(path) => {
            let text = path.to_string_lossy();
            finder.push(text.as_bytes());
            let found = finder.finish();
            let is_told = found.lines_with_403 + found.refused_elsewhere > 0;
            if found.refusals.is_empty() && !is_told {
                let message = format!("{} is neither a file nor a refusal", quoted(&text));
                return Err(Failure::new(message)
                    .help("check the name of the file, or quote the whole message"));
            }
            return Ok(found);
        }
    }
    Ok(finder.finish())
}

/// How files start that contain no text, or none in UTF-8.
const OTHER_FILES: [(&[u8], &str); 8] = [
    (b"\xff\xfe", "a UTF-16 text"),
    (b"\xfe\xff", "a UTF-16 text"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"PK\x03\x04", "an archive"),
    (b"\x7fELF", "a program"),
];

/// Reads a text of any size in pieces. A log that lost a part of itself has zero bytes there.
fn read_pieces(
    mut input: impl Read,
    name: &str,
    kind: &str,
    mut take: impl FnMut(&[u8]),
) -> Result<(), Failure> {
    let mut piece = vec![0; 256 << 10];
    let mut is_start = true;
    loop {
        let length = match input.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(cannot_read(name, &error)),
        };
        let other = OTHER_FILES
            .iter()
            .find(|(start, _)| is_start && piece[..length].starts_with(start));
        if let Some((_, what)) = other {
            let message = format!("{name} is {what}; expected a {kind}");
            return Err(Failure::new(message)
                .help("name another file, or unpack and save it as UTF-8 text"));
        }
        is_start = false;
        take(&piece[..length]);
    }
}
