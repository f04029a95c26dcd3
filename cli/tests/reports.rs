//! Reports in HTML, beside the JSON of the same command.

use crate::common::html::Html;
use crate::common::output_of;
use serde_json::Value;
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
