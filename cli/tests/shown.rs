//! Output with control characters, invisible characters and line breaks from pages, arguments and names
//! of files.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Output;

/// A terminal command, the same as one character, and a bidirectional override.
const MARKS: &str = "\u{1b}[31m\u{9b}31m\u{7f}\u{202e}";

const POLICY: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "cs:GrantPermission",
      "Resource": "*"
    }
  ]
}
"#;

fn output(folder: &Path, args: &[&str]) -> Output {
    let mut program = crate::common::ack_catalog();
    program.args(args).current_dir(folder);
    program.output().expect("the program runs")
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}')
}

/// Returns all output, which must contain no hidden characters.
fn shown(folder: &Path, args: &[&str]) -> String {
    let output = output(folder, args);
    assert!(output.status.code().is_some_and(|code| code <= 2));
    let both = [output.stdout, output.stderr].concat();
    let both = String::from_utf8(both).expect("UTF-8");
    assert!(!both.contains(is_hidden), "{args:?}: {both:?}");
    both
}

fn page(mark: &str, link: &str) -> String {
    format!(
        "# Title{mark}\n\n\
         |Operation|RAM Action|Description|Other{mark}|\n|-|-|-|-|\n\
         |StartAlert{mark}|cs:StartAlert|[Starts{mark} {link}](https://example.com/{link}{mark})|o|\n\
         |Odd|cs:Odd{mark}|Is odd|o|\n"
    )
}

#[test]
fn pages_are_shown_escaped() {
    let (old, new) = (page(MARKS, "old"), page(MARKS, "new"));
    let other = old.replace("StartAlert", "BeginAlert");
    let moved = old.replace("|StartAlert", "|Other\u{202e}");
    let files = [
        ("old.md", &*old),
        ("new.md", &new),
        ("other.md", &other),
        ("moved.md", &moved),
        ("plain.md", &page("", "old")),
    ];
    let folder = crate::common::folder(&files);
    for format in ["text", "json"] {
        let inspected = shown(folder.path(), &["inspect", "old.md", "--format", format]);
        assert!(inspected.contains("StartAlert"), "{inspected}");
    }
    for format in ["text", "json", "markdown"] {
        for new in ["new.md", "other.md", "moved.md", "plain.md"] {
            shown(folder.path(), &["diff", "old.md", new, "--format", format]);
        }
    }
    let inspected = output(folder.path(), &["inspect", "old.md", "--format", "json"]).stdout;
    let inspected: serde_json::Value = serde_json::from_slice(&inspected).expect("JSON");
    assert!(
        inspected["title"]
            .as_str()
            .is_some_and(|title| title.contains('\u{202e}')),
        "{inspected}"
    );
}

