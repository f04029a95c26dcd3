//! Laws of policy edits.

use super::lint::replaced;
use super::probes::{Probes, is_asked, outcome};
use super::shorthand;
use ram_policy::edit::{
    Edited, Grant, GrantError, Granted, RevokeError, Revoked, add, revoke, shared_resources,
};
use ram_policy::{Effect, Outcome, Pattern, Policies, Policy};
use std::collections::BTreeMap;

/// Checks that granted actions are allowed, revoked ones are not, and nothing else changes.
///
/// The text has a line of actions and a line of resources, separated by spaces, then a policy, in JSON or in
/// the short form. A leading `!` permits lost conditions and added Denies.
///
/// # Panics
///
/// If one of these does not hold.
pub fn edit(text: &str) {
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (actions, resources, rest) = (next(), next(), next());
    let (is_forced, actions) = match actions.strip_prefix('!') {
        Some(actions) => (true, actions),
        None => (false, actions),
    };
    let Ok(policy) = shorthand::policy(rest).parse::<Policy>() else {
        return;
    };
    let actions: Vec<&str> = actions.split(' ').take(3).collect();
    let shared = shared_resources(&policy);
    let resources: Vec<&str> = match shared.first() {
        // Uses the resources of an existing statement, so that it is joined.
        Some(shared) if resources == "=" => shared.iter().map(String::as_str).collect(),
        _ => resources.split(' ').take(3).collect(),
    };
    let asked = Asked {
        policy: &policy,
        actions: &actions,
        resources: &resources,
    };
    asked.grant(is_forced);
    asked.revoke(is_forced);
    asked.add();
}

struct Asked<'a> {
    policy: &'a Policy,
    actions: &'a [&'a str],
    resources: &'a [&'a str],
}

impl Asked<'_> {
    fn grant(&self, unconditional: bool) {
        let statements = self.policy.statements();
        let grant = Grant {
            actions: self.actions,
            resources: self.resources,
            unconditional,
        };
        match grant.to(self.policy) {
            Ok(Granted::Already) => self.assert_granted(self.policy),
            Ok(Granted::Edited {
                edited,
                added,
                joined,
            }) => {
                self.assert_edited(&edited);
                self.assert_granted(&edited.policy);
                self.assert_rest(&edited.policy, |action, resource| {
                    self.has_action(action) && self.has_resource(resource)
                });
                assert!(!added.is_empty());
                assert_eq!(
                    edited.policy.statements().len(),
                    statements.len() + usize::from(joined.is_none())
                );
                assert_eq!(
                    grant.to(&edited.policy),
                    Ok(Granted::Already),
                    "{}",
                    edited.policy
                );
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                match error {
                    GrantError::Denied { statement, .. }
                    | GrantError::DeniedByCase { statement, .. } => {
                        assert_eq!(statements[statement].effect, Effect::Deny);
                    }
                    GrantError::Conditional { statement, .. } => {
                        assert!(!unconditional && !statements[statement].conditions.is_empty());
                    }
                    GrantError::Open { .. } => panic!("the policy has no hole"),
                    GrantError::ResourceBased => assert!(self.policy.is_resource_based()),
                    GrantError::NotProved(_) => {}
                }
            }
        }
    }

    fn revoke(&self, deny: bool) {
        match revoke(self.policy, self.actions, deny) {
            Ok(Revoked::Already) => self.assert_revoked(self.policy),
            Ok(Revoked::Edited { edited, denied }) => {
                self.assert_edited(&edited);
                self.assert_revoked(&edited.policy);
                self.assert_rest(&edited.policy, |action, _| self.has_action(action));
                assert!(deny || denied.is_empty());
            }
            Err(RevokeError::Open { .. }) => panic!("the policy has no hole"),
            Err(RevokeError::Covered {
                statement, pattern, ..
            }) => {
                let statement = &self.policy.statements()[statement];
                assert_eq!(statement.effect, Effect::Allow);
                let is_there = statement
                    .actions
                    .patterns
                    .iter()
                    .any(|one| one.value.as_str() == pattern);
                assert!(!deny && (is_there || statement.actions.is_negated));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }

    /// Adds the actions to each statement.
    fn add(&self) {
        let owned = |action: &&str| (*action).to_owned();
        let actions: Vec<String> = self.actions.iter().map(owned).collect();
        let numbers = 0..self.policy.statements().len();
        let all: BTreeMap<usize, Vec<String>> = numbers.map(|at| (at, actions.clone())).collect();
        let Ok(edited) = add(self.policy, &all) else {
            return;
        };
        self.assert_edited(&edited);
        self.assert_rest(&edited.policy, |action, _| self.has_action(action));
        let statements = self
            .policy
            .statements()
            .iter()
            .zip(edited.policy.statements());
        for (old, new) in statements {
            assert_eq!(
                old.actions.patterns.len() + actions.len(),
                new.actions.patterns.len()
            );
        }
    }

    fn has_action(&self, action: &str) -> bool {
        is_asked(self.actions, action, Pattern::action)
    }

    fn has_resource(&self, resource: &str) -> bool {
        is_asked(self.resources, resource, Pattern::resource)
    }

    fn probes(&self, new: &Policy) -> Probes {
        let pairs = self.actions.iter().flat_map(|action| {
            self.resources
                .iter()
                .map(move |resource| (*action, *resource))
        });
        let pairs: Vec<(&str, &str)> = pairs.collect();
        Probes::of(&[self.policy, new], &pairs)
    }

    #[track_caller]
    fn assert_edited(&self, edited: &Edited) {
        assert_eq!(
            replaced(self.policy.text(), &edited.replacements),
            edited.policy.text()
        );
    }

    /// Checks that everything requested is allowed under all circumstances.
    #[track_caller]
    fn assert_granted(&self, policy: &Policy) {
        self.probes(policy).each(&mut |request| {
            if self.has_action(request.action) && self.has_resource(request.resource) {
                let outcome = outcome(policy, request);
                assert_eq!(outcome, Outcome::Allowed, "{request:?}\n{policy}");
            }
        });
    }

    /// Checks that nothing requested is allowed under any circumstances.
    #[track_caller]
    fn assert_revoked(&self, policy: &Policy) {
        self.probes(policy).each(&mut |request| {
            if self.has_action(request.action) {
                let outcome = outcome(policy, request);
                let is_allowed = matches!(outcome, Outcome::Allowed | Outcome::Undecided);
                assert!(!is_allowed, "{request:?}\n{policy}");
            }
        });
    }

    /// Checks that decisions on everything else are unchanged.
    #[track_caller]
    fn assert_rest(&self, new: &Policy, is_asked: impl Fn(&str, &str) -> bool) {
        self.probes(new).each(&mut |request| {
            if !is_asked(request.action, request.resource) {
                let [before, after] = [self.policy, new]
                    .map(|policy| Policies::new().attach(policy).outcome(request));
                assert_eq!(before, after, "{request:?}\n{}\n{new}", self.policy);
            }
        });
    }
}
