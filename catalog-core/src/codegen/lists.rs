//! Lists as constants, an item a line.

use std::fmt::Write as _;

/// Writes a list of names.
pub(crate) fn names<'a>(out: &mut String, list: &str, names: impl Iterator<Item = &'a str>) {
    let _ = writeln!(out, "    const {list}: &'static [&'static str] = &[");
    for name in names {
        let _ = writeln!(out, "        {name:?},");
    }
    let _ = writeln!(out, "    ];\n");
}

/// Writes a list of rows by their places, from their ids. Each has a comment for the reader.
pub(crate) fn places(out: &mut String, name: &str, ids: Vec<(usize, &str)>) {
    let _ = writeln!(out, "    const {name}: &'static [u32] = &[");
    for (id, what) in ids {
        let _ = writeln!(out, "        {}, // {what}", id - 1);
    }
    let _ = writeln!(out, "    ];\n");
}
