//! The page of a catalog.

/// The page that a catalog was made from.
///
/// ```
/// use ack_catalog::AckAction;
///
/// assert_eq!(AckAction::PAGE.file, "ack-api-user-authentication.md");
/// assert!(AckAction::PAGE.title.ends_with("ACK API enhances user authentication"));
/// // Compare it with a file to see if the catalog was made from that file.
/// assert_eq!(AckAction::PAGE.sha256.len(), 64);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page {
    /// The name of the page's file, without folders.
    pub file: &'static str,
    /// The text of the first top-level heading.
    pub title: &'static str,
    /// The keywords of the front matter.
    pub keywords: &'static [&'static str],
    /// The SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: &'static str,
}
