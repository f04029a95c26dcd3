//! Decisions about all resources of a pattern at once.

use crate::analysis::automaton::{Automaton, BudgetExceeded};
use crate::eval::attachment::{Attachment, Deciders};
use crate::eval::decide::{Policies, deciders};
use crate::eval::decision::{Decision, Outcome};
use crate::eval::match_statement::{Interpretation, StatementMatcher};
use crate::eval::request::{Context, Request};
use crate::limits;
use crate::policy::document::{Effect, Policy};
use crate::policy::located::values;
use crate::policy::pattern::{Case, Pattern};
use crate::policy::ternary::Ternary;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// The resources of a pattern with the same decision.
///
/// [`Policies::reach`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The decision, with its reasons.
    pub decision: Decision,
    /// One of the resources.
    pub witness: String,
}

impl Policies<'_> {
    /// Decides a request on all resources that its resource, as a pattern, matches. Each part has another outcome,
    /// or depends on other choices of ours.
    ///
    /// A wildcard stays in its field: `acs:oss:*:*:logs/*` is every object of one bucket, in any region of any account.
    /// In the last field it matches everything.
    ///
    /// Resources that one of `except` matches are excluded. [`Reach`] does the same for many actions.
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
    /// There are too many patterns to reason about within [`limits::WORK`].
    pub fn reach(
        &self,
        request: &Request<'_>,
        except: &[&Pattern],
    ) -> Result<Vec<Part>, BudgetExceeded> {
        Reach::new(self, *request, except).of(request.action)
    }
}

/// [`Policies::reach`] for many actions: those that the same statements cover take one look at the
/// resources.
///
/// ```
/// use ram_policy::{Outcome, Policies, Policy, Reach, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:cluster/*"}
/// ]}"#.parse()?;
/// let policies = Policies::new().attach(&policy);
/// let mut reach = Reach::new(&policies, Request::new("", "acs:cs:*:*:cluster/c1"), &[]);
/// for (action, wanted) in [
///     ("cs:GetClusters", Outcome::Allowed),
///     ("cs:StartAlert", Outcome::ImplicitlyDenied),
/// ] {
///     assert_eq!(reach.of(action)?[0].decision.outcome, wanted);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reach<'a> {
    policies: &'a Policies<'a>,
    request: Request<'a>,
    except: Vec<Pattern>,
    known: HashMap<Vec<Covering>, Result<Arc<[Witness]>, BudgetExceeded>>,
    /// The steps that are left for all actions together.
    work: usize,
}

/// A statement that covers an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Covering {
    pub(super) policy: usize,
    pub(super) statement: usize,
    if_folded: bool,
    if_exact: bool,
    /// True if it denies under every interpretation, whatever is unknown. Nothing else matters on its resources.
    is_certain_deny: bool,
}

impl Covering {
    /// Returns a statement for questions about its resources only.
    pub(super) fn of_any_action(policy: usize, statement: usize) -> Self {
        Self {
            policy,
            statement,
            if_folded: true,
            if_exact: true,
            is_certain_deny: false,
        }
    }

    /// Returns true if the statement covers the action under this treatment of letter case.
    fn covers(self, case: Case) -> bool {
        match case {
            Case::Folded => self.if_folded,
            Case::Exact => self.if_exact,
        }
    }
}

/// A resource that represents all on which the same statements decide.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    pub(super) resource: String,
    /// The covering statements that cover it, by number; of a certain denial, that one suffices.
    pub(super) covered_by: Vec<usize>,
}

impl<'a> Reach<'a> {
    /// Creates a reach for requests that differ from this one only in the action, on all resources that its own
    /// matches and none of `except`.
    pub fn new(policies: &'a Policies<'a>, request: Request<'a>, except: &[&Pattern]) -> Self {
        Self {
            policies,
            request,
            except: except.iter().copied().cloned().collect(),
            known: HashMap::new(),
            work: limits::WORK,
        }
    }

