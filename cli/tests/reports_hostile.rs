//! Names of others in reports: they are text, whatever they contain.

use crate::common::html::Html;
use crate::common::{error, folder, output_of, policy};
use ram_diagnostics::is_unseen;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What ends an element, an attribute, a comment, a string or a script, or what a browser may read as one of these.
const PIECES: [&str; 24] = [
    "</script><script>alert(1)</script>",
    "</ScRiPt >",
    "<!--<script>",
    "-->",
    "]]>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "`${alert(1)}`",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "&#x3c;i&#x3e;",
    "&amp",
    "<noscript>",
    "</noscript><b>",
    "</title></style><u>",
    "\\u003c",
    "\u{2028}\u{2029}",
    "\u{202e}nimda",
    "\u{a0}\u{3000}",
    "\u{fe0f}\u{e0100}",
    "{{7*7}}",
    "</td></tr></table>",
];

/// Returns distinct hostile names, in the order of the harmless ones.
fn hostile(count: usize) -> Vec<String> {
    let piece = |at: usize| PIECES[at % PIECES.len()];
    let name = |at: usize| format!("{at:04}{}{}", piece(at), piece(at / PIECES.len() + 7 * at));
    (0..count).map(name).collect()
}

/// Returns a name without what no name of a file may have.
fn of_file(name: &str) -> String {
    name.replace('/', "\u{2215}")
}

/// Returns as many harmless names.
fn harmless(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{at:04}name")).collect()
}

