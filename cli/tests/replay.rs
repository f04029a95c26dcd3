//! `replay` and `unused`.

use crate::common::{error, folder, output_of, run_in, run_line, shown, with_input};
use ack_catalog::{CsAction, Resource};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use tempfile::TempDir;

/// Events as a trail delivers them: users, a role, the console, a service, the account itself, other services, and a
/// login.
fn events() -> Vec<Value> {
    let event = |id: usize, service: &str, name: &str, by: Value, more: Value| {
        let mut event = json!({
            "eventId": format!("E{id:02}"), "eventVersion": "1", "eventType": "ApiCall",
            "eventTime": format!("2026-11-0{}T08:{id:02}:00Z", 1 + id / 5),
            "serviceName": service, "eventName": name, "acsRegion": "cn-beijing",
            "sourceIpAddress": "203.0.113.7", "userIdentity": by,
        });
        let fields = event.as_object_mut().expect("an object");
        fields.extend(more.as_object().expect("an object").clone());
        event
    };
    let user =
        |name: &str| json!({"type": "ram-user", "accountId": "2468013579246801", "userName": name});
    let role = |name: &str| {
        json!({"type": "assumed-role", "accountId": "2468013579246801", "userName": format!("{name}:run-9"),
            "sessionContext": {"attributes": {"mfaAuthenticated": "false"}}})
    };
    let cluster = json!({"requestParameters": {"ClusterId": "cblue"}, "additionalEventData": {"Scheme": "https"}});
    let green = json!({"referencedResources": {"ACS::CS::Cluster": ["cgreen"]}, "requestParameters": {"ClusterId": "other"}});
    vec![
        event(
            1,
            "CS",
            "DescribeClusterDetail",
            user("mia"),
            cluster.clone(),
        ),
        event(2, "CS", "DescribeClusterDetail", user("mia"), green),
        event(3, "CS", "ScaleOutCluster", user("mia"), cluster.clone()),
        event(
            4,
            "CS",
            "DeleteCluster",
            role("Cleaner"),
            json!({"clusterId": "x", "requestParameters": {"clusterId": "cblue"},
            "errorCode": "StatusForbidden", "errorMessage": "STSToken policy Forbidden for action cs:DeleteCluster"}),
        ),
        event(
            5,
            "CS",
            "ModifyCluster",
            user("noor"),
            json!({"eventType": "ConsoleOperation", "eventVersion": 1,
            "requestParameters": {"ClusterId": "cblue"}, "errorCode": "", "errorMessage": ""}),
        ),
        event(
            6,
            "CS",
            "DescribeClusterDetail",
            role("AliyunServiceRoleForArms"),
            cluster.clone(),
        ),
        event(7, "Ecs", "DescribeInstances", user("mia"), json!({})),
        event(8, "CS", "FrobnicateCluster", user("mia"), cluster.clone()),
        event(
            9,
            "AasCustomer",
            "ConsoleSignin",
            user("noor"),
            json!({"eventType": "ConsoleSignin"}),
        ),
        event(
            10,
            "CS",
            "DescribeClusterDetail",
            json!({"type": "root-account", "accountId": "2468013579246801"}),
            cluster,
        ),
        event(
            11,
            "CS",
            "UpgradeClusterAddons",
            user("noor"),
            json!({"requestParameters": "{\"ClusterId\":\"cblue\"}",
            "errorCode": "ErrorClusterNotFound", "errorMessage": "no such cluster"}),
        ),
    ]
}

fn lines(events: &[Value]) -> String {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

const NEW: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:DescribeClusterDetail", "cs:DeleteCluster", "cs:UpgradeClusterAddons", "cs:Modify*"],
      "Resource": ["acs:cs:*:*:cluster/cblue", "acs:cs:*:*:cluster/cred"]
    },
    {
      "Effect": "Deny",
      "Action": "cs:ModifyCluster",
      "Resource": "*",
      "Condition": { "Bool": { "acs:MFAPresent": "false" } }
    }
  ]
}
"#;

fn trail() -> TempDir {
    folder(&[
        ("new.json", NEW),
        ("trail/2026/11/01/a.jsonl", &lines(&events()[..6])),
        ("trail/2026/11/02/b.json", &json!(events()[6..]).to_string()),
        ("trail/digest.csv", "a,b\n"),
    ])
}

