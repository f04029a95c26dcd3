//! Laws of `replay`, `unused` and `needs`, on random policies and events.

use crate::common::trail::lines;
use crate::common::{folder, output_of};
use ack_catalog::{CsAction, Resource};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const ACTIONS: &[&str] = &[
    "cs:*",
    "cs:Describe*",
    "cs:*Cluster",
    "*",
    "cs:DeleteCluster",
    "cs:ModifyCluster",
    "cs:Create*",
    "cs:deletecluster",
    "CS:describe*",
];
const RESOURCES: &[&str] = &[
    "*",
    "acs:cs:*:*:cluster/*",
    "acs:cs:*:*:cluster/c1",
    "acs:cs:cn-beijing:*:*",
    "acs:cs:*:1:*",
];
const CONDITIONS: &[&str] = &[
    "",
    r#"{"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
    r#"{"Bool": {"acs:MFAPresent": "true"}}"#,
    r#"{"Bool": {"acs:SecureTransport": "true"}}"#,
    r#"{"DateLessThan": {"acs:CurrentTime": "2026-11-03T12:00:00Z"}}"#,
    r#"{"StringEquals": {"acs:Service": "x"}}"#,
];

fn policies() -> impl Strategy<Value = Value> {
    let some = |all: &'static [&'static str]| subsequence(all.to_vec(), 1..3);
    let statement = (
        select(&["Allow", "Allow", "Deny"][..]),
        some(ACTIONS),
        some(RESOURCES),
        select(CONDITIONS),
    );
    let statement = statement.prop_map(|(effect, actions, resources, condition)| {
        let mut statement = json!({"Effect": effect, "Action": actions, "Resource": resources});
        if !condition.is_empty() {
            statement["Condition"] = serde_json::from_str(condition).expect("JSON");
        }
        statement
    });
    vec(statement, 1..4).prop_map(|statements| json!({"Version": "1", "Statement": statements}))
}

/// An event and the request that it is, by caller.
fn pairs() -> impl Strategy<Value = Vec<(Value, Value)>> {
    let one = (
        select(
            &[
                "DeleteCluster",
                "ModifyCluster",
                "DescribeClusterDetail",
                "CreateCluster",
                "DescribeClustersV1",
            ][..],
        ),
        select(&["c1", "c2", ""][..]),
        select(&["10.1.2.3", "203.0.113.9", "Internal"][..]),
        select(&["true", "false", ""][..]),
        select(&["https", "http", ""][..]),
        select(&["2026-11-03T08:00:00Z", "2026-11-03T18:00:00Z"][..]),
        select(&["cn-beijing", "cn-hangzhou"][..]),
        select(&["", "", "NoPermission"][..]),
    );
    vec(one, 1..12).prop_map(|all| {
        let all = all.into_iter().enumerate();
        let pairs = all.filter_map(|(number, (name, cluster, ip, mfa, scheme, time, region, error))| {
            let operation = CsAction::operation_named(name)?;
            // Sources that disagree are alternatives, which a request does not have.
            let [action] = operation.required_actions() else { return None };
            if operation.requirements().any(|fact| fact.actions != [*action]) {
                return None;
            }
            let action = CsAction::from_ram_action(action)?;
            let relative = match action.resource() {
                Resource::Account => "*".to_owned(),
                Resource::EveryCluster => "cluster/*".to_owned(),
                _ if cluster.is_empty() => return None,
                _ => format!("cluster/{cluster}"),
            };
            let mut context = serde_json::Map::new();
            context.insert("acs:CurrentTime".to_owned(), json!(time));
            for (key, value) in [
                ("acs:SourceIp", if ip == "Internal" { "" } else { ip }),
                ("acs:MFAPresent", mfa),
                ("acs:SecureTransport", ["", "true", "false"][["", "https", "http"].iter().position(|one| *one == scheme)?]),
            ] {
                if !value.is_empty() {
                    context.insert(key.to_owned(), json!(value));
                }
            }
            let event = json!({
                "eventId": number.to_string(), "eventType": "ApiCall", "serviceName": "CS", "eventName": name, "eventTime": time,
                "acsRegion": region, "sourceIpAddress": ip, "errorCode": error,
                "requestParameters": {"ClusterId": cluster}, "additionalEventData": {"Scheme": scheme},
                "userIdentity": {"type": "ram-user", "accountId": "1", "userName": format!("u{number}"),
                    "sessionContext": {"attributes": {"mfaAuthenticated": mfa}}},
            });
            let resource = format!("acs:cs:{region}:1:{relative}");
            let request = json!({"action": action.ram_action(), "resource": resource, "context": context});
            Some((event, request))
        });
        pairs.collect()
    })
}

/// The call of a caller in a replay.
#[derive(Debug, PartialEq)]
struct Replayed {
    caller: String,
    list: String,
    depends_on: Value,
    assumes: Value,
}

