//! The texts that the enum shows as they are on the page.

use crate::page::columns::Column;

/// Defines the texts: the field, the name in the differences of pages, and the column that has it.
macro_rules! text_columns {
    ($($(#[$doc:meta])* $name:ident: $label:literal, $column:expr;)*) => {
        /// The texts of a row that the enum shows as they are.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct TextColumns {
            $($(#[$doc])* pub $name: String,)*
        }

        impl TextColumns {
            /// The names in the differences of pages.
            #[cfg(feature = "refresh")]
            pub(crate) const LABELS: [&'static str; Self::COUNT] = [$($label),*];

            /// The number of texts.
            pub(crate) const COUNT: usize = [$($label),*].len();

            /// Returns the texts with their names, in the order of a generated file.
            pub fn named(&self) -> [(&'static str, &str); Self::COUNT] {
                [$((stringify!($name), &*self.$name)),*]
            }

            /// Returns the text with this name.
            #[cfg(feature = "refresh")]
            pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut String> {
                $(if name == stringify!($name) {
                    return Some(&mut self.$name);
                })*
                None
            }

            /// Reads the texts that have a column, given the texts of the row above.
            pub(crate) fn of_cells(
                above: Option<&Self>,
                read: impl Fn(Column, Option<&str>) -> String,
            ) -> Self {
                let read = |column: Option<Column>, above| {
                    column.map_or(String::new(), |column| read(column, above))
                };
                Self {
                    $($name: read($column, above.map(|above| &*above.$name)),)*
                }
            }
        }
    };
}

// The order is that of the constants beside `Row` in `catalog/src/support/table.rs`.
text_columns! {
    /// The description, as plain text; empty when the row has none.
    description: "description", Some(Column::Description);
    /// The link without click tracking; empty when the row has none.
    doc_url: "link", None;
}

impl TextColumns {
    /// Returns the texts in the order of a generated file.
    pub(crate) fn parts(&self) -> [&str; Self::COUNT] {
        self.named().map(|(_, text)| text)
    }

    /// Reads the texts back from their parts.
    #[cfg(feature = "refresh")]
    pub(crate) fn from_parts(parts: &mut impl Iterator<Item = String>) -> Self {
        let mut texts = Self::default();
        for (name, _) in Self::default().named() {
            if let (Some(text), Some(part)) = (texts.get_mut(name), parts.next()) {
                *text = part;
            }
        }
        texts
    }
}
