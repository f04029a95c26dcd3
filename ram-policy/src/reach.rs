//! What a set of policies decides on all resources of a pattern at once.

use crate::decide::{Decision, Policies};
use crate::judge::{Judge, Reading};
use crate::language::{TooMuch, Walk};
use crate::limits;
use crate::pattern::{Case, Pattern};
use crate::policy::Policy;
use crate::request::Request;
use std::ops::ControlFlow;

/// Some resources of a pattern, on which the same is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is decided on them, and why.
    pub decision: Decision,
    /// One of them.
    pub witness: String,
}

impl Policies<'_> {
    /// What is decided on the resources that the request's resource, taken as a pattern, matches:
    /// one part for each outcome, together with the choices of ours that it rests on. It is whole where
    /// there is one part.
    ///
    /// Resources that one of `except` matches are left out.
    ///
    /// ```
    /// use ram_policy::{Outcome, Policies, Policy, Request};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/c1"}
    /// ]}"#.parse()?;
    /// let request = Request::new("cs:ModifyCluster", "acs:cs:*:*:cluster/*");
    /// let parts = Policies::new().attach(&policy).reach(&request, &[])?;
    /// let outcomes: Vec<_> = parts.iter().map(|part| part.decision.outcome).collect();
    /// assert_eq!(outcomes, [Outcome::ImplicitlyDenied, Outcome::Allowed]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The patterns are too many to reason about within [`limits::WORK`].
    pub fn reach(&self, request: &Request<'_>, except: &[&Pattern]) -> Result<Vec<Part>, TooMuch> {
        let asked = Pattern::resource(request.resource);
        let mut patterns = vec![&asked];
        patterns.extend(except);
        let both = [Case::Folded, Case::Exact].map(|action_case| Reading {
            action_case,
            ..Reading::OURS
        });
        for (_, policy) in self.attached() {
            for statement in &policy.statements {
                let covers =
                    |reading| Judge::new(*request, reading).covers_action(&statement.actions);
                if both.into_iter().any(covers) {
                    let resources = statement.resources.iter().flatten();
                    patterns.extend(resources.map(|resource| &resource.value));
                }
            }
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut walk = Walk::new(&patterns, Case::Exact);
        walk.require(0);
        // A decision looks at each pattern.
        let mut is_too_much = false;
        let mut decisions = limits::work() / patterns.len();
        walk.run(&mut limits::work(), |matches, text| {
            let is_asked = matches.first() == Some(&0);
            if !is_asked
                || matches
                    .iter()
                    .any(|number| (1..=except.len()).contains(number))
            {
                return ControlFlow::Continue(());
            }
            if decisions == 0 {
                is_too_much = true;
                return ControlFlow::Break(());
            }
            decisions -= 1;
            let witness = text();
            let decision = self.decide(&Request {
                resource: &witness,
                ..*request
            });
            let is_known = parts.iter().any(|part| {
                part.decision.outcome == decision.outcome
                    && part.decision.assumes == decision.assumes
            });
            if !is_known {
                parts.push(Part { decision, witness });
            }
            ControlFlow::Continue(())
        })?;
        if is_too_much {
            return Err(TooMuch);
        }
        Ok(parts)
    }
}

/// Resources that stand for all that a pattern matches: one for each set of resource patterns, of the
/// statements of these policies, that some resource matches all of and no others.
///
/// What the policies decide on an action they decide alike on all resources that one of these stands
/// for.
///
/// ```
/// use ram_policy::{Pattern, Policy, representatives};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/c1"}
/// ]}"#.parse()?;
/// let found = representatives(&[&policy], &Pattern::resource("acs:cs:*:*:cluster/*"))?;
/// // The cluster c1, and all others.
/// assert_eq!(found.len(), 2);
/// assert_eq!(found.iter().filter(|resource| resource.ends_with("cluster/c1")).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The patterns are too many to reason about within [`limits::WORK`].
pub fn representatives(policies: &[&Policy], within: &Pattern) -> Result<Vec<String>, TooMuch> {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let resources = statements.flat_map(|statement| statement.resources.iter().flatten());
    let mut patterns = vec![within];
    for resource in resources {
        if !patterns.contains(&&resource.value) {
            patterns.push(&resource.value);
        }
    }
    let mut found = Vec::new();
    let mut walk = Walk::new(&patterns, Case::Exact);
    walk.require(0);
    walk.run(&mut limits::work(), |matches, text| {
        if matches.first() == Some(&0) {
            found.push(text());
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
