//! Hostile policies: too large, too deep, of too many parts, or with confusable letters.
#![cfg(unix)]

use crate::common::error;
use crate::common::limited::{run, run_in};
use std::fs;

const COMMANDS: [&str; 5] = [
    "lint policy.json",
    "lint --diff policy.json",
    "check policy.json --action cs:GetClusters",
    "check policy.json --by-pattern",
    "grant policy.json --action cs:StartAlert --diff",
];

fn policy(statements: &str) -> String {
    format!("{{\"Version\": \"1\", \"Statement\": [{statements}]}}")
}

fn allowing(action: &str) -> String {
    format!("{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}")
}

#[test]
fn a_policy_of_100_megabytes_is_refused_before_it_is_read() {
    let text = vec![b' '; 100 << 20];
    for command in COMMANDS {
        let output = run(command, "policy.json", &text);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let refusal = "error: policy.json is too large for a policy: over 64 MiB\n";
        assert!(
            error(&output).starts_with(refusal),
            "{command}: {}",
            error(&output)
        );
    }
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn a_million_statements_are_more_than_a_policy_may_hold() {
    let one = "{\"Effect\":\"Deny\",\"Action\":\"a:b\",\"Resource\":\"*\"},";
    let mut statements = one.repeat(1_000_000);
    statements.push_str(&allowing("cs:GetClusters"));
    let text = policy(&statements);
    for (command, code) in [
        ("check policy.json --action cs:GetClusters", 2),
        ("lint policy.json", 1),
    ] {
        let output = run(command, "policy.json", text.as_bytes());
        assert_eq!(output.status.code(), Some(code), "{command}");
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8(shown).expect("UTF-8");
        let refusal = format!("the text has {} bytes; the limit is 1048576", text.len());
        let shown = shown.replace(',', "");
        assert!(shown.contains(&refusal), "{command}: {shown}");
    }
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn ten_thousand_levels_are_too_deep_and_no_stack_overflows() {
    for (open, close) in [("[", "]"), ("{\"Statement\":", "}"), ("[{\"a\":", "}]")] {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let inside = policy(&allowing("x").replace("\"x\"", &text));
        for text in [text, inside] {
            for command in COMMANDS {
                let output = run(command, "policy.json", text.as_bytes());
                let code = output.status.code();
                // Nothing can be fixed here, so the patch is empty and the exit code is 0.
                let expected = i32::from(!command.starts_with("lint --diff"));
                assert!(code >= Some(expected), "{command}: {code:?}");
                let shown = output.stdout.len() + output.stderr.len();
                assert!(shown < 100_000, "{command}: {shown} bytes");
            }
        }
    }
}

/// Commands on `policy.json`, some of which also read `other.json`.
const ALL: [&str; 9] = [
    "lint policy.json",
    "lint --diff policy.json",
    "check policy.json",
    "check policy.json --by-pattern",
    "grant policy.json --action cs:StartAlert --diff",
    "grant policy.json --action 'cs:*' --diff",
    "revoke policy.json --action 'cs:V1*' --deny --diff",
    "compare policy.json other.json",
    "explain 'RAM policy Forbidden for action cs:StartAlert' --policy policy.json",
];

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    let all: Vec<String> = (0..count).map(|at| format!("\"{}\"", item(at))).collect();
    format!("[{}]", all.join(","))
}

fn statement(actions: &str, resources: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": {resources}}}"#)
}

/// An algorithm of quadratic time would not end.
#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn policies_of_many_parts_are_answered_by_all_commands_in_time() {
    const MANY: usize = 3_000;
    let wild = |at| format!("cs:V{at}*");
    let clusters = |at| format!("acs:cs:*:*:cluster/c{at}*");
    let each = |of: &dyn Fn(usize) -> String| {
        let all: Vec<String> = (0..MANY).map(of).collect();
        policy(&all.join(","))
    };
    let any = "\"*\"";
    for (what, text) in [
        (
            "actions and resources",
            policy(&statement(&list(MANY, wild), &list(MANY, clusters))),
        ),
        (
            "the same twice",
            policy(&vec![statement(&list(MANY, wild), &list(MANY, clusters)); 2].join(",")),
        ),
        (
            "the same action",
            policy(&statement(
                &list(MANY, |_| "cs:DescribeUserQuota".to_owned()),
                &list(MANY, clusters),
            )),
        ),
        (
            "all but actions",
            policy(&statement(&list(MANY, wild), any).replace("Action", "NotAction")),
        ),
        (
            "the same statement",
            each(&|_| statement("\"cs:Get*\"", any)),
        ),
        (
            "statements",
            each(&|at| statement(&list(1, |_| wild(at)), &list(1, |_| clusters(at)))),
        ),
        (
            "a long pattern over many",
            policy(&statement(
                &list(MANY, |at| match at {
                    0 => format!("cs:{}", "*".repeat(200_000)),
                    at => format!("cs:a{at}"),
                }),
                any,
            )),
        ),
        (
            "a key again and again",
            policy(&statement("\"cs:*\"", any).replace(
                '}',
                &format!(
                    r#", "Condition": {{"StringEquals": {{{}}}}}}}"#,
                    vec![r#""acs:SourceVpc": "v""#; MANY].join(",")
                ),
            )),
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("policy.json"), &text).expect("a file");
        let other = text.replace("cs:V", "cs:W");
        fs::write(folder.path().join("other.json"), other).expect("a file");
        for command in ALL {
            println!("{what}: {command}");
            run_in(&folder, command);
        }
    }
}

/// RAM accepts policies of this size.
#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn small_policies_with_many_combinations_are_answered_at_once() {
    let denies: Vec<String> = (0..60)
        .map(|at| {
            statement(
                "\"cs:*\"",
                &list(1, |_| format!("acs:cs:*:*:cluster/*{at}*")),
            )
            .replace("Allow", "Deny")
        })
        .collect();
    let windows = |of: &'static str| list(30, move |at| format!("{of}*a{}", "?".repeat(at + 10)));
    for text in [
        policy(&format!("{}, {}", allowing("cs:*"), denies.join(","))),
        policy(&statement(&windows("cs:"), "\"*\"")),
        policy(&statement("\"cs:*\"", &windows("acs:cs:*:*:"))),
    ] {
        assert!(text.len() < 6_144);
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["policy.json", "other.json"] {
            fs::write(folder.path().join(name), &text).expect("a file");
        }
        for command in ALL {
            run_in(&folder, command);
        }
    }
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn a_key_a_million_times_is_found_and_not_shown_a_million_times() {
    let mut statement = "\"Action\":\"cs:GetClusters\",".repeat(1_000_000);
    statement.push_str("\"Effect\":\"Allow\",\"Resource\":\"*\"");
    let text = policy(&format!("{{{statement}}}"));
    for command in [
        "check policy.json --action cs:GetClusters",
        "lint policy.json",
    ] {
        let output = run(command, "policy.json", text.as_bytes());
        assert_ne!(output.status.code(), Some(0), "{command}");
        let shown = output.stdout.len() + output.stderr.len();
        assert!(shown < 1_000_000, "{command}: {shown} bytes");
    }
}

#[test]
fn patterns_of_ten_thousand_stars_are_decided() {
    let starry = format!("cs:{}", "*a".repeat(10_000));
    let stars = format!("cs:{}", "*".repeat(10_000));
    let questions = format!("cs:{}", "*?".repeat(5_000));
    for action in [starry, stars, questions] {
        let text = policy(&format!("{},{}", allowing(&action), allowing("cs:Get*")));
        for command in COMMANDS {
            run(command, "policy.json", text.as_bytes());
        }
        // The other pattern allows it in any case.
        let check = "check policy.json --action cs:GetClusters --resource '*'";
        let output = run(check, "policy.json", text.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{}", error(&output));
        let other = policy(&allowing(&action.replace('a', "b")));
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("policy.json"), text).expect("a file");
        fs::write(folder.path().join("other.json"), other).expect("a file");
        run_in(&folder, "compare policy.json other.json");
    }
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn ten_thousand_equal_parts_are_located_in_time() {
    // It takes minutes if every search for a place starts at the top of the file.
    let condition = "\"Condition\":{\"Bool\":{\"acs:SecureTransport\":\"true\"}}";
    let statement = allowing("cs:*").replace('}', &format!(",{condition}}}"));
    let text = policy(&vec![statement; 7_000].join(",\n"));
    assert!(text.len() < 1 << 20);
    let check = "check policy.json --context acs:SecureTransport=false";
    let output = run(check, "policy.json", text.as_bytes());
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let reason = "condition not met: acs:SecureTransport (Bool) at policy.json:1:32; ";
    assert!(shown.contains(reason), "{shown}");
    assert!(
        shown.contains("policy.json:5:1; and 6,995 more\n"),
        "{shown}"
    );

    let patterns = vec!["\"cs:No*\""; 60_000].join(",\n");
    let text = policy(&allowing("*").replace("\"*\",", &format!("[{patterns}],")));
    let output = run(
        "check policy.json --by-pattern",
        "policy.json",
        text.as_bytes(),
    );
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.contains("cs:No*  (policy.json:60000:1)\n"));

    let block = |number: usize| format!("module \"b{number}\" {{\n policy = f()\n}}\n");
    let text: String = (0..20_000).map(block).collect();
    let text = format!("{text}policy = <<EOF\n{}\nEOF\n", policy(&allowing("cs:*")));
    let output = run("lint main.tf", "main.tf", text.as_bytes());
    let error = error(&output);
    assert!(
        error.contains("module.b19.policy at main.tf:59:11, and 19,980 more\n"),
        "{error}"
    );
    assert!(error.len() < 10_000, "{} bytes are shown", error.len());

    let line = format!("{}\n", policy(&allowing("cs:*")).replace("}]", ",}]"));
    let output = run(
        "check lines.jsonl --repair --action cs:GetClusters",
        "lines.jsonl",
        line.repeat(20_000).as_bytes(),
    );
    let error = self::error(&output);
    assert!(
        error.contains("note: 19,980 more documents were repaired\n"),
        "{error}"
    );
    assert!(error.len() < 10_000, "{} bytes are shown", error.len());
}

#[test]
fn hidden_and_reordering_characters_are_escaped() {
    let marks = [
        "\u{202e}",
        "\u{200b}",
        "\u{2066}",
        "\u{feff}",
        "\\u001b[31m",
        "\\u0007",
    ];
    for mark in marks {
        let text = policy(&allowing(&format!("cs:Get{mark}Clusters")));
        for command in COMMANDS {
            let output = run(command, "policy.json", text.as_bytes());
            // A patch has to contain the file's own bytes.
            if command.ends_with("--diff") {
                continue;
            }
            let shown = [output.stdout, output.stderr].concat();
            let shown = String::from_utf8(shown).expect("UTF-8");
            let hidden = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            };
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
        }
    }
}