/// Returns the exit code of `replay`, and what it has for each caller.
fn replayed(folder: &Path, policy: &str) -> (Option<i32>, Vec<Replayed>) {
    let args = [
        "replay",
        "--policy",
        policy,
        "--trail",
        "events.jsonl",
        "--format",
        "json",
    ];
    let output = output_of(folder, args);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let lists = ["newly_refused", "newly_allowed", "undecided", "unchanged"];
    let calls = lists.iter().flat_map(|list| {
        let calls = report[list].as_array().expect("a list");
        calls.iter().map(|call| {
            let caller = call["caller"].as_str().expect("a caller").to_owned();
            Replayed {
                caller,
                list: (*list).to_owned(),
                depends_on: call["depends_on"].clone(),
                assumes: call["assumes"].clone(),
            }
        })
    });
    (output.status.code(), calls.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_decides_as_check_does(policy in policies(), pairs in pairs()) {
        prop_assume!(!pairs.is_empty());
        let (events, requests): (Vec<Value>, Vec<Value>) = pairs.into_iter().unzip();
        let folder = folder(&[
            ("policy.json", &policy.to_string()),
            ("events.jsonl", &lines(&events)),
            ("requests.jsonl", &lines(&requests)),
        ]);
        let (code, replayed) = replayed(folder.path(), "policy.json");
        let mut is_finding = false;
        let checked = output_of(folder.path(), ["check", "policy.json", "--requests", "requests.jsonl"]);
        let checked = String::from_utf8(checked.stdout).expect("UTF-8");
        prop_assert_eq!(checked.lines().count(), events.len());
        for (event, line) in events.iter().zip(checked.lines()) {
            let decision: Value = serde_json::from_str(line).expect("JSON");
            let is_refused = event["errorCode"] != "";
            let is_assumed = decision["decision"] == "allowed" && decision["assumes"] != json!([]);
            let wanted = match decision["decision"].as_str().expect("a decision") {
                "undecided" => "undecided",
                "allowed" if is_assumed => "undecided",
                "allowed" if is_refused => "newly_allowed",
                "implicitly_denied" | "explicitly_denied" if !is_refused => "newly_refused",
                _ => "unchanged",
            };
            let caller = format!("user/{}", event["userIdentity"]["userName"].as_str().expect("a name"));
            is_finding |= wanted == "newly_refused" || is_assumed && !is_refused;
            let replayed = replayed.iter().find(|one| one.caller == caller).expect("the caller");
            prop_assert_eq!(&*replayed.list, wanted, "{} {}", event, line);
            let keys = decision["depends_on"].as_array().expect("a list").iter();
            let mut keys: Vec<&Value> = keys.map(|open| &open["key"]).collect();
            keys.dedup();
            prop_assert_eq!(&json!(keys), &replayed.depends_on);
            let assumed = if is_assumed { decision["assumes"].clone() } else { json!([]) };
            prop_assert_eq!(&assumed, &replayed.assumes);
        }
        prop_assert_eq!(code, Some(i32::from(is_finding)));
    }

    /// No call that was allowed is refused by what `unused` leaves.
    #[test]
    fn smaller_policies_allow_all_that_was_used(policy in policies(), pairs in pairs()) {
        prop_assume!(!pairs.is_empty());
        let events: Vec<Value> = pairs.into_iter().map(|(event, _)| event).collect();
        let folder = folder(&[("policy.json", &policy.to_string()), ("events.jsonl", &lines(&events))]);
        let args = ["unused", "policy.json", "--trail", "events.jsonl", "--format", "json"];
        let report: Value = serde_json::from_slice(&output_of(folder.path(), args).stdout).expect("JSON");
        let Some(smaller) = report["policies"][0]["smaller"].as_str() else { return Ok(()) };
        fs::write(folder.path().join("smaller.json"), smaller).expect("a file");
        let refused = |policy: &str| {
            let (_, mut refused) = replayed(folder.path(), policy);
            refused.retain(|one| one.list == "newly_refused");
            refused
        };
        prop_assert_eq!(refused("smaller.json"), refused("policy.json"));
    }

    /// What a trail needed is allowed, and what it was refused stays so.
    #[test]
    fn needs_of_a_trail_are_what_it_was_allowed(pairs in pairs()) {
        // One caller, who was always refused the same, on some of the clusters or in all of the account.
        let events = pairs.into_iter().enumerate().map(|(number, (mut event, request))| {
            event["userIdentity"]["userName"] = json!("ann");
            let resource = request["resource"].as_str().expect("a resource");
            let of_cluster = if resource.contains("cluster/c") { resource.len() + usize::from(resource.ends_with("c1")) } else { 0 };
            let is_refused = (request["action"].to_string().len() + of_cluster) % 2 == 0;
            event["errorCode"] = json!(if is_refused { "NoPermission" } else { ["", "ErrorClusterNotFound"][number % 2] });
            event
        });
        let events: Vec<Value> = events.collect();
        let is_allowed = events.iter().any(|event| event["errorCode"] != "NoPermission");
        let folder = folder(&[("events.jsonl", &lines(&events))]);
        let list = output_of(folder.path(), ["needs", "events.jsonl", "--from", "trail"]);
        fs::write(folder.path().join("needs.txt"), &list.stdout).expect("a file");
        for shorten in [&[][..], &["--shorten"]] {
            let args = [&["write-policy", "--needs", "needs.txt"], shorten].concat();
            let written = output_of(folder.path(), args);
            // A list of refused calls needs no policy.
            prop_assert_eq!(written.status.code(), Some(if is_allowed { 0 } else { 2 }));
            if !is_allowed { continue }
            fs::write(folder.path().join("least.json"), &written.stdout).expect("a file");
            let (code, replayed) = replayed(folder.path(), "least.json");
            prop_assert!(replayed.iter().all(|one| one.list == "unchanged"), "{:?}", replayed);
            prop_assert_eq!(code, Some(0));
        }
    }
}
