//! A catalog's file, read back: what it records of the page it was made from.
//!
//! Only lines are looked at, so that the file need not compile.

use proc_macro2::{TokenStream, TokenTree};

/// What the file that stands on the disk says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The SHA-256 of its page.
    pub sha256: String,
    /// Its rows in the order of their ids, which count from 1.
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
    /// Whether the action had left the page.
    pub is_retired: bool,
}

impl Written {
    /// Reads a file that [`rust_file`](crate::rust_file) wrote; `None` when it is no such file, or
    /// when a merge has left its marks in it.
    pub fn read(code: &str) -> Option<Self> {
        let mut sha256 = None;
        let mut rows: Vec<WrittenRow> = Vec::new();
        for line in code.lines() {
            if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") {
                return None;
            }
            let line = line.trim_start();
            if line.starts_with("const PAGE: ") {
                sha256 = strings(line)?.pop();
            } else if line.starts_with("const RETIRED: ") {
                for index in numbers(line)? {
                    rows.get_mut(index)?.is_retired = true;
                }
            } else if line.contains("::Row { name: ") && !line.starts_with("///") {
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
        let operation = strings.next()?;
        let mut operations: Vec<String> = strings.collect();
        if operations.is_empty() && !operation.is_empty() {
            operations.push(operation);
        }
        Some(Self {
            ram_action,
            operations,
            description,
            doc_url,
            is_retired: false,
        })
    }
}

/// The numbers of a line of Rust, in order.
fn numbers(line: &str) -> Option<Vec<usize>> {
    let (_, list) = line.split_once("&[")?;
    let (list, _) = list.split_once(']')?;
    let numbers = list
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty());
    numbers.map(|text| text.parse().ok()).collect()
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
