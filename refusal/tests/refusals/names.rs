//! Names that a terminal broke over two lines.

use ram_refusal::{Action, Finder, Refusal, find};

fn found(text: &str) -> Vec<Refusal> {
    let names = [
        "cs:DescribeClusterNodes",
        "cs:DescribeCluster",
        "cs:StartAlert",
    ];
    let known = |name: &str| names.contains(&name);
    let mut finder = Finder::new(&known);
    finder.push(text.as_bytes());
    finder.finish().refusals
}

#[track_caller]
fn action(text: &str) -> Action {
    let mut found = found(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    found.remove(0).action.expect("an action")
}

fn well_formed(name: &str) -> Action {
    Action::WellFormed(name.to_owned())
}

#[test]
fn name_is_joined_at_any_place_if_the_whole_is_known() {
    let name = "cs:DescribeClusterNodes";
    for at in 1..name.len() {
        let (first, rest) = name.split_at(at);
        for after in ["", ".", " request id: R-1", "\nmore"] {
            let text = format!(
                "Error: code: 403, RAM policy Forbidden for action {first}\n{rest}{after}\n"
            );
            // The first part may be the whole name.
            if first == "cs:DescribeCluster" {
                let refusal = found(&text).remove(0);
                assert!(
                    !refusal.action.expect("an action").is_well_formed(),
                    "{text}"
                );
                assert_eq!(refusal.candidates, [first, name], "{text}");
            } else {
                assert_eq!(action(&text), well_formed(name), "{text}");
            }
        }
    }
    // A page adds a hyphen. Quotes prove where the name ends.
    let text = "RAM policy Forbidden for action cs:Start-\nAlert\n";
    assert_eq!(action(text), well_formed("cs:StartAlert"));
    for name in [
        "cs:Describe\nCluster",
        "\ncs:DescribeCluster",
        "cs:DescribeCluster\n",
    ] {
        let text =
            format!("the caller is not authorized to perform '{name}' on resource '\n*\n'\n");
        assert_eq!(action(&text), well_formed("cs:DescribeCluster"), "{text}");
        assert_eq!(found(&text)[0].resource.as_deref(), Some("*"));
    }
    // The id after a name that was joined.
    let text = "RAM policy Forbidden for action cs:Describe\nClusterNodes request id: R-1\n";
    assert_eq!(found(text)[0].request_id.as_deref(), Some("R-1"));
    assert_eq!(&text[found(text)[0].range.clone()], &text[..56]);
}

#[test]
fn name_at_the_end_of_a_line_is_a_name_if_it_is_known() {
    for next in [
        "STSToken policy",
        "Retrying now",
        "12:00 done",
        "INFO done",
        "{\"a\": 1}",
        "at a.B",
        "",
    ] {
        let text = format!("RAM policy Forbidden for action cs:StartAlert\n{next}\n");
        assert_eq!(action(&text), well_formed("cs:StartAlert"), "{text}");
    }
}

/// It may be the start of a longer name.
#[test]
fn unknown_name_that_goes_on_is_malformed() {
    for next in [
        "ClusterRoles",
        "ClusterRoles request id: R-1",
        "rClusterRoles",
        "ribeClust\nerNodes",
    ] {
        let text = format!("RAM policy Forbidden for action cs:Describe\n{next}\n");
        assert!(!action(&text).is_well_formed(), "{text}");
    }
    for next in [
        "",
        "\nNodes",
        "12:00 done",
        "INFO done",
        "requestId: R-1",
        "Message: no",
        "done",
    ] {
        let text = format!("RAM policy Forbidden for action cs:CreateCluster\n{next}\n");
        assert_eq!(action(&text), well_formed("cs:CreateCluster"), "{text}");
    }
}

/// A line of a common width may as well end where it ends: then nothing tells a word from the rest of a name.
#[test]
fn resource_is_not_joined_to_a_word_that_may_be_another() {
    let sentence = "You are not authorized to do this action. Action: cs:StartAlert Resource: acs:cs:*:1:cluster/";
    for width in [100, 120, 132, 160] {
        let id = "c".repeat(width - sentence.len());
        for (next, wanted) in [
            ("done", "\ndone"),
            ("done.", "\ndone"),
            ("retrying Action: a", "\nretrying"),
            ("Next line", "\nNext"),
            ("", ""),
            ("c1-2", "\nc1-2"),
            ("c1-2\" }", "c1-2"),
            ("c1 RequestId: R-1", "c1"),
        ] {
            let text = format!("{sentence}{id}\n{next}\n");
            let found = found(&text);
            assert_eq!(found.len(), 1, "{text}");
            let resource = format!("acs:cs:*:1:cluster/{id}{wanted}");
            assert_eq!(found[0].resource, Some(resource), "{text}");
        }
    }
}

/// A resource that a terminal broke is whole, or is not one.
#[test]
fn part_of_a_resource_is_not_a_resource() {
    let resource = "acs:log:cn-hangzhou:100:project/p1/logstore/audit";
    let sentence =
        format!("denied by sts or ram, action: log:GetLogStoreLogs, resource: {resource}");
    let mut joined = 0;
    for text in [
        format!("12:00 worker: {sentence}, request id: R-1"),
        format!("{{\"code\": \"Unauthorized\", \"message\": \"{sentence}\"}}"),
        format!("a.LogException: {sentence} request id: R-1"),
        format!("{sentence} (attempt 2)"),
    ] {
        for width in 40..=160 {
            let lines = broken(&text, width);
            let found = found(&lines);
            assert_eq!(found.len(), 1, "{lines}");
            let there = found[0].resource.as_deref().unwrap_or("\n");
            let is_part = there != resource && !there.contains('\n');
            // A part of a word may be a word: `audi` and `t`.
            let is_word = lines.contains("logstore/a") && lines.contains("t (attempt");
            assert!(!is_part || is_word, "{there}: {lines}");
            joined += usize::from(there == resource);
        }
    }
    assert!(joined > 400, "{joined}");
    // What follows on the next line is not always the rest.
    for next in [
        "retrying in 3 s",
        "12:00 a",
        "2026-01-02 a",
        "{\"a\": 1}",
        "\tat a.B",
        "RequestId: R-1",
        "level=info",
        "E0102 03:04:05 a",
        "[a] b",
        "- a",
        "",
        "exit status 1",
    ] {
        let text = format!("{sentence}\n{next}\n");
        let found = found(&text);
        assert_eq!(found[0].resource.as_deref(), Some(resource), "{text}");
    }
    // One word can be the end of a name.
    for next in ["done", "t"] {
        let text = format!("{sentence}\n{next}\n");
        let there = found(&text).remove(0).resource.expect("a resource");
        assert_eq!(there, format!("{resource}\n{next}"));
    }
}

/// Another sentence after a full line is not part of a name.
#[test]
fn sentence_after_a_full_line_is_no_part_of_a_name() {
    for sentence in [
        "retrying",
        "retrying in 3 s",
        "Retrying, once more",
        "3 retries are left",
        "10.0.0.1 did not answer",
        "node-1: not ready",
        "c-2 is not ready",
        "/healthz did not answer",
        "a/b/c was skipped.",
        "https://example.com did not answer",
        "(attempt 2)",
        "- next",
        "x=1",
    ] {
        for width in [80, 100, 120] {
            let message = "denied by sts or ram, action: oss:GetObject, resource: acs:oss:*:1:b/";
            let key = "k".repeat(width - message.len());
            let text = format!("{message}{key}\n{sentence}\n12:00 done\n");
            let there = found(&text).remove(0).resource.expect("a resource");
            let is_whole = there == format!("acs:oss:*:1:b/{key}");
            assert!(is_whole || there.contains('\n'), "{there}: {text}");
            let message = "cannot sync: RAM policy Forbidden for action cs:";
            let name = "DescribeCluster";
            let text = format!(
                "{:>width$}\n{sentence}\n12:00 done\n",
                format!("{message}{name}")
            );
            let action = found(&text).remove(0).action.expect("an action");
            let is_whole = action == well_formed("cs:DescribeCluster");
            assert!(is_whole || !action.is_well_formed(), "{action:?}: {text}");
        }
    }
}

/// Breaks a text where a terminal of a width does.
fn broken(text: &str, width: usize) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        for part in chars.chunks(width) {
            lines.extend(part);
            lines.push('\n');
        }
    }
    lines
}

