//! Lists as constants, an item a line.

use std::fmt::Write as _;

/// Writes a list of items of type `of`. Each item ends with its comma, and perhaps a comment.
pub(crate) fn list(
    out: &mut String,
    name: &str,
    of: &str,
    items: &mut dyn Iterator<Item = String>,
) {
    let _ = writeln!(out, "    const {name}: &'static [{of}] = &[");
    for item in items {
        let _ = writeln!(out, "        {item}");
    }
    let _ = writeln!(out, "    ];\n");
}

/// Writes a list of names.
pub(crate) fn names<'a>(out: &mut String, name: &str, names: impl Iterator<Item = &'a str>) {
    list(
        out,
        name,
        "&'static str",
        &mut names.map(|name| format!("{name:?},")),
    );
}

/// Writes a list of rows by their places, from their ids. Each has a comment for the reader.
pub(crate) fn places<'a>(
    out: &mut String,
    name: &str,
    ids: impl Iterator<Item = (usize, &'a str)>,
) {
    let mut items = ids.map(|(id, what)| format!("{}, // {what}", id - 1));
    list(out, name, "u32", &mut items);
}
