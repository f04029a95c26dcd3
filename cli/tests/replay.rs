//! `replay` and `unused`.

use crate::common::trail::{NEW, events, lines, trail};
use crate::common::{output_of, run_line, shown, with_input};
use serde_json::{Value, json};
use std::fs;

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

/// A Deny that goes away allows nothing, and a new one also denies what another policy allows.
#[test]
fn a_refusal_for_another_reason_is_unchanged_unless_it_denies() {
    let trail = trail();
    let policy = |name: &str, effect: &str, action: &str| {
        let statement = json!({"Effect": effect, "Action": action, "Resource": "*"});
        let policy = json!({"Version": "1", "Statement": [statement]});
        fs::write(trail.path().join(name), policy.to_string()).expect("a file");
    };
    policy("deny.json", "Deny", "cs:*");
    policy("none.json", "Allow", "ecs:StopInstance");
    for (new, old, wanted) in [
        ("none.json", "deny.json", "0 calls newly refused"),
        ("deny.json", "deny.json", "0 calls newly refused"),
        ("none.json", "none.json", "0 calls newly refused"),
    ] {
        let line = format!("replay --policy {new} --old {old} --trail trail");
        let found = run_line(trail.path(), &line);
        assert!(found.contains(wanted), "{found}");
    }
    let line = "replay --policy deny.json --old none.json --trail trail";
    let found = run_line(trail.path(), line);
    assert!(!found.contains("0 calls newly refused"), "{found}");
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
    let certain = run_line(trail.path(), "unused new.json --trail trail --caller noor");
    insta::assert_snapshot!("unused_of_a_caller", certain);
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

/// The calls that name no cluster take nothing from those that do.
#[test]
fn known_clusters_stay_beside_unknown_ones() {
    let trail = trail();
    let on = |id: &str| {
        let mut event = events()[0].clone();
        event["eventName"] = json!("ModifyCluster");
        event["eventId"] = json!(format!("of-{id}"));
        event["requestParameters"]["ClusterId"] = json!(id);
        event
    };
    let mut unknown = on("none");
    unknown["requestParameters"] = json!({});
    for all in [
        [on("cblue"), unknown.clone(), on("cgreen")],
        [unknown, on("cgreen"), on("cblue")],
    ] {
        let args = ["needs", "-", "--from", "trail"];
        let needs = with_input(trail.path(), &args, lines(&all)).stdout;
        let needs = String::from_utf8(needs).expect("UTF-8");
        insta::allow_duplicates! {
            insta::assert_snapshot!(needs, @"
            # user/mia
            ModifyCluster acs:cs:cn-beijing:2468013579246801:cluster/cblue acs:cs:cn-beijing:2468013579246801:cluster/cgreen  # 2 calls from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z
            ModifyCluster  # 1 call from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z; on others, which the events do not name

            # 3 events from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z
            ");
        }
        fs::write(trail.path().join("needs.txt"), needs).expect("a file");
        fs::write(trail.path().join("all.jsonl"), lines(&all)).expect("a file");
        let args = [
            "write-policy",
            "--needs",
            "needs.txt",
            "--resource",
            "acs:cs:*:*:cluster/cred",
        ];
        let policy = output_of(trail.path(), args).stdout;
        fs::write(trail.path().join("least.json"), policy).expect("a file");
        let replay = run_line(trail.path(), "replay --policy least.json --trail all.jsonl");
        assert!(replay.contains("0 calls newly refused"), "{replay}");
    }
}

#[test]
fn resources_of_refused_calls_are_not_needed() {
    let trail = trail();
    let on = |cluster: &str, error: &str| {
        let mut event = events()[0].clone();
        event["eventName"] = json!("ModifyCluster");
        event["requestParameters"] = json!({ "ClusterId": cluster });
        event["errorCode"] = json!(error);
        event
    };
    let all = [
        on("cblue", ""),
        on("cgreen", "ErrorClusterState"),
        on("cprod", "NoPermission"),
        on("", "NoPermission"),
    ];
    let args = ["needs", "-", "--from", "trail"];
    let needs = with_input(trail.path(), &args, lines(&all));
    insta::assert_snapshot!(shown(&needs), @"
    0
    # user/mia
    ModifyCluster acs:cs:cn-beijing:2468013579246801:cluster/cblue acs:cs:cn-beijing:2468013579246801:cluster/cgreen  # 2 calls from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z
    # refused: ModifyCluster acs:cs:cn-beijing:2468013579246801:cluster/cprod  # 1 call from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z
    # refused: ModifyCluster  # 1 call from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z; on others, which the events do not name

    # 4 events from 2026-11-01T08:01:00Z to 2026-11-01T08:01:00Z
    ");
    let args = [&args[..], &["--format", "json"]].concat();
    let json = with_input(trail.path(), &args, lines(&all)).stdout;
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    let calls = json["trail"]["calls"].as_array().expect("a list");
    let refused: Vec<_> = calls
        .iter()
        .map(|call| (call["refused"].as_u64(), call["resources"].clone()))
        .collect();
    let on = |cluster: &str| format!("acs:cs:cn-beijing:2468013579246801:cluster/{cluster}");
    let wanted = [
        (Some(0), json!([on("cblue"), on("cgreen")])),
        (Some(1), json!([on("cprod")])),
        (Some(1), Value::Null),
    ];
    assert_eq!(refused, wanted);
}

/// A colon would make another resource of a part of the id; no cluster has one.
#[test]
fn unknown_cluster_is_refused_where_each_is() {
    let trail = trail();
    let mut event = events()[0].clone();
    event["requestParameters"] = json!({});
    event["eventName"] = json!("ModifyCluster");
    fs::write(trail.path().join("one.jsonl"), lines(&[event])).expect("a file");
    for (allowed, denied, refused) in [
        (
            "acs:cs:*:*:cluster/c2",
            "acs:cs:*:2468013579246801:cluster/c?",
            true,
        ),
        (
            "acs:cs:*:*:cluster/c2",
            "acs:cs:cn-beijing:*:cluster/c?",
            true,
        ),
        ("acs:cs:*:*:cluster/c2", "acs:cs:*:*:cluster/*", true),
        (
            "acs:cs:*:*:cluster/c22",
            "acs:cs:*:2468013579246801:cluster/c?",
            false,
        ),
    ] {
        let policy = json!({"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "cs:*", "Resource": allowed},
            {"Effect": "Deny", "Action": "*", "Resource": denied},
        ]});
        fs::write(trail.path().join("deny.json"), policy.to_string()).expect("a file");
        let report = run_line(trail.path(), "replay --policy deny.json --trail one.jsonl");
        assert_eq!(
            report.contains("exit code 1"),
            refused,
            "{denied}: {report}"
        );
        let count = if refused {
            "1 call newly refused"
        } else {
            "1 undecided"
        };
        assert!(report.contains(count), "{denied}: {report}");
    }
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

/// No source since August 2021 names the first action for the operation.
#[test]
fn action_that_only_an_older_source_names_is_perhaps_used() {
    let trail = trail();
    let mut event = events().remove(0);
    event["eventName"] = json!("DescribeClusterDetail");
    fs::write(trail.path().join("trail/events.jsonl"), lines(&[event])).expect("a file");
    let policy = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["cs:GetClusterById", "cs:DescribeClusterDetail"], "Resource": "*"},
    ]});
    fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
    let text = run_line(trail.path(), "unused own.json --trail trail");
    assert!(
        text.contains("perhaps used     cs:GetClusterById"),
        "{text}"
    );
    assert!(
        text.contains("used action      cs:DescribeClusterDetail"),
        "{text}"
    );
}

