//! Wrappings of a message: escapes, colours, boxes.

use crate::common::{EVENTS, USERS, assert_calls, body, calls, form, place, spelt};
use ram_refusal::find;
use serde_json::json;

const FOUND: &str = "ram action=cs:DescribeEvents caller=SubUser";

#[test]
fn escaped_characters_are_decoded() {
    for (before, message, after) in [
        (r#"{"msg": "\t"#, EVENTS, r#"\tat a.B"}"#),
        (r#"{"msg": "\r\n"#, EVENTS, r#"\r\n"}"#),
        (
            r#"{"msg": "no:"#,
            r"\nRAM policy\nForbidden\tfor action cs:DescribeEvents",
            r#"\n"}"#,
        ),
        (r"{\u0022msg\u0022: \u0022", EVENTS, r"\u0022}"),
        (
            "",
            r"RAM policy Forbidden for action cs\u003aDescribeEvents",
            r"\u003c/p\u003e",
        ),
        (
            "",
            r"RAM policy Forbidden for action cs:Describe\u0045vents",
            r"\u003C/p\u003E",
        ),
        ("", EVENTS, r"\u0020of"),
        ("", EVENTS, r"\u0009of"),
        ("", EVENTS, r"\u00a0(of)"),
        (r"\u2502 ", EVENTS, r"\u2502"),
        ("{&quot;msg&quot;: &quot;", EVENTS, "&quot;}"),
        ("{&#34;msg&#34;: &#34;", EVENTS, "&#34;}"),
        ("&apos;", EVENTS, "&apos;"),
        ("&#39;", EVENTS, "&#39;"),
        ("&#x27;", EVENTS, "&#x27;"),
        ("&lt;p&gt;", EVENTS, "&lt;/p&gt;"),
    ] {
        let text = format!("{before}{message}{after}");
        assert_eq!(calls(&text), [FOUND], "{text}");
        let shown = place(&text);
        assert_eq!(
            shown.trim_start_matches(r"\n"),
            message.trim_start_matches(r"\n"),
            "{text}"
        );
    }
}

/// A page, an editor or a URL changes the quotes of JSON, also of JSON in a string of JSON.
#[test]
fn json_is_read_in_each_way_to_write_its_quotes() {
    let call = "ram action=cs:DescribeEvents caller=SubUser principal=200 owner=100 deny=ImplicitDeny \
        policy=AccountLevelIdentityBasedPolicy code=StatusForbidden id=R-1";
    let error = body().to_string();
    let nested = json!({"msg": "failed", "error": error}).to_string();
    let twice = json!({"log": nested}).to_string();
    let pretty = serde_json::to_string_pretty(&body()).expect("JSON");
    for text in [error, nested, twice, pretty] {
        let percent = |space: &str| -> String {
            let encoded = text.bytes().map(|byte| match byte {
                b' ' => space.to_owned(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            });
            format!(
                "https://example.com/?error={}&a=b",
                encoded.collect::<String>()
            )
        };
        for changed in [
            text.replace('"', "&quot;"),
            text.replace('"', "&#34;"),
            text.replace('"', "&#x22;"),
            text.replace('"', "&amp;quot;"),
            text.replace('"', "&ldquo;"),
            text.replace('"', "\u{201c}"),
            text.replace('"', "\u{201d}"),
            text.replace('"', "\u{ff02}"),
            percent("%20"),
            percent("+"),
        ] {
            assert_eq!(calls(&changed), [call], "{changed}");
        }
    }
    // A name with a sign of a URL is not a URL.
    let text =
        "the caller is not authorized to perform 'a:B' on resource 'acs:oss:*:*:b/my%20file%2Fa+b'";
    let call = "ram action=a:B resource=acs:oss:*:*:b/my%20file%2Fa+b";
    assert_eq!(calls(text), [call]);
}

#[test]
fn range_ends_after_its_last_escape() {
    for quote in [
        "'", r"\'", r"\u0027", "&#39;", "&#x27;", "&apos;", r"\u0060", "&quot;",
    ] {
        let action = format!("the caller is not authorized to perform {quote}fc:Get{quote}");
        let whole = format!("{action} on resource {quote}*{quote}");
        for message in [&action, &whole] {
            for before in ["", "\x1b[31m", "&amp;", r"\n"] {
                for after in [
                    "", ".", " ", "\x1b[0m", "\x1b[0m.", r"\n", "&amp;", r"\u0041", "é",
                ] {
                    let text = format!("{before}{message}{after}");
                    assert_eq!(place(&text).trim_start_matches(r"\n"), *message, "{text:?}");
                }
            }
        }
    }
    for sign in [r"\u0065", r"\u00e9", r"\u4e2d", "&amp;"] {
        let message = format!("RAM policy Forbidden for action cs:A{sign}");
        assert_eq!(place(&format!("{message}\x1b[0m of")), message);
        assert_eq!(place(&message), message);
    }
}

#[test]
fn text_like_an_escape_is_kept() {
    let text = r"the caller is not authorized to perform 'a:B' on resource 'C:\users\uxyz\&x;'";
    assert_eq!(calls(text), [r"ram action=a:B resource=C:\users\uxyz\&x;"]);
}

/// Terminal commands, also with a lost or escaped ESC byte.
const COLOURS: [(&str, &str); 10] = [
    ("\x1b[1;31m", "\x1b[0m"),
    ("\x1b[m", "\x1b[38;2;255;100;0m"),
    ("\x1b[2K", "\x1b[?25h"),
    ("[31m", "[0m"),
    ("^[[1;31m", "^[[0m"),
    (r"\u001b[31m", r"\u001B[0m"),
    (r"\x1b[31m", r"\x1B[0m"),
    (r"\033[1m", r"\033[0m"),
    (r"\e[31m", r"\e[0m"),
    ("\x1b", "\x1b"),
];

#[test]
fn colours_are_removed_from_a_message() {
    for (on, off) in COLOURS {
        // Without numbers, a command in a name can have taken one of its letters.
        let within = if on.contains('1') { on } else { "" };
        for text in [
            format!("{on}RAM{off} policy Forbidden for action {on}cs:DescribeEvents{off}"),
            format!("{on}RAM policy Forbidden for action cs:Describe{within}Events{off}{off}\n"),
            format!(
                "12:00 {on}error{off}: {on}RAM policy{on} Forbidden for action{off} cs:{within}DescribeEvents{off}."
            ),
        ] {
            assert_eq!(calls(&text), [FOUND], "{text:?}");
            let place = place(&text);
            assert!(
                place.starts_with("RAM") && place.ends_with("Events"),
                "{text:?}: {place:?}"
            );
        }
    }
}

/// Two colours at any two positions.
#[test]
fn range_is_right_with_colours_anywhere_in_a_message() {
    for (on, off) in COLOURS {
        for one in 0..EVENTS.len() {
            for other in one..EVENTS.len() {
                let (first, rest) = EVENTS.split_at(one);
                let (second, third) = rest.split_at(other - one);
                let colours = [(one, on), (other, off)];
                let before = colours.iter().filter(|(at, _)| *at == 0);
                let before: usize = before.map(|(_, colour)| colour.len()).sum();
                let coloured = format!("{first}{on}{second}{off}{third}");
                let text = format!("{coloured} {on}and{off} more");
                assert_eq!(place(&text), &coloured[before..], "{text:?}");
            }
        }
    }
    for word in EVENTS.split(' ') {
        let text = EVENTS.replace(word, &format!("\x1b{word}\x1b\x1b"));
        assert_eq!(place(&text), text.trim_matches('\x1b'));
        let text = text.replacen("RAM", "R\x1bA\x1b\x1bM", 1);
        assert_eq!(place(&text), text.trim_matches('\x1b'));
    }
}

#[test]
fn range_is_right_after_wide_letters_and_commands() {
    let escapes = ["", "\x1b", "\x1b\x1b", "\x1b[m", "\x1b[0m"];
    for letter in ["a ", "é", "中", "𝒜", "é中"] {
        for before in escapes {
            for between in escapes {
                let text = format!("{before}{letter}{between}{EVENTS}");
                assert_eq!(place(&text), EVENTS, "{text:?}");
            }
        }
    }
}

#[test]
fn range_ends_after_a_whole_character() {
    for action in ["cs:é", "cs:中", "cs:aé", "cs:𝒜"] {
        let message = format!("RAM policy Forbidden for action {action}");
        for after in ["", " ", ".", "\n", "é", "。", " é", "\u{2502}"] {
            let text = format!("{message}{after}");
            let wanted = if after == "é" { &*text } else { &*message };
            assert_eq!(place(&text), wanted, "{text}");
        }
    }
}

/// An empty line in a box ends a sentence. The text beside a box is separate.
#[test]
fn lines_of_a_box_belong_together() {
    assert_calls(&[
        (
            "│ GET,\n│ id of request, requestId: R-1\n",
            &["ram action=log:Get id=R-1"],
        ),
        (
            "│ GET\n│\n│ done, requestId: R-1\n",
            &["ram action=log:Get id=R-1"],
        ),
        ("│ GET\ndone, requestId: R-9\n", &["ram action=log:Get"]),
        ("done, requestId: R-9\n│ GET\n", &["ram action=log:Get"]),
        // The upper and lower edges, also within a line that a log has joined.
        ("│ GET\n╵ RequestId: R-9\n", &["ram action=log:Get"]),
        ("│ GET\n╵\nRequestId: R-9\n", &["ram action=log:Get"]),
        ("GET\n╷ RequestId: R-9\n", &["ram action=log:Get"]),
        ("GET\n╷\n│ RequestId: R-9\n╵\n", &["ram action=log:Get"]),
        // An empty line at the end of a box.
        ("│ GET\nRequestId: R-1\n", &["ram action=log:Get id=R-1"]),
        ("│ GET\n│\nRequestId: R-9\n", &["ram action=log:Get"]),
        (
            "│ You are not authorized to do this action. Resource: acs:ram:*:1:*\n│ Action: ram:A\n",
            &["ram action=ram:A resource=acs:ram:*:1:*"],
        ),
        (
            "│ You are not authorized to do this action. Resource: acs:ram:*:1:*\n│\n│ Action: ram:A\n",
            &["ram resource=acs:ram:*:1:*"],
        ),
    ]);
    for text in [
        "╷\n│ Error: GET\n╵\n",
        "┃ GET\n",
        "\x1b[31m│\x1b[0m GET\n",
        "12:00:01.5 │ GET\n",
    ] {
        assert_eq!(form(text), "terraform", "{text:?}");
    }
    // The side of a box may be coloured.
    for (on, off) in COLOURS {
        if on.starts_with('\\') {
            continue;
        }
        for (text, call) in [
            (
                "╷\n│ GET\n│ done, requestId: R-1\n╵\n",
                "ram action=log:Get id=R-1",
            ),
            (
                "│ Error: GET\n│\n│ RequestId: R-1\n",
                "ram action=log:Get id=R-1",
            ),
            (
                "12:00 │ GET\n12:00 │ done, requestId: R-1\n",
                "ram action=log:Get id=R-1",
            ),
            ("│ GET\n╵\nRequestId: R-9\n", "ram action=log:Get"),
        ] {
            let mut coloured = text.to_owned();
            for side in ["│", "╷", "╵"] {
                coloured = coloured.replace(side, &format!("{on}{side}{off}"));
            }
            assert_eq!(calls(&coloured), [call], "{coloured:?}");
            assert_eq!(form(&coloured), "terraform", "{coloured:?}");
        }
    }
    for text in ["GET │\n", "│ GE\nGET", "║ GET", "│\n\nGET"] {
        assert_eq!(form(text), "bare", "{text:?}");
    }
}

#[test]
fn terraform_breaks_lines_anywhere_between_words() {
    let text = "╷\n│ Error: [ERROR] a.go:1: Resource x ListUsers Failed!!! [SDK alibaba-cloud-sdk-go\n\
        │ ERROR]:\n│ SDK.ServerError\n│ ErrorCode:\n│ NoPermission\n│ RequestId:\n│ R-2\n\
        │ Message: You are not authorized to do this\n│ action. Resource:\n│ acs:ram:*:100:user/*\n\
        │ Action:\n│ ram:ListUsers\n│\n│   with alicloud_ram_user.a,\n\
        │   on main.tf line 1, in resource \"alicloud_ram_user\" \"a\" {\n╵\n";
    let times = text.replace("│ ", "2026-01-02T03:04:05.0000000Z │ ");
    for text in [text, &times] {
        assert_eq!(
            calls(text),
            ["ram action=ram:ListUsers resource=acs:ram:*:100:user/* code=NoPermission id=R-2"]
        );
        assert_eq!(form(text), "terraform");
        let place = place(text);
        assert!(place.starts_with("You are") && place.ends_with("ram:ListUsers"));
    }
}

#[test]
fn empty_line_in_a_string_ends_only_the_sentence() {
    let message = "You are not authorized to do this action. Resource: acs:ram:*:1:*";
    for (breaks, call) in [
        (r"\n", "ram action=ram:A resource=acs:ram:*:1:* id=R-1"),
        (r"\r\n", "ram action=ram:A resource=acs:ram:*:1:* id=R-1"),
        (r"\n\n", "ram resource=acs:ram:*:1:* id=R-1"),
        (r"\n \n", "ram resource=acs:ram:*:1:* id=R-1"),
        (r"\r\n\r\n", "ram resource=acs:ram:*:1:* id=R-1"),
    ] {
        let text = format!(r#"{{"msg": "{message}{breaks}Action: ram:A", "requestId": "R-1"}}"#);
        assert_eq!(calls(&text), [call], "{text}");
    }
}

#[test]
fn text_may_end_anywhere() {
    let whole = spelt(
        "\x1b[31m│\x1b[0m {\"Message\": \"You are not authorized to do this action. Resource: a b Action: c:D\", \
         \"RequestId\": \"\\u0041\\x1b[0m&quot;中\"} GET RAM policy Forbidden for action cs:é",
    );
    let others = [
        r#"{"message": "Forbidden", "code": 403}"#,
        r#"Code: 403, Forbidden HostId: "a" RequestId: ['1C9C0000-0000-0000-0000-000000000001']"#,
        "You don’t have the required permission to do it。 err=\"Auth.AccessDenied.A: no\" level=info",
    ];
    for other in others {
        for end in (0..=other.len()).filter(|&end| other.is_char_boundary(end)) {
            assert!(calls(&other[..end]).len() <= 1, "{}", &other[..end]);
        }
    }
    for end in (0..=whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        let text = &whole[..end];
        let wanted = usize::from(text.contains("Resource:"));
        assert!(calls(text).len() >= wanted, "{text}");
    }
}

/// The lines of one error have the prefix of what runs the program.
#[test]
fn prefix_of_each_line_is_removed() {
    let call = "ram action=ram:ListUsers resource=acs:ram:*:100:user/* code=NoPermission id=R-2";
    let java = format!(
        "com.aliyuncs.exceptions.ClientException: NoPermission : {USERS}\nRequestId : R-2\n\tat a.B"
    );
    let pretty = format!(
        "{{\n  \"RequestId\": \"R-2\",\n  \"Code\": \"NoPermission\",\n  \"Message\": \"{USERS}\"\n}}"
    );
    let fields = format!(
        "SDK.ServerError\nErrorCode: NoPermission\nRecommend: a\nRequestId: R-2\nMessage: {USERS}"
    );
    let xml = format!(
        "<Error>\n  <Code>NoPermission</Code>\n  <Message>{USERS}</Message>\n  <RequestId>R-2</RequestId>\n</Error>"
    );
    for error in [java, pretty, fields, xml] {
        for prefix in [
            "2026-01-02T03:04:05.000000006Z stdout F ",
            "2026-01-02T03:04:05.000000006+08:00 stderr F ",
            "2026-01-02T03:04:05.000Z ",
            "[2026-01-02T03:04:05.000Z] ",
            "2026-01-02T03:04:05.000000Z 01O ",
            "2026-01-02T03:04:05.000+0800 [DEBUG] provider.terraform-provider-alicloud_v1: ",
            "build\tRun\t2026-01-02T03:04:05.0000006Z ",
            "web-1  | ",
            "my_app_1      | ",
            "Jan 02 03:04:05 node-1 kubelet[123]: ",
            "Jan  2 03:04:05 node-1 systemd: ",
            "2026-01-02T03:04:05+0800 node-1 kubelet[123]: ",
            "[pod/web-7d9c5b6f4-x2k8v/main] ",
            "[pod/web-7d9c5b6f4-x2k8v/main] 2026-01-02T03:04:05.000000006Z ",
            "web-7d9c5b6f4-x2k8v main ",
            "> ",
            "> > ",
            "#12 1.234 ",
            "<11>Jan  2 03:04:05 node-1 app[123]: ",
            "<11>1 2026-01-02T03:04:05.003Z node-1 app 123 - - ",
            "2026-01-02 03:04:05 ",
            "2026-01-02 03:04:05,678 ERROR ",
            "E0102 03:04:05.000006       1 main.go:7] ",
            "12:00 ",
            "ERROR ",
            "[ERROR] ",
            "[app] ",
            "(pid 12) ",
            "pod/a ",
            "remote: ",
            "##[error]",
            "::error::",
            "  | ",
            "12| ",
            ">> ",
            "* ",
            "<4>",
            "\u{1b}[36mweb-1  | \u{1b}[0m",
        ] {
            let lines = error.lines().map(|line| format!("{prefix}{line}\n"));
            let text: String = lines.collect();
            assert_calls(&[(&text, &[call])]);
        }
    }
    // Words of a sentence are no prefix: each line is an entry.
    for prefix in ["web | ", "a-b c ", "DELETE ", "Node: "] {
        let text = format!("{prefix}GET\n{prefix}RequestId: R-9\n");
        assert_eq!(calls(&text), ["ram action=log:Get"], "{text}");
    }
    // A runtime cuts long lines.
    let start = "2026-01-02T03:04:05.000000006Z stdout";
    let text = format!("{start} P RAM policy Forbidden for action cs:Descri\n{start} F beEvents\n");
    assert_eq!(calls(&text), [FOUND], "{text}");
}

#[test]
fn tags_of_a_page_are_not_part_of_a_name() {
    let sentence = "RAM policy Forbidden for action";
    for name in [
        "cs:Describe<wbr>Events",
        "cs:<wbr/>DescribeEvents",
        "cs:Describe&shy;Events",
        "cs:Describe&#8203;Events",
        "<b>cs</b>:DescribeEvents",
        "cs:<span class=\"x\">DescribeEvents</span>",
        "<a href=\"https://example.com/?a=b\">cs:DescribeEvents</a>",
        "cs:Describe<br>Events",
        "cs:Describe<br />Events",
    ] {
        let known = |name: &str| name == "cs:DescribeEvents";
        let text = format!("<p>{sentence} {name}</p>");
        let mut finder = ram_refusal::Finder::new(&known);
        finder.push(text.as_bytes());
        let found = finder.finish().refusals;
        let action = found[0].action.as_ref().expect("an action");
        assert_eq!(action.as_str(), "cs:DescribeEvents", "{text}");
        assert!(action.is_well_formed());
    }
    for id in [
        "RequestId: <b>R-1</b>",
        "<b>RequestId</b>: R-1",
        "<p>RequestId: <code>R-1</code></p>",
        "request id: <span class=\"id\">R-1</span>",
        "RequestId: R<wbr>-<wbr>1",
    ] {
        let text = format!("GET {id}");
        assert_eq!(calls(&text), ["ram action=log:Get id=R-1"], "{text}");
    }
    // Types, comparisons and bodies have other signs in angle brackets.
    for text in [
        "GET RequestId: R-1<T>",
        "GET a<b RequestId: R-1",
        "<Error><B>GET</B><RequestId>R-1</RequestId>",
    ] {
        assert_eq!(calls(text), ["ram action=log:Get id=R-1"], "{text}");
    }
}

#[test]
fn next_parameter_of_a_url_is_not_part_of_a_name() {
    let url = "https://x/cb?error_description=";
    let get = "denied%20by%20sts%20or%20ram%2C%20action%3A%20log%3AGet";
    let resource = "%2C%20resource%3A%20acs%3Alog%3A%2A%3A1%3Aproject%2Fp";
    let plus = "denied+by+sts+or+ram%2C+action%3A+log%3AGet";
    let action = "ram action=log:Get";
    let both = "ram action=log:Get resource=acs:log:*:1:project/p";
    for (text, call) in [
        (format!("{url}{get}&request_id=R-1"), action),
        (format!("{url}{get}&amp;request_id=R-1&amp;a=b"), action),
        (format!("{url}{plus}&RequestId=R-1"), action),
        (format!("{url}{get}{resource}&RequestId=R-1&x=1"), both),
    ] {
        assert_eq!(calls(&text), [format!("{call} id=R-1")], "{text}");
    }
    assert_eq!(calls(&format!("{url}{get}&state=Put")), [action]);
}

/// A command of a terminal stays in a text that a program escaped.
#[test]
fn commands_of_a_terminal_are_removed_in_each_notation() {
    for escape in [
        "\u{1b}", r"\u001b", r"\\u001b", r"\x1b", r"\033", r"\e", "^[", "&#27;", "&#x1b;", "#033",
    ] {
        for message in [EVENTS, USERS] {
            let text = format!("{escape}[0K{escape}[31;1m{message}{escape}[0;m");
            assert_eq!(calls(&text), calls(message), "{text}");
            let text = format!(r#"{{"log": "{escape}[2K{escape}[31m{message}{escape}[0m"}}"#);
            assert_eq!(calls(&text), calls(message), "{text}");
        }
    }
}

/// Encodes a text for a URL.
fn encoded(text: &str, space: &str) -> String {
    let of = |byte: u8| match byte {
        b' ' => space.to_owned(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(of).collect()
}

#[test]
fn sentences_in_urls_are_read_in_any_script_and_encoded_again() {
    for message in [EVENTS, USERS] {
        for before in [
            "",
            "错误：",
            "\u{1b}[31m",
            "\u{1b}[0K",
            "“",
            "\u{feff}",
            "failed: ",
        ] {
            for space in ["%20", "+"] {
                let once = encoded(&format!("{before}{message}"), space);
                let twice = encoded(&once, "%20");
                let thrice = encoded(&twice, "%20");
                for url in [once, twice, thrice] {
                    let text = format!("https://a.example/?msg={url}&x=1");
                    assert_eq!(calls(&text), calls(message), "{text}");
                }
            }
        }
    }
}

/// A log, a search or a comparison of files writes something before each line, which only its lines have.
#[test]
fn fields_of_an_error_join_after_what_is_before_each_line() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let older =
        format!("SDK.ServerError\nErrorCode: NoPermission\nRequestId: {id}\nMessage: {USERS}");
    let tea = format!(
        "SDKError:\n   StatusCode: 403\n   Code: NoPermission\n   Message: code: 403, {USERS} request id: {id}"
    );
    let pretty = serde_json::to_string_pretty(
        &json!({"Code": "NoPermission", "Message": USERS, "RequestId": id}),
    );
    for error in [older, tea, pretty.expect("JSON")] {
        for prefix in [
            "{app} ",
            "main - ",
            "time=\"2026-01-02T03:04:05Z\" level=error ",
            "sync-7d9f8b-abcde main ",
            "pod-1 main ",
            "+",
            "-",
            "sync.log:10:",
            "sync.log-10-",
            "2026-01-02 03:04:05 host app ",
            "!! ",
            "·",
            "| sync | ",
            "app | ",
        ] {
            let lines: Vec<String> = error
                .lines()
                .map(|line| format!("{prefix}{line}"))
                .collect();
            let text = lines.join("\n");
            let call = format!(
                "ram action=ram:ListUsers resource=acs:ram:*:100:user/* code=NoPermission id={id}"
            );
            assert_eq!(calls(&text), [call], "{text}");
        }
    }
    // Two lines that start with the same field are two errors.
    let line = |id: &str| {
        format!("main failed: ErrorCode: NoPermission, RequestId: {id}, Message: {USERS}\n")
    };
    let text = line("R-1") + &line("R-2");
    assert_eq!(find(&text)[0].count, 2, "{text}");
}

/// A string of YAML over several lines has a blank for each line break, and an empty line for a line break.
#[test]
fn strings_of_yaml_go_on_in_the_next_lines() {
    let id = "7B6F1C52-0A1B-4C2D-9E3F-0123456789AB";
    let error =
        format!("SDK.ServerError\nErrorCode: NoPermission\nRequestId: {id}\nMessage: {USERS}");
    let call =
        format!("ram action=ram:ListUsers resource=acs:ram:*:100:user/* code=NoPermission id={id}");
    let single = error
        .replace('\n', "\n\n    ")
        .replace(" to do", "\n    to do")
        .replace("Resource: ", "Resource:\n    ");
    let double = error
        .replace('\n', "\\n\\\n    ")
        .replace(" to do", "\\\n    \\ to do")
        .replace("Resource: ", "Resource:\\\n    \\ ")
        .replace("ListUsers", "List\\\n    Users");
    for (before, after) in [
        ("status:\n  message: ", "\n  phase: Failed\n"),
        ("- ", "\n"),
        ("- message: ", "\n  reason: x\n"),
    ] {
        for string in [format!("'{single}'"), format!("\"{double}\"")] {
            let text = format!("{before}{string}{after}");
            assert_eq!(calls(&text), [&*call], "{text}");
        }
    }
    // The string does not end: its lines are lines of a log.
    let text = format!("message: 'failed\n{EVENTS}\nRequestId: R-1\n");
    assert_eq!(calls(&text).len(), 1, "{text}");
}

/// A table doubles the quotes of what is in it, and a shell closes its own around one.
#[test]
fn quotes_of_tables_and_shells_are_read() {
    let body = body().to_string();
    let nested = json!({"level": "error", "error": body}).to_string();
    let caller = "the caller is not authorized to perform 'fc:InvokeFunction' on resource 'acs:fc:x:1:functions/f'";
    let rbac = "pods is forbidden: User \"20\" cannot list resource \"pods\" in API group \"\" at the cluster scope";
    let status = json!({"kind": "Status", "message": rbac}).to_string();
    for text in [body, nested, caller.to_owned(), rbac.to_owned(), status] {
        let field = format!("10:00,error,\"{}\"\n", text.replace('"', "\"\""));
        assert_eq!(calls(&field), calls(&text), "{field}");
        for quote in [r"'\''", "'\"'\"'"] {
            let command = format!("echo '{}'", text.replace('\'', quote));
            assert_eq!(calls(&command), calls(&text), "{command}");
        }
    }
}
