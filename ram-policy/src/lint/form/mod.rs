//! Findings of what the readers refuse, and their fixes.

pub(crate) mod rules;
mod too_long;

use crate::json::scanner::half_width;
use crate::json::{self, Leniency, Member, Node, Value};
use crate::lint::finding::Finding;
use crate::lint::fix::Fix;
use crate::lint::rule::Rule;
use crate::policy::print::quoted;
use crate::problem::Problem;
use crate::text_edit::Edit;
use ram_diagnostics::ByteRange;
use rules::{RULES, SYNTAX};

/// A finding for each problem of a text that the strict reader refuses.
pub(crate) fn findings(text: &str, problems: &[Problem]) -> Vec<Finding> {
    let parsed = json::parse(text);
    let is_break = |problem: &Problem| {
        let mut leniencies = parsed.leniencies.iter();
        leniencies.any(|(kind, _)| kind.name() == problem.code)
    };
    let find = |problem: &Problem| {
        let mut finding = Finding::new(rule(problem.code), problem);
        finding.fix = fix(text, &parsed, problem);
        if is_break(problem) {
            // The reader's own help is for those who only want it read.
            fixable(problem.code).clone_into(&mut finding.help);
        }
        finding
    };
    problems.iter().map(find).collect()
}

fn fix(text: &str, parsed: &json::Parsed<'_>, problem: &Problem) -> Option<Fix> {
    let replacing = |with: &str| Fix::replacing(problem.range, with);
    let root = parsed.root.as_ref();
    if let Some((kind, _)) = parsed
        .leniencies
        .iter()
        .find(|(kind, _)| kind.name() == problem.code)
    {
        let places = parsed.leniencies.iter().filter(|(other, _)| other == kind);
        return Some(Fix::safe(
            places
                .map(|(kind, range)| Edit::Replace(*range, whole(*kind, &text[range.as_range()])))
                .collect(),
        ));
    }
    match problem.code {
        "missing-version" => {
            let behind = ByteRange::new(problem.range.end, problem.range.end);
            let space: String = text[behind.start..]
                .chars()
                .take_while(char::is_ascii_whitespace)
                .collect();
            let version = format!("{space}\"Version\": \"1\",");
            Some(Fix::safe(vec![Edit::Replace(behind, version)]))
        }
        "bare-statement" => {
            let statement = root?.get("Statement")?.range;
            let at = |offset| ByteRange::new(offset, offset);
            Some(Fix::safe(vec![
                Edit::Replace(at(statement.start), "[".to_owned()),
                Edit::Replace(at(statement.end), "]".to_owned()),
            ]))
        }
        "sid" => {
            let (_, member) = owner(root?, problem.range)?;
            let whole = ByteRange::new(member.key_range.start, member.value.range.end);
            Some(Fix::safe(vec![Edit::Remove(whole)]))
        }
        "duplicate-key" => {
            let (members, member) = owner(root?, problem.range)?;
            let first = members.iter().find(|first| first.key == member.key)?;
            let whole = ByteRange::new(member.key_range.start, member.value.range.end);
            is_same(&first.value, &member.value).then(|| Fix::safe(vec![Edit::Remove(whole)]))
        }
        "unquoted-value" => match &problem.suggestion {
            Some(quoted) => Some(Fix {
                is_safe: true,
                ..replacing(quoted)
            }),
            None => Some(replacing(&quoted(&text[problem.range.as_range()]))),
        },
        "unquoted-key" => {
            let key = text[problem.range.as_range()].trim_matches('\'');
            Some(replacing(&quoted(key)))
        }
        "single-quotes" => {
            let word = &text[problem.range.as_range()];
            Some(replacing(&quoted(word.trim_matches('\''))))
        }
        "missing-comma" => {
            let behind = text[..problem.range.start].trim_end().len();
            Some(Fix::replacing(ByteRange::new(behind, behind), ","))
        }
        "stray-comma" => Some(replacing("")),
        _ => problem.suggestion.as_deref().map(replacing),
    }
}

/// What stands in place of a break in well-formed JSON.
fn whole(kind: Leniency, broken: &str) -> String {
    match kind {
        Leniency::ByteOrderMark
        | Leniency::TrailingBackslash
        | Leniency::MarkdownEscape
        | Leniency::Comment
        | Leniency::TrailingComma => String::new(),
        Leniency::OddSpace => " ".repeat(broken.chars().filter(|c| !is_without_width(*c)).count()),
        Leniency::LineBreakTag => " ".to_owned(),
        Leniency::FullWidth => broken.chars().filter_map(half_width).collect(),
    }
}

fn fixable(code: &str) -> &'static str {
    match code {
        "odd-space" => "write plain spaces",
        "line-break-tag" => "write a line end, or nothing",
        "full-width-punctuation" => "write the sign of ASCII",
        _ => "remove it",
    }
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The object with a key at this place, and the member that it is the key of.
fn owner<'a, 't>(node: &'a Node<'t>, key: ByteRange) -> Option<(&'a [Member<'t>], &'a Member<'t>)> {
    match &node.value {
        Value::Object(members) => {
            let found = members.iter().find(|member| member.key_range == key);
            found
                .map(|member| (members.as_slice(), member))
                .or_else(|| {
                    let mut values = members.iter().map(|member| &member.value);
                    values.find_map(|value| owner(value, key))
                })
        }
        Value::Array(items) => items.iter().find_map(|item| owner(item, key)),
        _ => None,
    }
}

fn is_same(left: &Node<'_>, right: &Node<'_>) -> bool {
    match (&left.value, &right.value) {
        (Value::Object(left), Value::Object(right)) => {
            let same = |(left, right): (&Member<'_>, &Member<'_>)| {
                left.key == right.key && is_same(&left.value, &right.value)
            };
            left.len() == right.len() && left.iter().zip(right).all(same)
        }
        (Value::Array(left), Value::Array(right)) => {
            let mut both = left.iter().zip(right);
            left.len() == right.len() && both.all(|(left, right)| is_same(left, right))
        }
        (left, right) => left == right,
    }
}

fn rule(code: &str) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.name == code)
        .unwrap_or(&SYNTAX)
}