#[test]
fn error_of_several_lines_is_one_call_at_any_width() {
    let id = "1C9C0000-0000-0000-0000-000000000001";
    let message = "RAM policy Forbidden for action cs:StartAlert";
    let body = format!(
        "{{\"code\": \"StatusForbidden\", \"message\": \"{message}\", \"requestId\": \"{id}\", \"status\": 403}}"
    );
    let error = format!(
        "SDKError:\n   StatusCode: 403\n   Code: StatusForbidden\n   Message: code: 403, {message} request id: {id}\n   \
         Data: {body}\n"
    );
    let pretty = body.replace(", ", ",\n  ").replace('{', "{\n  ");
    let field = format!("level=error msg=failed error={error:?} attempt=3\n");
    let java = format!(
        "com.aliyuncs.exceptions.ClientException: StatusForbidden : {message}\nRequestId : {id}\n\tat a.B(A.java:1)\n"
    );
    for (text, least) in [
        (error, 121),
        (pretty, 121),
        (body, 110),
        (java, 118),
        (field, 119),
    ] {
        let mut whole = 0;
        for width in 40..=160 {
            let lines = broken(&text, width);
            let found = found(&lines);
            let named: Vec<&Refusal> = found.iter().filter(|it| it.action.is_some()).collect();
            assert_eq!(named.len(), 1, "{lines}");
            assert_eq!(
                named[0].action,
                Some(well_formed("cs:StartAlert")),
                "{lines}"
            );
            let there = named[0].request_id.as_deref();
            assert!(there.is_none_or(|there| there == id), "{lines}");
            whole += usize::from(found.len() == 1 && found[0].count == 1 && there.is_some());
        }
        assert!(whole >= least, "{whole}: {text}");
    }
}

