//! A generated file, read back: what it records of its page.
//!
//! It is read line by line, so it need not compile.

use crate::page::text_columns::TextColumns;
use crate::ram_action::RamAction;

/// The content of a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The SHA-256 of its page.
    pub sha256: String,
    /// Its rows in the order of their ids, which start at 1.
    pub rows: Vec<GeneratedRow>,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedRow {
    /// The RAM action.
    pub ram_action: String,
    /// The operations that require it.
    pub operations: Vec<String>,
    /// Its texts.
    pub texts: TextColumns,
    /// True if the action had left the page.
    pub is_retired: bool,
}

impl GeneratedFile {
    /// Reads a file that [`rust_file`](crate::rust_file) wrote. Returns `None` for any other file, and
    /// for one with conflict markers.
    pub fn read(code: &str) -> Option<Self> {
        let mut sha256 = None;
        let mut rows: Vec<GeneratedRow> = Vec::new();
        let mut lines = code.lines().map(str::trim_start);
        while let Some(line) = lines.next() {
            if line.starts_with("const PAGE: ") {
                sha256 = strings(line)?.pop();
            } else if line.starts_with("const RAM_ACTIONS: ") {
                rows = texts(&mut lines)
                    .map(|parts| GeneratedRow::new(parts?.pop()?))
                    .collect::<Option<_>>()?;
            } else if line.starts_with("const TEXTS: ") {
                let mut texts = texts(&mut lines);
                for row in &mut rows {
                    row.add(texts.next()??);
                }
            } else if line.starts_with("const SHARED: ") {
                for line in lines.by_ref().take_while(|line| *line != "];") {
                    let row = line.strip_prefix('(')?.strip_suffix("),")?;
                    let (row, operations) = row.split_once(',')?;
                    rows.get_mut(row.parse::<usize>().ok()?)?.operations = strings(operations)?;
                }
            } else if line.starts_with("const RETIRED: ") {
                for index in numbers(line)? {
                    rows.get_mut(index)?.is_retired = true;
                }
            }
        }
        let is_whole = !code
            .lines()
            .any(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"));
        is_whole.then_some(Self {
            sha256: sha256?,
            rows,
        })
    }
}

impl GeneratedRow {
    fn new(ram_action: String) -> Option<Self> {
        let action = RamAction::with_wildcards(&ram_action).ok()?;
        let name = action.name().to_owned();
        Some(Self {
            operations: vec![name],
            ram_action,
            texts: TextColumns::default(),
            is_retired: false,
        })
    }

    /// Adds the parts of its line: the texts, then operation and variant where they differ from the
    /// action's name.
    fn add(&mut self, parts: Vec<String>) {
        let mut parts = parts.into_iter();
        self.texts = TextColumns::from_parts(&mut parts);
        if let Some(operation) = parts.next() {
            self.operations = vec![operation];
            self.operations.retain(|operation| !operation.is_empty());
        }
    }
}

/// Returns the lines of a text up to its end, each with its parts; `None` for an invalid line.
fn texts<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = Option<Vec<String>>> {
    lines.take_while(|line| *line != "\";").map(|line| {
        let mut parts = Vec::new();
        let line = line.strip_suffix("\\n\\")?;
        // `\\t` is a backslash and a letter. A tab within a part is written `\u{9}`.
        let (mut start, mut is_escape) = (0, false);
        for (at, c) in line.char_indices() {
            if is_escape && c == 't' {
                parts.push(unescaped(&line[start..at - 1])?);
                start = at + 1;
            } else if !is_escape && c == '"' {
                return None;
            }
            is_escape = c == '\\' && !is_escape;
        }
        parts.push(unescaped(&line[start..])?);
        Some(parts)
    })
}

/// Returns the numbers of a line of Rust, in order.
fn numbers(line: &str) -> Option<Vec<usize>> {
    let (_, list) = line.split_once("&[")?;
    let (list, _) = list.split_once(']')?;
    let numbers = list
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty());
    numbers.map(|text| text.parse().ok()).collect()
}

/// Returns the string literals of a line of Rust, in order. The rest is not parsed: it may be nested
/// more deeply than the stack allows.
fn strings(line: &str) -> Option<Vec<String>> {
    let mut strings = Vec::new();
    let mut start = None;
    let mut is_escape = false;
    for (at, c) in line.char_indices() {
        match start {
            Some(from) if c == '"' && !is_escape => {
                strings.push(unescaped(&line[from..at])?);
                start = None;
            }
            Some(_) => is_escape = c == '\\' && !is_escape,
            None if c == '"' => start = Some(at + 1),
            None => {}
        }
    }
    start.is_none().then_some(strings)
}

/// Returns the value of a string literal with this text between its quotes.
fn unescaped(text: &str) -> Option<String> {
    let literal = syn::parse_str::<syn::LitStr>(&format!("\"{text}\""));
    Some(literal.ok()?.value())
}
