//! Paths as URIs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Writes a path as a URI reference: escapes all but the plain characters of paths.
pub(crate) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Writes an absolute path as the URI of a file.
pub(crate) fn file_uri(path: &Path) -> String {
    let path = uri(&path.display().to_string());
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

/// Returns the absolute path of the URI of a file on this machine.
pub(crate) fn file_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    let path = decoded(path.strip_prefix('/')?)?;
    // `/c:/policies` is a path of Windows.
    let path = match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => path,
        _ => format!("/{path}"),
    };
    Some(PathBuf::from(path)).filter(|path| !path.as_os_str().as_encoded_bytes().contains(&0))
}

/// Resolves the escapes of a URI.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{file_path, file_uri};
    use std::path::Path;

    #[test]
    fn a_path_is_read_back_from_its_uri() {
        for path in ["/", "/a b/ü%20/#?.json", "/plain/policy.json"] {
            assert_eq!(
                file_path(&file_uri(Path::new(path))).as_deref(),
                Some(Path::new(path))
            );
        }
    }

    #[test]
    fn a_uri_that_names_no_file_has_no_path() {
        for uri in [
            "",
            "untitled:Untitled-1",
            "file:",
            "file://host/a",
            "file:///%",
            "file:///%zz",
            "file:///%ff",
            "file:///a%00",
        ] {
            assert_eq!(file_path(uri), None, "{uri}");
        }
        assert_eq!(
            file_path("file:///c%3A/a.json").as_deref(),
            Some(Path::new("c:/a.json"))
        );
    }
}