#[test]
fn replay_shows_what_other_policies_would_change() {
    let trail = trail();
    let text = run_line(trail.path(), "replay --policy new.json --trail trail");
    let json = run_line(
        trail.path(),
        "replay --policy new.json --trail trail --format json",
    );
    insta::assert_snapshot!("replay", text);
    insta::assert_snapshot!("replay_json", json);
    assert!(text.contains("exit code 1"));
}

#[test]
fn replay_of_one_caller_names_it_as_events_or_policies_do() {
    let trail = trail();
    let of = |caller: &str| {
        let args = [
            "replay", "--policy", "new.json", "--trail", "trail", "--caller", caller,
        ];
        shown(&output_of(trail.path(), args))
    };
    let cleaner = of("role/cleaner");
    assert!(
        cleaner.starts_with("0\n") && cleaner.contains("1 newly allowed"),
        "{cleaner}"
    );
    assert_eq!(cleaner, of("Cleaner"));
    assert_eq!(cleaner, of("acs:ram::2468013579246801:role/Cleaner"));
    assert!(of("root").contains("1 unchanged"));
    assert!(of("nobody").contains("no calls of `nobody` found"));
}

/// A replacement does not change a call that another policy allows or denies.
#[test]
fn old_policies_tell_what_a_replacement_changes() {
    let trail = trail();
    let same = run_line(
        trail.path(),
        "replay --policy new.json --old new.json --trail trail",
    );
    assert!(
        same.contains("0 calls newly refused, 0 newly allowed"),
        "{same}"
    );
    fs::write(
        trail.path().join("old.json"),
        NEW.replace("DescribeClusterDetail", "*"),
    )
    .expect("a file");
    let changed = run_line(
        trail.path(),
        "replay --policy new.json --old old.json --trail trail",
    );
    insta::assert_snapshot!("replay_old", changed);
}

#[test]
fn unused_parts_are_named_with_a_smaller_policy() {
    let trail = trail();
    insta::assert_snapshot!(
        "unused",
        run_line(trail.path(), "unused new.json --trail trail")
    );
    let json = run_line(
        trail.path(),
        "unused new.json --trail trail --caller mia --format json",
    );
    insta::assert_snapshot!("unused_json", json);
    let all = "unused new.json --trail trail --caller role/cleaner";
    assert!(run_line(trail.path(), all).contains("new.json:4:5: unused statement"));
    fs::write(
        trail.path().join("one.json"),
        NEW.replace("Deny", "Allow")
            .replace("cluster/c", "cluster/d"),
    )
    .expect("a file");
    let none = run_line(
        trail.path(),
        "unused one.json --trail trail --caller role/cleaner",
    );
    assert!(
        none.contains("no call used any of it; detach or delete the policy"),
        "{none}"
    );
}

#[test]
fn needs_of_a_trail_are_listed_by_caller() {
    let trail = trail();
    insta::assert_snapshot!("needs_trail", run_line(trail.path(), "needs trail"));
    let json = run_line(
        trail.path(),
        "needs trail --from trail --caller role/Cleaner --format json",
    );
    insta::assert_snapshot!("needs_trail_json", json);
    // Beside other sources, in one list.
    fs::write(trail.path().join("deploy.sh"), "aliyun cs StopAlert\n").expect("a file");
    let both = run_line(trail.path(), "needs deploy.sh trail");
    assert!(
        both.contains("StopAlert  # deploy.sh:1") && both.contains("# user/mia"),
        "{both}"
    );
}

/// A list of needs becomes a policy, so an event must not put a pattern into it.
#[test]
fn names_in_events_are_no_patterns() {
    let trail = trail();
    let mut all = events()[..1].to_vec();
    for (service, name, cluster) in [
        ("Ecs", "*", "c1"),
        ("*", "X", "c1"),
        ("Ecs", "Run Instances", "c1"),
        ("CS", "DeleteCluster", "*"),
        ("CS", "DeleteCluster", "c1 acs:cs:*:*:*"),
        ("CS", "DeleteCluster", "c1\nStartAlert"),
    ] {
        let mut event = events()[0].clone();
        event["serviceName"] = json!(service);
        event["eventName"] = json!(name);
        event["requestParameters"]["ClusterId"] = json!(cluster);
        all.push(event);
    }
    let output = with_input(
        trail.path(),
        &["needs", "-", "--from", "trail"],
        lines(&all),
    );
    let text = String::from_utf8_lossy(&output.stdout);
    let needs = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let needs: Vec<&str> = needs.filter(|line| !line.is_empty()).collect();
    let cluster = "acs:cs:cn-beijing:2468013579246801:cluster/cblue";
    assert_eq!(
        needs,
        ["DeleteCluster", &format!("DescribeClusterDetail {cluster}")]
    );
}

