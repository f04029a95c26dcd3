//! Fixes of text that is not JSON.

use crate::json::scanner::{half_width, is_space};
use crate::json::{Leniency, Parsed};
use crate::lint::fix::{Fix, Risk};
use crate::policy::print::quoted;
use crate::problem::Problem;
use crate::problem_code::Code;
use crate::text_edit::Edit;
use ram_diagnostics::ByteRange;

/// Returns what to write instead of damage that the repairing reader tolerates. The reader's own help
/// is for those who only want it read.
pub(crate) fn help(code: Code) -> Option<&'static str> {
    let Code::Leniency(leniency) = code else {
        return None;
    };
    Some(match leniency {
        Leniency::OddSpace => "write plain spaces",
        Leniency::LineBreakTag => "write a line end, or nothing",
        Leniency::FullWidth => "write the sign of ASCII",
        _ => "remove it",
    })
}

/// Returns the fix of a problem with the JSON of a text.
pub(crate) fn fix(text: &str, parsed: &Parsed<'_>, problem: &Problem) -> Option<Fix> {
    let range = problem.range;
    match problem.code {
        Code::Leniency(leniency) => {
            let all = parsed
                .leniencies
                .iter()
                .filter(|(other, _)| *other == leniency);
            let edits = all.map(|(_, range)| {
                let with = repaired(leniency, &text[range.as_range()]);
                match at_line_end(text, *range).filter(|_| with.trim().is_empty()) {
                    Some(range) => Edit::Replace(range, String::new()),
                    None => Edit::Replace(*range, with),
                }
            });
            Some(Fix {
                // A comment is content, perhaps a statement for another day.
                risk: (leniency == Leniency::Comment).then_some(Risk::Comment),
                edits: edits.collect(),
            })
        }
        Code::UnquotedKey | Code::SingleQuotes => {
            let word = text[range.as_range()].trim_matches('\'');
            Some(Fix::replacing(range, quoted(word)))
        }
        Code::MissingComma => {
            let end = end_of_value(text, parsed, range.start);
            Some(Fix::replacing(ByteRange::new(end, end), ","))
        }
        Code::StrayComma => Some(Fix::replacing(range, "")),
        _ => None,
    }
}

/// Extends a place at the end of a line by the space around it.
fn at_line_end(text: &str, range: ByteRange) -> Option<ByteRange> {
    let after = text[range.end..].trim_start_matches([' ', '\t']);
    let is_at_end = after.is_empty() || after.starts_with('\n') || after.starts_with("\r\n");
    let before = text[..range.start].trim_end_matches(|c| is_space(c) && !matches!(c, '\n' | '\r'));
    is_at_end.then(|| ByteRange::new(before.len(), text.len() - after.len()))
}

/// Returns the end of the value before a place, without the space and the damage between them.
fn end_of_value(text: &str, parsed: &Parsed<'_>, place: usize) -> usize {
    let between = parsed.leniencies.iter().rev().filter(|(leniency, _)| {
        // These are part of the JSON.
        !matches!(leniency, Leniency::FullWidth | Leniency::TrailingComma)
    });
    let trimmed = |end: usize| text[..end].trim_end_matches(is_space).len();
    between.fold(trimmed(place), |end, (_, range)| {
        if range.end == end {
            trimmed(range.start)
        } else {
            end
        }
    })
}

/// Returns what well-formed JSON has in place of a damaged part.
fn repaired(leniency: Leniency, damaged: &str) -> String {
    match leniency {
        Leniency::ByteOrderMark
        | Leniency::TrailingBackslash
        | Leniency::MarkdownEscape
        | Leniency::Comment
        | Leniency::TrailingComma => String::new(),
        Leniency::OddSpace => " ".repeat(damaged.chars().filter(|c| c.is_whitespace()).count()),
        Leniency::LineBreakTag => " ".to_owned(),
        Leniency::FullWidth => damaged.chars().filter_map(half_width).collect(),
    }
}
