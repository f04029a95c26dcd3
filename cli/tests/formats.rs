//! Output of `compare`, `show` and `rules` for programs.

use crate::common::{folder, output_of, policy, run_line};
use ack_catalog::CsAction;
use ram_policy::lint::rules;
use serde_json::{Value, json};
use std::path::Path;

/// Runs a command with `--format json`, and returns its exit code and its answer.
fn answer(folder: &Path, call: &str) -> (Option<i32>, Value) {
    let args = call.split(' ').chain(["--format", "json"]);
    let output = output_of(folder, args);
    let answer = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code(), answer)
}

#[test]
fn statements_are_not_compared_for_the_reason_that_is_named() {
    let trusting = |account: &str, condition: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {{"RAM": "acs:ram::{account}:root"}}, "Condition": {{{condition}}}}}"#
        )])
    };
    let mfa = r#""Bool": {"acs:MFAPresent": "true"}"#;
    let under = r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*",
        "Condition": {"Bool": {"acs:MFAPresent": "true"}}}"#;
    let folder = folder(&[
        ("7.json", &*trusting("7", "")),
        (
            "user.json",
            &trusting("7", "").replace("acs:ram::7:root", "acs:ram::7:user/a"),
        ),
        ("mfa.json", &trusting("8", mfa)),
        ("identity.json", &policy(&[under])),
        ("none.json", &policy(&[&under.replace("true", "false")])),
    ]);
    for (call, what) in [
        ("compare 7.json user.json", "principals"),
        ("compare 7.json mfa.json", "principals or conditions"),
        ("compare identity.json none.json", "conditions"),
    ] {
        let output = output_of(folder.path(), call.split(' '));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let said = format!("not compared, because their {what} differ or are computed:");
        assert!(text.contains(&said), "{call}: {text}");
    }
}

