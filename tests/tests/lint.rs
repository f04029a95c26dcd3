//! Linter findings on small statements.

use ack_catalog::AckAction;
use ram_policy::lint::{Applicability, Finding, Linter};

fn found(text: &str) -> Vec<Finding> {
    Linter::new(&AckAction::KNOWN).text(text)
}

/// Returns the names of the rules, with a star if the fix is unsafe.
fn names(text: &str) -> Vec<String> {
    let name = |finding: Finding| match finding.fix {
        Some(fix) if !fix.is_safe() => format!("{}*", finding.rule.name),
        _ => finding.rule.name.to_owned(),
    };
    found(text).into_iter().map(name).collect()
}

fn statement(elements: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{{{elements}}}]}}"#)
}

fn actions(actions: &str) -> String {
    statement(&format!(
        r#""Effect": "Allow", "Action": {actions}, "Resource": "*""#
    ))
}

fn condition(condition: &str) -> String {
    statement(&format!(
        r#""Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*", "Condition": {condition}"#
    ))
}

#[test]
fn other_files_give_one_finding_and_no_fix() {
    for text in [
        "{}",
        r#"{"name": "a-package", "version": "1.2.3"}"#,
        "{ // settings\n \"a\": 1,\n}",
        r#"{"apiVersion": "v1", "kind": "Pod"}"#,
    ] {
        assert_eq!(names(text), ["not-a-policy"], "{text}");
        let fixed = Linter::new(&AckAction::KNOWN).fix(text, Applicability::Unsafe, |_| true);
        assert_eq!(fixed.text, text);
    }
}

#[test]
fn form_errors_do_not_hide_other_findings() {
    let text = statement(
        r#""Effect": "allow", "Action": ["cs:DescribeEvnets", "cs:*", "cs:*"], "Resource": "arn:x", "Foo": 1"#,
    );
    // A fix that leaves the document unreadable is not offered.
    assert_eq!(
        names(&text),
        [
            "wrong-effect",
            "misspelt-action",
            "redundant-action",
            "kubeconfig-access",
            "permission-granting",
            "kubeconfig-access",
            "permission-granting",
            "duplicate-action",
            "resource-prefix",
            "unknown-element"
        ]
    );
}

#[test]
fn names_of_opposite_meaning_are_not_suggested() {
    let text = statement(
        r#""Effect": "Deny", "NotPrincipal": {"RAM": "1"}, "Action": "cs:*", "Resource": "*""#,
    );
    let found = found(&text);
    assert_eq!(found[0].rule.name, "unknown-element");
    assert_eq!(found[0].fix, None);
    assert!(!found[0].help.contains("did you mean"), "{}", found[0].help);
}

