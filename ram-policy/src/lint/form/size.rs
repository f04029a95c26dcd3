//! How long a policy may be.

use crate::lint::Checker;
use crate::lint::form::rules::TOO_LONG;
use crate::lint::rule::Level;
use crate::place::ByteRange;
use crate::policy::document::Policy;
use std::collections::HashSet;

/// How many characters a policy may have, and when that was so. The limit was raised twice since 2021.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, SizeLimit};
///
/// let limit = SizeLimit { characters: 60, as_of: "2021-08".to_owned() };
/// let found = Linter::new(&NothingKnown).size_limit(limit).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "too-long");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeLimit {
    /// Characters.
    pub characters: usize,
    /// The month of which this is.
    pub as_of: String,
}

/// Source: the page "Limits" of RAM's documentation, for custom policies.
impl Default for SizeLimit {
    fn default() -> Self {
        Self {
            characters: 6144,
            as_of: "2026-03".to_owned(),
        }
    }
}

/// How long a policy is, in characters.
///
/// [`Size::of`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// As it is written, less the white space around it.
    pub whole: usize,
    /// Without the white space between its elements.
    pub packed: usize,
}

impl Size {
    /// Of a text.
    ///
    /// ```
    /// use ram_policy::lint::Size;
    ///
    /// let size = Size::of("{ \"Version\": \"1\" }\n");
    /// assert_eq!((size.whole, size.packed), (18, 15));
    /// ```
    pub fn of(text: &str) -> Self {
        Self {
            whole: text.trim().chars().count(),
            packed: without_space(text),
        }
    }
}

impl Checker<'_> {
    /// `redundant`: the places of what can go.
    pub(crate) fn size(&mut self, redundant: &[ByteRange]) {
        let limit = &self.linter.size;
        let text = self.policy.text();
        if text.len() <= limit.characters {
            return;
        }
        let Size { whole, packed } = Size::of(text);
        if whole <= limit.characters {
            return;
        }
        let tidy = without_space(&without(self.policy, redundant).to_string()).min(packed);
        let SizeLimit { characters, as_of } = limit;
        let message =
            format!("the policy has {whole} characters, and {characters} is the most ({as_of})");
        let help = format!(
            "without white space it has {packed}, and without what is redundant, too, {tidy}; {}",
            match () {
                () if packed <= *characters => "whether white space counts is not documented",
                () if tidy <= *characters => "remove what is redundant",
                () => "split it in two",
            }
        );
        let start = text.find(['{', '｛']).unwrap_or_default();
        let brace = text[start..].chars().next();
        let place = ByteRange::new(start, start + brace.map_or(0, char::len_utf8));
        let is_certain = packed > *characters;
        let finding = self.found(&TOO_LONG, place, message, help);
        if is_certain {
            finding.level = Level::Error;
        }
    }
}

fn without(policy: &Policy, redundant: &[ByteRange]) -> Policy {
    let redundant: HashSet<ByteRange> = redundant.iter().copied().collect();
    let stays = |range: ByteRange| !redundant.contains(&range);
    let mut left = policy.clone();
    left.statements.retain(|statement| stays(statement.range));
    for statement in &mut left.statements {
        let actions = &mut statement.actions.patterns;
        actions.retain(|pattern| stays(pattern.range));
        let resources = statement.resources.iter_mut();
        resources.for_each(|all| all.retain(|pattern| stays(pattern.range)));
    }
    left
}

/// The characters of a document without the white space between its tokens.
fn without_space(text: &str) -> usize {
    let mut is_in_string = false;
    let mut is_escaped = false;
    let counts = text.chars().filter(|&c| {
        if is_in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_in_string = false,
                _ => {}
            }
            return true;
        }
        is_in_string = c == '"';
        !matches!(c, ' ' | '\t' | '\n' | '\r')
    });
    counts.count()
}
