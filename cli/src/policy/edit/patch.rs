//! Patches in the unified format, with colours.

use crate::output::failure::note;
use crate::output::printable::printable_line;
use crate::output::stdout::{has_colours, output};
use clap::builder::styling::{AnsiColor, Style};
use ram_diagnostics::is_hidden;
use similar::TextDiff;
use std::borrow::Cow;
use std::io::{self, Write as _};
use std::sync::Once;

/// Returns a patch with three lines around each change.
pub(crate) fn patch(name: &str, old: &str, new: &str) -> String {
    let mut name = printable_line(name);
    if name.contains(' ') {
        // Marks the end of the name for the program `patch`.
        name.push('\t');
    }
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&name, &name)
        .to_string()
}

/// Prints a patch, and notes hidden characters in it: escaped, they would keep it from applying.
pub(crate) fn print_patch(patch: &str) -> io::Result<()> {
    output().write_all(for_terminal(patch).as_bytes())?;
    note_hidden_characters("patch", patch);
    Ok(())
}

/// Colours a patch if standard output has colours.
pub(crate) fn for_terminal(patch: &str) -> Cow<'_, str> {
    if has_colours() {
        Cow::Owned(coloured(patch))
    } else {
        Cow::Borrowed(patch)
    }
}

fn coloured(patch: &str) -> String {
    let styled = |line: &str| {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => Style::new().bold(),
            [b'-', ..] => AnsiColor::Red.on_default(),
            [b'+', ..] => AnsiColor::Green.on_default(),
            [b'@', ..] => AnsiColor::Cyan.on_default(),
            _ => return line.to_owned(),
        };
        let text = line.trim_end_matches(['\r', '\n']);
        format!("{style}{text}{style:#}{}", &line[text.len()..])
    };
    patch.split_inclusive('\n').map(styled).collect()
}

/// Notes on standard error, once, that printed text contains hidden characters.
pub(crate) fn note_hidden_characters(what: &str, printed: &str) {
    static NOTED: Once = Once::new();
    // `lines` also removes the line breaks of Windows.
    let has_hidden = |line: &str| line.contains(|c| c != '\t' && is_hidden(c));
    if printed.lines().any(has_hidden) {
        NOTED.call_once(|| {
            let message = format!("the {what} contains hidden characters");
            let help = "run `ack-catalog lint` on the policy to find them";
            note(&message, Some(help));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{coloured, patch};

    #[test]
    fn patch_lines_are_coloured_by_kind() {
        let patch = coloured(&patch("a.json", "{\n1\n}\n", "{\n2\n}\n"));
        assert_eq!(
            patch,
            "\u{1b}[1m--- a.json\u{1b}[0m\n\u{1b}[1m+++ a.json\u{1b}[0m\n\
             \u{1b}[36m@@ -1,3 +1,3 @@\u{1b}[0m\n {\n\
             \u{1b}[31m-1\u{1b}[0m\n\u{1b}[32m+2\u{1b}[0m\n }\n"
        );
    }
}