#[test]
fn arguments_are_shown_escaped() {
    let folder = crate::common::folder(&[("policy.json", POLICY)]);
    let mark = MARKS;
    let wrong = format!("fo\r{mark}");
    for args in [
        &[&*wrong][..],
        &["list", &wrong],
        &["list", "--format", &wrong],
        &["list", &format!("Get{mark}")],
        &["show", &wrong],
        &["check", "policy.json", "--context", &wrong],
        &["check", "policy.json", "--action", &format!("x:{mark}")],
        &[
            "check",
            "policy.json",
            "--resource",
            &wrong,
            "--format",
            "json",
        ],
        &["check", "policy.json", "--requests", &wrong],
        &["lint", "--select", &wrong, "policy.json"],
        &["lint", &wrong],
        &["explain", &wrong],
        &["generate", "--manifest-path", &wrong],
    ] {
        shown(folder.path(), args);
    }
    let refused = output(folder.path(), &[&wrong]);
    assert_eq!(refused.status.code(), Some(2));
    let message = String::from_utf8(refused.stderr).expect("UTF-8");
    let first = message.lines().next();
    assert_eq!(
        first,
        Some(r"error: unrecognized subcommand 'fo\u{d}\u{1b}[31m\u{9b}31m\u{7f}\u{202e}'")
    );
    assert!(
        message.contains("\n\nUsage: ack-catalog <COMMAND>\n"),
        "{message}"
    );

    let help = output(folder.path(), &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(help.stdout.starts_with(b"Look up RAM actions") && help.stderr.is_empty());
}

#[test]
fn names_of_files_are_shown_in_one_line() {
    let forged = "2 of 2 actions allowed";
    let name = format!("p{MARKS}\n{forged}\n.json");
    let broken = format!("b{MARKS}\n{forged}\n.json");
    let pages = format!("p{MARKS}\n{forged}\n.md");
    let absent = format!("a{MARKS}\n{forged}\n.json");
    let files = [
        (&*name, POLICY),
        (&broken, "{\"Version\": \"1\", \"Statement\": [{}]}"),
        (&pages, "nothing\n"),
    ];
    let folder = crate::common::folder(&files);
    let commands: &[&[&str]] = &[
        &["check", "--by-pattern"],
        &["check"],
        &["check", "--format", "json"],
        &["compare", &name],
        &["compare", &broken],
        &["lint"],
        &["lint", "--format", "json"],
        &["lint", "--format", "sarif"],
        &["lint", "--format", "github"],
        &["lint", "--format", "markdown"],
        &["lint", "--fix"],
        &["grant", "--action", "cs:StartAlert", "--diff"],
        &["revoke", "--action", "cs:StopAlert", "--diff"],
        &[
            "explain",
            "RAM policy Forbidden for action cs:StartAlert",
            "--policy",
        ],
        &["explain"],
        &["audit"],
        &["inspect"],
        &["inspect", "--format", "json"],
        &["diff", &pages],
        &["check", &name, "--requests"],
        &["generate", "--manifest-path"],
    ];
    for command in commands {
        for file in [&name, &broken, &pages, &absent] {
            let args = [*command, &[file]].concat();
            let all = shown(folder.path(), &args);
            assert!(!all.lines().any(|line| line == forged), "{args:?}: {all}");
        }
    }
    let found = output(folder.path(), &["lint", &name, "--format", "json"]).stdout;
    let found: serde_json::Value = serde_json::from_slice(&found).expect("JSON");
    assert_eq!(found[0]["path"], *name, "programs can open it");
    let output = shown(folder.path(), &["lint", &broken, "--format", "github"]);
    assert!(
        output.contains(&format!("%0A{forged}%0A.json,line=")),
        "{output}"
    );
}

const NOTE: &str = "\
note: the patch contains hidden characters
 |
 = help: run `ack-catalog lint` on the policy to find them
";

#[test]
fn hidden_characters_in_a_patch_are_noted() {
    let doubled = POLICY.replace(
        "\"cs:GrantPermission\"",
        "[\"cs:Get\u{202e}\", \"cs:Get\u{202e}\"]",
    );
    // Visible characters and the line endings of Windows need no note.
    let plain = doubled
        .replace('\u{202e}', "Clusters")
        .replace('\n', "\r\n");
    let plain = plain.replace("  ", "\t");
    let folder = crate::common::folder(&[("hidden.json", &doubled), ("plain.json", &plain)]);
    let commands: &[&[&str]] = &[
        &["grant", "--action", "cs:StartAlert", "--diff"],
        &["revoke", "--action", "cs:StartAlert", "--diff"],
        &["lint", "--diff"],
        &[
            "explain",
            "RAM policy Forbidden for action cs:StartAlert",
            "--policy",
        ],
    ];
    for command in commands {
        for (file, count) in [("hidden.json", 1), ("plain.json", 0)] {
            let output = output(folder.path(), &[*command, &[file]].concat());
            let error = String::from_utf8(output.stderr).expect("UTF-8");
            // There is nothing to revoke.
            let count = if command[0] == "revoke" { 0 } else { count };
            assert_eq!(error.matches(NOTE).count(), count, "{command:?}: {error}");
            if count == 1 {
                let patch = String::from_utf8(output.stdout).expect("UTF-8");
                assert!(patch.contains('\u{202e}'), "{command:?}: {patch}");
            }
        }
    }
    let file = folder.path().join("hidden.json");
    fs::copy(&file, folder.path().join("again.json")).expect("a copy");
    let both = output(
        folder.path(),
        &["lint", "--diff", "hidden.json", "again.json"],
    );
    let error = String::from_utf8(both.stderr).expect("UTF-8");
    assert_eq!(error.matches(NOTE).count(), 1, "{error}");
}

#[test]
fn hidden_characters_in_a_printed_policy_are_noted() {
    let hidden = POLICY.replace(
        "\"cs:GrantPermission\"",
        "[\"cs:Get\u{202e}\", \"cs:List*\"]",
    );
    // A byte order mark belongs to the file, not to the policy in it.
    let plain = format!("\u{feff}{POLICY}");
    let folder = crate::common::folder(&[("hidden.json", &*hidden), ("plain.json", &*plain)]);
    let note = NOTE.replace("the patch", "the policy");
    let commands: &[&[&str]] = &[
        &["grant", "--action", "cs:StartAlert"],
        &["revoke", "--action", "cs:StartAlert"],
    ];
    for command in commands {
        for (file, count) in [("hidden.json", 1), ("plain.json", 0)] {
            let output = output(folder.path(), &[*command, &[file]].concat());
            let error = String::from_utf8(output.stderr).expect("UTF-8");
            assert_eq!(error.matches(&note).count(), count, "{command:?}: {error}");
            let printed = String::from_utf8(output.stdout).expect("UTF-8");
            assert_eq!(printed.contains('\u{202e}'), count == 1, "{printed}");
        }
        let written = [*command, &["hidden.json", "--write"]].concat();
        let error = String::from_utf8(output(folder.path(), &written).stderr).expect("UTF-8");
        assert!(!error.contains(&note), "{command:?}: {error}");
    }
}

#[test]
fn a_line_break_in_the_settings_forges_no_line_of_the_message() {
    for settings in [
        "[lint]\n\"sid\\nerror: forged\" = 1\n",
        "[lint]\nselect = [\"sid\\nerror: forged\"]\n",
    ] {
        let folder =
            crate::common::folder(&[("ack-catalog.toml", settings), ("policy.json", POLICY)]);
        let output = shown(folder.path(), &["lint", "policy.json"]);
        let first = output.lines().next().unwrap_or_default();
        assert!(first.contains("`sid\\nerror: forged`"), "{output}");
    }
}

#[test]
fn messages_do_not_grow_with_the_policy() {
    let listed = |count: usize, text: &dyn Fn(usize) -> String| {
        let all: Vec<String> = (0..count).map(text).collect();
        all.join(",")
    };
    let values = listed(1_000, &|number| format!("\"{number}{}\"", "9".repeat(500)));
    let keys = listed(50, &|number| format!("\"acs:k{number}\": \"1\""));
    let conditional = crate::common::policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "cs:*", "Resource": "*", "Condition": {{"StringLike": {{"acs:k": [{values}], {keys}}}}}}}"#
    )]);
    let resources = |count| listed(count, &|number| format!("\"acs:cs:*:*:cluster/{number}\""));
    let one_set = crate::common::policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": [{}]}}"#,
        resources(300)
    )]);
    let many_sets = crate::common::policy(&[&listed(500, &|number| {
        format!(
            r#"{{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:cluster/{number}"}}"#
        )
    })]);
    let folder = crate::common::folder(&[
        ("conditional.json", &*conditional),
        ("one-set.json", &one_set),
        ("many-sets.json", &many_sets),
    ]);
    let reports = [
        &[
            "grant",
            "conditional.json",
            "--action",
            "cs:StartAlert",
            "--resource",
            "*",
        ][..],
        &["grant", "one-set.json", "--action", "ecs:StopInstance"],
        &["grant", "many-sets.json", "--action", "cs:GetClusters"],
        &[
            "check",
            "one-set.json",
            "--action",
            "cs:StartAlert",
            "--resource",
            "acs:cs:*:*:x",
        ],
    ]
    .map(|arguments| {
        let report = crate::common::run_in(folder.path(), arguments);
        assert!(report.len() < 4_000, "{arguments:?}: {}", report.len());
        report.replace(&"9".repeat(99), "[9…]")
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    $ ack-catalog grant conditional.json --action cs:StartAlert --resource '*'
    --- exit code 2
    --- stderr
    error: conditional.json:1:29: this statement allows `cs:StartAlert` under a condition: acs:k StringLike 0[9…][9…]9…, 1[9…][9…]9…, 2[9…][9…]9…, 3[9…][9…]9…, 4[9…][9…]9…, and 995 more; acs:k0 StringLike 1; acs:k1 StringLike 1; acs:k2 StringLike 1; acs:k3 StringLike 1; and 46 more
     |
     = help: nothing was changed; `--unconditional` allows it without the condition

    $ ack-catalog grant one-set.json --action ecs:StopInstance
    --- exit code 2
    --- stderr
    error: the policy allows another service only, on acs:cs:*:*:cluster/0, acs:cs:*:*:cluster/1, acs:cs:*:*:cluster/2, acs:cs:*:*:cluster/3, acs:cs:*:*:cluster/4, and 295 more
     |
     = help: name the resource with `--resource`

    $ ack-catalog grant many-sets.json --action cs:GetClusters
    --- exit code 2
    --- stderr
    error: cannot infer the resource: statements without conditions have different ones
     |
     = help: choose one of these: --resource 'acs:cs:*:*:cluster/0'; --resource 'acs:cs:*:*:cluster/1'; --resource 'acs:cs:*:*:cluster/2'; --resource 'acs:cs:*:*:cluster/3'; --resource 'acs:cs:*:*:cluster/4'; and 495 more

    $ ack-catalog check one-set.json --action cs:StartAlert --resource 'acs:cs:*:*:x'
    --- exit code 1
    --- stdout
    denied
        allowed only on acs:cs:*:*:cluster/0, acs:cs:*:*:cluster/1, acs:cs:*:*:cluster/2, acs:cs:*:*:cluster/3, acs:cs:*:*:cluster/4, and 295 more (one-set.json:1:29)
      cs:StartAlert

    0 of 1 action allowed on acs:cs:*:*:x
    ");
}
