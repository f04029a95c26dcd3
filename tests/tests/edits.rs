//! Edits of policies: the page's own examples, and the style of a document.

use ack_catalog_tests::workspace;
use ram_policy::Policy;
use ram_policy::edit::{
    Grant, GrantError, Granted, RevokeError, Revoked, revoke, shared_resources,
};
use ram_policy::lint::{Applicability, Linter, NothingKnown, split};
use std::fs;

/// Returns the policies in the fenced blocks of the page.
fn policies_of_the_page() -> Vec<String> {
    let page = workspace().join("source-doc/ack-api-user-authentication.md");
    let page = fs::read_to_string(page).expect("the page");
    let blocks = page.split("```\n").skip(1).step_by(2);
    blocks
        .filter(|block| block.contains("\"Statement\""))
        .map(str::to_owned)
        .collect()
}

fn granted(text: &str, actions: &[&str], resources: &[&str]) -> String {
    let policy: Policy = text.parse().expect("a policy");
    let grant = Grant {
        actions,
        resources,
        unconditional: false,
    };
    match grant.to(&policy).expect("an edit") {
        Granted::Edited { edited, .. } => edited.policy.text().to_owned(),
        Granted::Already => "already".to_owned(),
    }
}

#[test]
fn first_policy_of_the_page_becomes_the_second() {
    let [before, after] = &policies_of_the_page()[..] else {
        panic!("expected two policies on the page");
    };
    let policy: Policy = before.parse().expect("a policy");
    let shared = shared_resources(&policy);
    assert_eq!(shared, [["acs:cs:*:*:*"]]);
    assert_eq!(
        &granted(before, &["cs:DescribeClustersV1"], &["acs:cs:*:*:*"]),
        after
    );
}

/// Each document before and after `cs:StartAlert` is allowed on `*`.
#[test]
fn additions_follow_the_style_of_the_document() {
    let cases = [
        // A bare action becomes a list in the style of the other list.
        r#"{
    "Statement": [
        {
            "Action": "cs:Get*",
            "Effect": "Allow",
            "Resource": [
                "*"
            ]
        }
    ],
    "Version": "1"
}
"#,
        // One-line lists.
        r#"{
  "Version": "1",
  "Statement": [
    { "Effect": "Allow", "Action": ["cs:Get*", "cs:List*"], "Resource": "*" }
  ]
}"#,
        // A compact document on one line.
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["cs:Get*","cs:List*"],"Resource":"*"}]}"#,
        // A new statement in the order and style of the last one.
        r#"{
	"Version": "1",
	"Statement": [
		{
			"Action": ["cs:Get*"],
			"Resource": ["acs:cs:*:*:cluster/c1"],
			"Effect": "Allow"
		}
	]
}
"#,
        r#"{
 "Statement": [{
     "Action": [
         "cs:Get*"
     ],
     "Effect": "Allow",
     "Resource": [
         "acs:cs:*:*:cluster/c1"
     ]
 }],
 "Version": "1"
}
"#,
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:cluster/c1"}]}"#,
        r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "cs:Get*",
      "Resource": "acs:cs:*:*:cluster/c1"
    },
    {
      "Effect": "Deny",
      "Action": "cs:DeleteTemplate",
      "Resource": "*"
    }
  ]
}"#,
    ];
    let mut shown = Vec::new();
    for text in cases {
        let new = granted(text, &["cs:StartAlert"], &["*"]);
        // Line endings follow the document.
        let windows = granted(&text.replace('\n', "\r\n"), &["cs:StartAlert"], &["*"]);
        assert_eq!(windows, new.replace('\n', "\r\n"));
        shown.push(new);
    }
    insta::assert_snapshot!(shown.join("\n---\n"));
}

const MIXED: &str = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["cs:Get*", "cs:StartAlert"], "Resource": "*"},
  {"Effect": "Allow", "Action": "cs:StopAlert", "Resource": "*", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}},
  {"Effect": "Deny", "Action": "cs:Delete*", "Resource": "*"}
]}"#;

