//! Leave out what is redundant, and split what is too long.

use crate::edit::edited::Edited;
use crate::lint::{Applicability, Finding, Group, Linter, NothingKnown};
use crate::policy::document::Policy;
use crate::text_edit::{Edit, replaced, replacements};
use ram_diagnostics::ByteRange;

/// A policy without what is redundant.
///
/// [`tidy`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tidied {
    /// The change.
    pub edited: Edited,
    /// What was left out.
    pub removed: Vec<Finding>,
}

/// Leaves out what is redundant. The order stays, no wildcard is introduced, and it is proved that
/// every request is decided as before.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::tidy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:Get*", "cs:GetUpgradeStatus"], "Resource": "*"}
/// ]}"#.parse()?;
/// let tidied = tidy(&policy);
/// assert_eq!(tidied.removed[0].rule.name, "redundant-action");
/// assert!(tidied.edited.policy.text().contains(r#""Action": ["cs:Get*"],"#));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn tidy(policy: &Policy) -> Tidied {
    let is_redundant = |finding: &Finding| {
        finding.rule.group == Group::Redundancy || finding.rule.name == "duplicate-value"
    };
    let mended = Linter::new(&NothingKnown).fix(policy.text(), Applicability::Safe, is_redundant);
    let edited = match mended.text.parse::<Policy>() {
        Ok(new) => Edited {
            replacements: difference(policy.text(), new.text()),
            policy: new,
        },
        // A mended text is read again before it is given; it would be the text as it was.
        Err(_) => Edited {
            replacements: Vec::new(),
            policy: policy.clone(),
        },
    };
    Tidied {
        edited,
        removed: mended.fixed,
    }
}

/// The places that are gone from a text, of which the new one has all the rest.
fn difference(old: &str, new: &str) -> Vec<(ByteRange, String)> {
    let mut gone: Vec<(ByteRange, String)> = Vec::new();
    let mut rest = new.chars().peekable();
    for (at, c) in old.char_indices() {
        if rest.peek() == Some(&c) {
            rest.next();
            continue;
        }
        let end = at + c.len_utf8();
        match gone.last_mut() {
            Some((range, _)) if range.end == at => range.end = end,
            _ => gone.push((ByteRange::new(at, end), String::new())),
        }
    }
    gone
}

/// Two policies of at most so many characters each that say together what one says, attached to the
/// same; `None` if two are not enough. Each has the text of the one, without the other's statements.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::split;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"},
///     {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*"}
/// ]}"#.parse()?;
/// let [first, second] = split(&policy, 120).expect("two are enough");
/// assert!(first.contains("cs:Get*") && second.contains("cs:StartAlert"));
/// assert_eq!(split(&policy, 60), None);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn split(policy: &Policy, characters: usize) -> Option<[String; 2]> {
    let statements = &policy.statements;
    let without = |range: std::ops::Range<usize>| {
        let edits: Vec<Edit> = statements[range]
            .iter()
            .map(|statement| Edit::Remove(statement.range))
            .collect();
        replaced(policy.text(), &replacements(policy.text(), &edits))
    };
    let fits = |text: &String| text.trim().chars().count() <= characters;
    let first = |cut: usize| without(cut..statements.len());
    let second = |cut: usize| without(0..cut);
    // The further on the cut, the longer the first half.
    let cuts: Vec<usize> = (1..statements.len()).collect();
    let most = cuts.partition_point(|&cut| fits(&first(cut)));
    let least = cuts.partition_point(|&cut| !fits(&second(cut)));
    let middle = policy.text().len() / 2;
    let cuts = cuts.get(least..most)?.iter();
    let even = *cuts.min_by_key(|&&cut| statements[cut].range.start.abs_diff(middle))?;
    Some([first(even), second(even)])
}
