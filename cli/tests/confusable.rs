//! Policies with confusable and invisible characters.

use crate::common::{ack_catalog, folder, output_of, policy};

/// The first letter is the Cyrillic es; the others are invisible.
const STATEMENTS: [&str; 2] = [
    "{\"Effect\":\"Allow\",\"Action\":[\"\u{441}s:Get*\",\"cs:List\u{200b}*\"],\"Resource\":\"*\"}",
    "\n{\"Effect\":\"Allow\",\"Action\":\"cs:GetClusters\",\"Resource\":\"acs:cs:*:*:cluster/c\\u202e1\"}",
];

const WARNING: &str = "\
warning: policy.json: confusable, invalid or invisible characters at 1:57, 1:67, 2:56
 |
 = help: type them again; `ack-catalog lint` names them
";

const COMMANDS: [&[&str]; 6] = [
    &["check", "policy.json", "--action", "cs:GetClusters"],
    &["check", "policy.json", "--by-pattern"],
    &["compare", "policy.json", "plain.json"],
    &[
        "grant",
        "policy.json",
        "--action",
        "cs:StartAlert",
        "--resource=*",
    ],
    &["revoke", "policy.json", "--action", "cs:StartAlert"],
    &[
        "explain",
        "RAM policy Forbidden for action cs:StartAlert",
        "--policy",
        "policy.json",
    ],
];

#[test]
fn every_command_warns_about_confusable_characters() {
    // A word in another script is not confusable.
    let plain =
        "{\"Effect\":\"Allow\",\"Action\":\"cs:Get*\",\"Resource\":\"acs:oss:*:*:书/é.txt\"}";
    let folder = folder(&[
        ("policy.json", &*policy(&STATEMENTS)),
        ("plain.json", &*policy(&[plain])),
    ]);
    for command in COMMANDS {
        for (file, count) in [("policy.json", 1), ("plain.json", 0)] {
            let command = command.iter().map(|word| word.replace("policy.json", file));
            let output = output_of(folder.path(), command);
            let error = String::from_utf8(output.stderr).expect("UTF-8");
            for text in [WARNING, "confusable, invalid"] {
                assert_eq!(error.matches(text).count(), count, "{file}: {error}");
            }
        }
    }
}

#[test]
fn audit_warns_about_confusable_characters() {
    let list = r#"{"Policies": {"Policy": [{"PolicyName": "odd", "PolicyType": "Custom"}]}}"#;
    let folder = folder(&[
        ("users/ann/policies.json", list),
        ("policies/odd.json", &*policy(&STATEMENTS)),
    ]);
    let report = crate::common::run_line(folder.path(), "audit . --action cs:StartAlert");
    let warning = WARNING.replace("policy.json", "./policies/odd.json");
    assert_eq!(report.matches(&warning).count(), 1, "{report}");
}

#[test]
fn a_warning_names_the_first_of_many_places() {
    let actions = vec!["\"\u{441}s:Get*\""; 3_000].join(",\n");
    let statement = format!("{{\"Effect\":\"Allow\",\"Action\":[{actions}],\"Resource\":\"*\"}}");
    let folder = folder(&[("policy.json", &*policy(&[&statement]))]);
    let report =
        crate::common::run_line(folder.path(), "check policy.json --action cs:GetClusters");
    assert!(
        report.contains(", 19:1, 20:1, and 2,980 more\n"),
        "{report}"
    );
}

/// Otherwise the command would grant, or check, an action that does not exist.
#[test]
fn confusable_arguments_cause_an_error_or_a_warning() {
    let statement = "{\"Effect\":\"Allow\",\"Action\":\"cs:Get*\",\"Resource\":\"*\"}";
    let folder = folder(&[("policy.json", &*policy(&[statement]))]);
    let odd = "U+0441, which is easily confused with `c`";
    let action = format!("help: type it again: it contains {odd}\n");
    let other = format!("contains {odd}\n |\n = help: type it again\n");
    for (arguments, code, wanted) in [
        (
            &["check", "policy.json", "--action", "\u{441}s:GetClusters"][..],
            2,
            &action,
        ),
        (&["list", "\u{441}s:*"], 0, &other),
        (
            &["grant", "policy.json", "--action", "\u{441}s:GetClusters"],
            2,
            &action,
        ),
        (
            &[
                "grant",
                "policy.json",
                "--action=cs:ModifyCluster",
                "--resource=acs:cs:*:*:cluster/\u{441}prod",
            ],
            0,
            &other,
        ),
        (
            &[
                "check",
                "policy.json",
                "--action=cs:GetClusters",
                "--context=a\u{441}s:SourceIp=10.0.0.1",
            ],
            0,
            &other,
        ),
    ] {
        let output = output_of(folder.path(), arguments);
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
        assert_eq!(error.matches(wanted).count(), 1, "{arguments:?}: {error}");
    }
}

#[test]
fn explain_names_the_confusable_letter_of_an_action() {
    let output = ack_catalog()
        .args([
            "explain",
            "RAM policy Forbidden for action \u{441}s:GetClusters",
        ])
        .output()
        .expect("the program runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let wanted = "malformed (contains U+0441, which is easily confused with `c`) and not allowed";
    assert!(said.contains(wanted), "{said}");
}