#[test]
fn grant_names_the_blocking_statement() {
    let policy: Policy = MIXED.parse().expect("a policy");
    let grant = |actions: &'static [&'static str], unconditional| Grant {
        actions,
        resources: &["*"],
        unconditional,
    };
    assert_eq!(
        grant(&["cs:GetUpgradeStatus", "cs:StartAlert"], false).to(&policy),
        Ok(Granted::Already)
    );
    // In another letter case it is allowed only if the service ignores the case.
    let other_case = grant(&["cs:startalert"], false).to(&policy);
    assert!(
        matches!(other_case, Ok(Granted::Edited { .. })),
        "{other_case:?}"
    );
    let denied = GrantError::Denied {
        statement: 2,
        action: "cs:DeleteTemplate".to_owned(),
    };
    assert_eq!(
        grant(&["cs:StopAlert", "cs:DeleteTemplate"], true).to(&policy),
        Err(denied)
    );
    let conditional = GrantError::Conditional {
        statement: 1,
        action: "cs:St*".to_owned(),
    };
    assert_eq!(grant(&["cs:St*"], false).to(&policy), Err(conditional));
    let Ok(Granted::Edited { edited, joined, .. }) = grant(&["cs:StopAlert"], true).to(&policy)
    else {
        panic!("expected an edit");
    };
    assert_eq!(joined, Some(0));
    assert_eq!(
        edited.policy.text(),
        MIXED.replace("\"cs:StartAlert\"]", "\"cs:StartAlert\", \"cs:StopAlert\"]")
    );
}

#[test]
fn revocation_removes_actions_but_never_splits_patterns() {
    let policy: Policy = MIXED.parse().expect("a policy");
    let text = |revoked| match revoked {
        Ok(Revoked::Edited { edited, .. }) => edited.policy.text().to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(
        text(revoke(&policy, &["cs:StartAlert"], false)),
        MIXED.replace(", \"cs:StartAlert\"]", "]")
    );
    let covered = RevokeError::Covered {
        action: "cs:GetUpgradeStatus".to_owned(),
        statement: 0,
        pattern: "cs:Get*".to_owned(),
    };
    assert_eq!(
        revoke(&policy, &["cs:GetUpgradeStatus"], false),
        Err(covered)
    );
    let deny = r#",
  {"Effect": "Deny", "Action": "cs:GetUpgradeStatus", "Resource": "*"}
]}"#;
    assert_eq!(
        text(revoke(&policy, &["cs:GetUpgradeStatus"], true)),
        MIXED.replace("\n]}", deny)
    );
    assert_eq!(
        revoke(&policy, &["cs:CreateTemplate"], false),
        Ok(Revoked::Already)
    );
    let only: Policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*"}]}"#.parse().expect("a policy");
    assert_eq!(
        revoke(&only, &["cs:StartAlert"], false),
        Err(RevokeError::NothingLeft)
    );
}

#[test]
fn fixed_policy_can_be_split() {
    let text = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["cs:GetUpgradeStatus", "cs:Get*"], "Resource": "*"},
  {"Effect": "Allow", "Action": "cs:StopAlert", "Resource": "*"},
  {"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:cluster/c1"}
]}"#;
    let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
    assert_eq!(
        fixed.text,
        r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["cs:Get*"], "Resource": "*"},
  {"Effect": "Allow", "Action": "cs:StopAlert", "Resource": "*"}
]}"#
    );
    assert_eq!(fixed.fixed.len(), 2);
    let fixed: Policy = fixed.text.parse().expect("a policy");
    let halves = split(&fixed, 100).expect("two");
    assert_eq!(
        halves,
        [
            "{\"Version\": \"1\", \"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": [\"cs:Get*\"], \"Resource\": \"*\"}\n]}",
            "{\"Version\": \"1\", \"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": \"cs:StopAlert\", \"Resource\": \"*\"}\n]}",
        ]
    );
    assert_eq!(split(&fixed, 80), None);
}

/// Returns a policy whose patterns overlap in every combination.
fn beyond_the_budget() -> String {
    let letters = 'a'..='z';
    let patterns: Vec<String> = letters
        .map(|letter| format!("\"*{letter}*{letter}*\""))
        .collect();
    format!(
        r#"{{"Version": "1", "Statement": [
  {{"Effect": "Allow", "Action": ["cs:StartAlert", "cs:StopAlert"], "Resource": [{}]}}
]}}"#,
        patterns.join(", ")
    )
}

#[test]
fn undecided_revocation_is_not_reported_as_done() {
    let policy: Policy = beyond_the_budget().parse().expect("a policy");
    assert_ne!(
        revoke(&policy, &["cs:StopAlert"], false),
        Ok(Revoked::Already)
    );
}
