//! Records of a log service, each with one line of a text: `{"_time_":"…","content":"ErrorCode: NoPermission"}`.

use crate::field_name::Name;
use crate::prefix::first_of_error;
use crate::request_id::request_id;
use core::ops::Range;

/// Longer lines are not such records.
const LONGEST: usize = 4096;

/// The names of the field that has the line.
const NAMES: [&str; 4] = ["content", "log", "message", "msg"];

/// Returns the place of the text in a record, if nothing else in it is about an error or a log.
pub(crate) fn text_of_record(line: &[u8]) -> Option<Range<usize>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let is_object = line.starts_with(b"{\"") && line.ends_with(b"}") && line.len() <= LONGEST;
    is_object.then_some(())?;
    let mut at = 1;
    let mut text = None;
    while let Some(key) = string(line, at) {
        let name = &line[key.clone()];
        let after = line.get(key.end + 1..)?;
        let colon = after.len()
            - after
                .trim_ascii_start()
                .strip_prefix(b":")?
                .trim_ascii_start()
                .len();
        let value = key.end + 1 + colon;
        let end = match string(line, value) {
            Some(string) if is_name(name) && text.is_none() => {
                text = Some(string.clone());
                string.end + 1
            }
            _ if Name::of(name).is_some() || request_id(name, 0).is_some() => return None,
            Some(string) => string.end + 1,
            // A number or a word.
            None => {
                value
                    + line[value..]
                        .iter()
                        .position(|byte| b",}{[".contains(byte))?
            }
        };
        match line.get(end..)? {
            [b',', rest @ ..] => at = line.len() - rest.trim_ascii_start().len(),
            b"}" => break,
            _ => return None,
        }
    }
    let text = text?;
    let mut inside = &line[text.clone()];
    for end in [b"\\n", b"\\r"] {
        inside = inside.strip_suffix(end).unwrap_or(inside);
    }
    Some(text.start..text.start + inside.len())
}

/// Returns whether two records that follow each other are lines of one error: fields, or a line and an indented one.
pub(crate) fn is_one_error(one: &[u8], other: &[u8]) -> bool {
    let is_in_box = other.starts_with("│".as_bytes()) || other.starts_with("╵".as_bytes());
    let is_indented = is_in_box
        || matches!(other.first(), Some(b' ' | b'\t' | b'}'))
        || other.starts_with(b"\\t");
    is_indented || first_of_error(one).is_some() || first_of_error(other).is_some()
}

fn is_name(name: &[u8]) -> bool {
    NAMES.iter().any(|it| it.as_bytes() == name)
}

/// Returns the place of the string that a quote opens.
fn string(line: &[u8], at: usize) -> Option<Range<usize>> {
    (line.get(at) == Some(&b'"')).then_some(())?;
    let mut end = at + 1;
    loop {
        match line.get(end)? {
            b'"' => return Some(at + 1..end),
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
}