/// An operation whose action nobody documents would make the whole file unreadable.
#[test]
fn needs_of_a_trail_are_a_file_of_needs() {
    let trail = trail();
    let mut event = events().remove(0);
    event["eventName"] = json!("ListNodePoolComponents");
    let text = lines(&[events().remove(0), event]);
    fs::write(trail.path().join("trail/events.jsonl"), text).expect("a file");
    let output = output_of(trail.path(), ["needs", "trail"]);
    assert_eq!(output.status.code(), Some(1));
    let list = String::from_utf8(output.stdout).expect("UTF-8");
    let unknown = "the action of CS ListNodePoolComponents: 1 call, event E01";
    assert!(
        list.lines()
            .any(|line| line.starts_with('#') && line.ends_with(unknown)),
        "{list}"
    );
    fs::write(trail.path().join("needs.txt"), list).expect("a file");
    let policy = output_of(trail.path(), ["write-policy", "--needs", "needs.txt"]);
    assert_eq!(policy.status.code(), Some(0), "{}", shown(&policy));
}

#[test]
fn events_come_as_lists_lines_answers_logs_and_compressed() {
    let all = events();
    let trail = trail();
    let args = [
        "replay", "--policy", "new.json", "--trail", "-", "--format", "json",
    ];
    let replayed = |text: &str| {
        let output = with_input(trail.path(), &args, text);
        let mut report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        // Only answers have them.
        report["answers"].take();
        report
    };
    let wanted = replayed(&lines(&all));
    let logged = all
        .iter()
        .map(|event| json!({"__topic__": "actiontrail_event", "event": event.to_string()}));
    let flat = all.iter().map(|event| {
        let mut flat = serde_json::Map::new();
        flatten("event", event, &mut flat);
        Value::Object(flat)
    });
    for text in [
        json!(all).to_string(),
        serde_json::to_string_pretty(&json!(all)).expect("JSON"),
        json!({"Events": all, "RequestId": "r"}).to_string(),
        lines(&logged.collect::<Vec<_>>()),
        lines(&flat.collect::<Vec<_>>()),
        all.iter()
            .map(|event| serde_json::to_string_pretty(event).expect("JSON"))
            .collect(),
    ] {
        assert_eq!(replayed(&text), wanted, "{text}");
    }
}

/// `LookupEvents` answers a page at a time.
#[test]
fn page_of_an_answer_is_not_taken_for_all_events() {
    let trail = trail();
    let page = |token: &str| json!({"NextToken": token, "Events": events()[..1]}).to_string();
    for (text, wanted) in [
        (page("t"), Some("the answer of LookupEvents is one page")),
        (
            page("t") + "\n" + &page("u"),
            Some("none of the 2 answers of LookupEvents is the last page"),
        ),
        (page("t") + "\n" + &page(""), None),
        (page(""), None),
        (lines(&events()), None),
    ] {
        let wanted = wanted.map(|which| {
            format!("There are more events: {which}; ask for the next with its NextToken\n")
        });
        for args in [
            &["needs", "-"][..],
            &["replay", "--policy", "new.json", "--trail", "-"],
            &["unused", "new.json", "--trail", "-"],
        ] {
            let output = with_input(trail.path(), args, &text);
            let shown = String::from_utf8_lossy(&output.stdout);
            match &wanted {
                Some(line) => assert!(shown.contains(line), "{args:?} {shown}"),
                None => assert!(!shown.contains("more events"), "{args:?} {shown}"),
            }
            let json = [args, &["--format", "json"]].concat();
            let json = with_input(trail.path(), &json, &text).stdout;
            let report: Value = serde_json::from_slice(&json).expect("JSON");
            let answers = report.get("trail").unwrap_or(&report)["answers"].clone();
            let is_partial =
                answers["count"] != 0 && answers["count"] == answers["with_next_token"];
            assert_eq!(is_partial, wanted.is_some(), "{args:?} {text}");
        }
    }
}

