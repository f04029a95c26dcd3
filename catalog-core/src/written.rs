//! A catalog's file, read back: what it records of the page it was made from.
//!
//! Only lines are looked at, so that the file need not compile.

use crate::model::Catalog;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashMap;
use std::fmt;

/// What the file that stands on the disk says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The SHA-256 of its page.
    pub sha256: String,
    /// Its rows, in the file's order.
    pub rows: Vec<WrittenRow>,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenRow {
    /// The RAM action.
    pub ram_action: String,
    /// The operations that need it.
    pub operations: Vec<String>,
    /// Its description.
    pub description: String,
    /// Its link.
    pub doc_url: String,
}

impl Written {
    /// Reads a file that [`rust_file`](crate::rust_file) wrote; `None` when it is no such file, or
    /// when a merge has left its marks in it.
    pub fn read(code: &str) -> Option<Self> {
        let mut sha256 = None;
        let mut rows = Vec::new();
        for line in code.lines() {
            if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") {
                return None;
            }
            let line = line.trim_start();
            if line.starts_with("const PAGE: ") {
                sha256 = strings(line)?.pop();
            } else if line.contains("::Row { name: ") {
                rows.push(WrittenRow::read(line)?);
            }
        }
        Some(Self {
            sha256: sha256?,
            rows,
        })
    }
}

impl WrittenRow {
    fn read(line: &str) -> Option<Self> {
        let mut strings = strings(line)?.into_iter();
        let _name = strings.next()?;
        let ram_action = strings.next()?;
        let doc_url = strings.next_back()?;
        let description = strings.next_back()?;
        Some(Self {
            ram_action,
            operations: strings.collect(),
            description,
            doc_url,
        })
    }
}

/// The string literals of a line of Rust, in order.
fn strings(line: &str) -> Option<Vec<String>> {
    fn collect(tokens: TokenStream, out: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => collect(group.stream(), out),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        out.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    collect(line.parse().ok()?, &mut out);
    Some(out)
}

/// How many actions a catalog has, and how many of them are new, gone or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All actions of the new catalog.
    pub actions: usize,
    /// Those that the file did not have.
    pub added: usize,
    /// Those that only the file has.
    pub removed: usize,
    /// Those whose description differs.
    pub descriptions: usize,
    /// Those whose link differs.
    pub links: usize,
    /// Those that serve other operations.
    pub mappings: usize,
}

impl Summary {
    /// What a catalog changes in the file; no file counts as an empty one.
    pub fn new(old: Option<&Written>, new: &Catalog) -> Self {
        let rows = old.map_or(&[][..], |old| &old.rows);
        let mut old: HashMap<&str, &WrittenRow> = rows
            .iter()
            .map(|row| (row.ram_action.as_str(), row))
            .collect();
        let mut summary = Self {
            actions: new.actions.len(),
            ..Self::default()
        };
        for action in &new.actions {
            let Some(row) = old.remove(action.ram_action.as_str()) else {
                summary.added += 1;
                continue;
            };
            summary.descriptions += usize::from(row.description != action.description);
            summary.links += usize::from(row.doc_url != action.doc_url);
            summary.mappings += usize::from(row.operations != action.operations);
        }
        summary.removed = old.len();
        summary
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn counted(count: usize, what: &str) -> Option<String> {
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {what}{plural} changed"))
        }
        let changes = [
            (self.added > 0).then(|| format!("{} added", self.added)),
            (self.removed > 0).then(|| format!("{} removed", self.removed)),
            counted(self.descriptions, "description"),
            counted(self.links, "link"),
            counted(self.mappings, "mapping"),
        ];
        let changes: Vec<String> = changes.into_iter().flatten().collect();
        let plural = if self.actions == 1 { "" } else { "s" };
        write!(f, "{} action{plural}: ", self.actions)?;
        if changes.is_empty() {
            f.write_str("no change")
        } else {
            f.write_str(&changes.join(", "))
        }
    }
}