/// A role is a resource of RAM, and many actions are about resources of other services.
#[test]
fn resources_of_other_services_are_used_and_allowed() {
    let trail = trail();
    let role = "acs:ram::2468013579246801:role/deployer";
    let mut assume = events().remove(0);
    assume["serviceName"] = json!("Sts");
    assume["eventName"] = json!("AssumeRole");
    assume["requestParameters"] = json!({"RoleArn": role});
    let mut run = assume.clone();
    run["serviceName"] = json!("Ecs");
    run["eventName"] = json!("RunInstances");
    let mut mount = run.clone();
    mount["serviceName"] = json!("NAS");
    mount["eventName"] = json!("CreateMountTarget");
    let all = lines(&[assume, run, mount]);
    fs::write(trail.path().join("own.jsonl"), all).expect("a file");
    let policy = |role: &str| {
        json!({"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role},
            {"Effect": "Allow", "Action": "ecs:RunInstances", "Resource": ["acs:ecs:*:*:*", "acs:vpc:*:*:vswitch/*"]},
            {"Effect": "Allow", "Action": "nas:CreateMountTarget", "Resource": "acs:vpc:*:*:vswitch/*"},
            {"Effect": "Allow", "Action": "*", "Resource": "acs:vpc:*:*:vpc/*"},
        ]})
    };
    fs::write(trail.path().join("own.json"), policy(role).to_string()).expect("a file");
    let text = run_line(trail.path(), "unused own.json --trail own.jsonl");
    assert!(
        !text.contains("unused resource") && !text.contains("no call"),
        "{text}"
    );
    let replayed = |policy: &str| {
        let json = run_line(
            trail.path(),
            &format!("replay --policy {policy} --trail own.jsonl --format json"),
        );
        let (_, json) = json.split_once('{').expect("an object");
        let (json, _) = json.rsplit_once('}').expect("an object");
        let report: Value = serde_json::from_str(&format!("{{{json}}}")).expect("JSON");
        ["newly_refused", "undecided", "unchanged"].map(|kind| {
            let calls = report[kind].as_array().expect("a list").iter();
            calls.map(|call| call["action"].clone()).collect::<Vec<_>>()
        })
    };
    let (assume, run, mount) = (
        json!("sts:AssumeRole"),
        json!("ecs:RunInstances"),
        json!("nas:CreateMountTarget"),
    );
    // The trust policy of the role was not given, and the switch of the mount target is not known.
    assert_eq!(
        replayed("own.json"),
        [
            vec![],
            vec![mount.clone(), assume.clone()],
            vec![run.clone()]
        ]
    );
    let other = policy("acs:ram::2468013579246801:role/other").to_string();
    fs::write(trail.path().join("other.json"), other).expect("a file");
    assert_eq!(
        replayed("other.json"),
        [vec![assume], vec![mount], vec![run]]
    );
}

