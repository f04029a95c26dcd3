//! The page that a catalog was made from.

/// The page that a catalog was made from.
///
/// ```
/// use ack_catalog::AckAction;
///
/// assert_eq!(AckAction::PAGE.file, "ack-api-user-authentication.md");
/// assert!(AckAction::PAGE.title.ends_with("ACK API enhances user authentication"));
/// // To see whether a file is the page that the catalog was made from.
/// assert_eq!(AckAction::PAGE.sha256.len(), 64);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Page {
    /// The name of the page's file, without folders.
    pub file: &'static str,
    /// The text of the page's first top-level heading.
    pub title: &'static str,
    /// The keywords of its front matter.
    pub keywords: &'static [&'static str],
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: &'static str,
}