/// A terminal may break the escapes of a page or a string.
#[test]
fn broken_escape_is_no_part_of_a_value() {
    let id = "1C9C0000-0000-0000-0000-000000000001";
    let body = format!(
        "{{\"code\": \"StatusForbidden\", \"message\": \"RAM policy Forbidden for action cs:StartAlert\", \"requestId\": \
         \"{id}\", \"accessDeniedDetail\": {{\"AuthPrincipalType\": \"SubUser\", \"AuthPrincipalDisplayName\": \"200\"}}}}"
    );
    let nested = format!("{{\"error\": {body:?}}}");
    let mut whole = 0;
    for text in [body, nested.clone()] {
        for text in [
            text.replace('"', "&quot;"),
            text.replace('"', "&#34;"),
            text,
        ] {
            for width in 40..=160 {
                let lines = broken(&text, width);
                for refusal in found(&lines) {
                    let is =
                        |value: Option<&str>, wanted: &str| value.is_none_or(|it| it == wanted);
                    assert!(
                        is(refusal.request_id.as_deref(), id),
                        "{refusal:?}: {lines}"
                    );
                    assert!(
                        is(refusal.principal.as_deref(), "200"),
                        "{refusal:?}: {lines}"
                    );
                    let caller = refusal.caller.as_ref().map(ram_refusal::Caller::as_str);
                    assert!(is(caller, "SubUser"), "{refusal:?}: {lines}");
                    let is_whole = refusal.request_id.is_some() && refusal.principal.is_some();
                    whole += usize::from(is_whole);
                }
            }
        }
    }
    assert!(whole > 600, "{whole}");
    // What follows a whole id on a full line is not part of it.
    let sentence = format!("RAM policy Forbidden for action cs:StartAlert request id: {id}");
    let text = format!("{} {sentence}\nnext\n", "x".repeat(99 - sentence.len()));
    assert_eq!(found(&text)[0].request_id.as_deref(), Some(id), "{text}");
}

