//! The columns whose cells the enum shows as text: the description and its link.

/// The texts of a row that the enum shows as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumns {
    /// The description, as plain text; empty when the row has none.
    pub description: String,
    /// The link without click tracking; empty when the row has none.
    pub doc_url: String,
}

impl TextColumns {
    /// The number of texts.
    pub(crate) const COUNT: usize = 2;

    /// Returns the texts in the order of a generated file.
    pub(crate) fn parts(&self) -> [&str; Self::COUNT] {
        [&self.description, &self.doc_url]
    }

    /// Reads the texts back from the parts of a line.
    #[cfg(feature = "refresh")]
    pub(crate) fn from_parts(parts: &mut impl Iterator<Item = String>) -> Self {
        let mut next = || parts.next().unwrap_or_default();
        Self {
            description: next(),
            doc_url: next(),
        }
    }
}
