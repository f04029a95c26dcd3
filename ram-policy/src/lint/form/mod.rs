//! Fixes of elements that the grammar of policies does not have, and the check of a policy's length.

mod aws;
pub(crate) mod too_long;

use crate::json::{Member, Node, Value};
use crate::lint::fix::Fix;
use crate::policy::print::quoted;
use crate::problem::Problem;
use crate::problem_code::Code;
use crate::text_edit::Edit;
use ram_diagnostics::ByteRange;

/// Returns the fix of a problem with the elements of a document.
pub(crate) fn fix(text: &str, root: Option<&Node<'_>>, problem: &Problem) -> Option<Fix> {
    let replacing = |with: &str| Fix::replacing(problem.range, with);
    match problem.code {
        Code::MissingVersion => {
            let end = problem.range.end;
            let space: String = text[end..]
                .chars()
                .take_while(char::is_ascii_whitespace)
                .collect();
            let version = format!("{space}\"Version\": \"1\",");
            Some(Fix::safe(vec![Edit::Replace(
                ByteRange::new(end, end),
                version,
            )]))
        }
        Code::BareStatement => {
            let statement = root?.get("Statement")?.range;
            let at = |offset| ByteRange::new(offset, offset);
            Some(Fix::safe(vec![
                Edit::Replace(at(statement.start), "[".to_owned()),
                Edit::Replace(at(statement.end), "]".to_owned()),
            ]))
        }
        Code::Sid => {
            let (_, member) = owner(root?, problem.range)?;
            Some(Fix::safe(vec![Edit::Remove(member.range())]))
        }
        Code::DuplicateKey => {
            let (members, member) = owner(root?, problem.range)?;
            let first = members.iter().find(|first| first.key == member.key)?;
            is_same(&first.value, &member.value)
                .then(|| Fix::safe(vec![Edit::Remove(member.range())]))
        }
        Code::UnquotedValue => match &problem.suggestion {
            Some(quoted) => Some(Fix {
                risk: None,
                ..replacing(quoted)
            }),
            None => Some(replacing(&quoted(&text[problem.range.as_range()]))),
        },
        _ => problem.suggestion.as_deref().map(replacing),
    }
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
