//! A diagnostic as plain text, in the shape of rustc's own messages.
//!
//! The macro shows this text. The program renders the same diagnostics with `annotate-snippets`,
//! which is too large for everybody's build of a macro; a test holds the two against each other.

use crate::diagnostic::Diagnostic;
use crate::doc::is_hidden_character;
use crate::source::{ByteRange, Source};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// The columns of an excerpt; a longer line is cut around the caret.
const WIDTH: usize = 120;

/// The most characters that are looked at on each side, however long the line: accents may be
/// characters of their own, which take no column.
const MOST: usize = 4 * WIDTH;

const CUT: &str = "...";

impl Diagnostic {
    /// The diagnostic as text: message, place, the line with a caret, what to do.
    pub fn render(&self, source: &Source<'_>) -> String {
        let related = self.related.as_ref();
        let last = related.map_or(self.place.start, |(place, _)| {
            place.start.max(self.place.start)
        });
        let gutter = " ".repeat((source.line_index(last) + 1).to_string().len());

        let mut out = format!("{}[{}]: {}", self.severity.name(), self.code, self.message);
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

    let mut before: Vec<char> = text[line.start..start].chars().rev().take(MOST).collect();
    before.reverse();
    let mut before = shown(before.into_iter());
    // Room for the signs that there is more before and behind it.
    let sides = usize::from(line.start < start) + usize::from(end < line.end);
    let marked = shown(text[start..end].chars().take(MOST));
    let marked = cut_back(marked, WIDTH - sides * CUT.len());
    let mut after = shown(text[end..line.end].chars().take(MOST));
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

/// Text with a sign for each character that shows nothing, reorders what is shown, or is a command
/// to a terminal. Every sign is as long as what it stands for, in bytes, so that places stay; control
/// characters of one byte stay, too.
pub fn visible(text: &str) -> String {
    let sign = |c: char| match c.len_utf8() {
        2 if is_hidden_character(c) => '\u{b7}',
        3 if is_hidden_character(c) => '\u{fffd}',
        // A question mark, white on black.
        4 if is_hidden_character(c) => '\u{1fbc4}',
        _ => c,
    };
    text.chars().map(sign).collect()
}

/// The same, with signs for control characters of one byte, too.
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
