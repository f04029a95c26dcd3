//! Decisions beside those of the peers, on an equal policy and the same requests.
//!
//! All contestants run in turn within one run, round by round, since the machine is shared: compare
//! the ratios, not the times.

use crate::table::Table;
use ack_catalog::{AckAction, AckActionSet};
use cedar_policy as cedar;
use iam_rs::{Arn, IAMPolicy, IAMRequest, PolicyEvaluator, Principal, PrincipalId};
use ram_policy::{Outcome, Policies, Policy, Request};
use std::hint::black_box;
use std::time::Instant;

const CLUSTER: &str = "acs:cs:cn-hangzhou:123456789012:cluster/c1";

/// Two actions by pattern and by name on one cluster, less one of them.
const POLICY: &str = r#"{"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": ["cs:Describe*", "cs:ModifyCluster"],
     "Resource": "acs:cs:cn-hangzhou:123456789012:cluster/c1"},
    {"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}
]}"#;

const IAM_POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["cs:Describe*", "cs:ModifyCluster"],
     "Resource": "arn:aws:cs:cn-hangzhou:123456789012:cluster/c1"},
    {"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}
]}"#;

const ROUNDS: usize = 31;
const TYPED: &str = "typed (compiled to sets)";
const REASONS: &str = "strings, with reasons";

/// A decision on each action of the catalog, in a name and a function that says whether it is allowed.
struct Contestant<'a> {
    name: &'static str,
    /// How often all actions are asked for in a round.
    repeats: usize,
    allows: Box<dyn Fn(usize) -> bool + 'a>,
    /// Nanoseconds for a decision, a round each.
    times: Vec<f64>,
}

pub fn run() -> Vec<Table> {
    let actions = AckAction::ALL;
    let policy: Policy = POLICY.parse().expect("a policy");
    let policies = Policies::new().attach(&policy);
    let allowed = AckActionSet::allowed_by(&policy, CLUSTER).allowed;

    let iam: IAMPolicy = serde_json::from_str(IAM_POLICY).expect("a policy");
    let iam = PolicyEvaluator::with_policies(vec![iam]);
    let iam_requests: Vec<IAMRequest> = actions
        .iter()
        .map(|action| {
            let principal = Principal::Aws(PrincipalId::String(
                "arn:aws:iam::123456789012:user/a".to_owned(),
            ));
            let arn = Arn::parse("arn:aws:cs:cn-hangzhou:123456789012:cluster/c1").expect("an ARN");
            IAMRequest::new(principal, action.ram_action(), arn)
        })
        .collect();

    let named = |action: &AckAction| format!("Action::\"{}\"", action.name());
    let described: Vec<String> = actions
        .iter()
        .filter(|action| action.name().starts_with("Describe") || action.name() == "ModifyCluster")
        .map(named)
        .collect();
    let text = format!(
        "permit(principal, action in [{}], resource == Cluster::\"c1\");\n\
         forbid(principal, action == Action::\"DescribeEvents\", resource);",
        described.join(", ")
    );
    let cedar_policies: cedar::PolicySet = text.parse().expect("policies");
    let authorizer = cedar::Authorizer::new();
    let entities = cedar::Entities::empty();
    let cedar_requests: Vec<cedar::Request> = actions
        .iter()
        .map(|action| {
            cedar::Request::new(
                "User::\"a\"".parse().expect("a user"),
                named(action).parse().expect("an action"),
                "Cluster::\"c1\"".parse().expect("a cluster"),
                cedar::Context::empty(),
                None,
            )
            .expect("a request")
        })
        .collect();

    let mut contestants = [
        Contestant {
            name: TYPED,
            repeats: 2_000,
            allows: Box::new(|at| black_box(&allowed).contains(black_box(actions[at]))),
            times: Vec::new(),
        },
        Contestant {
            name: "strings, outcome alone",
            repeats: 200,
            allows: Box::new(|at| {
                let request = Request::new(black_box(actions[at].ram_action()), black_box(CLUSTER));
                policies.outcome(&request) == Outcome::Allowed
            }),
            times: Vec::new(),
        },
        Contestant {
            name: REASONS,
            repeats: 200,
            allows: Box::new(|at| {
                let request = Request::new(black_box(actions[at].ram_action()), black_box(CLUSTER));
                policies.decide(&request).outcome == Outcome::Allowed
            }),
            times: Vec::new(),
        },
        Contestant {
            name: "iam-rs",
            repeats: 10,
            allows: Box::new(|at| {
                let result = iam
                    .evaluate(black_box(&iam_requests[at]))
                    .expect("a decision");
                result.decision == iam_rs::Decision::Allow
            }),
            times: Vec::new(),
        },
        Contestant {
            name: "cedar-policy",
            repeats: 10,
            allows: Box::new(|at| {
                let answer = authorizer.is_authorized(
                    black_box(&cedar_requests[at]),
                    &cedar_policies,
                    &entities,
                );
                answer.decision() == cedar::Decision::Allow
            }),
            times: Vec::new(),
        },
    ];

    for contestant in &contestants {
        let granted = (0..actions.len())
            .filter(|&at| (contestant.allows)(at))
            .count();
        assert_eq!(
            granted,
            allowed.len(),
            "{} decides otherwise",
            contestant.name
        );
    }
    for _ in 0..ROUNDS {
        for contestant in &mut contestants {
            let start = Instant::now();
            for _ in 0..contestant.repeats {
                for at in 0..actions.len() {
                    black_box((contestant.allows)(at));
                }
            }
            let decisions = contestant.repeats * actions.len();
            contestant
                .times
                .push(start.elapsed().as_nanos() as f64 / decisions as f64);
        }
    }
    let title = format!(
        "{} decisions on a policy, {} of them allowed",
        actions.len(),
        allowed.len()
    );
    let mut table = Table::new("decide", title, "ns");
    for contestant in &contestants {
        table.row(contestant.name, &contestant.times);
    }
    table.aim("typed, ns", table.median(TYPED), 10.0);
    table.aim("strings with reasons, ns", table.median(REASONS), 110.0);
    table.aim_ratio(REASONS, "iam-rs", 1.0 / 20.0);
    table.aim_ratio(REASONS, "cedar-policy", 1.0 / 20.0);
    vec![table]
}
