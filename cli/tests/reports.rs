//! Reports in HTML, beside the JSON of the same command.

use crate::audit::account;
use crate::common::html::Html;
use crate::common::{folder, output_of, policy};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

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
        let patch = principal["patch"].as_u64();
        let patch = patch.map(|at| &grid["patches"][usize::try_from(at).expect("a number")]);
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
            "statements": [{"policy": "Custom/inside", "statement": 0}],
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
                    let index = named["statement"].as_u64().expect("an index");
                    one["policy"] == named["policy"] && one["number"] == index + 1
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

/// An event of a day of September.
fn event(number: u32, day: u32, user: &str, operation: &str, error: &str) -> String {
    json!({
        "eventId": format!("E{number}"), "eventType": "ApiCall", "serviceName": "CS", "eventName": operation,
        "eventTime": format!("2026-09-{day:02}T10:00:00Z"), "acsRegion": "cn-hangzhou", "errorCode": error,
        "requestParameters": {"ClusterId": "c1"},
        "userIdentity": {"type": "ram-user", "accountId": "2468013579246801", "userName": user},
    })
    .to_string()
}

/// Events with all outcomes under the policy `new.json`, and sources that call operations.
fn trail() -> TempDir {
    let events = [
        event(1, 1, "mia", "DescribeClusterDetail", ""),
        event(2, 1, "mia", "ScaleOutCluster", ""),
        event(3, 1, "tom", "ScaleOutCluster", "Throttling"),
        event(4, 3, "mia", "DeleteCluster", "StatusForbidden"),
        event(5, 3, "mia", "ModifyCluster", ""),
        event(6, 3, "tom", "DescribeClusterDetail", ""),
        event(7, 30, "tom", "DescribeClusterDetail", ""),
        event(8, 30, "tom", "FrobnicateCluster", ""),
    ];
    let inside = r#"{"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#;
    let new = policy(&[
        r#"{"Effect": "Allow", "Action": ["cs:Describe*", "cs:DeleteCluster"], "Resource": "*"}"#,
        &format!(
            r#"{{"Effect": "Allow", "Action": "cs:ModifyCluster", "Resource": "*", "Condition": {inside}}}"#
        ),
    ]);
    folder(&[
        ("trail/events.jsonl", &events.join("\n")),
        ("new.json", &new),
        (
            "deploy.sh",
            "#!/bin/sh\naliyun cs UpgradeClusterAddons --ClusterId c1\naliyun cs $1 --ClusterId c1\n",
        ),
        (
            "check.sh",
            "#!/bin/sh\naliyun cs DescribeClusterDetail --ClusterId c1\naliyun ecs RunInstances\n",
        ),
    ])
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

#[test]
fn replay_report_has_the_calls_of_the_json() {
    const LISTS: [&str; 4] = ["newly_refused", "newly_allowed", "undecided", "unchanged"];
    let folder = trail();
    let (json, html) = both(
        folder.path(),
        &["replay", "--policy", "new.json", "--trail", "trail"],
    );
    let [days, changed, unchanged] = &html.tables[..] else {
        panic!("{} tables", html.tables.len());
    };
    let rows: Vec<&Vec<String>> = changed.iter().chain(unchanged).collect();
    let calls = LISTS.iter().flat_map(|list| {
        let calls = json[list].as_array().expect("a list").iter();
        calls.map(move |call| (list.replace('_', " "), call))
    });
    let calls: Vec<(String, &Value)> = calls.collect();
    assert_eq!(rows.len(), calls.len());
    for (row, (outcome, call)) in rows.iter().zip(&calls) {
        let text = |key: &str| call[key].as_str().expect("a text");
        assert!(row[0].starts_with(text("action")), "{row:?}");
        assert!(row[1].ends_with(outcome), "{row:?}");
        assert_eq!(
            (&*row[2], &*row[3]),
            (text("caller"), &*count(&call["count"]).to_string())
        );
        for seen in ["first", "last", "event"] {
            assert!(row[4].contains(text(seen)), "{row:?}");
        }
    }
    // The days are those of the JSON, and their sums those of the lists.
    let of_json = json["days"].as_array().expect("a list").iter();
    let of_json = of_json.map(|day| {
        let counts = LISTS.map(|list| count(&day[list]).to_string());
        [
            vec![day["day"].as_str().expect("a day").to_owned()],
            counts.to_vec(),
        ]
        .concat()
    });
    assert_eq!(*days, of_json.collect::<Vec<_>>());
    for (at, list) in LISTS.iter().enumerate() {
        let calls = json[list].as_array().expect("a list").iter();
        let all: u64 = calls.map(|call| count(&call["count"])).sum();
        let of_days = days
            .iter()
            .map(|row| row[at + 1].parse::<u64>().expect("a number"));
        assert_eq!(of_days.sum::<u64>(), all, "{list}");
        assert!(html.text.contains(&format!("{all} ")), "{list}");
        let label = list.replace('_', " ");
        let described = format!("{label}: {all} from 2026-09-01 to 2026-09-30");
        let mut labels = html
            .tags
            .iter()
            .filter_map(|(_, one)| one.get("aria-label"));
        assert!(labels.any(|one| one.ends_with(&described)), "{described}");
    }
    assert!(
        html.text
            .contains("no source names the action of CS FrobnicateCluster")
    );
}

#[test]
fn needs_report_has_the_needs_of_the_json() {
    let folder = trail();
    let (json, html) = both(folder.path(), &["needs", "deploy.sh", "check.sh", "trail"]);
    let [unclear, needs, sources, calls] = &html.tables[..] else {
        panic!("{} tables", html.tables.len());
    };
    let same = |rows: &[Vec<String>], list: &Value, keys: &[&str]| {
        let list = list.as_array().expect("a list");
        assert_eq!(rows.len(), list.len());
        for (row, one) in rows.iter().zip(list) {
            for (cell, key) in row.iter().zip(keys) {
                match &one[key] {
                    Value::Array(_) => {
                        let all = texts(&one[key]);
                        assert!(all.iter().all(|text| cell.contains(text)), "{row:?} {key}");
                    }
                    Value::Number(number) => assert_eq!(*cell, number.to_string()),
                    Value::String(text) => assert!(cell.starts_with(&**text), "{row:?} {key}"),
                    other => assert!(other.is_null(), "{other}"),
                }
            }
        }
    };
    same(unclear, &json["unclear"], &["place", "text", "reason"]);
    same(needs, &json["needs"], &["need", "-", "-", "places"]);
    same(sources, &json["sources"], &["source"]);
    same(
        calls,
        &json["trail"]["calls"],
        &["need", "caller", "resources", "count", "first"],
    );
    for (row, source) in sources
        .iter()
        .zip(json["sources"].as_array().expect("a list"))
    {
        let needs = source["needs"].as_array().expect("a list");
        assert_eq!(row[1], needs.len().to_string());
        for need in needs {
            assert!(
                row[2].contains(need["need"].as_str().expect("a text")),
                "{row:?}"
            );
            assert!(
                texts(&need["places"])
                    .iter()
                    .all(|place| row[2].contains(place)),
                "{row:?}"
            );
        }
    }
    let upgrade = needs
        .iter()
        .find(|row| row[0] == "UpgradeClusterAddons")
        .expect("a row");
    assert!(upgrade[1].contains("Sources disagree"), "{upgrade:?}");
}

#[test]
fn reports_have_what_is_not_read_and_all_that_is_left_out() {
    let folder = trail();
    fs::write(folder.path().join("broken.tf"), "resource {\n").expect("a file");
    let mut events: Vec<String> = (0..8)
        .map(|number| {
            let event = event(200 + number, 4, "ann", "DescribeClusters", "");
            event.replace("ApiCall", &format!("Kind{number}"))
        })
        .collect();
    events.extend((0..7).map(|number| format!("{{broken{number}")));
    fs::write(folder.path().join("trail/more.jsonl"), events.join("\n")).expect("a file");
    for call in [
        &["needs", "broken.tf", "deploy.sh", "trail"][..],
        &["replay", "--policy", "new.json", "--trail", "trail"],
    ] {
        let run = |format: &str| {
            let args = call.iter().copied().chain(["--format", format]);
            let output = output_of(folder.path(), args);
            assert_eq!(output.status.code(), Some(2));
            String::from_utf8(output.stdout).expect("UTF-8")
        };
        let json: Value = serde_json::from_str(&run("json")).expect("JSON");
        let html = Html::read(&run("html"));
        let of_trail = if call[0] == "needs" {
            &json["trail"]
        } else {
            &json
        };
        let kinds = of_trail["left_out"]["not_calls"].as_object();
        let kinds = kinds.expect("an object");
        assert!(kinds.len() >= 8);
        for (kind, count) in kinds {
            assert!(html.text.contains(&format!("{kind} ({count})")), "{kind}");
        }
        let unreadable = &of_trail["unreadable"];
        let first = unreadable["first"].as_array().expect("a list");
        assert_eq!(unreadable["count"], first.len());
        assert!(first.len() >= 7);
        for one in first {
            let line = format!(
                "{}:{}: ",
                one["file"].as_str().expect("a text"),
                one["line"]
            );
            assert!(html.text.contains(&line), "{line}");
        }
        for one in json["not_read"].as_array().into_iter().flatten() {
            let problem = one["problem"].as_str().expect("a text");
            assert!(problem.starts_with("broken.tf:1:") && html.text.contains(problem));
        }
        assert_eq!(json["not_read"].is_array(), call[0] == "needs");
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

/// Events are read by several threads, and policies in any order.
#[test]
fn same_input_gives_the_same_bytes() {
    let (account, trail) = (account(), trail());
    for (folder, call) in [
        (account.path(), &["audit", ".", "--needs", "needs.txt"][..]),
        (
            trail.path(),
            &["replay", "--policy", "new.json", "--trail", "trail"],
        ),
        (trail.path(), &["needs", "deploy.sh", "check.sh", "trail"]),
        (Path::new("."), &["list"]),
    ] {
        let args = || call.iter().copied().chain(["--format", "html"]);
        let [one, other] = [0, 1].map(|_| output_of(folder, args()).stdout);
        assert!(!one.is_empty() && one == other, "{call:?}");
    }
}
