//! Decisions of `ram-policy` and of its peers, on equal policies and the same requests.

use crate::peers::{Casbin, Cedar, Iam, glob};
use crate::table::Table;
use ack_catalog::{AckAction, AckActionSet};
use ram_policy::{Outcome, Policies, Policy, Request};
use std::hint::black_box;
use std::time::Instant;

const CLUSTER: &str = "acs:cs:cn-hangzhou:123456789012:cluster/c1";
const ADDRESS: &str = "10.1.2.3";

const FIX_PASSES: usize = 31;
const TYPED: &str = "typed (compiled to sets)";
const OUTCOME: &str = "strings, outcome only";
const REASONS: &str = "strings, with reasons";
const IAM: &str = "iam-rs";
const CEDAR: &str = "cedar-policy";

/// A decision on each action of the catalog.
struct Contestant<'a> {
    name: &'static str,
    /// The number of times that a round decides all actions.
    repeats: usize,
    allows: Box<dyn Fn(usize) -> bool + 'a>,
    /// Nanoseconds for each decision, by round.
    times: Vec<f64>,
}

fn contestant<'a>(
    name: &'static str,
    repeats: usize,
    allows: impl Fn(usize) -> bool + 'a,
) -> Contestant<'a> {
    Contestant {
        name,
        repeats,
        allows: Box::new(allows),
        times: Vec::new(),
    }
}

pub fn run() -> Vec<Table> {
    vec![plain(), conditions(), statements()]
}

/// Returns a policy that allows actions by pattern and by name on one cluster and denies one of them, under a condition.
fn policy(condition: &str) -> String {
    format!(
        r#"{{"Version": "1", "Statement": [
            {{"Effect": "Allow", "Action": ["cs:Describe*", "cs:ModifyCluster"], "Resource": "{CLUSTER}"{condition}}},
            {{"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}}
        ]}}"#
    )
}

fn plain() -> Table {
    let policy: Policy = policy("").parse().expect("a policy");
    let policies = Policies::new().attach(&policy);
    let allowed = AckActionSet::allowed_by(&policy, CLUSTER).allowed;
    let actions = AckAction::ALL;
    let bits = actions
        .iter()
        .enumerate()
        .fold(0_u64, |bits, (at, action)| {
            bits | u64::from(allowed.contains(*action)) << at
        });
    let iam = Iam::new(&policy_text_of_iam(""), None);
    let cedar = Cedar::new("", None);
    let casbin = Casbin::new(CLUSTER);
    let contestants = vec![
        contestant("floor: a bit test", 2_000, |at| {
            black_box(bits) >> black_box(at) & 1 == 1
        }),
        contestant(TYPED, 2_000, |at| {
            black_box(&allowed).contains(black_box(actions[at]))
        }),
        contestant("floor: two-pointer globs", 200, |at| {
            let (action, resource) = (black_box(actions[at].ram_action()), black_box(CLUSTER));
            let allows = glob("cs:Describe*", action) || glob("cs:ModifyCluster", action);
            let denies = glob("cs:DescribeEvents", action) && glob("*", resource);
            allows && glob(CLUSTER, resource) && !denies
        }),
        contestant(OUTCOME, 200, |at| {
            let request = Request::new(black_box(actions[at].ram_action()), black_box(CLUSTER));
            policies.outcome(&request) == Outcome::Allowed
        }),
        contestant(REASONS, 200, |at| {
            let request = Request::new(black_box(actions[at].ram_action()), black_box(CLUSTER));
            policies.decide(&request).outcome == Outcome::Allowed
        }),
        contestant(IAM, 10, |at| iam.allows(at)),
        contestant(CEDAR, 10, |at| cedar.allows(at)),
        contestant("casbin", 2, |at| casbin.allows(at)),
    ];
    let mut table = measured("the resource decides", contestants, allowed.len());
    table.aim("typed, ns", table.median(TYPED), 10.0);
    table.aim("strings with reasons, ns", table.median(REASONS), 110.0);
    for peer in [IAM, CEDAR, "casbin"] {
        // The peers give no reasons unless asked.
        table.aim_ratio(OUTCOME, peer, 1.0 / 20.0);
        table.aim_ratio(REASONS, peer, 1.0 / 20.0);
    }
    table
}

fn policy_text_of_iam(condition: &str) -> String {
    policy(condition)
        .replace("\"1\"", "\"2012-10-17\"")
        .replace("acs:", "arn:aws:")
        .replace("arn:aws:SourceIp", "aws:SourceIp")
}

