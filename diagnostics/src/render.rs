//! Diagnostics as plain text, in the format of rustc's own messages.
//!
//! Libraries and the macro show this text. The program renders with `annotate-snippets`, which is too large for every
//! build of a macro; a test of the program compares the two.

use crate::diagnostic::Diagnostic;
use crate::range::ByteRange;
use crate::source::Source;
use crate::visible::visible;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// The widest excerpt, in columns; a longer line is cut around the carets.
const WIDTH: usize = 120;

/// The most characters of a line that are read on each side of a place. More than [`WIDTH`], since combining accents are
/// characters that take no column.
const MAX_READ: usize = 4 * WIDTH;

const CUT: &str = "...";

impl Diagnostic {
    /// Renders the message, the place, the line with carets, and the help.
    pub fn render(&self, source: &Source<'_>) -> String {
        let related = self.related.as_ref();
        let last = related.map_or(self.place.start, |(place, _)| {
            place.start.max(self.place.start)
        });
        let gutter = " ".repeat((source.line_index(last) + 1).to_string().len());

        let mut out = format!("{}[{}]: {}", self.severity.name(), self.code, self.message);
        if self.is_of_other_file {
            let (number, column) = source.line_column(self.place.start);
            let path = source.name();
            let _ = write!(
                out,
                "\n--> {path}:{number}:{column}\n = help: {}",
                self.help
            );
            return out;
        }
        excerpt(&mut out, source, self.place, &gutter);
        let _ = write!(out, "\n{gutter} |\n{gutter} = help: {}", self.help);
        if let Some((place, label)) = related {
            let _ = write!(out, "\nnote: {label}");
            excerpt(&mut out, source, *place, &gutter);
        }
        out
    }
}

fn excerpt(out: &mut String, source: &Source<'_>, place: ByteRange, gutter: &str) {
    let (number, column) = source.line_column(place.start);
    let line = source.line_range(number - 1);
    let text = source.text();
    let start = place.start.clamp(line.start, line.end);
    let end = place.end.clamp(start, line.end);

    let mut before: Vec<char> = text[line.start..start]
        .chars()
        .rev()
        .take(MAX_READ)
        .collect();
    before.reverse();
    let mut before = shown(before.into_iter());
    // Room for the dots on either side.
    let sides = usize::from(line.start < start) + usize::from(end < line.end);
    let marked = shown(text[start..end].chars().take(MAX_READ));
    let marked = cut_back(marked, WIDTH - sides * CUT.len());
    let mut after = shown(text[end..line.end].chars().take(MAX_READ));
    let carets = width(&marked).max(1);
    if width(&before) + carets + width(&after) > WIDTH {
        let spare = WIDTH.saturating_sub(carets);
        before = cut_front(before, spare / 2);
        after = cut_back(after, spare.saturating_sub(width(&before)));
    }

    let path = source.name();
    let pad = gutter.len();
    let line = format!("{number:>pad$} | {before}{marked}{after}");
    let _ = write!(
        out,
        "\n{gutter}--> {path}:{number}:{column}\n{gutter} |\n{}",
        line.trim_end(),
    );
    let _ = write!(
        out,
        "\n{gutter} | {}{}",
        " ".repeat(width(&before)),
        "^".repeat(carets)
    );
}

/// Replaces all hidden characters with signs, and tabs with four spaces.
fn shown(text: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for c in visible(&text.collect::<String>()).chars() {
        match c {
            '\t' => out.push_str("    "),
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => out.push('\u{2421}'),
            _ => out.push(c),
        }
    }
    out
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

fn cut_front(text: String, columns: usize) -> String {
    let mut left = width(&text);
    if left <= columns {
        return text;
    }
    let rest = text.trim_start_matches(|c: char| {
        let drop = left + CUT.len() > columns;
        left -= c.width().unwrap_or(0);
        drop
    });
    format!("{CUT}{rest}")
}

fn cut_back(text: String, columns: usize) -> String {
    if width(&text) <= columns {
        return text;
    }
    let mut used = CUT.len();
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    format!("{kept}{CUT}")
}