#[test]
fn a_confusable_letter_is_reported() {
    // The first letter is the Cyrillic es.
    let text = policy(&allowing("\u{441}s:Get*"));
    let output = run("lint policy.json", "policy.json", text.as_bytes());
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    insta::assert_snapshot!("confusable_letter", shown);
    assert_eq!(output.status.code(), Some(1));
}

/// What takes too long to decide is not only undecided: each form of the answer says why.
#[test]
fn too_many_patterns_are_named_by_action_and_by_pattern() {
    let resources: Vec<String> = (0..40)
        .map(|number| format!("\"acs:cs:*:*:*x{number}*\""))
        .collect();
    let text = policy(&format!(
        r#"{{"Effect": "Allow", "Action": "cs:Get*", "Resource": [{}]}}"#,
        resources.join(", ")
    ));
    for (command, said) in [
        (
            "check policy.json --action cs:GetClusters",
            "undecided: too many patterns for exact reasoning\n",
        ),
        (
            "check policy.json --action cs:GetClusters --by-pattern",
            "  cs:GetClusters  (undecided: too many patterns for exact reasoning)\n",
        ),
    ] {
        let output = run(command, "policy.json", text.as_bytes());
        assert_eq!(output.status.code(), Some(1), "{command}");
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(shown.contains(said), "{shown}");
    }
}