#[test]
fn asking_who_one_is_needs_no_permission() {
    let trail = trail();
    let mut event = events().remove(0);
    event["serviceName"] = json!("Sts");
    event["eventName"] = json!("GetCallerIdentity");
    fs::write(trail.path().join("own.jsonl"), lines(&[event])).expect("a file");
    for command in ["replay --policy new.json", "needs"] {
        let from = if command == "needs" {
            "own.jsonl --from trail"
        } else {
            "--trail own.jsonl"
        };
        let text = run_line(trail.path(), &format!("{command} {from}"));
        assert!(text.contains("exit code 0"), "{text}");
        assert!(
            text.contains("Left out: 1 call of GetCallerIdentity, which needs no permission"),
            "{text}"
        );
    }
}

/// A call that was allowed needed an action that the policy allows.
#[test]
fn calls_of_other_services_used_what_allows_them() {
    let trail = trail();
    let call = |service: &str, name: &str| {
        let mut event = events().remove(0);
        event["serviceName"] = json!(service);
        event["eventName"] = json!(name);
        event
    };
    let all = [
        call("Oss", "InitiateMultipartUpload"),
        call("Ecs", "CreateVpc"),
        call("Slb", "CreateLoadBalancer"),
    ];
    fs::write(trail.path().join("own.jsonl"), lines(&all)).expect("a file");
    let policy = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["oss:PutObject", "vpc:*", "slb:*", "rds:*"], "Resource": "*"},
    ]});
    fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
    let text = run_line(trail.path(), "unused own.json --trail own.jsonl");
    for line in [
        "perhaps used     oss:PutObject",
        "used action      vpc:* for vpc:CreateVpc",
        "used action      slb:* for slb:CreateLoadBalancer",
        "unused action    rds:*",
        "no statement allows the usual action of Oss InitiateMultipartUpload",
        "Actions of other services are taken in their usual form",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

/// The smaller policy has to allow all that was used, whatever it was.
#[test]
fn calls_of_unknown_actions_can_have_used_all_of_their_product() {
    let trail = trail();
    let mut event = events().remove(0);
    event["eventName"] = json!("CreateEdgeThing");
    fs::write(trail.path().join("own.jsonl"), lines(&[event])).expect("a file");
    let policy = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["cs:CreateEdge*", "fc:*"], "Resource": "*"},
        {"Effect": "Allow", "NotAction": "fc:*", "Resource": ["acs:fc:*:*:*", "acs:cs:*:*:cluster/*"]},
        {"Effect": "Allow", "Action": "*", "Resource": "acs:fc:*:*:*"},
    ]});
    fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
    let json = run_line(
        trail.path(),
        "unused own.json --trail own.jsonl --format json",
    );
    let (_, json) = json.split_once('{').expect("an object");
    let (json, _) = json.rsplit_once('}').expect("an object");
    let report: Value = serde_json::from_str(&format!("{{{json}}}")).expect("JSON");
    let statements = &report["policies"][0]["statements"];
    assert_eq!(
        statements[0]["perhaps_used_actions"],
        json!(["cs:CreateEdge*"])
    );
    assert_eq!(statements[0]["unused_actions"], json!(["fc:*"]));
    assert_eq!(statements[1]["is_used"], true);
    assert_eq!(statements[1]["unused_resources"], json!(["acs:fc:*:*:*"]));
    assert_eq!(statements[2]["is_used"], false);
    let text = run_line(trail.path(), "unused own.json --trail own.jsonl");
    assert!(text.contains("perhaps used     cs:CreateEdge*"), "{text}");
    assert!(
        text.contains("Can have used any action of its product: "),
        "{text}"
    );
}

