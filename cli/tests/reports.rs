//! Reports in HTML, beside the JSON of the same command.

use crate::audit::account;
use crate::common::html::Html;
use crate::common::output_of;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs a command for JSON and for a report.
fn both(folder: &Path, call: &[&str]) -> (Value, Html) {
    let of = |format: &str| {
        let args = call.iter().copied().chain(["--format", format]);
        let output = output_of(folder, args);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let json = serde_json::from_str(&of("json")).expect("JSON");
    (json, Html::read(&of("html")))
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a text")).collect()
}

#[test]
fn list_report_has_the_rows_of_the_json() {
    for pattern in ["*", "cs:Describe*", "cs:Nothing*"] {
        let (json, html) = both(Path::new("."), &["list", pattern]);
        let json = json.as_array().expect("a list");
        let rows = &html.tables[0];
        assert_eq!(rows.len(), json.len(), "{pattern}");
        for (row, action) in rows.iter().zip(json) {
            let text = |key: &str| action[key].as_str().expect("a text");
            assert!(row[0].starts_with(text("ram_action")), "{row:?}");
            assert!(row[0].contains(text("description")), "{row:?}");
            assert_eq!(row[1], texts(&action["operations"]).join(", "));
            assert!(row[2].starts_with(text("access_level")), "{row:?}");
            assert_eq!([&*row[3], &*row[4]], [text("scope"), text("api_state")]);
            let disagreements = texts(&action["disagreements"]);
            assert_eq!(row[5].contains("disagree"), !disagreements.is_empty());
            assert!(
                disagreements.iter().all(|line| row[0].contains(line)),
                "{row:?}"
            );
            for fact in action["facts"].as_array().expect("a list") {
                assert!(
                    row[0].contains(fact["source"].as_str().expect("a text")),
                    "{row:?}"
                );
            }
        }
    }
}

/// The answers of a user or a role: what is required, with a letter.
fn answers_of(grid: &Value, principal: &Value) -> BTreeMap<String, char> {
    let groups = grid["groups"].as_array().expect("a list").iter();
    let needs = groups.flat_map(|group| texts(&group["needs"]));
    let row = principal["row"].as_u64().expect("a number");
    let row = &grid["rows"][usize::try_from(row).expect("a number")];
    let letters = row["answers"].as_str().expect("a text").chars();
    needs.map(str::to_owned).zip(letters).collect()
}

#[test]
fn audit_report_has_the_answers_of_the_json() {
    let folder = account();
    let needs = [
        "audit",
        ".",
        "--needs",
        "needs.txt",
        "--action",
        "cs:Get*",
        "--action",
        "ecs:RunInstances",
        "--operation",
        "UpgradeClusterAddons",
    ];
    let (json, html) = both(folder.path(), &needs);
    let grid = &html.data;
    let principals = grid["principals"].as_array().expect("a list");
    let reports = json.as_array().expect("a list");
    assert_eq!(principals.len(), reports.len());
    for (principal, report) in principals.iter().zip(reports) {
        let key = |one: &Value| (one["kind"].clone(), one["name"].clone());
        assert_eq!(key(principal), key(report));
        let answers = answers_of(grid, principal);
        let with = |letters: &str| {
            let these = answers
                .iter()
                .filter(|(_, letter)| letters.contains(**letter));
            these.map(|(need, _)| need.as_str()).collect::<Vec<_>>()
        };
        for (letters, list) in [
            ("a", "allowed"),
            ("s", "assumed"),
            ("d", "missing"),
            ("uk", "unknown"),
        ] {
            let mut listed = texts(&report[list]);
            listed.sort_unstable();
            assert_eq!(with(letters), listed, "{report}");
        }
        let patch = principal["patch"]
            .as_u64()
            .map(|at| &grid["patches"][at as usize]);
        assert_eq!(patch.unwrap_or(&Value::Null), &report["patch"]);
    }
}

#[test]
fn audit_report_has_the_statements_that_decide() {
    let folder = account();
    let (json, html) = both(folder.path(), &["audit", ".", "--needs", "needs.txt"]);
    let gil = json
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["name"] == "gil");
    let decisions = &gil.expect("a user")["decisions"];
    assert_eq!(
        decisions[0],
        json!({
            "answer": "undecided",
            "statements": [{"policy": "Custom/inside", "statement": 1}],
            "reasons": ["depends on acs:SourceIp (IpAddress) at Custom/inside, statement 1"],
            "needs": ["cs:DescribeEvents"]
        })
    );
    let statements = html.data["statements"].as_array().expect("a list").iter();
    let inside = { statements.clone() }.find(|one| one["policy"] == "Custom/inside");
    let text = inside.expect("a statement")["text"]
        .as_str()
        .expect("a text");
    assert!(
        text.starts_with(r#"{"Effect": "Allow", "Action": "cs:*""#),
        "{text}"
    );
    // Every decision of the JSON has its grounds in the report.
    for report in json.as_array().expect("a list") {
        for decision in report["decisions"].as_array().expect("a list") {
            for reason in texts(&decision["reasons"]) {
                assert!(texts(&html.data["reasons"]).contains(&reason), "{reason}");
            }
            for named in decision["statements"].as_array().expect("a list") {
                let is_it = |one: &Value| {
                    one["policy"] == named["policy"] && one["number"] == named["statement"]
                };
                assert!(statements.clone().any(is_it), "{named}");
            }
        }
    }
}

/// Without scripts, and on paper.
#[test]
fn audit_report_is_readable_as_text() {
    let folder = account();
    let (json, html) = both(folder.path(), &["audit", ".", "--needs", "needs.txt"]);
    let rows = html.tables.last().expect("a table");
    for report in json.as_array().expect("a list") {
        let of = |key: &str| report[key].as_str().expect("a text").to_owned();
        let who = format!("{} {}", of("kind"), of("name"));
        let row = rows
            .iter()
            .find(|row| row[0].split(", ").any(|one| one == who));
        let row = row.expect("a row");
        let missing = texts(&report["missing"]);
        let expected = match missing.len() {
            0 => String::new(),
            count => format!("{count} {}", missing.join(", ")),
        };
        assert_eq!(row[3], expected);
        let allowed = texts(&report["allowed"]).len();
        assert_eq!(
            row[1],
            if allowed == 0 {
                String::new()
            } else {
                allowed.to_string()
            }
        );
    }
}

#[test]
fn report_makes_no_request_and_links_to_the_web_only() {
    let (_, html) = both(Path::new("."), &["list"]);
    for (name, attributes) in &html.tags {
        let has_event = attributes.keys().any(|key| key.starts_with("on"));
        assert!(
            !has_event && !attributes.contains_key("src"),
            "{attributes:?}"
        );
        assert!(!attributes.contains_key("style"), "{attributes:?}");
        if let Some(to) = attributes.get("href") {
            assert!(name == "a" && to.starts_with("https://"), "{name} {to}");
        }
    }
    let policy = html.tags.iter().find_map(|(_, attributes)| {
        let header = attributes.get("http-equiv")?;
        (header == "Content-Security-Policy").then(|| &attributes["content"])
    });
    let policy = policy.expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
}
