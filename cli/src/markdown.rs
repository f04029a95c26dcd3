//! Text for a document in Markdown.

/// Text that Markdown shows as it is, also in a cell of a table.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '|' | '[' | ']' | '*' | '_' | '`' | '<' | '&' | '#'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
