//! Laws for all texts.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_refusal::{Action, FORMS, Finder, Kind, Refusal, find};
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

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
    // The page, the README and tests quote the message.
    let is_code = |line: &str| {
        let codes = ["Forbidden", "NoPermission", "AccessDenied"];
        codes.iter().any(|code| line.contains(code))
    };
    let is_quoted = |line: &&str| {
        line.contains("policy Forbidden for action")
            || line.contains("is not authorized to perform '")
            || line.contains("to do this action. Resource: ")
            || line.contains("to do this action. Action: ")
            || (is_code(line)
                && (line.contains("rrorCode\": \"") || line.contains("error_code\": \"")))
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

/// A text of this size takes an instant in linear time. Otherwise this test does not end.
const SIZE: usize = 100_000;

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
        let calls = (0..2_000)
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
        let found = find(&text);
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
enum Wrap {
    Json,
    PrettyJson,
    JsonString,
    Log,
    LogLines,
    Tea,
    ServerError,
    Aliyungo,
    GoMap,
    GoStruct,
    Python,
    PythonDict,
    Java,
    DotNet,
    JavaScript,
    Xml,
    Html,
    Colours,
    Box,
    CarriageReturns,
    EightyColumns,
    /// A terminal or a program of another width, which breaks lines anywhere or between words.
    Columns(usize),
    Words(usize),
    IndentedWords(usize),
    /// What runs a program, and writes something before each line.
    Runtime,
    Journal,
    Compose,
    Pod,
    Pods,
    Build,
    Docker,
    /// What a logger writes before each line of a text.
    Level,
    Source,
    Colour,
    Command,
    /// A log whose values are in quotes.
    Klog,
    Logfmt,
    Zap,
}

use Wrap::*;

const WRAPS: [Wrap; 24] = [
    Json,
    PrettyJson,
    JsonString,
    Log,
    LogLines,
    Tea,
    ServerError,
    Aliyungo,
    GoMap,
    GoStruct,
    Python,
    PythonDict,
    Java,
    DotNet,
    JavaScript,
    Xml,
    Html,
    Colours,
    Box,
    CarriageReturns,
    EightyColumns,
    Klog,
    Logfmt,
    Zap,
];

/// The wrappings that a log or a terminal adds to all others.
const OUTER: [Option<Wrap>; 18] = [
    None,
    Some(JsonString),
    Some(Box),
    Some(Log),
    Some(LogLines),
    Some(CarriageReturns),
    Some(EightyColumns),
    Some(Runtime),
    Some(Journal),
    Some(Compose),
    Some(Pod),
    Some(Pods),
    Some(Build),
    Some(Docker),
    Some(Level),
    Some(Source),
    Some(Colour),
    Some(Command),
];

/// The widths at which a sentence is broken by itself.
const WIDTHS: [usize; 9] = [40, 50, 60, 72, 79, 100, 120, 160, 200];

/// Escapes a text for XML and HTML.
fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[allow(clippy::too_many_lines)] // One long list.
fn wrap(wrap: Wrap, text: &str, breaks: &[bool]) -> String {
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
    // A Python string in the quotes that it needs least.
    let python = |text: &str| {
        if text.contains('\'') {
            format!("\"{}\"", text.replace('"', "\\\""))
        } else {
            format!("'{text}'")
        }
    };
    match wrap {
        Json => json!({"code": "X", "message": text}).to_string(),
        PrettyJson => {
            let value = json!({"HttpStatus": 403, "Message": text, "other": [1, {"a": 2}]});
            serde_json::to_string_pretty(&value).expect("JSON")
        }
        JsonString => json!({"msg": json!({"a": [text]}).to_string()}).to_string(),
        Log => format!("2026-01-02 03:04:05 [ERROR] main.go:7: failed: {text} (retry)"),
        LogLines => {
            let lines = text
                .lines()
                .map(|line| format!("2026-01-02T03:04:05.678Z pod-1 {line}\n"));
            format!("12:00 starts\n{}12:01 ends\n", lines.collect::<String>())
        }
        Tea => {
            format!("SDKError:\n   StatusCode: 403\n   Message: {text}\n   Data: {{}}\n")
        }
        ServerError => format!("SDK.ServerError\nErrorCode: X\nRecommend: \nMessage: {text}"),
        Aliyungo => format!("Aliyun API Error: Status Code: 403 Code: X Message: {text}"),
        GoMap => format!("map[Code:X Message:{text} Other:map[a:b]]"),
        GoStruct => format!("&errors.Error{{Code:\"X\", Message:{text:?}, Status:403}}"),
        Python => format!(
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n\
             aliyunsdkcore.acs_exception.exceptions.ServerException: HTTP Status: 403 Error:X {text}"
        ),
        PythonDict => format!("{{'Code': 'X', 'Message': {}, 'n': 1}}", python(text)),
        Java => format!(
            "com.aliyuncs.exceptions.ClientException: X : {text}\n\tat com.aliyuncs.A.b(A.java:1)\n\tat a.B.c(B.java:2)\n"
        ),
        DotNet => format!(
            "Aliyun.Acs.Core.Exceptions.ClientException: X : {text}\n   at Aliyun.Acs.Core.A.B[T](C`1 d)\n"
        ),
        JavaScript => format!(
            "{{ XError: {text}\n    at A.b (/app/a.js:1:2)\n    at c (/app/c.js:3:4)\n  name: 'XError',\n  status: 403 }}\n"
        ),
        Xml => format!("<Error>\n  <Message>{}</Message>\n</Error>", escaped(text)),
        Html => format!(
            "<html><body><p>It failed:</p><pre><code>{}</code></pre></body></html>",
            escaped(text)
        ),
        Colours => format!("\x1b[31m{}\x1b[0m", at_spaces(text, "\x1b[1;32m \x1b[0m")),
        Box => {
            let text = at_spaces(text, "\n").replace('\n', "\n\x1b[31m│\x1b[0m ");
            format!("╷\n│ Error: failed\n│ {text}\n│ \n╵\n")
        }
        CarriageReturns => text.replace('\n', "\r\n") + "\r\n",
        EightyColumns => broken(text, 80),
        Columns(width) => broken(text, width),
        Words(width) => filled(text, width, ""),
        IndentedWords(width) => filled(text, width, "    "),
        Runtime => after(text, "2026-01-02T03:04:05.000000006Z stdout F "),
        Journal => after(text, "Jan 02 03:04:05 node-1 kubelet[123]: "),
        Compose => after(text, "web-1  | "),
        Pod => after(text, "[pod/web-7d9c5b6f4-x2k8v/main] "),
        Pods => after(text, "web-7d9c5b6f4-x2k8v main "),
        Build => after(text, "build\tRun\t2026-01-02T03:04:05.0000006Z "),
        Level => after(text, "2026-01-02 03:04:05,678 [ERROR] "),
        Source => after(text, "E0102 03:04:05.000006       1 main.go:7] "),
        Colour => after(text, "\x1b[36mweb-1  | \x1b[0m"),
        Command => after(text, "##[error]"),
        Docker => {
            let lines = text.lines().map(|line| {
                let line = format!("{line}\n");
                format!(
                    "{{\"log\":{},\"stream\":\"stdout\",\"time\":\"2026\"}}\n",
                    json!(line)
                )
            });
            lines.collect()
        }
        Klog => format!("E0102 03:04:05.000000       1 main.go:7] \"Failed to sync\" err={text:?}"),
        Logfmt => format!("time=03:04 level=error msg=\"sync failed\" error={text:?} retry=3"),
        Zap => {
            json!({"level": "error", "ts": 1.5, "msg": "sync failed", "error": text}).to_string()
        }
    }
}

fn after(text: &str, prefix: &str) -> String {
    let lines = text.lines().map(|line| format!("{prefix}{line}\n"));
    lines.collect()
}

/// Breaks lines at a width, as a terminal does.
fn broken(text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| {
        let letters: Vec<char> = line.chars().collect();
        let parts = letters.chunks(width).map(String::from_iter);
        parts.collect::<Vec<_>>()
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Breaks lines between words, as an editor does.
fn filled(text: &str, width: usize, indentation: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("a line");
        if line.len() + 1 + word.len() > width && !line.trim().is_empty() {
            lines.push(format!("{indentation}{word}"));
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

/// Returns whether the two can be nested. A nested box has its sides inside the lines, and a terminal is the
/// last to break lines, by columns rather than by characters.
fn can_nest(inner: Wrap, outer: Option<Wrap>) -> bool {
    match outer {
        Some(Box | JsonString) => !matches!(inner, Box | Colours | EightyColumns),
        Some(Log | LogLines) => inner != EightyColumns,
        Some(EightyColumns) => !matches!(inner, Box | Colours),
        _ => true,
    }
}

/// Returns all wrappings, and those around them.
fn nested() -> Vec<(Wrap, Option<Wrap>)> {
    let pairs = WRAPS
        .into_iter()
        .flat_map(|inner| OUTER.map(|outer| (inner, outer)));
    pairs
        .filter(|(inner, outer)| can_nest(*inner, *outer))
        .collect()
}

/// Returns whether a line break is within an entity or an escape, which is not read.
fn breaks_an_escape(text: &str) -> bool {
    text.lines().any(|line| {
        let entity = line.rfind('&').is_some_and(|at| !line[at..].contains(';'));
        let escape = line.rfind('\\').is_some_and(|at| line.len() - at < 6);
        line.len() == 80 && (entity || escape)
    })
}

/// Returns the only refusal of a text, where one name is known.
fn only(text: &str, name: &str) -> Result<Refusal, String> {
    let known = |action: &str| action == name;
    let mut finder = Finder::new(&known);
    finder.push(text.as_bytes());
    let mut found = finder.finish().refusals;
    match found.len() {
        1 => Ok(found.remove(0)),
        _ => Err(format!("{text}\n{found:#?}")),
    }
}

/// Returns what a wrapping does not change. A line break within a word of a sentence stays a space.
fn parts(refusal: &Refusal) -> (Kind, Option<&str>, Option<&str>, Option<String>, usize) {
    let missing = refusal.missing.as_ref();
    (
        refusal.kind,
        refusal.action.as_ref().map(Action::as_str),
        refusal.resource.as_deref(),
        missing.map(|missing| missing.replace(' ', "")),
        refusal.count,
    )
}

/// What comes out is what went in.
#[test]
fn every_form_in_every_wrapping_is_what_it_was() {
    let breaks = [false, true, true, false, true];
    let mut wrong = Vec::new();
    for form in FORMS {
        let plain = find(form.example).remove(0);
        let name = plain.action.as_ref().map_or("", Action::as_str);
        for (inner, outer) in nested() {
            let text = wrap(inner, form.example, &breaks);
            let text = match outer {
                Some(outer) => wrap(outer, &text, &breaks),
                None => text,
            };
            match only(&text, name) {
                Ok(found) if parts(&found) == parts(&plain) => {}
                other => wrong.push(format!(
                    "{} in {inner:?} in {outer:?}: {other:#?}\n{text}",
                    form.name
                )),
            }
        }
        for width in WIDTHS {
            for before in ["", "12:00 ", "Error: "] {
                let text = format!("{before}{}", form.example);
                for wrapping in [Columns(width), Words(width), IndentedWords(width)] {
                    let text = wrap(wrapping, &text, &breaks);
                    match only(&text, name) {
                        Ok(found) if parts(&found) == parts(&plain) => {}
                        other => {
                            wrong
                                .push(format!("{} in {wrapping:?}: {other:#?}\n{text}", form.name));
                        }
                    }
                }
            }
        }
    }
    let shown = wrong[..wrong.len().min(5)].join("\n\n");
    assert!(wrong.is_empty(), "{shown}\n{} wrong", wrong.len());
}

proptest! {
    #[test]
    fn wrapping_changes_neither_action_nor_resource(
        (message, action, resource) in message(),
        (inner, outer) in select(nested()),
        breaks in vec(any::<bool>(), 1..12),
    ) {
        let mut text = wrap(inner, &message, &breaks);
        if let Some(outer) = outer {
            text = wrap(outer, &text, &breaks);
        }
        if breaks_an_escape(&text) {
            return Ok(());
        }
        let known = |name: &str| name == action;
        let mut finder = Finder::new(&known);
        finder.push(text.as_bytes());
        let found = finder.finish().refusals;
        prop_assert_eq!(found.len(), 1, "{}\n{:?}", text, found);
        let refusal = &found[0];
        prop_assert_eq!(refusal.kind, Kind::Ram);
        prop_assert_eq!(refusal.action.as_ref().map(Action::as_str), Some(&*action), "{}", text);
        // Only the width of a line shows whether its last name goes on. A name that may end there keeps the line break,
        // and so gets a placeholder.
        let is_broken = inner == EightyColumns || outer == Some(EightyColumns);
        let is_last = resource.as_ref().is_some_and(|name| message.ends_with(name.as_str()));
        let may_end = is_broken && is_last;
        let name = refusal.resource.as_ref().map(|name| {
            if may_end { name.replace('\n', "") } else { name.clone() }
        });
        prop_assert_eq!(&name, &resource, "{}", text);
        prop_assert_eq!(refusal.count, 1);
        prop_assert!(text.get(refusal.range.clone()).is_some_and(|place| !place.is_empty()));
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