/// Returns a name as a report shows it: characters that are not seen are escaped.
fn shown(name: &str) -> String {
    let mut shown = String::new();
    for c in name.chars() {
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

fn report(folder: &Path, call: &[&str], format: &str) -> String {
    let args = call.iter().copied().chain(["--format", format]);
    let output = output_of(folder, args);
    assert_ne!(output.status.code(), Some(2), "{}", error(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Fails unless a report with hostile names has the elements and attributes of one with harmless names.
fn assert_same_elements(hostile: &str, harmless: &str) -> Html {
    let (read, wanted) = (Html::read(hostile), Html::read(harmless));
    assert_eq!(read.skeleton(), wanted.skeleton());
    for end in ["</script", "</style", "</noscript", "<!--", "<script"] {
        let count = |text: &str| text.matches(end).count();
        assert_eq!(count(hostile), count(harmless), "{end}");
    }
    read
}

const COUNT: usize = 1_000;

/// An account whose users, policies, statements and missing documents have these names.
fn account(names: &[String]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let save = |path: &str, value: &Value| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, value.to_string()).expect("a file");
    };
    for (at, name) in names.iter().enumerate() {
        let item = |name: &str| json!({"PolicyName": name, "PolicyType": "Custom"});
        let attached = if at % 10 == 9 {
            json!([item(name), item(&format!("missing {name}"))])
        } else {
            json!([item(name)])
        };
        let kind = if at % 2 == 0 { "users" } else { "roles" };
        let home = format!("{kind}/{}", of_file(name));
        save(
            &format!("{home}/policies.json"),
            &json!({"Policies": {"Policy": attached}}),
        );
        if kind == "users" {
            save(
                &format!("{home}/groups.json"),
                &json!({"Groups": {"Group": []}}),
            );
        }
        let statement = json!({
            "Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*",
            "Condition": {"StringEquals": {"acs:UserAgent": name}},
        });
        let document = json!({"Version": "1", "Statement": [statement]}).to_string();
        save(
            &format!("policies/Custom/p{at}.json"),
            &json!({
                "Policy": {"PolicyName": name, "PolicyType": "Custom"},
                "DefaultPolicyVersion": {"PolicyDocument": document},
            }),
        );
    }
    folder
}

#[test]
fn names_of_an_account_are_text() {
    const CALL: [&str; 6] = [
        "audit",
        ".",
        "--action",
        "cs:StartAlert",
        "--action",
        "cs:StopAlert",
    ];
    let names = hostile(COUNT);
    let [ours, others] = [&names, &harmless(COUNT)].map(|names| {
        let folder = account(names);
        report(folder.path(), &CALL, "html")
    });
    let html = assert_same_elements(&ours, &others);
    let list = |key: &str| html.data[key].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let principals: Vec<String> = list("principals")
        .iter()
        .map(|one| text(&one["name"]))
        .collect();
    let policies: Vec<String> = list("statements")
        .iter()
        .map(|one| text(&one["policy"]))
        .collect();
    let statements: Vec<String> = list("statements")
        .iter()
        .map(|one| text(&one["text"]))
        .collect();
    let reasons: Vec<String> = list("reasons").iter().map(text).collect();
    let patches = list("patches").len();
    assert_eq!((principals.len(), patches), (COUNT, COUNT / 10 * 9));
    for (at, name) in names.iter().enumerate() {
        let (seen, principal) = (shown(name), shown(&of_file(name)));
        assert!(principals.contains(&principal), "{name}");
        let rows = html.tables.last().expect("a table");
        assert!(rows.iter().any(|row| row[0].contains(&principal)), "{name}");
        if at % 10 == 9 {
            let missing = format!("not in the folder: document of Custom/missing {seen}");
            assert!(reasons.contains(&missing), "{name}");
        } else {
            assert!(policies.contains(&format!("Custom/{seen}")), "{name}");
            let value = shown(&json!(name).to_string());
            assert!(
                statements.iter().any(|text| text.contains(&value)),
                "{name}"
            );
        }
    }
}

/// Events whose callers, operations, clusters and ids have these names.
fn trail(names: &[String]) -> TempDir {
    let event = |(at, name): (usize, &String)| {
        let is_known = at % 2 == 0;
        json!({
            "eventId": name, "eventType": "ApiCall",
            "serviceName": "CS", "eventName": if is_known { "ScaleOutCluster" } else { name },
            "eventTime": "2026-09-01T10:00:00Z", "acsRegion": if is_known { "cn-beijing" } else { name },
            "requestParameters": {"ClusterId": if is_known { "c1" } else { name }},
            "userIdentity": {"type": "ram-user", "accountId": "2468013579246801", "userName": name},
        })
        .to_string()
    };
    let events: Vec<String> = names.iter().enumerate().map(event).collect();
    let new = policy(&[r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#]);
    folder(&[("events.jsonl", &events.join("\n")), ("new.json", &new)])
}

#[test]
fn names_of_a_trail_are_text() {
    let folders = [hostile(COUNT), harmless(COUNT)].map(|names| trail(&names));
    for (call, key) in [
        (
            &["replay", "--policy", "new.json", "--trail", "events.jsonl"][..],
            "newly_refused",
        ),
        (&["needs", "events.jsonl"], "calls"),
    ] {
        let [ours, others] = [0, 1].map(|at| report(folders[at].path(), call, "html"));
        let html = assert_same_elements(&ours, &others);
        let json: Value =
            serde_json::from_str(&report(folders[0].path(), call, "json")).expect("JSON");
        let calls = if key == "calls" {
            &json["trail"][key]
        } else {
            &json[key]
        };
        let calls = calls.as_array().expect("a list");
        assert!(calls.len() >= COUNT / 2, "{}", calls.len());
        let rows: Vec<&Vec<String>> = html.tables.iter().flatten().collect();
        for call in calls {
            let caller = shown(call["caller"].as_str().expect("a text"));
            let row = rows.iter().find(|row| row.contains(&caller));
            let row = row.unwrap_or_else(|| panic!("{caller}"));
            let named = call.get("action").or(call.get("need")).expect("a name");
            assert!(
                row[0].contains(&shown(named.as_str().expect("a text"))),
                "{row:?}"
            );
        }
    }
}

#[test]
fn names_of_sources_are_text() {
    const SCRIPT: &str =
        "#!/bin/sh\naliyun cs DescribeClusterDetail --ClusterId c1\naliyun cs \"$1\"\n";
    let names = hostile(COUNT);
    let [ours, others] = [&names, &harmless(COUNT)].map(|names| {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            let file = folder.path().join(format!("{}.sh", of_file(name)));
            fs::write(file, SCRIPT).expect("a file");
        }
        report(folder.path(), &["needs", "."], "html")
    });
    let html = assert_same_elements(&ours, &others);
    let [unclear, _, sources] = &html.tables[..] else {
        panic!("{} tables", html.tables.len());
    };
    for name in &names {
        let file = shown(&format!("{}.sh", of_file(name)));
        assert!(sources.iter().any(|row| row[0] == file), "{file}");
        assert!(
            unclear.iter().any(|row| row[0] == format!("{file}:3")),
            "{file}"
        );
    }
}