#[test]
fn standard_input_is_recognised_by_what_it_is() {
    let trail = trail();
    // More than is looked at before it is recognised.
    let many = lines(&events()).repeat(100);
    let zipped = gzip(many.as_bytes());
    let wanted = with_input(trail.path(), &["needs", "-", "--from", "trail"], &many);
    let last = run_line(trail.path(), "needs trail");
    assert!(shown(&wanted).contains("1,100 events") && last.contains("11 events"));
    for input in [many.as_bytes(), &zipped] {
        let found = with_input(trail.path(), &["needs", "-"], input);
        assert_eq!(shown(&found), shown(&wanted));
    }
    let args = ["replay", "--policy", "new.json", "--trail", "-"];
    assert_eq!(
        shown(&with_input(trail.path(), &args, &zipped)),
        shown(&with_input(trail.path(), &args, &many))
    );
    let other = with_input(trail.path(), &["needs", "-"], gzip(b"aliyun cs StopAlert"));
    assert_eq!(other.status.code(), Some(2));
    assert!(error(&other).contains("standard input is a binary file"));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A gate does not open on an assumption, as that of `check` does not.
#[test]
fn calls_allowed_under_an_assumption_are_findings() {
    let trail = trail();
    let policy = |action: &str| {
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}]}}"#
        )
    };
    fs::write(trail.path().join("case.json"), policy("cs:modifycluster")).expect("a file");
    let event = lines(&events()[4..5]);
    let args = ["replay", "--policy", "case.json", "--trail", "-"];
    insta::assert_snapshot!(shown(&with_input(trail.path(), &args, &event)), @"
    1
    Undecided: 1 call
    CALLER     ACTION            CALLS  EVENT  REMARKS
    user/noor  cs:ModifyCluster  1      E05    assumes action-case; 1 of the console

    1 event from 2026-11-02T08:05:00Z to 2026-11-02T08:05:00Z: 0 calls newly refused, 0 newly allowed, 1 undecided, 0 unchanged
    Rests on an assumption: 1 call not refused before, so the exit code is 1
    Of the console: 1 call, by names that may not be operations
    ");
    let json = with_input(
        trail.path(),
        &[&args[..], &["--format", "json"]].concat(),
        &event,
    );
    let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let call = &report["undecided"][0];
    assert_eq!(
        (&call["assumes"], &call["refused"]),
        (&json!(["action-case"]), &json!(0))
    );
    // A call that was refused loses nothing.
    fs::write(trail.path().join("case.json"), policy("cs:deletecluster")).expect("a file");
    let refused = with_input(trail.path(), &args, lines(&events()[3..4]));
    assert_eq!(refused.status.code(), Some(0), "{}", shown(&refused));
}

/// Writes `event.userIdentity.userName` and the like, with lists as text, as a log store does.
fn flatten(path: &str, value: &Value, into: &mut serde_json::Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                flatten(&format!("{path}.{key}"), value, into);
            }
        }
        Value::String(text) => drop(into.insert(path.to_owned(), json!(text))),
        other => drop(into.insert(path.to_owned(), json!(other.to_string()))),
    }
}

#[test]
fn events_that_cannot_be_read_are_counted_and_named() {
    let trail = trail();
    let bad = [
        "nope",
        "{}",
        r#"{"eventName": 1}"#,
        r#"{"eventName": "A", "eventName": "B"}"#,
        r#"{"eventName": "A", "eventType": "ApiCall", "eventTime": "yesterday"}"#,
        "{\"eventName\": \"A\u{1b}[2J\u{202e}\", \"userIdentity\": []}",
        "{\"eventName\": \"\\u0",
    ];
    let text = format!("{}{}\n", lines(&events()[..1]), bad.join("\n"));
    let args = ["replay", "--policy", "new.json", "--trail", "-"];
    let output = with_input(trail.path(), &args, &text);
    insta::assert_snapshot!("bad_events", shown(&output));
    let skipped = with_input(trail.path(), &[&args[..], &["--skip-bad"]].concat(), &text);
    assert_eq!(skipped.status.code(), Some(0), "{}", error(&skipped));
    assert!(error(&skipped).contains("7 events cannot be read"));
}