    /// Limits the steps of reasoning for all actions to fewer than [`limits::WORK`].
    ///
    /// ```
    /// use ram_policy::{BudgetExceeded, Policies, Policy, Reach, Request};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*"}
    /// ]}"#.parse()?;
    /// let policies = Policies::new().attach(&policy);
    /// let mut reach = Reach::new(&policies, Request::new("", "*"), &[]).within(10);
    /// assert_eq!(reach.of("cs:GetClusters"), Err(BudgetExceeded));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn within(self, work: usize) -> Self {
        Self {
            work: work.min(self.work),
            ..self
        }
    }

    /// Decides an action, as [`Policies::reach`] does.
    ///
    /// # Errors
    ///
    /// There are too many patterns to reason about within [`limits::WORK`] for all actions so far.
    pub fn of(&mut self, action: &str) -> Result<Vec<Part>, BudgetExceeded> {
        let context = self.request.context;
        self.of_under(action, context)
    }

    /// Decides an action in a context of its own, such as that of an action without a certain condition key.
    ///
    /// ```
    /// use ram_policy::{Context, Outcome, Policies, Policy, Reach, Request};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
    ///     "Condition": {"StringEquals": {"cs:AddonName": "logtail-ds"}}
    /// }]}"#.parse()?;
    /// let policies = Policies::new().attach(&policy);
    /// let mut reach = Reach::new(&policies, Request::new("", "*"), &[]);
    /// assert_eq!(reach.of("cs:ModifyClusterAddon")?[0].decision.outcome, Outcome::Undecided);
    /// let without = Context::open().without("cs:AddonName");
    /// let parts = reach.of_under("cs:StartAlert", &without)?;
    /// assert_eq!(parts[0].decision.outcome, Outcome::ImplicitlyDenied);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`of`](Self::of).
    pub fn of_under(
        &mut self,
        action: &str,
        context: &Context,
    ) -> Result<Vec<Part>, BudgetExceeded> {
        let Self {
            policies,
            request,
            except,
            known,
            work,
        } = self;
        let request = Request {
            action,
            context,
            ..*request
        };
        let covering = covering(policies, &request);
        let look = || witnesses(policies, &covering, request.resource, except, work);
        let witnesses = known.entry(covering.clone()).or_insert_with(look).clone()?;
        // Each outcome looks at each statement.
        let looks = witnesses.len() * (covering.len() + 1);
        *work = work.checked_sub(looks).ok_or(BudgetExceeded)?;
        let outcomes = Outcomes::new(policies, &request, &covering);
        let mut seen = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        for witness in witnesses.iter() {
            let outcome = outcomes.on(witness);
            if seen.contains(&outcome) {
                continue;
            }
            seen.push(outcome);
            parts.push(Part {
                decision: policies.decide(&Request {
                    resource: &witness.resource,
                    ..request
                }),
                witness: witness.resource.clone(),
            });
        }
        Ok(parts)
    }
}

/// The outcomes of one request on many resources. What does not depend on the resource is decided once.
struct Outcomes<'a> {
    policies: &'a Policies<'a>,
    action: &'a str,
    covering: &'a [Covering],
    ours: Truths,
    /// By the other interpretations, where they differ.
    others: [Option<Truths>; 2],
}

/// What an interpretation says about a request.
#[derive(PartialEq)]
struct Truths {
    deciders: Deciders,
    /// The truth about each covering statement on a resource that it covers.
    statements: Vec<Ternary>,
}

impl<'a> Outcomes<'a> {
    fn new(policies: &'a Policies<'a>, request: &Request<'a>, covering: &'a [Covering]) -> Self {
        let truths = |interpretation| {
            let mut matcher = StatementMatcher::new(*request, interpretation);
            let statements = covering.iter().map(|one| {
                let (attachment, policy) = policies.attached()[one.policy];
                if one.covers(interpretation.action_case) {
                    let statement = &policy.statements[one.statement];
                    matcher.circumstances(statement, attachment == Attachment::Resource)
                } else {
                    Ternary::False
                }
            });
            Truths {
                statements: statements.collect(),
                deciders: deciders(&mut matcher),
            }
        };
        let ours = truths(Interpretation::DEFAULT);
        let others =
            Interpretation::OTHERS.map(|other| Some(truths(other)).filter(|other| *other != ours));
        Self {
            policies,
            action: request.action,
            covering,
            ours,
            others,
        }
    }

    /// Returns our outcome, and whether each other interpretation has a different one.
    fn on(&self, witness: &Witness) -> (Outcome, [bool; 2]) {
        let outcome = |truths: &Truths| {
            let covered = witness.covered_by.iter();
            let mut covered = covered
                .map(|&number| (self.covering[number], truths.statements[number]))
                .map(|(one, truth)| ((one.policy, one.statement), truth))
                .peekable();
            self.policies
                .outcome_by(truths.deciders, self.action, |at| {
                    while covered.next_if(|(covered, _)| *covered < at).is_some() {}
                    covered
                        .next_if(|(covered, _)| *covered == at)
                        .map_or(Ternary::False, |(_, truth)| truth)
                })
        };
        let ours = outcome(&self.ours);
        let differs =
            |other: &Option<Truths>| other.as_ref().is_some_and(|other| outcome(other) != ours);
        let [by_case, by_absence] = &self.others;
        (ours, [differs(by_case), differs(by_absence)])
    }
}

