//! Arguments of the commands that answers suggest.

use ram_diagnostics::is_hidden;

/// Returns the name of a file as an argument that is not an option.
pub(crate) fn file(name: &str) -> String {
    if name.chars().any(is_hidden) {
        "FILE".to_owned()
    } else if name.starts_with('-') && name != "-" {
        word(&format!("./{name}"))
    } else {
        word(name)
    }
}

/// Quotes a text for a shell where it is needed.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:,@%+=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
