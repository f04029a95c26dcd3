//! Laws for all texts.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_refusal::{Action, Kind, find};
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Adds the sources and pages in a folder. Other files may be anything that a user keeps in the checkout.
fn add_files(folder: &Path, text: &mut String) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Files about refusals contain some.
        if name.starts_with('.') || name == "target" || name.contains("refusal") {
            continue;
        }
        let is_text = path.extension().is_some_and(|it| it == "rs" || it == "md");
        if path.is_dir() {
            add_files(&path, text);
        } else if is_text
            && path.is_file()
            && let Ok(file) = fs::read_to_string(&path)
        {
            text.push_str(&file);
            text.push('\n');
        }
    }
}

#[test]
fn ordinary_text_contains_no_refusals() {
    let mut text = String::new();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    add_files(&workspace, &mut text);
    // The page and the README quote the message.
    let is_quoted = |line: &&str| {
        line.contains("policy Forbidden for action")
            || line.contains("is not authorized to perform '")
    };
    let lines = text.lines().filter(|line| !is_quoted(line));
    let mut text: String = lines.flat_map(|line| [line, "\n"]).collect();
    for number in 0..20_000 {
        let _ = writeln!(
            text,
            "2026-01-02T03:04:05Z INFO [{number}] GET /clusters 403 Forbidden requestId={number:x} \
             action=cs:DescribeEvents policy=reader\n\
             E0102 error: AccessDenied is what the client saw, the action was not authorized\n\
             {{\"level\":\"warn\",\"code\":403,\"message\":\"Forbidden\",\"requestId\":\"{number}\"}}\n\
             The RAM policy forbids the action; RAM policy Forbidden; STSToken policy.\n\
             {{\"Effect\": \"Deny\", \"Action\": \"cs:*\", \"Resource\": \"acs:cs:*:*:cluster/*\"}}\n\
             {{\"PolicyType\": \"Custom\", \"PolicyName\": \"p{number}\", \"RequestId\": \"x\"}}\n\
             You are not authorized to do this. You are not authorized to do this action.\n\
             open /etc/shadow: permission denied; Code: Throttling Message: AccessDenied\n\
             the role not exists; no permission; User not authorized; NoPermission, UserNotAllowed\n\
             <Error><Code>NoSuchKey</Code><Message>AccessDenied</Message></Error>\n\
             Resource: acs:ram:*:1:user/a Action: ram:GetUser\n\
             secrets is forbidden by policy; forbidden: User agrees; ForbiddenException: no",
        );
    }
    assert!(text.len() > 5_000_000, "{}", text.len());
    let found = find(&text);
    let shown: Vec<&str> = found
        .iter()
        .map(|refusal| &text[refusal.range.clone()])
        .collect();
    assert!(found.is_empty(), "{shown:?}");
}

/// A text of this size takes a few tenths of a second in linear time, and minutes otherwise.
const SIZE: usize = 1_000_000;

/// Near misses, deep braces, and refusals that are all different.
#[test]
fn time_is_linear_in_the_text() {
    let units = [
        "RAM policy Forbidden for action ",
        "RAM policy Forbidden for ",
        "the caller is not authorized to perform '",
        "You are not authorized to do this action. Resource: ",
        "forbidden: User \"a\" cannot ",
        "RequestId:\"\\\"",
        "Code: Forbidden.RAM ",
        "map[AuthAction:cs:Y Code:AccessDenied Message:",
        "[{\"code\":\"AccessDenied\",\"message\":\"a\"}",
        "{\"a\":[",
        "\x1b[",
        "\\\"",
        "│ \n",
        " \n",
    ];
    let distinct = |open: &str, close: &str| -> String {
        let calls = (0..15_000)
            .map(|number| format!("{open}\"RAM policy Forbidden for action cs:A{number}\"{close}"));
        calls.collect()
    };
    let texts = units.iter().map(|unit| unit.repeat(SIZE / unit.len()));
    let texts = texts.chain([
        distinct("", "\n"),
        distinct("[{\"message\":", "}"),
        "{".repeat(60) + &distinct("", ","),
        distinct(&"[".repeat(50), &"]".repeat(50)),
    ]);
    for text in texts {
        let start = Instant::now();
        let found = find(&text);
        let took = start.elapsed();
        let shown: String = text.chars().take(60).collect();
        assert!(took < Duration::from_secs(90), "{took:?}: {shown}");
        assert!(
            found
                .iter()
                .all(|refusal| text.get(refusal.range.clone()).is_some())
        );
    }
}

/// Generates a message, its action and its resource.
fn message() -> impl Strategy<Value = (String, String, Option<String>)> {
    let action = "[a-z][a-z0-9-]{0,8}:[A-Z][A-Za-z0-9]{0,20}";
    let resource = "acs:[a-z]{2,4}:[a-z*-]{1,8}:[0-9]{1,6}:[a-z]{1,6}/[a-z0-9*-]{1,8}";
    (0..5, action, resource).prop_map(|(sentence, action, resource)| match sentence {
        0 => (
            format!("RAM policy Forbidden for action {action}"),
            action,
            None,
        ),
        1 => (
            format!("STSToken policy Forbidden for action {action}"),
            action,
            None,
        ),
        2 => (
            format!(
                "You are not authorized to do this action. Resource: {resource} Action: {action}"
            ),
            action,
            Some(resource),
        ),
        3 => (
            format!("the caller is not authorized to perform '{action}' on resource '{resource}'"),
            action,
            Some(resource),
        ),
        _ => (
            format!("denied by sts or ram, action: {action}, resource: {resource}"),
            action,
            Some(resource),
        ),
    })
}