/// Returns the statements that cover the action of a request under some interpretation.
fn covering(policies: &Policies<'_>, request: &Request<'_>) -> Vec<Covering> {
    let mut found = Vec::new();
    // With other kinds of policies, evaluation may stop before it reaches this Deny.
    let is_always_reached = policies.attached().iter().all(|(attachment, policy)| {
        *attachment == Attachment::Account && !policy.is_resource_based()
    });
    for (policy, (_, attached)) in policies.attached().iter().enumerate() {
        for (number, statement) in attached.statements.iter().enumerate() {
            let (mut if_folded, mut if_exact) = (false, false);
            for pattern in values(&statement.actions.patterns) {
                let found = pattern.matches_with(request.action, Case::Folded);
                if_folded |= found.is_some();
                if_exact |= found == Some(Case::Exact);
                if if_exact {
                    break;
                }
            }
            let is_negated = statement.actions.is_negated;
            let (if_folded, if_exact) = (if_folded != is_negated, if_exact != is_negated);
            if if_folded || if_exact {
                found.push(Covering {
                    policy,
                    statement: number,
                    if_folded,
                    if_exact,
                    is_certain_deny: is_always_reached
                        && statement.effect == Effect::Deny
                        && if_folded
                        && if_exact
                        && statement.conditions.is_empty()
                        && statement.principal.is_none(),
                });
            }
        }
    }
    found
}

/// Returns one resource per set of patterns that can match together, of the resources of these statements.
/// Certain denials share one.
pub(super) fn witnesses(
    policies: &Policies<'_>,
    covering: &[Covering],
    resource: &str,
    except: &[Pattern],
    work: &mut usize,
) -> Result<Arc<[Witness]>, BudgetExceeded> {
    let asked = Pattern::resources_of_request(resource);
    let mut patterns = vec![&asked];
    patterns.extend(except);
    let asked_and_left_out = patterns.len();
    let mut settling = Vec::new();
    // The covering statement that each pattern is of.
    let mut owners = Vec::new();
    let mut on_all = Vec::new();
    for (number, one) in covering.iter().enumerate() {
        let (_, policy) = policies.attached()[one.policy];
        let resources = &policy.statements[one.statement].resources;
        if resources.is_none() {
            on_all.push(number);
        }
        let from = patterns.len();
        patterns.extend(resources.iter().flatten().map(|resource| &resource.value));
        owners.resize(patterns.len() - asked_and_left_out, number);
        if one.is_certain_deny {
            settling.extend(from..patterns.len());
        }
    }
    let (mut found, mut bytes) = (Vec::new(), 0);
    let mut automaton = Automaton::new(&patterns, Case::Exact);
    automaton.require(0);
    automaton.settle_by(&settling, asked_and_left_out);
    automaton.run(work, |matches, text| {
        let is_left_out = |number: &usize| (1..asked_and_left_out).contains(number);
        if matches.first() == Some(&0) && !matches.iter().any(is_left_out) {
            let resource = text();
            let of_statements = matches
                .iter()
                .filter(|&&number| number >= asked_and_left_out);
            let mut covered_by = on_all.clone();
            covered_by.extend(of_statements.map(|number| owners[number - asked_and_left_out]));
            covered_by.sort_unstable();
            covered_by.dedup();
            bytes += resource.len() + covered_by.len();
            found.push(Witness {
                resource,
                covered_by,
            });
        }
        if bytes > limits::WORK {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if bytes > limits::WORK {
        return Err(BudgetExceeded);
    }
    Ok(found.into())
}

/// Returns resources that represent all that a pattern matches: one for each set of resource patterns of these
/// policies that some resource matches all of and no others.
///
/// The policies decide an action the same on all resources that one of these represents.
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
/// There are too many patterns to reason about within [`limits::WORK`].
pub fn representatives(
    policies: &[&Policy],
    within: &Pattern,
) -> Result<Vec<String>, BudgetExceeded> {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let resources = statements.flat_map(|statement| statement.resources.iter().flatten());
    let mut patterns = vec![within];
    for resource in resources {
        if !patterns.contains(&&resource.value) {
            patterns.push(&resource.value);
        }
    }
    let mut found = Vec::new();
    let mut automaton = Automaton::new(&patterns, Case::Exact);
    automaton.require(0);
    automaton.run(&mut limits::work(), |matches, text| {
        if matches.first() == Some(&0) {
            found.push(text());
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