#[test]
fn fix_never_creates_a_duplicate_key() {
    for text in [
        condition(
            r#"{"StringEqual": {"acs:UserAgent": "a"}, "StringEquals": {"acs:UserAgent": "a"}}"#,
        ),
        condition(r#"{"StringEquals": {"acs:useragent": "a", "acs:UserAgent": "a"}}"#),
        statement(
            r#""Effect": "Allow", "Action": "cs:StartAlert", "Actions": "cs:StopAlert", "Resource": "*""#,
        ),
    ] {
        assert!(
            found(&text).iter().all(|finding| finding.fix.is_none()),
            "{text} {:?}",
            names(&text)
        );
    }
}

#[test]
fn action_without_colon_is_a_wildcard_or_lacks_its_service() {
    for (action, rule) in [
        ("ecs*", "service-wildcard"),
        ("*DescribeEvents", "service-wildcard"),
        ("DescribeEvents", "missing-prefix*"),
        ("describeevents", "missing-prefix*"),
        ("Describe*", "missing-prefix*"),
        ("cs.DescribeEvents", "missing-prefix*"),
        ("Nothing", "missing-prefix"),
        ("cs:", "malformed-action"),
        ("cs:Modify，Cluster", "confusable-letters"),
        ("${var.action}", ""),
    ] {
        let names = names(&actions(&format!("\"{action}\"")));
        let wanted: Vec<&str> = [rule].into_iter().filter(|rule| !rule.is_empty()).collect();
        let found: Vec<&String> = names
            .iter()
            .filter(|name| *name != "permission-granting" && *name != "kubeconfig-access")
            .collect();
        assert_eq!(found, wanted, "{action}");
    }
}

#[test]
fn json_escapes_do_not_affect_letter_case() {
    assert_eq!(
        names(&actions(r#"["cs:StartAlert", "\u0063s:StartAlert"]"#)),
        ["duplicate-action"]
    );
    assert_eq!(
        names(&actions(r#"["cs:StartAlert", "cs:startalert"]"#)),
        ["action-case*", "duplicate-action*"]
    );
}

#[test]
fn impossible_conditions_are_found_alone_and_combined() {
    for condition_text in [
        r#"{"NotIpAddress": {"acs:SourceIp": ["0.0.0.0/0", "::/0"]}}"#,
        r#"{"StringNotLike": {"acs:UserAgent": "*"}}"#,
        r#"{"StringEqualsIgnoreCase": {"acs:UserAgent": "a"}, "StringNotEqualsIgnoreCase": {"acs:UserAgent": "A"}}"#,
        r#"{"StringEquals": {"acs:UserAgent": "a"}, "StringLike": {"acs:UserAgent": "b*"}}"#,
        r#"{"IpAddress": {"acs:SourceIp": "10.1.0.0/16"}, "NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#,
        r#"{"NumericLessThanEquals": {"oss:MaxKeys": "5"}, "NumericGreaterThanEquals": {"oss:MaxKeys": "5"}, "NumericNotEquals": {"oss:MaxKeys": "5"}}"#,
    ] {
        assert_eq!(
            names(&condition(condition_text)),
            ["idle-deny"],
            "{condition_text}"
        );
    }
    for condition_text in [
        r#"{"NumericLessThanEquals": {"oss:MaxKeys": "5"}, "NumericGreaterThanEquals": {"oss:MaxKeys": "5"}}"#,
        r#"{"StringEquals": {"acs:UserAgent": ["a", "b"]}, "StringNotEquals": {"acs:UserAgent": "a"}}"#,
        r#"{"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}, "NotIpAddress": {"acs:SourceIp": "10.1.0.0/16"}}"#,
    ] {
        assert_eq!(
            names(&condition(condition_text)),
            [""; 0],
            "{condition_text}"
        );
    }
}

#[test]
fn keys_are_corrected_only_by_case_and_single_letters() {
    let key = |key: &str| {
        names(&condition(&format!(
            r#"{{"StringEquals": {{"{key}": "10.0.0.1"}}}}"#
        )))
    };
    assert_eq!(key("acs:SourceIP"), ["unknown-condition-key*"]);
    assert_eq!(key("acs:SourceVpx"), ["unknown-condition-key*"]);
    assert_eq!(key("acs:SourceArn"), ["unknown-condition-key"]);
    assert_eq!(key("acs:VpcSourceIp"), ["unknown-condition-key"]);
    assert_eq!(key("acs:ResourceTag/team"), [""; 0]);
}

#[test]
fn risks_are_found_in_any_spelling() {
    let on = |action: &str, resource: &str| {
        names(&statement(&format!(
            r#""Effect": "Allow", "Action": "{action}", "Resource": "{resource}""#
        )))
    };
    assert_eq!(on("*:*", "*"), ["everything-on-everything"]);
    let whole = ["whole-service", "kubeconfig-access", "permission-granting"];
    assert_eq!(on("cs:**", "*"), whole);
    assert_eq!(on("cs:?*", "acs:cs:*:*:*"), whole);
    assert_eq!(on("ram:*", "*"), ["whole-service", "permission-granting"]);
    assert_eq!(on("ram:*", "acs:ram:*:*:role/x"), ["permission-granting"]);
    assert_eq!(
        on("*:AttachPolicyToUser", "*"),
        ["service-wildcard", "permission-granting"]
    );
    let public = r#""Effect": "Allow", "Action": "*", "Principal": "*", "Resource": "*""#;
    assert_eq!(names(&statement(public)), ["public-access"]);
}

/// Exact reasoning has a budget; findings beyond it are not reported.
#[test]
fn linting_a_hard_policy_terminates() {
    let patterns: Vec<String> = (0..40).map(|number| format!("\"cs:*{number}*\"")).collect();
    let hard = format!(
        r#"{{"Effect": "Deny", "NotAction": [{}], "Resource": "*"}}"#,
        patterns.join(", ")
    );
    let text = format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        vec![hard; 40].join(", ")
    );
    assert_eq!(found(&text), found(&text));
}