/// Where a line has exactly 80 characters, the break is no part of a sentence, a resource or an id either.
#[test]
fn sentence_is_read_where_a_terminal_broke_it_anywhere() {
    let id = "1C9C0000-0000-0000-0000-000000000001";
    let sentence = format!(
        "You are not authorized to do this action. Resource: acs:ram:*:100:user/rds-admin \
         Action: cs:DescribeClusterNodes, RequestId: {id}"
    );
    for before in 0..80 {
        let text = format!("{} {sentence}", "x".repeat(before));
        let lines: Vec<&str> = (0..text.len())
            .step_by(80)
            .map(|at| &text[at..text.len().min(at + 80)])
            .collect();
        let text = lines.join("\n") + "\n";
        let found = found(&text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        let refusal = &found[0];
        assert_eq!(
            refusal.action,
            Some(well_formed("cs:DescribeClusterNodes")),
            "{text}"
        );
        assert_eq!(
            refusal.resource.as_deref(),
            Some("acs:ram:*:100:user/rds-admin"),
            "{text}"
        );
        assert_eq!(refusal.request_id.as_deref(), Some(id), "{text}");
    }
}

/// A line that is full may end after a word, where a program broke it.
#[test]
fn full_line_may_end_between_words() {
    let sentences = [
        "RAM policy Forbidden for action cs:StartAlert",
        "You are not authorized to do this action. Resource: acs:ram:*:1:user/bob Action: cs:StartAlert",
        "User: acs:ram::1:user/e is not authorized to perform: cs:StartAlert on resource: acs:cs:cn:1:cluster/c",
    ];
    for sentence in sentences {
        for (at, _) in sentence.match_indices(' ') {
            let (first, rest) = (&sentence[..at], &sentence[at + 1..]);
            // The name of the caller is no word of the sentence.
            if at < 3
                || first.ends_with("/e")
                || first.ends_with("User:")
                || first.ends_with("/bob")
            {
                continue;
            }
            for width in [80, 100, 120] {
                if first.len() + 2 > width {
                    continue;
                }
                let before = "x".repeat(width - first.len() - 1);
                let text = format!("{before} {first}\n{rest}\n");
                let found = found(&text);
                assert_eq!(found.len(), 1, "{text}");
                // Where the name ends the line, it may go on.
                let action = found[0].action.as_ref().expect("an action");
                assert!(
                    action.as_str().starts_with("cs:StartAlert"),
                    "{text}: {action:?}"
                );
            }
        }
    }
    // Two lines of one width.
    let text = "User: acs:ram::1:user/e is not authorized\nto perform: cs:DescribeCluster resource:\nacs:cs:cn:1:cluster/c\n";
    assert_eq!(action(text), well_formed("cs:DescribeCluster"));
    // A resource that a line beside may be as wide as by chance.
    let line = "denied by sts or ram, action: cs:StartAlert, resource: acs:cs:cn:1:cluster/c01";
    let text = format!("{}:\n{line}\ndone\n", "x".repeat(line.len() - 1));
    let resource = found(&text).remove(0).resource.expect("a resource");
    assert_eq!(resource, "acs:cs:cn:1:cluster/c01\ndone", "{text}");
    // The first letter of a resource is no word.
    let text = format!(
        "{}denied by sts or ram, action: cs:StartAlert, resource: a\ncs:cs:cn:1:cluster/c RequestId: A\n",
        "x ".repeat(12)
    );
    assert_eq!(
        found(&text)[0].resource.as_deref(),
        Some("acs:cs:cn:1:cluster/c"),
        "{text}"
    );
}

/// Widths of terminals.
const COMMON: [usize; 5] = [80, 100, 120, 132, 160];

/// Lines that fill the same width, or that end where the next word has no room.
#[test]
fn break_of_any_width_is_no_part_of_a_sentence() {
    let id = "1C9C0000-0000-0000-0000-000000000001";
    let sentence = format!(
        "You are not authorized to do this action. Resource: acs:ram:*:100:user/rds-admin \
         Action: cs:DescribeClusterNodes, RequestId: {id}"
    );
    for width in 40..=200 {
        for before in [0, 7, 20, 33] {
            let text = format!("{} {sentence}", "x".repeat(before));
            let lines: Vec<&str> = (0..text.len())
                .step_by(width)
                .map(|at| &text[at..text.len().min(at + width)])
                .collect();
            let text = lines.join("\n") + "\n";
            let found = found(&text);
            assert_eq!(found.len(), 1, "{text}\n{found:#?}");
            let refusal = &found[0];
            // One line does not prove that it is full.
            let action = refusal.action.clone().expect("an action");
            if text.contains("Cluster\nNodes") && !action.is_well_formed() {
                assert!(lines.len() == 2 && !COMMON.contains(&width), "{text}");
                assert_eq!(refusal.candidates.len(), 2, "{text}");
            } else {
                assert_eq!(action, well_formed("cs:DescribeClusterNodes"), "{text}");
            }
            assert_eq!(
                refusal.resource.as_deref(),
                Some("acs:ram:*:100:user/rds-admin"),
                "{text}"
            );
            // Nor does it prove that a word goes on, but an id has a length.
            let is_proved = lines.len() != 2 || COMMON.contains(&width);
            let wanted = Some(id).filter(|_| is_proved || refusal.request_id.is_some());
            assert_eq!(refusal.request_id.as_deref(), wanted, "{text}");
        }
    }
}

/// Lines of a log may have one length, and each is a line of its own.
#[test]
fn lines_of_one_length_are_not_joined() {
    for message in [
        "RAM policy Forbidden for action cs:StartAlert",
        "ERROR RAM policy Forbidden for action cs:StartAlert, retrying in a second",
        "12:00 RAM policy Forbidden for action cs:StartAlert and other words to fill a whole line of 100 signs.",
    ] {
        let text = format!("{message}\n").repeat(5);
        let found = found(&text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        assert_eq!(
            found[0].action,
            Some(well_formed("cs:StartAlert")),
            "{text}"
        );
        assert_eq!(found[0].count, 5, "{text}");
    }
}

/// Sentences, one of each form that has blanks.
const SENTENCES: [&str; 8] = [
    "This operation for acs:kms:cn-hangzhou:100:secret/s is forbidden by permission system.",
    "secrets is forbidden: User \"204\" cannot list resource \"secrets\" in API group \"\" in the namespace \"prod\"",
    "The bucket you access does not belong to you.",
    "RAM policy Forbidden for action cs:StartAlert request id: R-1",
    "You are not authorized to do this action. Resource: acs:ram:*:100:user/a Action: ram:ListUsers",
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    "the caller is not authorized to perform 'fc:GetService' on resource 'acs:fc:cn-hangzhou:100:services/a'",
    "User: acs:ram::100:user/b is not authorized to perform: ecs:StopInstance on resource: acs:ecs:*:100:instance/i-1",
];

#[test]
fn line_as_long_as_the_width_may_end_between_words() {
    let of = |text: &str| {
        let found = found(text).into_iter();
        let fields = found.map(|it| (it.kind, it.action, it.resource, it.request_id));
        fields.collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    for sentence in SENTENCES {
        let expected = of(sentence);
        for width in [72, 80, 100, 120, 132] {
            for (at, _) in sentence
                .match_indices(' ')
                .filter(|(at, _)| at + 20 < width)
            {
                let (first, rest) = (&sentence[..at], &sentence[at + 1..]);
                let before = "a".repeat(width - at - 7);
                let text = format!("10:00 {before} {first}\n{rest}");
                if of(&text) != expected {
                    wrong.push(text);
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} wrong",
        wrong.join("\n\n"),
        wrong.len()
    );
}

#[test]
fn decision_is_found_wherever_a_line_is_cut() {
    let decision = r#"{"RequestId": "R-1", "DecodedDiagnosticMessage": {"ExplicitDeny": false, "AuthAction": "cs:DescribeClusterNodes", "AuthPrincipalType": "SubUser", "AuthResource": "acs:cs:*:100:cluster/c1", "NoPermissionType": "ImplicitDeny"}}"#;
    let detail = r#"{"AccessDeniedDetail":{"AuthAction":"cs:DescribeClusterNodes","NoPermissionType":"ImplicitDeny"}}"#;
    for text in [decision, detail] {
        let mut wrong = Vec::new();
        for at in 1..text.len() {
            let cut = format!("{}\n{}\n", &text[..at], &text[at..]);
            let found = found(&cut);
            let is_right =
                found.len() == 1 && found[0].action == Some(well_formed("cs:DescribeClusterNodes"));
            if !is_right {
                wrong.push(cut);
            }
        }
        assert!(
            wrong.is_empty(),
            "{}\n{} wrong",
            wrong.join("\n"),
            wrong.len()
        );
    }
    // A string without an end is none.
    let text = "{\"AuthAction\":\"cs:DescribeCluster\n12:00 Nodes \"a\" permission\n";
    assert!(
        found(text)
            .iter()
            .all(|it| it.action.as_ref().is_none_or(|it| !it.is_well_formed()))
    );
}

#[test]
fn doubled_quotes_and_octal_escapes_hide_no_sentence() {
    let octal = |text: &str| format!("a: failed:#012#033[31m{text}#033[0m#012");
    let table = |text: &str| format!("10:00,\"{}\",x", text.replace('"', "\"\""));
    let yaml = |text: &str| format!("  message: '{}'", text.replace('\'', "''"));
    let bodies = [
        r#"{"Code":"Auth.AccessDenied.WorkSpace","Message":"you cannot see it.","RequestId":"R-1"}"#,
        r#"{"DecodedDiagnosticMessage":{"ExplicitDeny":false,"AuthAction":"cs:StartAlert","AuthResource":"","AuthPrincipalType":"SubUser"}}"#,
    ];
    let of = |text: &str| {
        let found = found(text).into_iter();
        let fields = found.map(|it| (it.kind, it.action, it.resource, it.request_id));
        fields.collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    for text in SENTENCES.iter().chain(&bodies) {
        for wrapped in [octal(text), table(text), yaml(text)] {
            if of(&wrapped) != of(text) {
                wrong.push(format!("{wrapped}\n{:?}", of(&wrapped)));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} wrong",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn frame_of_a_stack_trace_is_no_rest_of_a_name() {
    let message = "denied by sts or ram, action: log:GetLogs, resource: acs:log:cn-hangzhou:100:";
    let name = "project/p".to_owned() + &"1".repeat(80);
    for width in [100, 120, 132, 160] {
        let line: String = format!("{message}{name}").chars().take(width).collect();
        let text = format!("{line}\nat com.aliyuncs.A.b(A.java:1)\nat a.B.c(B.java:2)\n");
        let resource = find(&text)[0].resource.clone();
        let expected = line.split("resource: ").last();
        assert_eq!(resource.as_deref(), expected, "{text}");
    }
}
