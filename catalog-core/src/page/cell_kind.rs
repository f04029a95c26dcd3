//! The kind of a cell, by its text.

use crate::page::cell_mark::CellMark;
use crate::page::separators::{join_spaced, words};
use crate::ram_action::{RamAction, is_wildcard};

/// The kind of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Nothing, or a mark in place of a text.
    Empty,
    /// RAM actions, each with its service, and words between them.
    Actions,
    /// Resources: `acs:…`, `instances/*`, `*`.
    Resources,
    /// A name like that of an operation, perhaps followed by an explanation.
    Name,
    /// Anything else.
    Text,
}

impl CellKind {
    pub(crate) fn of(text: &str) -> Self {
        if CellMark::of(text).is_some() {
            return Self::Empty;
        }
        if starts_resource(text) {
            return Self::Resources;
        }
        let is_plain = !text.bytes().any(|byte| matches!(byte, b':' | b'*' | b'$'));
        if is_plain && words(text).next().is_some() {
            return Self::name_or_text(text);
        }
        let text_of_actions = join_spaced(text);
        let mut words = words(&text_of_actions).peekable();
        if words.peek().is_none() {
            return Self::Text;
        }
        let words: Vec<&str> = words.collect();
        if words
            .iter()
            .all(|word| PageAction::of(word).is_some() && is_telling(word))
        {
            return Self::Actions;
        }
        if words.iter().all(|word| is_relative_resource(word)) {
            return Self::Resources;
        }
        Self::name_or_text(text)
    }

    fn name_or_text(text: &str) -> Self {
        if is_name(text) {
            Self::Name
        } else {
            Self::Text
        }
    }
}

/// Returns true if the name of an action has several words or parts, or a capital. `cn-shanghai:test` is not an
/// action.
pub(crate) fn is_telling(word: &str) -> bool {
    let name = word.split_once(':').map_or(word, |(_, name)| name);
    name.contains(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | ':') || is_wildcard(c))
}

/// Returns true for a name of several words, such as `GetObject`, and for one with a wildcard.
pub(crate) fn is_compound(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = name.find(|c: char| c.is_ascii_lowercase());
    let humps = lower.is_some_and(|at| name[at..].contains(|c: char| c.is_ascii_uppercase()));
    starts && (humps || name.contains('*'))
}

/// An action as pages write it: in full, or with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageAction {
    Action(RamAction),
    /// With a `*` or `?` in the name, `slb:Describe*`.
    Wildcard,
}

impl PageAction {
    pub(crate) fn of(word: &str) -> Option<Self> {
        // These start resources, and `acs` also condition keys.
        let first = word.split(':').next().unwrap_or_default();
        if ["acs", "arn", "crn", "urn"].contains(&first) {
            return None;
        }
        if let Ok(action) = word.parse() {
            return Some(Self::Action(action));
        }
        RamAction::with_wildcards(word).ok().map(|_| Self::Wildcard)
    }
}

/// Returns true if a text starts with an action, whatever follows.
pub(crate) fn leads_with_action(text: &str) -> bool {
    let first = join_spaced(text);
    let first = words(&first).next();
    first.is_some_and(|word| PageAction::of(word).is_some() && is_telling(word))
}

fn starts_resource(text: &str) -> bool {
    let start = text.get(..4).unwrap_or_default();
    start.eq_ignore_ascii_case("acs:")
        || text.contains('"') && (text.contains("\"acs:") || text.contains("\"Resource\""))
}

/// `instances/*`, `instances/$instanceId`, `*`.
fn is_relative_resource(word: &str) -> bool {
    let has_end = word.ends_with('*') || word.contains('$');
    let is_path = word.contains('/') && !word.contains("://");
    word == "*" || word.starts_with("${") || (is_path && has_end)
}

/// `DescribeEvents`, `GetBucket (ListObjects)`, `CreateIndex - 创建索引`.
fn is_name(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '*');
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim_start();
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (rest.is_empty() || rest.starts_with(['(', '（']) || rest.starts_with("- "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellKind::{Actions, Empty, Name, Resources, Text};

    #[test]
    fn text_determines_the_kind_of_a_cell() {
        for (kind, cells) in [
            (Empty, &["", "-", "None", "无", "^^", "\""][..]),
            (
                Actions,
                &[
                    "cs:Get",
                    "cs:Get, cs:List and cs:get-all",
                    "cen: CreateCen",
                    "cs:Get*",
                    "cs:*",
                    "cs:Get和cs:List",
                ],
            ),
            (
                Resources,
                &[
                    "acs:ecs:*:*:instance/*",
                    "acs:ecs:cn-hangzhou:1:instance/i-1",
                    "ACS:ecs:cn-hangzhou:1:instance/i-1",
                    "{\"Effect\": \"Allow\", \"Resource\": 1}",
                    "[\"acs:ecs:cn-hangzhou:1:instance/i-1\"]",
                    "*",
                    "instances/*",
                    "instances/$instanceId",
                    "${InstanceArn}",
                    "instances/* or *",
                ],
            ),
            (
                Name,
                &[
                    "DescribeEvents",
                    "Get*",
                    "GetBucket (ListObjects)",
                    "GetBucket（ListObjects）",
                    "CreateIndex - 创建索引",
                ],
            ),
            (
                Text,
                &[
                    "Queries events",
                    "查询",
                    // Capitalised words after a colon, and a region, are not actions.
                    "Note: READ",
                    "Foo:Bar",
                    "cn-shanghai:test",
                    // Addresses, and paths without a resource at the end, are not resources.
                    "https://e.org/*",
                    "a/b:c",
                    "$instanceId",
                    // Not the name of an operation.
                    "a",
                    "2nd",
                    ",: ",
                ],
            ),
        ] {
            for cell in cells {
                assert_eq!(CellKind::of(cell), kind, "{cell}");
            }
        }
    }

    #[test]
    fn action_pattern_may_have_wildcards_only_in_the_name() {
        for word in [
            "cs:*",
            "cs:Get*",
            "cs:*Get?",
            "my-svc:???",
            "cce:cluster:*",
            "cce:*:get",
        ] {
            assert_eq!(PageAction::of(word), Some(PageAction::Wildcard), "{word}");
        }
        for word in ["cs:Get", "cs:get-all_1", "cce:cluster:create"] {
            let action = word.parse().map(PageAction::Action);
            assert_eq!(PageAction::of(word), action.ok(), "{word}");
        }
        for word in [
            "",
            "*",
            "Get*",
            "*:Get",
            "c?:Get",
            "Cs:Get*",
            "cs:",
            "cs:Get:*:All",
            "cs:Get:All:",
            "cs::All",
            "acs:Get*",
            "arn:aws:ecs",
            "cs:Get/*",
        ] {
            assert_eq!(PageAction::of(word), None, "{word}");
        }
    }
}