#[test]
fn trails_without_events_prove_nothing() {
    let trail = trail();
    for (file, text) in [
        ("empty.json", ""),
        ("list.json", "[]"),
        ("answer.json", r#"{"Events": []}"#),
    ] {
        fs::write(trail.path().join(file), text).expect("a file");
        let report = run_line(
            trail.path(),
            &format!("replay --policy new.json --trail {file}"),
        );
        assert!(
            report.contains("exit code 2") && report.contains("no events found"),
            "{report}"
        );
    }
    fs::create_dir(trail.path().join("none")).expect("a folder");
    for path in ["none", "missing"] {
        let report = run_line(trail.path(), &format!("unused new.json --trail {path}"));
        assert!(report.contains("exit code 2"), "{report}");
    }
    let twice = with_input(
        trail.path(),
        &["replay", "--policy", "-", "--trail", "-"],
        NEW,
    );
    assert!(error(&twice).contains("standard input can be read only once"));
}

#[test]
fn names_in_events_are_escaped() {
    let trail = trail();
    let mut event = events()[0].clone();
    event["userIdentity"]["userName"] = json!("mia\u{1b}[31m\n\u{202e}");
    event["eventId"] = json!("\u{7}id");
    event["eventName"] = json!("ScaleOutCluster");
    for format in ["text", "json"] {
        let args = [
            "replay", "--policy", "new.json", "--trail", "-", "--format", format,
        ];
        let output = with_input(trail.path(), &args, lines(&[event.clone()]));
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("mia") && !text.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{text}"
        );
    }
}

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

/// Returns the list that `replay` has for each caller, with the keys and the assumptions of the decision.
fn replayed(folder: &Path, policy: &str) -> (Option<i32>, Vec<(String, String, Value, Value)>) {
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
            (
                caller,
                (*list).to_owned(),
                call["depends_on"].clone(),
                call["assumes"].clone(),
            )
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
            let (_, list, depends_on, assumes) = replayed.iter().find(|(name, ..)| *name == caller).expect("the caller");
            prop_assert_eq!(list, wanted, "{} {}", event, line);
            let keys = decision["depends_on"].as_array().expect("a list").iter();
            let mut keys: Vec<&Value> = keys.map(|open| &open["key"]).collect();
            keys.dedup();
            prop_assert_eq!(json!(keys), depends_on.clone());
            let assumed = if is_assumed { decision["assumes"].clone() } else { json!([]) };
            prop_assert_eq!(&assumed, assumes);
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
            refused.retain(|(_, list, ..)| list == "newly_refused");
            refused
        };
        prop_assert_eq!(refused("smaller.json"), refused("policy.json"));
    }
}

/// A pipe is read once, and an endless list is not kept.
#[cfg(unix)]
#[test]
fn devices_and_folders_in_place_of_files_are_refused_or_read() {
    let trail = trail();
    let report = run_in(
        trail.path(),
        &["replay", "--policy", "new.json", "--trail", "/dev/null"],
    );
    assert!(
        report.contains("exit code 2") && report.contains("no events found"),
        "{report}"
    );
    let input = lines(&events());
    let piped = with_input(
        trail.path(),
        &["replay", "--policy", "new.json", "--trail", "/dev/stdin"],
        &input,
    );
    let given = with_input(
        trail.path(),
        &["replay", "--policy", "new.json", "--trail", "-"],
        &input,
    );
    assert_eq!(shown(&piped), shown(&given));
}

#[test]
fn caller_of_another_account_is_another_caller() {
    let folder = trail();
    let line = "needs trail --from trail --caller acs:ram::1111222233334444:user/mia";
    insta::assert_snapshot!(run_line(folder.path(), line), @"
    $ ack-catalog needs trail --from trail --caller acs:ram::1111222233334444:user/mia
    --- exit code 2
    --- stderr
    note: trail: 1 other file not read
     |
     = help: files with events end in .gz, .json, .jsonl, .log, .ndjson
    error: no calls of `acs:ram::1111222233334444:user/mia` found
     |
     = help: write the name as events have it, such as `user/ann` or `role/deployer`
    ");
}