fn conditions() -> Table {
    let condition = r#", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#;
    let policy: Policy = policy(condition).parse().expect("a policy");
    let policies = Policies::new().attach(&policy);
    let actions = AckAction::ALL;
    let context = ram_policy::Context::open().with("acs:SourceIp", ADDRESS);
    let requests: Vec<Request<'_>> = actions
        .iter()
        .map(|action| Request::new(action.ram_action(), CLUSTER).under(&context))
        .collect();
    let allowed = requests
        .iter()
        .filter(|request| policies.outcome(request) == Outcome::Allowed);
    let allowed = allowed.count();
    let iam = Iam::new(&policy_text_of_iam(condition), Some(ADDRESS));
    let cedar = Cedar::new(
        " when { context.ip.isInRange(ip(\"10.0.0.0/8\")) }",
        Some(ADDRESS),
    );
    let contestants = vec![
        contestant(OUTCOME, 200, |at| {
            policies.outcome(black_box(&requests[at])) == Outcome::Allowed
        }),
        contestant(REASONS, 200, |at| {
            policies.decide(black_box(&requests[at])).outcome == Outcome::Allowed
        }),
        contestant(IAM, 10, |at| iam.allows(at)),
        contestant(CEDAR, 10, |at| cedar.allows(at)),
    ];
    let mut table = measured("a condition on the address", contestants, allowed);
    for peer in [IAM, CEDAR] {
        // The peers give no reasons unless asked.
        table.aim_ratio(OUTCOME, peer, 1.0 / 20.0);
        table.aim_ratio(REASONS, peer, 1.0 / 20.0);
    }
    table
}

/// The deciding statement comes last, after statements on other services.
fn statements() -> Table {
    let text = |count: usize| {
        let others = (1..count).map(|at| {
            format!(r#"{{"Effect": "Allow", "Action": "ecs{at}:Describe*", "Resource": "*"}}, "#)
        });
        let others: String = others.collect();
        format!(
            r#"{{"Version": "1", "Statement": [{others}{{"Effect": "Allow", "Action": "cs:Describe*", "Resource": "*"}}]}}"#
        )
    };
    let policies: Vec<Policy> = [1, 10, 100]
        .map(|count| text(count).parse().expect("a policy"))
        .into();
    let attached: Vec<Policies<'_>> = policies
        .iter()
        .map(|policy| Policies::new().attach(policy))
        .collect();
    let iam: Vec<Iam> = [1, 10, 100]
        .map(|count| Iam::new(&text(count).replace("\"1\"", "\"2012-10-17\""), None))
        .into();
    let actions = AckAction::ALL;
    let ours = |which: usize| {
        let policies = &attached[which];
        move |at: usize| {
            let request = Request::new(black_box(actions[at].ram_action()), black_box(CLUSTER));
            policies.outcome(&request) == Outcome::Allowed
        }
    };
    let allowed = actions
        .iter()
        .filter(|action| action.name().starts_with("Describe"));
    let contestants = vec![
        contestant("1 statement", 200, ours(0)),
        contestant("10 statements", 200, ours(1)),
        contestant("100 statements", 50, ours(2)),
        contestant("1 statement, iam-rs", 10, |at| iam[0].allows(at)),
        contestant("10 statements, iam-rs", 10, |at| iam[1].allows(at)),
        contestant("100 statements, iam-rs", 2, |at| iam[2].allows(at)),
    ];
    let mut table = measured("many statements", contestants, allowed.count());
    let each = |name: &str, count: f64| table.median(name) / count;
    let growth = each("100 statements", 100.0) / each("10 statements", 10.0);
    table.aim("a statement of 100 / a statement of 10", growth, 1.3);
    table.aim_ratio("100 statements", "100 statements, iam-rs", 1.0 / 20.0);
    table
}

fn measured(title: &str, mut contestants: Vec<Contestant<'_>>, allowed: usize) -> Table {
    let actions = AckAction::ALL.len();
    for Contestant { name, allows, .. } in &contestants {
        let granted = (0..actions).filter(|&at| allows(at)).count();
        assert_eq!(granted, allowed, "{title}: {name} decides otherwise");
    }
    for _ in 0..FIX_PASSES {
        for contestant in &mut contestants {
            let start = Instant::now();
            for _ in 0..contestant.repeats {
                for at in 0..actions {
                    black_box((contestant.allows)(at));
                }
            }
            let decisions = contestant.repeats * actions;
            contestant
                .times
                .push(start.elapsed().as_nanos() as f64 / decisions as f64);
        }
    }
    let title = format!("{title}: {actions} decisions, {allowed} of them allowed");
    let mut table = Table::new("decide", title, "ns");
    for contestant in &contestants {
        table.row(contestant.name, &contestant.times);
    }
    table
}
