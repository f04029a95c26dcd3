//! Laws of the linter and its fixes.

use super::probes::{assert_same, with_changes};
use super::{assert_inside, assert_shown, shorthand};
use ack_catalog::AckAction;
use ram_policy::lint::{Applicability, FIX_PASSES, Finding, Group, Linter, NothingKnown, split};
use ram_policy::{ByteRange, Policies, Policy};

/// Checks that findings are inside the text, and that safe fixes, alone or combined, change no decision.
///
/// # Panics
///
/// If one of these does not hold.
pub fn lint(text: &str) {
    let text = &*shorthand::policy(text);
    let linter = Linter::new(&AckAction::KNOWN);
    let findings = linter.text(text);
    assert!(findings.is_sorted_by_key(|finding| finding.range));
    let before = meant(text);
    for finding in &findings {
        assert_finding(text, finding);
        let Some(fix) = &finding.fix else {
            continue;
        };
        let next = replaced(text, &fix.replacements(text));
        if fix.is_safe() {
            assert_means(before.as_ref(), &next);
        }
    }

    assert_passes(&linter, text, Applicability::Unsafe);
    let fixed = assert_passes(&linter, text, Applicability::Safe);
    assert_means(before.as_ref(), &fixed);
    if let (Some(before), Some(after)) = (&before, meant(&fixed)) {
        assert_eq!(with_changes(before, &after), 0);
    }
    if let Ok(policy) = text.parse::<Policy>() {
        assert_without_redundancy(&policy);
        assert_split(&policy);
    }
}

/// Returns the policy that a text is meant to be.
fn meant(text: &str) -> Option<Policy> {
    Policy::read_repairing(text)
        .ok()
        .map(|repaired| repaired.policy)
}

#[track_caller]
fn assert_means(before: Option<&Policy>, text: &str) {
    let Some(before) = before else {
        return;
    };
    match Policy::read_repairing(text) {
        Ok(after) => {
            assert_same(before, &after.policy);
        }
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn assert_finding(text: &str, finding: &Finding) {
    let places = finding.related.into_iter().chain([finding.range]);
    places.for_each(|place| assert_inside(text, place.as_range()));
    assert!(!finding.message.is_empty() && !finding.help.is_empty());
    assert_shown(&finding.message);
    assert_shown(&finding.help);
}

/// Returns the text with these replacements, which are sorted and disjoint.
#[track_caller]
pub(super) fn replaced(text: &str, replacements: &[(ByteRange, String)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, with) in replacements {
        assert_inside(text, range.as_range());
        assert!(at <= range.start, "{replacements:?}");
        out.push_str(&text[at..range.start]);
        out.push_str(with);
        at = range.end;
    }
    out + &text[at..]
}

/// Checks that fixing terminates and each pass matches its replacements; returns the final text.
fn assert_passes(linter: &Linter<'_>, text: &str, applicability: Applicability) -> String {
    let mut texts = vec![text.to_owned()];
    while let Some(text) = texts.last().filter(|_| texts.len() < 40) {
        let Some(pass) = linter.fix_once(None, text, applicability, |_| true) else {
            break;
        };
        assert_eq!(replaced(text, &pass.replacements), pass.text);
        assert!(!pass.fixed.is_empty());
        assert!(!texts.contains(&pass.text), "fixes form a cycle: {texts:?}");
        texts.push(pass.text);
    }
    if texts.len() <= FIX_PASSES && applicability == Applicability::Safe {
        let all = linter.fix(text, applicability, |_| true);
        assert_eq!(Some(&all.text), texts.last());
        all.remaining
            .iter()
            .for_each(|finding| assert_finding(&all.text, finding));
    }
    texts.pop().unwrap_or_default()
}

fn assert_without_redundancy(policy: &Policy) {
    let is_redundant = |finding: &Finding| finding.rule.group == Group::Redundancy;
    let linter = Linter::new(&NothingKnown);
    let fixed = linter.fix(policy.text(), Applicability::Safe, is_redundant);
    assert!(fixed.text.len() <= policy.text().len());
    assert_same(policy, &fixed.text.parse().expect("a policy"));
}

/// Checks that two halves together are equivalent to the whole.
fn assert_split(policy: &Policy) {
    let Some(halves) = split(policy, policy.text().chars().count() * 9 / 10) else {
        return;
    };
    let halves = halves.map(|half| half.parse::<Policy>().expect("a policy"));
    let [one, other] = &halves;
    if policy.is_resource_based() {
        // A half without a `Principal` would be an identity policy.
        return;
    }
    super::probes::Probes::of(&[policy], &[]).each(&mut |request| {
        let whole = Policies::new().attach(policy).outcome(request);
        let both = Policies::new().attach(one).attach(other).outcome(request);
        assert_eq!(whole, both, "{request:?}\n{policy}");
    });
}
