//! The decisions of constants, which `policy!` writes, are those of `ram_policy`.

use crate::kept::kept;
use ack_catalog::AckAction;
use ack_catalog::support::{
    FixedAddition, FixedConditions, FixedPolicy, FixedRegion, FixedStatement, FixedView, NOWHERE,
    Problem, Required, is_granted, problem,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ram_policy::{
    Case, Context, Effect, Outcome, Part, Pattern, Policies, Policy, Reach, Regions, Request,
    Ternary,
};

const MOST: usize = 4;

const ACTIONS: [&str; 16] = [
    "*",
    "cs:*",
    "CS:Describe*",
    "cs:describe*",
    "cs:Get*",
    "cs:Get?pgradeStatus",
    "cs:*Cluster",
    "cs:*s*s*s",
    "cs:modifycluster",
    "cs:ModifyCluster",
    "cs:ModifyCluster?*",
    "*Nodes",
    "cs:",
    "ecs:*",
    "sts:assumerole",
    "sts:AssumeRole",
];

const RESOURCES: [&str; 7] = [
    "*",
    "acs:cs:*:*:cluster/*",
    "acs:cs:*:*:cluster/c1",
    "acs:cs:*:*:cluster/c*",
    "acs:cs:cn-*:1:cluster/?1",
    "acs:cs:*:*:*/*",
    "acs:oss:*:*:*",
];

const ASKED: [&str; 5] = [
    "*",
    "acs:cs:*:*:*",
    "acs:cs:*:*:cluster/*",
    "acs:cs:cn-hangzhou:1:cluster/c1",
    "acs:cs:*:*:cluster/c?",
];

const CONDITIONS: [&str; 4] = [
    "",
    "",
    r#", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
    r#", "Condition": {"Bool": {"acs:MFAPresent": "true"}, "NotIpAddress": {"acs:SourceIp": "10.1.0.0/16"}}"#,
];

#[derive(Clone, Debug)]
struct Written {
    denies: bool,
    is_negated: bool,
    actions: Vec<&'static str>,
    resources: Vec<&'static str>,
    condition: &'static str,
}

fn written() -> impl Strategy<Value = Vec<Written>> {
    let statement = (
        any::<bool>(),
        prop::bool::weighted(0.2),
        subsequence(ACTIONS.to_vec(), 1..=4),
        subsequence(RESOURCES.to_vec(), 1..=2),
        select(&CONDITIONS[..]),
    );
    let statement =
        statement.prop_map(
            |(denies, is_negated, actions, resources, condition)| Written {
                denies,
                is_negated,
                actions,
                resources,
                condition,
            },
        );
    prop::collection::vec(statement, 1..=MOST)
}

/// Writes the policy, without the patterns that match an action only if letter case does not count.
fn policy(written: &[Written], if_case_counts_for: Option<&str>) -> Policy {
    let statements = written.iter().map(|one| {
        let effect = if one.denies { "Deny" } else { "Allow" };
        let key = if one.is_negated { "NotAction" } else { "Action" };
        let is_kept = |pattern: &&&str| {
            if_case_counts_for.is_none_or(|action| {
                !Pattern::action(pattern).matches(action)
                    || Pattern::new(pattern, Case::Exact).matches(action)
            })
        };
        let mut actions: Vec<&str> = one.actions.iter().filter(is_kept).copied().collect();
        if actions.is_empty() {
            actions.push("none:None");
        }
        let (resources, condition) = (&one.resources, one.condition);
        format!(r#"{{"Effect": "{effect}", "{key}": {actions:?}, "Resource": {resources:?}{condition}}}"#)
    });
    let statements = statements.collect::<Vec<_>>().join(", ");
    let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
    text.parse().expect("a policy")
}

fn leaked<T>(values: Vec<T>) -> &'static [T] {
    Vec::leak(values)
}

/// The hash of the macro: 24 bits of FNV-1a.
fn hash(text: &str) -> usize {
    let bytes = text.to_ascii_lowercase().into_bytes().into_iter();
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash as usize % (1 << 24)
}

/// Returns the texts of the actions, the records of those without wildcards, and those of the patterns.
fn actions(policy: &Policy) -> [&'static [u8]; 3] {
    let (mut texts, mut literals, mut patterns) = (String::new(), Vec::new(), Vec::new());
    for (statement, written) in policy.statements().iter().enumerate() {
        for action in &written.actions.patterns {
            let text = action.value.as_str();
            let (records, key) = match text.find(ram_policy::is_wildcard) {
                Some(prefix) => (&mut patterns, prefix),
                None => (&mut literals, hash(text)),
            };
            records.push([key, texts.len(), text.len(), statement]);
            texts.push_str(text);
        }
    }
    literals.sort_unstable();
    let bytes = |records: Vec<[usize; 4]>| {
        let numbers = records.concat().into_iter();
        leaked(
            numbers
                .flat_map(|number| number.to_le_bytes()[..3].to_vec())
                .collect(),
        )
    };
    [leaked(texts.into_bytes()), bytes(literals), bytes(patterns)]
}

/// Returns the policy as the macro writes it.
fn fixed(policy: &Policy, resource: &str, context: &Context) -> FixedPolicy<MOST> {
    let statements = policy.statements();
    let truth = |number: usize| {
        let conditions = statements[number].conditions.iter();
        conditions.fold(Ternary::True, |truth, one| truth.and(one.holds(context)))
    };
    let policies = Policies::new().attach(policy);
    let all: Vec<(usize, usize)> = (0..statements.len()).map(|number| (0, number)).collect();
    let regions = Regions::new(&policies, resource).of(&all);
    let nothing = FixedRegion {
        group: 0,
        example: "",
        statements: &[],
    };
    let regions = regions.expect("few patterns");
    let covers = |number| {
        let mut covering = regions.iter().flat_map(|region| &region.statements);
        covering.any(|(_, one)| *one == number)
    };
    let groups = std::array::from_fn(|number| if covers(number) { 1 } else { NOWHERE });
    let regions = regions.into_iter().map(|region| {
        let covering = region.statements.iter().map(|(_, number)| *number);
        FixedRegion {
            group: 1,
            example: "",
            statements: leaked(covering.collect()),
        }
    });
    let [texts, literals, patterns] = actions(policy);
    FixedPolicy {
        resource: "",
        statements: std::array::from_fn(|number| {
            let statement = statements.get(number);
            FixedStatement {
                number: "",
                place: "",
                denies: statement.is_some_and(|one| one.effect == Effect::Deny),
                conditions: match statement.map(|_| truth(number)) {
                    Some(Ternary::Unknown) => FixedConditions::Open,
                    Some(Ternary::False) => FixedConditions::Fail,
                    Some(Ternary::True) | None => FixedConditions::Hold,
                },
                depends_on: "",
                help: "",
                is_negated: statement.is_some_and(|one| one.actions.is_negated),
            }
        }),
        texts,
        literals,
        patterns,
        on_resource: FixedView {
            groups,
            regions: leaked(regions.chain([nothing]).collect()),
        },
        in_practice: &[],
        wide: &[],
        addition: FixedAddition {
            place: "",
            what: "",
        },
    }
}

/// The outcomes on the parts of a resource.
struct Outcomes(Vec<Part>);

impl Outcomes {
    fn of(policy: &Policy, action: &str, resource: &str, context: &Context) -> Self {
        let policies = Policies::new().attach(policy);
        let request = Request::new("", resource).under(context);
        let parts = Reach::new(&policies, request, &[]).of(action);
        Self(parts.expect("few patterns"))
    }

    fn has(&self, outcome: Outcome) -> bool {
        self.0.iter().any(|part| part.decision.outcome == outcome)
    }

    fn is_denied_in_part(&self) -> bool {
        self.has(Outcome::ExplicitlyDenied) || self.has(Outcome::ImplicitlyDenied)
    }

    /// Whether the action is allowed on all of the resource; `None` if that is not decided.
    fn is_allowed(&self) -> Option<bool> {
        match (self.is_denied_in_part(), self.has(Outcome::Undecided)) {
            (true, _) => Some(false),
            (false, true) => None,
            (false, false) => Some(true),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..kept() })]

    #[test]
    fn constants_decide_as_the_library_does(
        written in written(),
        resource in select(&ASKED[..]),
        address in select(&["", "10.1.2.3", "10.2.2.3", "11.1.1.1"][..]),
        mfa in select(&["", "true", "false"][..]),
    ) {
        let given = [("acs:SourceIp", address), ("acs:MFAPresent", mfa)];
        let given = given.into_iter().filter(|(_, value)| !value.is_empty());
        let context = given.fold(Context::open(), |context, (key, value)| context.with(key, value));
        let policy_as_written = policy(&written, None);
        let fixed = fixed(&policy_as_written, resource, &context);
        let own = ["sts:AssumeRole", "ecs:StartInstance", "ram:é"];
        for action in AckAction::iter().map(AckAction::ram_action).chain(own) {
            let folded = Outcomes::of(&policy_as_written, action, resource, &context);
            let exact = policy(&written, Some(action));
            let exact = Outcomes::of(&exact, action, resource, &context);
            let text = policy_as_written.text();

            let decided = |required| problem(&fixed, &fixed.on_resource, action, required);
            let problem = decided(Required::Allowed);
            let is_as_expected = match problem {
                Problem::None => {
                    folded.is_allowed() == Some(true) && exact.is_allowed() == Some(true)
                }
                Problem::Denied { .. } => folded.has(Outcome::ExplicitlyDenied),
                Problem::NotAllowed { in_part, .. } => {
                    !folded.has(Outcome::ExplicitlyDenied)
                        && folded.has(Outcome::ImplicitlyDenied)
                        && in_part == folded.has(Outcome::Allowed)
                }
                Problem::Undecided { .. } | Problem::NoTrustPolicy => folded.is_allowed().is_none(),
                Problem::ByCase { .. } => {
                    folded.is_allowed() == Some(true) && exact.is_allowed() != Some(true)
                }
                Problem::Allowed { .. }
                | Problem::NotAllowedWide { .. }
                | Problem::DeniedInPractice => false,
            };
            prop_assert!(is_as_expected, "{action} on {resource}: {problem:?}\n{text}");

            let problem = decided(Required::Denied);
            let is_denied = |outcomes: &Outcomes| {
                !outcomes.has(Outcome::Allowed) && !outcomes.has(Outcome::Undecided)
            };
            let is_as_expected = match problem {
                Problem::None => is_denied(&folded) && is_denied(&exact),
                Problem::Allowed { .. } => folded.has(Outcome::Allowed),
                Problem::Undecided { .. } | Problem::NoTrustPolicy => {
                    !folded.has(Outcome::Allowed) && folded.has(Outcome::Undecided)
                }
                Problem::ByCase { .. } => is_denied(&folded) && !is_denied(&exact),
                Problem::Denied { .. }
                | Problem::NotAllowed { .. }
                | Problem::NotAllowedWide { .. }
                | Problem::DeniedInPractice => false,
            };
            prop_assert!(is_as_expected, "denied, {action} on {resource}: {problem:?}\n{text}");

            let expected = folded.is_allowed().filter(|_| folded.is_allowed() == exact.is_allowed());
            prop_assert_eq!(is_granted(&fixed, action).ok(), expected, "{} on {}\n{}", action, resource, text);
        }
    }
}