/// An opening to everyone of a type is told once, with those who had it already.
#[test]
fn compare_says_plainly_what_is_opened() {
    let trusting = |principal: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#
        )])
    };
    let folder = folder(&[
        ("one.json", &*trusting(r#"{"RAM": "acs:ram::7:root"}"#)),
        ("all.json", &trusting(r#"{"RAM": ["*"]}"#)),
        ("everyone.json", &trusting(r#""*""#)),
    ]);
    for (new, by) in [
        (
            "all.json",
            "everyone of any account (RAM *) except acs:ram::7:root",
        ),
        ("everyone.json", "everyone except acs:ram::7:root"),
    ] {
        let output = output_of(folder.path(), ["compare", "one.json", new]);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = format!("newly allowed: sts:AssumeRole on every resource by {by}; depends on");
        assert!(
            text.starts_with(&said) && !text.contains("not compared"),
            "{text}"
        );
    }
}

/// Where principals are told apart, each difference names those who have it.
#[test]
fn differences_name_the_principals_who_have_them() {
    let trusting = |actions: &str, principal: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": {actions}, "Principal": {{{principal}}}}}"#
        )])
    };
    let both = r#""RAM": ["acs:ram::1234567890123456:root"], "Service": ["ecs.aliyuncs.com"]"#;
    let one = r#""RAM": "acs:ram::1234567890123456:root""#;
    let actions = r#"["sts:AssumeRole", "sts:SetSourceIdentity"]"#;
    let denied = r#"{"Effect": "Deny", "Action": "oss:GetObject", "Resource": "*", "Principal": ["3141592653589793"]}"#;
    let allowed = denied
        .replace("Deny", "Allow")
        .replace("3141592653589793", "*");
    let folder = folder(&[
        ("both.json", &*trusting(actions, both)),
        ("fewer.json", &trusting(r#""sts:AssumeRole""#, both)),
        ("one.json", &trusting(actions, one)),
        ("denied.json", &policy(&[denied])),
        ("open.json", &policy(&[denied, &allowed])),
    ]);
    insta::assert_snapshot!(run_line(folder.path(), "compare both.json fewer.json"), @r"
    $ ack-catalog compare both.json fewer.json
    --- exit code 1
    --- stdout
    no longer allowed:
              sts:SetSourceIdentity  on every resource  by acs:ram::1234567890123456:root, ecs.aliyuncs.com

    different
    ");
    insta::assert_snapshot!(run_line(folder.path(), "compare one.json both.json"), @r"
    $ ack-catalog compare one.json both.json
    --- exit code 1
    --- stdout
    newly allowed:
              sts:AssumeRole  on every resource  by ecs.aliyuncs.com
              sts:SetSourceIdentity  on every resource  by ecs.aliyuncs.com

    different
    ");
    insta::assert_snapshot!(run_line(folder.path(), "compare denied.json open.json"), @r"
    $ ack-catalog compare denied.json open.json
    --- exit code 1
    --- stdout
    newly allowed:
              oss:GetObject  on every resource  by everyone except acs:ram::3141592653589793:root

    different
    ");
    let (code, report) = answer(folder.path(), "compare both.json one.json");
    let differences = report["differences"].as_array().expect("differences");
    assert_eq!((code, &report["is_decided"]), (Some(1), &json!(true)));
    for one in differences {
        assert_eq!(one["principals"], json!(["ecs.aliyuncs.com"]), "{report}");
    }
}

#[test]
fn differences_of_policies_are_json() {
    // A request that a person recognises.
    const REAL: &str = "acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee";
    let [all, less, mfa] = [
        r#"{"Effect": "Allow", "Action": ["cs:StartAlert", "ecs:Run*", "sts:AssumeRole"], "Resource": "*"}"#,
        r#"{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "acs:cs:*:*:cluster/c1"}"#,
        "\n{\"Effect\": \"Allow\", \"Action\": \"cs:StopAlert\", \"Resource\": \"*\", \
          \"Condition\": {\"Bool\": {\"acs:MFAPresent\": \"true\"}}}",
    ];
    let deny = r#"{"Effect": "Deny", "Action": "cs:StartAlert", "Resource": "*"}"#;
    let folder = folder(&[
        ("old.json", &*policy(&[all])),
        ("new.json", &policy(&[less, mfa])),
        ("denied.json", &policy(&[all, deny])),
    ]);
    let (code, same) = answer(folder.path(), "compare old.json old.json");
    let none = json!({"is_equivalent": true, "kinds": {"old": "identity", "new": "identity"}, "is_decided": true,
        "assumes": [], "differences": [], "not_compared": []});
    assert_eq!((code, same), (Some(0), none));
    let (code, report) = answer(folder.path(), "compare old.json new.json");
    assert_eq!((code, &report["is_equivalent"]), (Some(1), &json!(false)));
    // A statement that is not compared may hide more differences.
    assert_eq!(report["is_decided"], json!(false));
    let (_, report_of_all) = answer(folder.path(), "compare old.json denied.json");
    assert_eq!(report_of_all["is_decided"], json!(true));
    let lost = |action: &str, is_example: bool, effect: Value, not_given: Value| {
        json!({
            "change": "no_longer_allowed", "action": action, "is_example": is_example, "is_of_service": true, "is_named": true,
            "effect": effect,
            "risk": null, "resource": if action.starts_with("cs:") { REAL } else { "*" }, "not_given": not_given,
            "is_resource_example": action.starts_with("cs:"), "principals": [], "excluded": []
        })
    };
    assert_eq!(
        report["differences"],
        json!([
            lost("cs:StartAlert", false, json!("write"), json!(null)),
            lost("sts:AssumeRole", false, json!(null), json!("trust-policy")),
            lost("ecs:RunInstances", true, json!(null), json!(null)),
        ])
    );
    assert_eq!(
        report["not_compared"],
        json!([{"policy": "new.json", "statement": 1, "line": 2}])
    );
    for (call, change) in [
        ("compare new.json old.json", "newly_allowed"),
        ("compare old.json denied.json", "no_longer_allowed"),
    ] {
        let (_, report) = answer(folder.path(), call);
        assert_eq!(report["differences"][0]["change"], change, "{report}");
    }
}

#[test]
fn facts_about_actions_are_json() {
    for action in CsAction::iter() {
        let (code, report) = answer(Path::new("."), &format!("show {action}"));
        assert_eq!(code, Some(0));
        let shown = &report["actions"][0];
        assert_eq!(shown["action"], action.ram_action());
        assert_eq!(
            shown["operations"].as_array().map(Vec::len),
            report["operations"].as_array().map(Vec::len)
        );
        let operations = report["operations"].as_array().expect("a list").iter();
        let facts = operations.flat_map(|one| one["facts"].as_array().expect("a list"));
        let names_it = |fact: &Value| {
            let actions = fact["actions"].as_array().expect("a list");
            actions.iter().any(|name| name == action.ram_action())
        };
        let count = facts.filter(|fact| names_it(fact)).count();
        assert_eq!(count, action.statements().count(), "{action}");
    }
    // What no source says is null, not a word.
    let unnamed = CsAction::OPERATIONS
        .iter()
        .find(|one| one.required_actions().is_empty());
    let name = unnamed.expect("an operation without actions").name;
    let (_, report) = answer(Path::new("."), &format!("show {name}"));
    assert_eq!(report["actions"], json!([]));
    assert_eq!(report["operations"][0]["operation"], name);
    assert_eq!(report["operations"][0]["facts"][0]["scope"], Value::Null);
}

#[test]
fn rules_are_json() {
    let (code, all) = answer(Path::new("."), "rules");
    let names: Vec<&str> = rules().map(|rule| rule.name).collect();
    let listed = all.as_array().expect("a list").iter();
    let listed: Vec<&str> = listed.filter_map(|rule| rule["name"].as_str()).collect();
    assert_eq!((code, listed), (Some(0), names.clone()));
    let (_, one) = answer(Path::new("."), &format!("rules {}", names[0]));
    assert_eq!(one, json!([all[0]]));
    let report = run_line(Path::new("."), "rules nope --format json");
    assert!(report.contains("--- exit code 2\n"), "{report}");
}

/// For programs, which open the file.
#[test]
fn names_in_json_are_as_they_are() {
    let hidden = "re\u{200b}d\u{202e}";
    let [source, trail, user] = [
        format!("src/{hidden}.sh"),
        format!("trail/{hidden}.jsonl"),
        format!("account/users/{hidden}"),
    ];
    let listed = format!(
        r#"{{"Policies": {{"Policy": [{{"PolicyName": "{hidden}", "PolicyType": "Custom"}}]}}}}"#
    );
    let allow = policy(&[r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#]);
    let folder = folder(&[
        (&*source, "aliyun cs DescribeClusterDetail\naliyun cs $1\n"),
        (&trail, "{}"),
        ("new.json", &allow),
        (&format!("{user}/policies.json"), &listed),
        (
            &format!("{user}/groups.json"),
            r#"{"Groups": {"Group": []}}"#,
        ),
        (&format!("account/policies/Custom/{hidden}.json"), &allow),
    ]);
    let (_, needs) = answer(folder.path(), "needs src");
    assert_eq!(needs["sources"][0]["source"], source);
    assert_eq!(needs["needs"][0]["places"][0], format!("{source}:1"));
    assert_eq!(needs["unclear"][0]["place"], format!("{source}:2"));
    for (call, at) in [
        ("replay --policy new.json --trail trail", "/unreadable"),
        ("unused new.json --trail trail", "/unreadable"),
        ("needs trail --from trail", "/trail/unreadable"),
    ] {
        let (_, report) = answer(folder.path(), &format!("{call} --skip-bad"));
        let unreadable = report.pointer(at).expect("problems");
        assert_eq!(unreadable["first"][0]["file"], trail, "{call}");
    }
    let (_, audited) = answer(folder.path(), "audit account --action cs:StartAlert");
    assert_eq!(audited[0]["name"], hidden);
    let statement = &audited[0]["decisions"][0]["statements"][0];
    assert_eq!(
        *statement,
        json!({"policy": format!("Custom/{hidden}"), "statement": 0})
    );
}
