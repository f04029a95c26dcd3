//! The rule on policies that are too long.

use crate::lint::checker::Checker;
use crate::lint::registry::TOO_LONG;
use crate::lint::size::Size;
use crate::policy::document::Policy;
use crate::policy::kind::Kind;
use crate::text_edit::{Edit, replaced, replacements};
use ram_diagnostics::{ByteRange, Severity, thousands};
use std::collections::HashSet;
use std::ops::Range;

impl Checker<'_> {
    /// Reports a policy over the limit. `redundant`: the places of its redundant parts.
    pub(crate) fn too_long(&mut self, redundant: &[ByteRange]) {
        let Some(limit) = self.settings.size_of(self.kind) else {
            return;
        };
        let most = limit.most;
        let policy = self.policy;
        let text = policy.text();
        if text.len() <= most {
            return;
        }
        let Size { whole, packed } = limit.size(text);
        if whole <= most {
            return;
        }
        let fixed = limit.size(&without(policy, redundant).to_string());
        let fixed = fixed.packed.min(packed);
        let of = match self.kind {
            Kind::Identity => String::new(),
            kind => format!(" of {}", kind.phrase()),
        };
        let message = format!(
            "the policy has {} {}; the limit{of} is {} ({})",
            thousands(whole),
            limit.unit.name(),
            thousands(most),
            limit.as_of
        );
        // A resource or a session has one policy.
        let may_be_split = matches!(self.kind, Kind::Identity | Kind::Control);
        let cut = cut(policy, most).filter(|_| may_be_split);
        let split = cut.map(|cut| {
            let last = policy.statements.len();
            format!(
                "split it into statements 1 to {cut}, and {} to {last}",
                cut + 1
            )
        });
        let white_space = "whether white space counts is not documented";
        let advice = match split {
            Some(split) if packed <= most => format!("{white_space}; if it does, {split}"),
            None if packed <= most => white_space.to_owned(),
            _ if fixed <= most => "remove the redundant parts".to_owned(),
            Some(split) => split,
            None => "shorten it".to_owned(),
        };
        let shorter = if fixed < packed {
            format!(", and {} without redundant parts as well", thousands(fixed))
        } else {
            String::new()
        };
        let packed_count = thousands(packed);
        let help = format!("it has {packed_count} without white space{shorter}; {advice}");
        let start = text.find(['{', '｛']).unwrap_or_default();
        let brace = text[start..].chars().next();
        let place = ByteRange::new(start, start + brace.map_or(0, char::len_utf8));
        let finding = self.report(TOO_LONG, place, message, help);
        if packed <= most {
            finding.severity = Severity::Warning;
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
        statement
            .resources
            .iter_mut()
            .for_each(|all| all.retain(|pattern| stays(pattern.range)));
    }
    left
}

/// Splits a policy into two of at most `characters` characters, which attached together decide the same. Each
/// has the text of the whole, without the statements of the other. Returns `None` if two are not enough.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::lint::split;
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
    let cut = cut(policy, characters)?;
    let count = policy.statements.len();
    Some([remove(policy, cut..count), remove(policy, 0..cut)])
}

/// Returns how many statements the first of two policies gets, so that both fit and are of similar length.
fn cut(policy: &Policy, characters: usize) -> Option<usize> {
    let statements = &policy.statements;
    let fits = |gone| remove(policy, gone).trim().chars().count() <= characters;
    let cuts: Vec<usize> = (1..statements.len()).collect();
    // The later the cut, the longer the first half.
    let most = cuts.partition_point(|&cut| fits(cut..statements.len()));
    let least = cuts.partition_point(|&cut| !fits(0..cut));
    let middle = policy.text().len() / 2;
    let cuts = cuts.get(least..most)?.iter().copied();
    cuts.min_by_key(|&cut| statements[cut].range.start.abs_diff(middle))
}

/// Returns the text of a policy without some of its statements.
fn remove(policy: &Policy, gone: Range<usize>) -> String {
    let edits: Vec<Edit> = policy.statements[gone]
        .iter()
        .map(|statement| Edit::Remove(statement.range))
        .collect();
    replaced(policy.text(), &replacements(policy.text(), &edits))
}
