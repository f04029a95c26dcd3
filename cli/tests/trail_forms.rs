//! The forms in which events come, and what cannot be read.

use crate::common::trail::{NEW, events, lines, trail};
use crate::common::{error, run_in, run_line, shown, with_input};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;

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

/// A call in a line after a list and a line that cannot be read is one more call, and one more use.
#[test]
fn calls_after_bad_lines_are_replayed_and_used() {
    let trail = trail();
    let all = events();
    for (bad, count) in [
        ("x", 1),
        ("null\n}\n\u{0}", 3),
        ("{\"eventNa", 1),
        ("[{},", 2),
    ] {
        let text = format!("[{}]\n{bad}\n{}\n[{}]\n", all[0], all[2], all[10]);
        for (args, wanted) in [
            (&["replay", "--policy", "new.json"][..], "ScaleOutCluster"),
            (
                &["unused", "new.json"],
                "perhaps used     cs:UpgradeClusterAddons",
            ),
            (&["needs", "--from", "trail"], "UpgradeClusterAddons"),
        ] {
            let last = if args[0] == "needs" {
                &["-", "--skip-bad"][..]
            } else {
                &["--trail", "-", "--skip-bad"]
            };
            let output = with_input(trail.path(), &[args, last].concat(), &text);
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(
                shown.contains(wanted) && shown.contains("3 events"),
                "{args:?} {shown}"
            );
            let counted = format!(
                "{count} event{} cannot be read\n",
                if count == 1 { "" } else { "s" }
            );
            assert!(error(&output).contains(&counted), "{}", error(&output));
        }
    }
}

/// Any call can be in what is missing.
#[test]
fn files_that_end_too_early_are_named_and_prove_nothing_unused() {
    let trail = trail();
    let all = events();
    let whole = gzip(lines(&all).as_bytes());
    let bad = "x\n".repeat(6);
    for text in [
        whole[..whole.len() - 9].to_vec(),
        format!("[{},\n{}", all[0], all[1]).into_bytes(),
        format!("{}\n{bad}{{\"eventId\": \"E", all[0]).into_bytes(),
    ] {
        for skip in [&[][..], &["--skip-bad"]] {
            let args = [&["unused", "new.json", "--trail", "-"], skip].concat();
            let output = with_input(trail.path(), &args, &text);
            assert_eq!((output.status.code(), &*output.stdout), (Some(2), &[][..]));
            let shown = error(&output);
            assert!(
                shown.contains("events are missing from a file that ends too early"),
                "{shown}"
            );
            for args in [
                &["replay", "--policy", "new.json", "--trail", "-"][..],
                &["needs", "-", "--from", "trail"],
            ] {
                let output = with_input(trail.path(), &[args, skip].concat(), &text);
                let shown = error(&output);
                assert!(
                    shown.contains("more events are missing from a file that ends too early"),
                    "{shown}"
                );
                let html = [args, skip, &["--format", "html"]].concat();
                let html = with_input(trail.path(), &html, &text).stdout;
                let html = String::from_utf8_lossy(&html).to_lowercase();
                assert!(html.contains("too early"), "{args:?}");
            }
        }
    }
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
