//! Lists as constants.

use std::fmt::Write as _;

/// Writes a list of items of type `of`, a line each. Each line ends with its comma.
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

/// Writes a list of numbers, which no person reads.
pub(crate) fn numbers<N: ToString>(out: &mut String, name: &str, numbers: impl Iterator<Item = N>) {
    let numbers: Vec<String> = numbers.map(|number| number.to_string() + ",").collect();
    let mut lines = numbers.chunks(16).map(|line| line.join(" "));
    list(out, name, "u32", &mut lines);
}
