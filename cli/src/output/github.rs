//! Texts in workflow commands of GitHub.
//!
//! Source of both escapes: `toolkit` of GitHub's actions, the file `command.ts`.

/// Escapes the message of a command.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
