//! Where a name ends. A part of a name may be another name, so nothing but its end may end it.

use ram_refusal::{Action, Finder, Refusal};

const KNOWN: [&str; 3] = [
    "cs:DeleteCluster",
    "cs:DeleteClusterNodes",
    "cs:DescribeClusterNodes",
];

fn one(text: &str) -> Refusal {
    let known = |name: &str| KNOWN.contains(&name);
    let mut finder = Finder::new(&known);
    finder.push(text.as_bytes());
    let mut found = finder.finish().refusals;
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    found.remove(0)
}

fn is_well_formed(text: &str) -> bool {
    one(text)
        .action
        .is_some_and(|action| action.is_well_formed())
}

#[test]
fn sign_within_an_enclosed_name_makes_it_malformed() {
    for sign in [
        ")", "]", "}", ",", ";", "...", "\u{2028}", "\u{b}", "\u{1d}", "<",
    ] {
        for name in [
            format!("cs:DeleteCluster{sign}Nodes"),
            format!("cs:DeleteCluster{sign}"),
            format!("cs:DeleteCluster{sign} id:1"),
        ] {
            for text in [
                format!(
                    "{{\"Code\":\"NoPermission\",\"Message\":\"no\",\"AccessDeniedDetail\":{{\"AuthAction\":\"{name}\"}}}}"
                ),
                format!("the caller is not authorized to perform '{name}' on resource '*'"),
            ] {
                assert!(!is_well_formed(&text), "{text:?}");
            }
        }
    }
}

#[test]
fn sign_within_a_name_of_a_sentence_makes_it_malformed() {
    let signs = [
        ")", "]", "}", ",", "`", "'", "\"", "<", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}",
        "\u{c}", "\u{1c}", "\u{1d}", "\u{1e}", "\u{1f}", "\0", "│", "，", "…", "...", ")]",
        "\\u001d", "\\u2028", "\\u0000", "&#29;", "&#0;",
    ];
    for sign in signs {
        for before in [
            "RAM policy Forbidden for action ",
            "denied by sts or ram, action: ",
        ] {
            let text = format!("{before}cs:DeleteCluster{sign}Nodes x\n");
            assert!(!is_well_formed(&text), "{text:?}");
        }
    }
    for end in [
        "...",
        "... (120 more bytes)",
        "…",
        "..",
        ". . .",
        "....\n",
        "...\"}",
    ] {
        let text = format!("RAM policy Forbidden for action cs:DeleteCluster{end}");
        assert_eq!(is_well_formed(&text), end == ". . .", "{text:?}");
    }
}

#[test]
fn sentence_or_dump_may_continue_after_a_name() {
    let named = Some(Action::WellFormed("cs:DeleteCluster".to_owned()));
    for after in [
        ",RequestId:0A1B",
        ",code=StatusForbidden}",
        "),request id: A",
        "，请联系",
        "，RequestId：A",
        "\",\"code\":\"x\"}",
        "\"}}",
        "'}, {'a'",
        "\u{a0}",
        "\u{a0}(x)",
        "\u{a0}on resource acs:cs:*:100:cluster/c1",
        "\tx",
        ".\r\n",
        "</Message><RequestId>X",
        "]},{a",
        "│\n",
        " │",
    ] {
        let text = format!("RAM policy Forbidden for action cs:DeleteCluster{after}");
        assert_eq!(one(&text).action, named, "{text:?}");
    }
}

#[test]
fn control_character_between_words_hides_no_sentence() {
    for sign in ["\u{1c}", "\u{1d}", "\u{b}", "\0", "\u{2028}", "\\u001d"] {
        let text = format!("RAM policy{sign}Forbidden for action cs:DeleteCluster\n");
        assert!(is_well_formed(&text), "{text:?}");
    }
}

/// Logs write the same before each line, whatever that is.
const PREFIXES: [&str; 14] = [
    "",
    "  ",
    "[ERROR] ",
    "ERROR: ",
    "2026-01-01 00:00:00 ",
    "[2026-01-01 00:00:00] [ERROR] ",
    "\u{1b}[36mweb-1  |\u{1b}[0m ",
    "* ",
    "  | ",
    "00:12 ",
    "pod/a ",
    "##[error] ",
    "12| ",
    "# ",
];

#[test]
fn name_that_may_go_on_after_a_prefix_is_malformed() {
    for prefix in PREFIXES {
        for (first, rest) in [
            ("cs:DeleteCluster", "Nodes"),
            ("cs:Describe", "ClusterRoles"),
        ] {
            let text = format!(
                "{prefix}RAM policy Forbidden for action {first}\n{prefix}{rest} request id: A\n"
            );
            assert!(!is_well_formed(&text), "{text:?}");
        }
        let text =
            format!("{prefix}RAM policy Forbidden for action cs:DeleteCluster\n{prefix}done\n");
        assert!(is_well_formed(&text), "{text:?}");
    }
}

/// The same sentence in each line is no prefix.
#[test]
fn name_in_a_line_of_many_is_whole() {
    for prefix in PREFIXES {
        let line =
            |number: usize| format!("{prefix}RAM policy Forbidden for action cs:Op{number}\n");
        let text: String = (10..20).map(line).collect();
        let found = ram_refusal::find(&text);
        assert_eq!(found.len(), 10, "{text:?}");
        for refusal in found {
            assert!(
                refusal.action.is_some_and(|action| action.is_well_formed()),
                "{text:?}"
            );
        }
    }
}