/// `NotAction` that excepts the whole product leaves none of its actions.
#[test]
fn calls_of_unknown_actions_used_nothing_that_excepts_their_product() {
    let trail = trail();
    let mut event = events().remove(0);
    event["eventName"] = json!("CreateEdgeThing");
    for (excepted, code) in [
        (json!(["cs:*"]), 1),
        (json!(["cs:?*", "cs:"]), 1),
        (json!(["cs:Create*"]), 0),
        (json!(["ecs:*"]), 0),
    ] {
        let policy = json!({"Version": "1", "Statement": [
            {"Effect": "Allow", "NotAction": excepted, "Resource": "*"},
        ]});
        fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
        let args = ["unused", "own.json", "--trail", "-"];
        let output = with_input(trail.path(), &args, lines(&[event.clone()]));
        assert_eq!(output.status.code(), Some(code), "{}", shown(&output));
    }
}

/// A pattern that only reads for a part is not said to only read.
#[test]
fn unused_patterns_that_also_write_are_told_from_reads() {
    let trail = trail();
    fs::write(
        trail.path().join("trail/events.jsonl"),
        lines(&events()[..1]),
    )
    .expect("a file");
    let policy = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["cs:DescribeEvents", "cs:DescribeTask*"], "Resource": "acs:cs:*:*:cluster/other"},
        {"Effect": "Allow", "Action": ["cs:*", "*", "cs:*Cluster", "cs:DeleteCluster"], "Resource": "acs:cs:*:*:cluster/other"},
    ]});
    fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
    let args = ["unused", "own.json", "--trail", "-"];
    let text = shown(&with_input(trail.path(), &args, lines(&events()[..1])));
    for line in [
        "These only read, and may be used without an event: cs:DescribeEvents, cs:DescribeTask*\n",
        "These also allow to read, and may be used without an event: *, cs:*, cs:*Cluster\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

/// A policy that is used is not called unused where the smaller one is not proved.
#[test]
fn smaller_policy_without_a_proof_is_not_taken_for_an_unused_one() {
    let trail = trail();
    let denied: Vec<String> = (0..2500)
        .map(|number| format!("acs:oss:*:*:*x{number}y*z*"))
        .collect();
    let policy = json!({"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["cs:DescribeClusterDetail", "rds:StartInstance"], "Resource": "*"},
        {"Effect": "Deny", "Action": "oss:PutObject", "Resource": denied},
    ]});
    fs::write(trail.path().join("own.json"), policy.to_string()).expect("a file");
    let call = ["unused", "own.json", "--trail", "trail", "--caller", "mia"];
    let text = shown(&output_of(trail.path(), call));
    let said =
        "own.json: removing what is not used was not proved to keep the rest; remove it by hand\n";
    assert!(text.contains(said), "{text}");
    assert!(!text.contains("no call used any of it"), "{text}");
    let json = output_of(trail.path(), call.into_iter().chain(["--format", "json"]));
    let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let of_policy = &report["policies"][0];
    assert_eq!(of_policy["is_unused"], json!(false));
    assert_eq!(of_policy["smaller"], Value::Null);
}
