//! A text with its faults fixed.

use crate::analysis::redundant::is_same;
use crate::lint::finding::Finding;
use crate::lint::linter::Linter;
use crate::policy::document::Policy;
use crate::text_edit::{Edit, replaced, replacements};
use ram_diagnostics::ByteRange;

/// Which fixes are made.
///
/// ```
/// use ram_policy::lint::{Linter, Applicability, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "cs:*", "Resource": "*", "Sid": "All",
///     "Condition": {"IpAdress": {"acs:SourceIp": "10.0.0.0/8"}}
/// }]}"#;
/// let linter = Linter::new(&NothingKnown);
/// let fixed = |applicability| linter.fix(text, applicability, |_| true).text;
/// assert!(!fixed(Applicability::Safe).contains("Sid") && fixable(Applicability::Safe).contains("IpAdress"));
/// assert!(!fixed(Applicability::Unsafe).contains("Sid") && fixable(Applicability::Unsafe).contains("IpAddress"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Those that change nothing of what the policy allows and denies.
    Safe,
    /// Those that are meant to change that, too.
    Unsafe,
}

/// Findings of a text that can be fixed at once.
///
/// [`Linter::fix_once`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixPass {
    /// What is fixed.
    pub fixed: Vec<Finding>,
    /// The places to change, in their order, and what is to stand there.
    pub replacements: Vec<(ByteRange, String)>,
    /// The text with these changes.
    pub text: String,
}

/// A text in which findings were fixed.
///
/// ```
/// use ram_policy::lint::{Linter, Applicability, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}
/// ]}"#;
/// let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
/// assert_eq!(fixed.fixed[0].rule.name, "sid");
/// // A place in the old text; those of what is left are places in the new one.
/// assert_eq!(&text[fixed.fixed[0].range.as_range()], r#""Sid""#);
/// assert_eq!(fixed.remaining[0].rule.name, "everything-on-everything");
/// assert_eq!(&fixed.text[fixed.remaining[0].range.as_range()], r#""*""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// What was fixed, in the order in which it was. The places are places in the texts in between.
    pub fixed: Vec<Finding>,
    /// What is left.
    pub remaining: Vec<Finding>,
}

/// Rounds of applicability: a fix may make another one possible, and few do.
pub const FIX_PASSES: usize = 16;

impl Linter<'_> {
    /// Mends what `wanted` lets through, and lints again until there is nothing left to mend. All else
    /// of the text stays as it is.
    ///
    /// Each safe fix is proved: the text is read again, and a fix after which the policy would decide
    /// any request otherwise is not made.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, Applicability, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Sid": "Logs", "Effect": "Allow", "Action": ["oss:GetObject", "oss:Get*",], "Resource": "*"}
    /// ]}"#;
    /// let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
    /// assert_eq!(fixed.text, r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": ["oss:Get*"], "Resource": "*"}
    /// ]}"#);
    /// ```
    pub fn fix(
        &self,
        text: &str,
        applicability: Applicability,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Fixed {
        let mut text = text.to_owned();
        let mut fixed = Vec::new();
        for _ in 0..FIX_PASSES {
            let Some(pass) = self.fix_once(&text, applicability, &wanted) else {
                break;
            };
            fixed.extend(pass.fixed);
            text = pass.text;
        }
        let remaining = self.text(&text);
        Fixed {
            text,
            fixed,
            remaining,
        }
    }

    /// One pass of [`Linter::fix`]; nothing if there is nothing to mend.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, Applicability, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*",}
    /// ]}"#;
    /// let linter = Linter::new(&NothingKnown);
    /// let pass = linter.fix_once(text, Applicability::Safe, |_| true).expect("a comma too many");
    /// assert_eq!(pass.fixed[0].rule.name, "trailing-comma");
    /// assert_eq!(linter.fix_once(&pass.text, Applicability::Safe, |_| true), None);
    /// ```
    pub fn fix_once(
        &self,
        text: &str,
        applicability: Applicability,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Option<FixPass> {
        let is_selected = |finding: &Finding, is_safe| {
            finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.is_safe == is_safe)
                && wanted(finding)
        };
        let findings = self.text(text);
        let of = |is_safe| -> Vec<Finding> {
            let chosen = findings
                .iter()
                .filter(|finding| is_selected(finding, is_safe));
            chosen.cloned().collect()
        };
        // First what is proved, so that what changes the policy is not in the way of the proof.
        let safe = pass(text, &of(true), true);
        safe.or_else(|| match applicability {
            Applicability::Safe => None,
            Applicability::Unsafe => pass(text, &of(false), false),
        })
    }
}

/// So many bytes of policies are tried, finding by finding, where they cannot be fixed at once. No
/// policy that RAM accepts has so many findings that it takes all of them.
const TRIED: usize = 16 << 20;

/// All of these fixed at once, or else the first that can be.
fn pass(text: &str, findings: &[Finding], is_safe: bool) -> Option<FixPass> {
    let together = changed(text, findings, is_safe);
    if together.is_some() || findings.len() < 2 {
        return together;
    }
    let mut each = findings.chunks(1).take(TRIED / text.len().max(1));
    each.find_map(|finding| changed(text, finding, is_safe))
}

fn changed(text: &str, findings: &[Finding], is_safe: bool) -> Option<FixPass> {
    let gone = removed(findings);
    let is_inside = |edit: &Edit| {
        let range = edit.range();
        let at = gone.partition_point(|gone| gone.end < range.end);
        let around = gone.get(at).filter(|gone| gone.start <= range.start);
        around.is_some_and(|around| *around != range)
    };
    let stays = |finding: &&Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| !fix.edits.iter().any(is_inside))
    };
    let findings: Vec<Finding> = findings.iter().filter(stays).cloned().collect();
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    let replacements = replacements(text, &edits);
    let next = replaced(text, &replacements);
    let is_right = if is_safe {
        decides_the_same
    } else {
        is_read_as_before
    };
    (next != text && is_right(text, &next)).then_some(FixPass {
        fixed: findings,
        replacements,
        text: next,
    })
}

/// Whether the new text can be read if the old one can. Two fixes can be in each other's way, such as
/// two that give a key the same name.
fn is_read_as_before(old: &str, new: &str) -> bool {
    Policy::read_repairing(old).is_err() || Policy::read_repairing(new).is_ok()
}

/// What these remove, in order, without what lies in something that goes as a whole.
fn removed(findings: &[Finding]) -> Vec<ByteRange> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let ranges = fixes
        .flat_map(|fix| &fix.edits)
        .filter_map(|edit| match edit {
            Edit::Remove(range) => Some(*range),
            Edit::Replace(..) => None,
        });
    let mut ranges: Vec<ByteRange> = ranges.collect();
    // The larger of two with the same start first.
    ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut outer: Vec<ByteRange> = Vec::new();
    for range in ranges {
        if outer.last().is_none_or(|last| range.end > last.end) {
            outer.push(range);
        }
    }
    outer
}

/// Whether both texts are the same policy; of one that cannot be read even with repairs only its form
/// is fixed, and what can be read of the other is what counts.
fn decides_the_same(old: &str, new: &str) -> bool {
    match (Policy::read_repairing(old), Policy::read_repairing(new)) {
        (Ok(old), Ok(new)) => is_same(&old.policy, &new.policy),
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    }
}
