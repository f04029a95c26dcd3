//! The page that a catalog was made from.

/// The page that a catalog was made from.
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
