//! Names at the edge of a cell or a frame, and where a text says that it is cut.

use ram_refusal::{Action, Finder, Refusal};

const KNOWN: [&str; 3] = ["cs:DeleteCluster", "cs:DeleteClusterNodes", "cs:StopAlert"];

fn found(text: &str) -> Vec<Refusal> {
    let known = |name: &str| KNOWN.contains(&name);
    let mut finder = Finder::new(&known);
    finder.push(text.as_bytes());
    finder.finish().refusals
}

fn one(text: &str) -> Refusal {
    let mut found = found(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    found.remove(0)
}

/// What is before a row, between two rows and after the last one.
const FRAMES: [[&str; 3]; 24] = [
    ["", " ;\n", " ;\n"],
    ["12:00 ", " ,\n", " ,\n"],
    ["| ", " |\n| ", " |\n"],
    ["| 1 | ", " |\n|   | ", " |\n"],
    ["│ ", " │\n│ ", " │\n"],
    ["", "│ top - 08:11\n", "│ Tasks: 1\n"],
    ["# ", " #\n# ", " #\n"],
    ["* ", " *\n* ", " *\n"],
    ["! ", " !\n! ", " !\n"],
    ["<div>", "</div>\n<div>", "</div>"],
    ["<li>", "</li><li>", "</li>"],
    [
        "<tr><td>1</td><td>",
        "</td></tr>\n<tr><td>2</td><td>",
        "</td></tr>",
    ],
    ["<text y=\"1\">", "</text>\n<text y=\"2\">", "</text>"],
    ["<td>", "</td></tr><tr><td></td><td>", "</td>"],
    // How shells and editors show that a line goes on.
    ["", " \\\n", "\n"],
    ["", " >\n> ", "\n"],
    ["", ">\n", "\n"],
    ["", " ↩\n  ", "\n"],
    ["12:00 ", " →\n12:00 ", "\n"],
    ["", " `\n", "\n"],
    ["", " +\n+ ", "\n"],
    // A row that starts before the message.
    ["Error: ", " |\n| ", " |\n"],
    ["Error: ", " :\n: ", " :\n"],
    ["", " <\n< ", " <\n"],
];

/// The same, with a string for each line.
const STRINGS: [[&str; 3]; 7] = [
    [
        "{\"a\":\"12:00:01 INFO ",
        "\"}\n{\"a\":\"12:00:01 INFO ",
        "\"}\n",
    ],
    ["[\"", "\",\"", "\"]"],
    ["\"", "\"\n\"", "\"\n"],
    ["\"", "\" +\n\"", "\"\n"],
    ["['", "', '", "']"],
    ["{\"msg\":\"", "\"}\n{\"msg\":\"", "\"}\n"],
    ["{\"a\":\"[\\\"", "\\\",\\\"", "\\\"]\"}"],
];

const SENTENCES: [&str; 3] = [
    "RAM policy Forbidden for action NAME",
    "You are not authorized to do this action. Resource: * Action: NAME",
    "denied by sts or ram, action: NAME",
];

#[test]
fn name_at_an_edge_is_whole_unless_the_next_row_may_go_on() {
    for [before, between, after] in FRAMES.into_iter().chain(STRINGS) {
        for sentence in SENTENCES {
            let text = |name: &str, rest: &str| {
                let sentence = sentence.replace("NAME", name);
                format!("{before}{sentence}{between}{rest}{after}")
            };
            let both = text("cs:DeleteCluster", "Nodes");
            assert!(
                !one(&both)
                    .action
                    .is_some_and(|action| action.is_well_formed()),
                "{both}"
            );
            let first = text("cs:DeleteCluster", "request id: R-1");
            let whole = Some(Action::WellFormed("cs:DeleteCluster".to_owned()));
            assert_eq!(one(&first).action, whole, "{first}");
            let broken = text("cs:Stop", "Alert");
            let joined = Some(Action::WellFormed("cs:StopAlert".to_owned()));
            assert_eq!(one(&broken).action, joined, "{broken}");
        }
    }
}

const MARKS: [&str; 39] = [
    "...",
    " ...",
    "…",
    " (truncated)",
    " [truncated 120 bytes]",
    "[truncated]",
    " --More--",
    " [output truncated]",
    " (+120 bytes)",
    " <snip>",
    " (3 more lines)",
    "\n[truncated]",
    "\n...",
    ", truncated",
    " - message truncated",
    " (message is truncated)",
    " (已截断)",
    "（已截断）",
    " *** truncated ***",
    " +120 more",
    " ⋯",
    "\\n(output truncated)",
    " (312 bytes left)",
    " <cut here>",
    " [...]",
    " ... 312 more bytes",
    " [output truncated by the logger at 4096]",
    "\n[...]",
    "\n<...>",
    "\n<snip>",
    "\n... 312 more bytes",
    "\n-- cut --",
    "\n--- 12 lines skipped ---",
    "\n[2026-01-02 03:04:05] INFO ... (truncated 312 chars)",
    "\n[2026-01-02 03:04:05] … (truncated 312 chars)",
    "\n12:00:01 ... 312 more bytes",
    "\n2026-01-02T03:04:05Z [truncated]",
    "\n2026-01-02 03:04:05,678 ERROR <snip>",
    "\nweb-1  | [...]",
];

#[test]
fn name_before_a_mark_of_a_cut_is_malformed() {
    for sentence in SENTENCES {
        let sentence = sentence.replace("NAME", "cs:DeleteCluster");
        let texts = MARKS.iter().map(|mark| format!("{sentence}{mark}\n"));
        let open = format!("{{\"code\":\"StatusForbidden\",\"message\":\"{sentence}");
        let python = format!("{{'code': 'StatusForbidden', 'message': '{sentence}");
        let xml = format!("<Error><Code>StatusForbidden</Code><Message>{sentence}");
        for text in texts.chain([open, python, xml]) {
            let action = one(&text).action;
            assert!(
                !action.is_some_and(|action| action.is_well_formed()),
                "{text}"
            );
        }
    }
}

/// A line in a frame may be a note in other words, so only a known name is whole before one.
#[test]
fn name_before_a_line_in_a_frame_is_whole_if_it_is_known() {
    for line in [
        "*** message too long ***",
        "== end of buffer ==",
        "12:00 -- limit reached --",
    ] {
        for sentence in SENTENCES {
            for (name, is_known) in [("cs:DeleteCluster", true), ("cs:DeleteClu", false)] {
                let text = format!("{}\n{line}\n", sentence.replace("NAME", name));
                let action = one(&text).action.expect("an action");
                assert_eq!(action.is_well_formed(), is_known, "{text}");
            }
        }
        for text in with_resource() {
            let resource = one(&format!("{text}\n{line}\n"))
                .resource
                .expect("a resource");
            assert!(
                text.ends_with('\'') || resource == format!("{RESOURCE}…"),
                "{text}: {resource}"
            );
        }
    }
}

/// Words that only look like such a note.
#[test]
fn name_before_other_words_or_frames_is_whole() {
    for sentence in SENTENCES {
        let sentence = sentence.replace("NAME", "cs:DeleteCluster");
        for after in [
            "\n\t... 3 more\n",
            "\n... 12 common frames omitted\n",
            "\nthe log was omitted for r1\n",
            "\n12:00 received 312 bytes\n",
            "\n312 bytes\n",
            "\n-----\n",
            "\n--- FAIL: TestSync (0.01s)\n",
            " (attempt 3 of 5)\n",
            "\n(retry in 5 s)\n",
            " ;\n",
            "\n[ERROR] next\n",
            "\n\n",
        ] {
            let text = format!("{sentence}{after}");
            let whole = Some(Action::WellFormed("cs:DeleteCluster".to_owned()));
            assert_eq!(one(&text).action, whole, "{text}");
        }
        let text = format!("{{\"message\":\"{sentence}\",\"Nodes\":{{\"a\":1}},\"b\":\"x\"}}");
        let whole = Some(Action::WellFormed("cs:DeleteCluster".to_owned()));
        assert_eq!(one(&text).action, whole, "{text}");
    }
}

const RESOURCE: &str = "acs:cs:cn-hangzhou:100:cluster/c1";

fn with_resource() -> [String; 3] {
    [
        format!(
            "User: acs:ram::100:user/a is not authorized to perform: cs:StopAlert on resource: {RESOURCE}"
        ),
        format!("denied by sts or ram, action: cs:StopAlert, resource: {RESOURCE}"),
        format!(
            "You are not authorized to do this action. Action: cs:StopAlert Resource: {RESOURCE}"
        ),
    ]
}

/// A name that nothing ends may be a part of another, which is in no patch.
#[test]
fn resource_is_whole_only_where_it_ends() {
    for sentence in with_resource() {
        for [before, between, after] in FRAMES {
            let text = format!("{before}{sentence}{between}my-prod{after}");
            assert_ne!(one(&text).resource.as_deref(), Some(RESOURCE), "{text}");
        }
        let marks = MARKS.iter().copied();
        let signs = [
            "\"/c2",
            "`/c2",
            "'-x",
            "<x>c2",
            " my-prod",
            "\n      my-prod",
        ];
        for after in marks.chain(signs) {
            let text = format!("{sentence}{after}\n");
            assert_ne!(one(&text).resource.as_deref(), Some(RESOURCE), "{text}");
        }
        for after in [
            "",
            "\n",
            ", request id: R-1",
            " RequestId: R-1",
            " request id: R-1",
            " (attempt 2)",
            " because no policy allows it",
            "\",\"code\":\"a\"}",
            "</code></pre></body>",
            " |\n+----+\n",
        ] {
            let text = format!("{sentence}{after}");
            assert_eq!(one(&text).resource.as_deref(), Some(RESOURCE), "{text}");
        }
    }
}

#[test]
fn resource_of_kms_is_found_within_any_signs() {
    let resource = "acs:kms:cn-hangzhou:100:secret/s";
    let text = |name: &str| format!("This operation for {name} is forbidden by permission system.");
    for [opening, closing] in [
        ["", ""],
        ["\"", "\""],
        ["'", "'"],
        ["`", "`"],
        ["<code>", "</code>"],
        ["“", "”"],
    ] {
        let text = text(&format!("{opening}{resource}{closing}"));
        assert_eq!(one(&text).resource.as_deref(), Some(resource), "{text}");
    }
    for name in [
        "acs:kms:cn-hangzhou:100:secret/my name",
        "acs:kms:cn-hangzhou:100:secr |\n| et/s",
    ] {
        let text = format!("| {} |", text(name));
        assert!(
            one(&text).resource.is_some_and(|name| name.contains(' ')),
            "{text}"
        );
    }
}

#[test]
fn values_that_are_none_are_no_request_id() {
    for value in ["map[]", "undefined", "null"] {
        let text = format!("RAM policy Forbidden for action cs:StopAlert request id: {value}");
        assert_eq!(one(&text).request_id, None, "{text}");
    }
    for after in ["（RequestId：R-1）", ";RequestId=R-1;次数=3"] {
        let text = format!("RAM policy Forbidden for action cs:StopAlert{after}");
        let refusal = one(&text);
        assert_eq!(
            refusal.action,
            Some(Action::WellFormed("cs:StopAlert".to_owned())),
            "{text}"
        );
        assert_eq!(refusal.request_id.as_deref(), Some("R-1"), "{text}");
    }
}
