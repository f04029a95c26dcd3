//! Fixes of text that is not JSON.

pub(crate) mod rules;

use crate::json::scanner::half_width;
use crate::json::{Leniency, Parsed};
use crate::lint::fix::Fix;
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
                Edit::Replace(*range, repaired(leniency, &text[range.as_range()]))
            });
            Some(Fix::safe(edits.collect()))
        }
        Code::UnquotedKey | Code::SingleQuotes => {
            let word = text[range.as_range()].trim_matches('\'');
            Some(Fix::replacing(range, quoted(word)))
        }
        Code::MissingComma => {
            let end = text[..range.start].trim_end().len();
            Some(Fix::replacing(ByteRange::new(end, end), ","))
        }
        Code::StrayComma => Some(Fix::replacing(range, "")),
        _ => None,
    }
}

/// Returns what well-formed JSON has in place of a damaged part.
fn repaired(leniency: Leniency, damaged: &str) -> String {
    match leniency {
        Leniency::ByteOrderMark
        | Leniency::TrailingBackslash
        | Leniency::MarkdownEscape
        | Leniency::Comment
        | Leniency::TrailingComma => String::new(),
        Leniency::OddSpace => {
            let has_width = |c: &char| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
            " ".repeat(damaged.chars().filter(has_width).count())
        }
        Leniency::LineBreakTag => " ".to_owned(),
        Leniency::FullWidth => damaged.chars().filter_map(half_width).collect(),
    }
}
