//! A text with its faults mended.

use super::fix::{Edit, replaced, replacements};
use super::{Finding, Linter};
use crate::compare::compare;
use crate::policy::Policy;

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Those that change nothing of what the policy allows and denies.
    Safe,
    /// Those that are meant to change that, too.
    Unsafe,
}

/// A text in which findings were mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// What was mended, in the order in which it was. The places are places in the texts in between.
    pub mended: Vec<Finding>,
    /// What is left.
    pub left: Vec<Finding>,
}

/// A fix may make another one possible; each round makes the text shorter or better, and few do.
const ROUNDS: usize = 16;

impl Linter<'_> {
    /// Mends what `wanted` lets through, and lints again until there is nothing left to mend. All else
    /// of the text stays as it is.
    ///
    /// Each safe fix is proved: the text is read again, and a fix after which the policy would decide
    /// any request otherwise is not made.
    pub fn mend(&self, text: &str, mending: Mending, wanted: impl Fn(&Finding) -> bool) -> Mended {
        let mut text = text.to_owned();
        let mut mended = Vec::new();
        let mut left = self.text(&text);
        for _ in 0..ROUNDS {
            let can_be = |finding: &&Finding| {
                let fix = finding.fix.as_ref();
                let is_made = fix.is_some_and(|fix| fix.is_safe || mending == Mending::Unsafe);
                is_made && wanted(finding)
            };
            let chosen: Vec<&Finding> = left.iter().filter(can_be).collect();
            let Some((next, made)) = one_round(&text, &chosen) else {
                break;
            };
            mended.extend(made.into_iter().cloned());
            text = next;
            left = self.text(&text);
        }
        Mended { text, mended, left }
    }
}

/// The text with these findings mended; those that cannot be, together with the others, are left out.
fn one_round<'f>(text: &str, chosen: &[&'f Finding]) -> Option<(String, Vec<&'f Finding>)> {
    let (safe, others): (Vec<&Finding>, Vec<&Finding>) = chosen
        .iter()
        .copied()
        .partition(|finding| finding.fix.as_ref().is_some_and(|fix| fix.is_safe));
    // First what is proved, so that what changes the policy is not in the way of the proof.
    let tries = [safe.as_slice(), others.as_slice()];
    for findings in tries.into_iter().filter(|findings| !findings.is_empty()) {
        let is_safe = findings
            .iter()
            .all(|finding| finding.fix.as_ref().is_some_and(|fix| fix.is_safe));
        if let Some(next) = changed(text, findings, is_safe) {
            return Some((next, findings.to_vec()));
        }
        let mut single = findings.iter().filter_map(|finding| {
            changed(text, &[finding], is_safe).map(|next| (next, vec![*finding]))
        });
        if let Some(found) = single.next() {
            return Some(found);
        }
    }
    None
}

fn changed(text: &str, findings: &[&Finding], is_safe: bool) -> Option<String> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.clone()).collect();
    let next = replaced(text, &replacements(text, &edits));
    (next != text && (!is_safe || decides_the_same(text, &next))).then_some(next)
}

/// Whether both texts are the same policy; of one that cannot be read even with repairs only its form
/// is mended, and what can be read of the other is what counts.
fn decides_the_same(old: &str, new: &str) -> bool {
    match (Policy::read_repairing(old), Policy::read_repairing(new)) {
        (Ok(old), Ok(new)) => compare(&old.policy, &new.policy, &[]).is_same(),
        (Err(_), _) => true,
        (Ok(_), Err(_)) => false,
    }
}
