//! Fixes applied to a text, in passes.

use crate::analysis::redundant::is_same_within;
use crate::limits;
use crate::lint::finding::Finding;
use crate::lint::fix::{Applicability, FIX_PASSES, adds_problem};
use crate::lint::linter::Linter;
use crate::policy::document::Policy;
use crate::policy::kind::Kind;
use crate::text_edit::{Edit, replaced, replacements};
use ram_diagnostics::ByteRange;

/// One pass of fixes over a text.
///
/// [`Linter::fix_once`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixPass {
    /// The fixed findings.
    pub fixed: Vec<Finding>,
    /// The places to change, in their order, each with its new text.
    pub replacements: Vec<(ByteRange, String)>,
    /// The text after the pass.
    pub text: String,
}

/// A fixed text.
///
/// ```
/// use ram_policy::lint::{Linter, Applicability, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}
/// ]}"#;
/// let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
/// assert_eq!(fixed.fixed[0].rule.name, "sid");
/// // Places of fixed findings are in the old text, those of remaining ones in the new text.
/// assert_eq!(&text[fixed.fixed[0].range.as_range()], r#""Sid""#);
/// assert_eq!(fixed.remaining[0].rule.name, "everything-on-everything");
/// assert_eq!(&fixed.text[fixed.remaining[0].range.as_range()], r#""*""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// The fixed findings, in the order of the fixes. Their places are in the text before their pass.
    pub fixed: Vec<Finding>,
    /// The remaining findings. One that still has a fix of this applicability was not fixed because the fix was not
    /// proved, such as in a policy with too many patterns.
    pub remaining: Vec<Finding>,
}

impl Linter<'_> {
    /// Applies the fixes of findings that `wanted` selects, and repeats until none remains. The rest of the text
    /// stays as it is.
    ///
    /// Each fix is checked: the new text is read again, and a fix that would add a problem is not applied. A safe
    /// fix is also proved: one that would change any decision is not applied.
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
            let Some(pass) = self.fix_once(None, &text, applicability, &wanted) else {
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

    /// Makes one pass of [`Linter::fix`] on a policy of this kind; `None` if there is nothing to fix.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, Applicability, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*",}
    /// ]}"#;
    /// let linter = Linter::new(&NothingKnown);
    /// let pass = linter.fix_once(None, text, Applicability::Safe, |_| true).expect("a comma too many");
    /// assert_eq!(pass.fixed[0].rule.name, "trailing-comma");
    /// assert_eq!(linter.fix_once(None, &pass.text, Applicability::Safe, |_| true), None);
    /// ```
    pub fn fix_once(
        &self,
        kind: Option<Kind>,
        text: &str,
        applicability: Applicability,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Option<FixPass> {
        let is_selected = |finding: &Finding, is_safe| {
            finding
                .fix
                .as_ref()
                .is_some_and(|fix| fix.is_safe() == is_safe)
                && wanted(finding)
        };
        let findings = self.text_of(kind, text);
        let of = |is_safe| -> Vec<Finding> {
            let chosen = findings
                .iter()
                .filter(|finding| is_selected(finding, is_safe));
            chosen.cloned().collect()
        };
        // Safe fixes first, since the proof needs a policy that is otherwise unchanged.
        let work = self.work_of_proofs;
        let safe = pass(text, &of(true), true, work);
        safe.or_else(|| match applicability {
            Applicability::Safe => None,
            Applicability::Unsafe => pass(text, &of(false), false, work),
        })
    }
}

/// Applies all fixes at once, or else as many of them as are possible together.
///
/// All proofs share the work, so that many fixes that cannot be proved take no more time than a few.
fn pass(text: &str, findings: &[Finding], is_safe: bool, mut work: usize) -> Option<FixPass> {
    let mut parts = vec![findings];
    while let Some(part) = parts.pop().filter(|_| work > 0) {
        let budget = work.min(limits::WORK_OF_PROOF);
        let mut left = budget;
        let changed = changed(text, part, is_safe, &mut left);
        work -= budget - left;
        if changed.is_some() {
            return changed;
        }
        if part.len() > 1 {
            let (first, second) = part.split_at(part.len() / 2);
            parts.extend([second, first]);
        }
    }
    None
}

fn changed(text: &str, findings: &[Finding], is_safe: bool, work: &mut usize) -> Option<FixPass> {
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
    // Reading takes time too, which no proof counts.
    *work = work.saturating_sub(text.len());
    let is_right = next != text
        && !adds_problem(text, &next)
        && (!is_safe || decides_the_same(text, &next, work));
    is_right.then_some(FixPass {
        fixed: findings,
        replacements,
        text: next,
    })
}

/// Returns the places that fixes remove, in order, without those inside a larger one.
fn removed(findings: &[Finding]) -> Vec<ByteRange> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let ranges = fixes
        .flat_map(|fix| &fix.edits)
        .filter_map(|edit| match edit {
            Edit::Remove(range) => Some(*range),
            Edit::Replace(..) => None,
        });
    let mut ranges: Vec<ByteRange> = ranges.collect();
    // Of two with the same start, the larger first.
    ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut outer: Vec<ByteRange> = Vec::new();
    for range in ranges {
        if outer.last().is_none_or(|last| range.end > last.end) {
            outer.push(range);
        }
    }
    outer
}

/// Reports whether both texts decide the same. If the old one is not readable even with repairs, there is nothing
/// to compare.
fn decides_the_same(old: &str, new: &str, work: &mut usize) -> bool {
    match (Policy::read_repairing(old), Policy::read_repairing(new)) {
        (Ok(old), Ok(new)) => is_same_within(&old.policy, &new.policy, work),
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    }
}
