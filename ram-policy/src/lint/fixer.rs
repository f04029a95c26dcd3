//! A text with its faults mended.

use super::{Finding, Linter};
use crate::analysis::redundant::is_same;
use crate::place::ByteRange;
use crate::policy::document::Policy;
use crate::text_edit::{Edit, replaced, replacements};

/// Which fixes are made.
///
/// ```
/// use ram_policy::lint::{Linter, Mending, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "cs:*", "Resource": "*", "Sid": "All",
///     "Condition": {"IpAdress": {"acs:SourceIp": "10.0.0.0/8"}}
/// }]}"#;
/// let linter = Linter::new(&NothingKnown);
/// let mended = |mending| linter.mend(text, mending, |_| true).text;
/// assert!(!mended(Mending::Safe).contains("Sid") && mended(Mending::Safe).contains("IpAdress"));
/// assert!(!mended(Mending::Unsafe).contains("Sid") && mended(Mending::Unsafe).contains("IpAddress"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Those that change nothing of what the policy allows and denies.
    Safe,
    /// Those that are meant to change that, too.
    Unsafe,
}

/// Findings of a text that can be mended at once.
///
/// [`Linter::mend_once`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What is mended.
    pub mended: Vec<Finding>,
    /// The places to change, in their order, and what is to stand there.
    pub replacements: Vec<(ByteRange, String)>,
    /// The text with these changes.
    pub text: String,
}

/// A text in which findings were mended.
///
/// ```
/// use ram_policy::lint::{Linter, Mending, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}
/// ]}"#;
/// let mended = Linter::new(&NothingKnown).mend(text, Mending::Safe, |_| true);
/// assert_eq!(mended.mended[0].rule.name, "sid");
/// // A place in the old text; those of what is left are places in the new one.
/// assert_eq!(&text[mended.mended[0].range.as_range()], r#""Sid""#);
/// assert_eq!(mended.left[0].rule.name, "everything-on-everything");
/// assert_eq!(&mended.text[mended.left[0].range.as_range()], r#""*""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was mended, in the order in which it was. The places are places in the texts in between.
    pub mended: Vec<Finding>,
    /// What is left.
    pub left: Vec<Finding>,
}

/// Rounds of mending: a fix may make another one possible, and few do.
pub const ROUNDS: usize = 16;

impl Linter<'_> {
    /// Mends what `wanted` lets through, and lints again until there is nothing left to mend. All else
    /// of the text stays as it is.
    ///
    /// Each safe fix is proved: the text is read again, and a fix after which the policy would decide
    /// any request otherwise is not made.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, Mending, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Sid": "Logs", "Effect": "Allow", "Action": ["oss:GetObject", "oss:Get*",], "Resource": "*"}
    /// ]}"#;
    /// let mended = Linter::new(&NothingKnown).mend(text, Mending::Safe, |_| true);
    /// assert_eq!(mended.text, r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": ["oss:Get*"], "Resource": "*"}
    /// ]}"#);
    /// ```
    pub fn mend(&self, text: &str, mending: Mending, wanted: impl Fn(&Finding) -> bool) -> Mended {
        let mut text = text.to_owned();
        let mut mended = Vec::new();
        for _ in 0..ROUNDS {
            let Some(round) = self.mend_once(&text, mending, &wanted) else {
                break;
            };
            mended.extend(round.mended);
            text = round.text;
        }
        let left = self.text(&text);
        Mended { text, mended, left }
    }

    /// One round of [`Linter::mend`]; nothing if there is nothing to mend.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, Mending, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*",}
    /// ]}"#;
    /// let linter = Linter::new(&NothingKnown);
    /// let round = linter.mend_once(text, Mending::Safe, |_| true).expect("a comma too many");
    /// assert_eq!(round.mended[0].rule.name, "trailing-comma");
    /// assert_eq!(linter.mend_once(&round.text, Mending::Safe, |_| true), None);
    /// ```
    pub fn mend_once(
        &self,
        text: &str,
        mending: Mending,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Option<Round> {
        let is_chosen = |finding: &Finding, is_safe| {
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
                .filter(|finding| is_chosen(finding, is_safe));
            chosen.cloned().collect()
        };
        // First what is proved, so that what changes the policy is not in the way of the proof.
        let safe = round(text, &of(true), true);
        safe.or_else(|| match mending {
            Mending::Safe => None,
            Mending::Unsafe => round(text, &of(false), false),
        })
    }
}

/// So many bytes of policies are tried, finding by finding, where they cannot be mended at once. No
/// policy that RAM accepts has so many findings that it takes all of them.
const TRIED: usize = 16 << 20;

/// All of these mended at once, or else the first that can be.
fn round(text: &str, findings: &[Finding], is_safe: bool) -> Option<Round> {
    let together = changed(text, findings, is_safe);
    if together.is_some() || findings.len() < 2 {
        return together;
    }
    let mut each = findings.chunks(1).take(TRIED / text.len().max(1));
    each.find_map(|finding| changed(text, finding, is_safe))
}

fn changed(text: &str, findings: &[Finding], is_safe: bool) -> Option<Round> {
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
    (next != text && is_right(text, &next)).then_some(Round {
        mended: findings,
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
/// is mended, and what can be read of the other is what counts.
fn decides_the_same(old: &str, new: &str) -> bool {
    match (Policy::read_repairing(old), Policy::read_repairing(new)) {
        (Ok(old), Ok(new)) => is_same(&old.policy, &new.policy),
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    }
}