#[test]
fn resource_that_may_go_on_is_no_resource() {
    for prefix in PREFIXES {
        for (resource, rest) in [
            ("acs:cs:cn:1:cluster/c01", "456789"),
            ("acs:oss:*:1:bucket1/dir", "/key.txt"),
            ("acs:oss:*:1:bucket1/key", ".txt"),
            ("acs:oss:*:1:bucket1/key", "-a.txt"),
            ("acs:oss:*:1:bucket1/dir/", "key.txt"),
        ] {
            let text = format!(
                "{prefix}User: acs:ram::1:user/e is not authorized to perform: cs:ModifyCluster on resource: {resource}\n\
                 {prefix}{rest} request id: A\n"
            );
            let there = one(&text).resource.expect("a resource");
            assert!(there.contains('\n'), "{there}: {text:?}");
        }
        let resource = "acs:cs:cn:1:cluster/c01";
        let text = format!(
            "{prefix}User: acs:ram::1:user/e is not authorized to perform: cs:ModifyCluster on resource: {resource}\n\
             {prefix}done at last\n"
        );
        assert_eq!(one(&text).resource.as_deref(), Some(resource), "{text:?}");
    }
    let sentence =
        "denied by sts or ram, action: cs:DeleteCluster, resource: acs:cs:cn:1:cluster/c01";
    for rest in [
        "\nf</Message><RequestId>X\n",
        "...",
        "… (9 more)",
        "`f x",
        "<f x",
        "'f x",
        "\u{2028}f x",
    ] {
        let there = one(&format!("{sentence}{rest}"))
            .resource
            .expect("a resource");
        assert_ne!(there, "acs:cs:cn:1:cluster/c01", "{rest:?}");
        assert!(there.contains(['\n', '…', '`', '\u{2028}']), "{there:?}");
    }
}

/// Ways to write a line end, outside of a string and in one.
const LINE_ENDS: [&str; 13] = [
    "\n",
    "\r",
    "\r\n",
    "\\n",
    "\\r",
    "\\r\\n",
    "\\\\n",
    "\\u000a",
    "\\u000D",
    "&#10;",
    "&#xA;",
    "&#13;&#10;",
    "<br>",
];

/// What programs write before a line.
const LINE_STARTS: [&str; 16] = [
    "",
    "> ",
    "+",
    "| sync | ",
    "!! ",
    "¦ ",
    "·",
    "pod-1 main ",
    "sync.log:12:",
    "2026-01-02T03:04:05Z ",
    "[pod/a/b] ",
    "Jan 02 03:04:05 n1 sync[1]: ",
    "sync-1  | ",
    "host app ",
    "# ",
    "12:00 ",
];

#[test]
fn name_before_any_line_end_is_no_shorter_name() {
    for end in LINE_ENDS {
        for start in LINE_STARTS {
            for after in ["", " request id: R-1", "."] {
                let sentence = "RAM policy Forbidden for action cs:";
                let text = format!("{start}{sentence}DeleteCluster{end}{start}Nodes{after}\n");
                assert!(!is_well_formed(&text), "{text:?}");
                let text = format!("{start}{sentence}Delete{end}{start}ClusterNodes{after}\n");
                let action = one(&text).action.expect("an action");
                let whole = Action::WellFormed("cs:DeleteClusterNodes".to_owned());
                assert!(action == whole || !action.is_well_formed(), "{text:?}");
            }
        }
    }
    // A narrow column.
    let text = "> RAM policy Forbidden for action cs:DeleteCluster\n> No\n> des\n";
    assert!(!is_well_formed(text));
    // Other words are no rest of a name.
    for next in [
        "failed to list Nodes",
        "Retrying",
        "12:00 done",
        "> more",
        "",
    ] {
        let text = format!("RAM policy Forbidden for action cs:DeleteCluster\n{next}\n");
        assert!(is_well_formed(&text), "{text:?}");
    }
}

#[test]
fn resource_before_white_space_and_its_signs_is_cut() {
    let whole = "acs:cs:*:1:cluster/c1";
    for blank in [
        " ", "\t", "\u{a0}", "\u{2000}", "\u{3000}", "\\t", "&nbsp;", "\\n",
    ] {
        for at in [
            "acs:cs:*:1:".len(),
            "acs:cs:*:1:clu".len(),
            "acs:cs:*:1:cluster".len(),
        ] {
            let (first, rest) = whole.split_at(at);
            for text in [
                format!(
                    "denied by sts or ram, action: cs:DeleteCluster, resource: {first}{blank}{rest}"
                ),
                format!(
                    "User: acs:ram::1:user/a is not authorized to perform: cs:DeleteCluster on resource: {first}{blank}{rest}"
                ),
                format!(
                    "the caller is not authorized to perform 'cs:DeleteCluster' on resource '{first}{blank}{rest}'"
                ),
            ] {
                let resource = one(&text).resource.expect("a resource");
                let is_clean = |c: char| c.is_ascii_alphanumeric() || "-_./:@+=,~%*".contains(c);
                // A line break is joined where the whole has all parts.
                let is_joined = blank == "\\n" && resource == whole;
                assert!(
                    is_joined || !resource.chars().all(is_clean),
                    "{text:?}: {resource:?}"
                );
            }
        }
    }
    for after in [
        " request id: R-1",
        " - see https://example.com/a",
        " and more",
        " (R-1)",
    ] {
        let text =
            format!("denied by sts or ram, action: cs:DeleteCluster, resource: {whole}{after}");
        assert_eq!(one(&text).resource.as_deref(), Some(whole), "{text:?}");
    }
}