/// A wrapping that may be nested in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapping {
    Json,
    PrettyJson,
    JsonString,
    Log,
    Tea,
    GoMap,
    GoStruct,
    Xml,
    Colours,
    Box,
}

fn wrap(wrapping: Wrapping, text: &str, breaks: &[bool]) -> String {
    // A space at which a line may break or the colour of words may change.
    let at_spaces = |text: &str, with: &str| -> String {
        let mut breaks = breaks.iter().cycle();
        let words = text.split_inclusive(' ').map(|word| {
            if word.ends_with(' ') && breaks.next() == Some(&true) {
                format!("{}{with}", word.trim_end())
            } else {
                word.to_owned()
            }
        });
        words.collect()
    };
    match wrapping {
        Wrapping::Json => json!({"code": "X", "message": text}).to_string(),
        Wrapping::PrettyJson => {
            let value = json!({"HttpStatus": 403, "Message": text, "other": [1, {"a": 2}]});
            serde_json::to_string_pretty(&value).expect("JSON")
        }
        Wrapping::JsonString => json!({"msg": json!({"a": [text]}).to_string()}).to_string(),
        Wrapping::Log => format!("2026-01-02 03:04:05 [ERROR] main.go:7: failed: {text} (retry)"),
        Wrapping::Tea => {
            format!("SDKError:\n   StatusCode: 403\n   Message: {text}\n   Data: {{}}\n")
        }
        Wrapping::GoMap => format!("map[Code:X Message:{text} Other:map[a:b]]"),
        Wrapping::GoStruct => format!("&errors.Error{{Code:\"X\", Message:{text:?}, Status:403}}"),
        Wrapping::Xml => {
            let text = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;");
            format!("<Error>\n  <Message>{text}</Message>\n</Error>")
        }
        Wrapping::Colours => format!("\x1b[31m{}\x1b[0m", at_spaces(text, "\x1b[1;32m \x1b[0m")),
        Wrapping::Box => {
            let text = at_spaces(text, "\n").replace('\n', "\n\x1b[31m│\x1b[0m ");
            format!("╷\n│ Error: failed\n│ {text}\n│ \n╵\n")
        }
    }
}

fn wrapping() -> impl Strategy<Value = Wrapping> {
    select(vec![
        Wrapping::Json,
        Wrapping::PrettyJson,
        Wrapping::JsonString,
        Wrapping::Log,
        Wrapping::Tea,
        Wrapping::GoMap,
        Wrapping::GoStruct,
        Wrapping::Xml,
        Wrapping::Colours,
        Wrapping::Box,
    ])
}

proptest! {
    #[test]
    fn wrapping_changes_neither_action_nor_resource(
        (message, action, resource) in message(),
        inner in wrapping(),
        breaks in vec(any::<bool>(), 1..12),
        outer in select(vec![None, Some(Wrapping::JsonString), Some(Wrapping::Box), Some(Wrapping::Log)]),
    ) {
        // A nested box has its sides inside the lines.
        prop_assume!(inner != Wrapping::Box || outer != Some(Wrapping::Box));
        let mut text = wrap(inner, &message, &breaks);
        if let Some(outer) = outer {
            text = wrap(outer, &text, &breaks);
        }
        let found = find(&text);
        prop_assert_eq!(found.len(), 1, "{}\n{:?}", text, found);
        let refusal = &found[0];
        prop_assert_eq!(refusal.kind, Kind::Ram);
        prop_assert_eq!(refusal.action.as_ref().map(Action::as_str), Some(&*action), "{}", text);
        prop_assert_eq!(&refusal.resource, &resource, "{}", text);
        prop_assert_eq!(refusal.count, 1);
        prop_assert!(text.get(refusal.range.clone()).is_some_and(|place| place.contains(&action)));
    }

    #[test]
    fn ranges_are_inside_the_text(
        parts in vec(
            prop_oneof![
                any::<String>(),
                message().prop_map(|(message, _, _)| message),
                select(vec![
                    "{", "}", "[", "]", "map[", "\"", "\\\"", "\n", "\n\n", "│ ", "╷\n", "╵\n", " ", "\x1b[31m",
                    "\x1b[", "&quot;", "\\u00", "\\u0027", "\\n", "Code: ", "AccessDenied", "Message:", "RequestId: ",
                    "AuthAction:", "NoPermissionType\":\"", "RAM policy Forbidden for action ", "<Error>", "…", "’",
                    " Resource: ", " Action:", "forbidden: User \"", "\" cannot ", "APISERVER_403", "Caused by: ",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        ),
    ) {
        let text: String = parts.concat();
        let mut last = 0;
        for refusal in find(&text) {
            prop_assert!(text.get(refusal.range.clone()).is_some_and(|place| !place.is_empty()));
            prop_assert!(refusal.range.start >= last);
            last = refusal.range.start;
            prop_assert!(refusal.count > 0);
            if let Some(action) = refusal.action.filter(Action::is_well_formed) {
                let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
                prop_assert!(action.as_str().chars().all(is_name));
                prop_assert_eq!(action.as_str().matches(':').count(), 1);
            }
        }
    }
}
