//! Events of a file, whatever is before and after them.

use ack_catalog_needs::trail::{self, LONGEST, Records};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

fn event(name: &str) -> String {
    format!(
        r#"{{"eventName":"{name}","eventType":"ApiCall","serviceName":"CS","eventTime":"2026-11-03T08:15:02Z","userIdentity":{{"type":"ram-user","userName":"ann"}}}}"#
    )
}

fn read(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for block in Records::new(bytes).expect("bytes") {
        block.each(|event| {
            found.push(match event {
                Ok(event) => event.name.into_owned(),
                Err((line, problem)) => format!("{line}: {problem}"),
            });
        });
    }
    found
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn outer_forms_of_a_file_give_the_same_events() {
    let (a, b) = (event("A"), event("B"));
    let indented = a.replace(',', ",\n  ");
    let sls = |event: &str| {
        let text = serde_json::to_string(event).expect("a string");
        format!(r#"{{"__topic__":"actiontrail_event","event":{text},"__time__":1}}"#)
    };
    for text in [
        format!("{a}\n{b}\n"),
        format!("\u{feff}{a}\r\n\r\n{b}"),
        format!("[{a},{b}]"),
        format!("[\n{a},\n{b}\n]\n"),
        format!("{indented}\n{b}"),
        format!(r#"{{"NextToken":"x","Events":[{a},{b}],"RequestId":"y"}}"#),
        format!("{{\"Events\":[{a}]}}\n{{\"Events\":[{b}]}}\n"),
        format!("[{{\"Events\":[{a}]}},{b}]"),
        format!("{}\n{}\n", sls(&a), sls(&b)),
        format!("[{},{}]", sls(&a), b),
        format!("{a}\n{{\"Events\":[{b}]}}\n"),
        format!("{a}\n[{b}]\n"),
    ] {
        assert_eq!(read(text.as_bytes()), ["A", "B"], "{text}");
        assert_eq!(read(&gzip(text.as_bytes())), ["A", "B"], "{text}");
    }
    let both = [gzip(a.as_bytes()), gzip(b.as_bytes())].concat();
    assert_eq!(read(&both), ["A", "B"]);
    assert!(read(b"").is_empty() && read(b" \n").is_empty() && read(b"[]").is_empty());
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let (a, b) = (event("A"), event("B"));
    let ends = "the file ends inside of an event or a list";
    for (text, wanted) in [
        (
            format!("{a}\nnope\n{b}\n"),
            ["A", "2: expected a JSON object", "B"],
        ),
        (
            format!("{{\"eventName\n{a}\n{b}\n"),
            [
                "1: not valid JSON: EOF while parsing a string (column 11)",
                "A",
                "B",
            ],
        ),
        (format!("[\n{a},\n{b}\n"), ["A", "B", &format!("4: {ends}")]),
        (
            format!("[{a},{b},\n{{\"eventName\": "),
            ["A", "B", &format!("2: {ends}")],
        ),
        (
            format!("[{a},\n 7,{b}]"),
            ["A", "2: expected a JSON object", "B"],
        ),
        (
            format!("[{a}]\n[{b}]\noops"),
            ["A", "B", "3: expected a JSON object"],
        ),
        (
            format!("{a}\n{b}\n[{{}}]"),
            ["A", "B", "3: missing key `eventName`"],
        ),
        // An event that is no call, such as an insight, has no name.
        (
            format!(
                r#"[{a},{{"eventId":"i","eventType":"ActionTrailInsight","eventTime":"2026-11-03T08:15:02Z"}},{b}]"#
            ),
            ["A", "", "B"],
        ),
    ] {
        assert_eq!(read(text.as_bytes()), wanted, "{text}");
    }
    let whole = gzip(format!("{a}\n{b}\n").repeat(2_000).as_bytes());
    let cut = read(&whole[..whole.len() / 2]);
    let last = cut.last().expect("a problem");
    assert!(
        last.ends_with(": the compressed file ends too early"),
        "{last}"
    );
    assert!(cut.len() > 100, "{}", cut.len());
    assert!(
        cut[..cut.len() - 1]
            .iter()
            .all(|name| name == "A" || name == "B")
    );
}

/// Returns what is read of lines, each for itself.
fn read_lines(lines: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if !line.trim_ascii().is_empty() {
            trail::events(line.as_bytes(), &mut |event| {
                found.push(match event {
                    Ok(event) => event.name.into_owned(),
                    Err(problem) => format!("{}: {problem}", number + 1),
                });
            });
        }
    }
    found
}

#[test]
fn lines_are_read_whatever_the_lines_before_are() {
    let (a, b, z) = (event("A"), event("B"), event("Z"));
    let kinds = [
        a.clone(),
        format!("[{a}]"),
        format!("[{a},{b}]"),
        format!("{{\"Events\":[{a}],\"NextToken\":\"\"}}"),
        "[]".to_owned(),
        format!("{a}{b}"),
        format!("[{a}] [{b}]"),
        format!("\u{feff}{a}"),
        String::new(),
        // Not events.
        "x".to_owned(),
        "null".to_owned(),
        "5".to_owned(),
        "\"s\"".to_owned(),
        "}".to_owned(),
        "]".to_owned(),
        "# c".to_owned(),
        "\0".to_owned(),
        "[5]".to_owned(),
        format!("{a} x {b}"),
        // Cut off.
        "{\"eventNa".to_owned(),
        "{\"eventName\":".to_owned(),
        format!("[{a},{{\"eventNa"),
        format!("[{a},"),
        format!("{{\"Events\":[{a},{b}"),
    ];
    for first in &kinds {
        for second in &kinds {
            let lines = [first, second, "x", &z, &z];
            let text = lines.join("\n");
            assert_eq!(read(text.as_bytes()), read_lines(&lines), "{text}");
        }
    }
}

#[test]
fn lines_longer_than_a_block_are_read_as_others_are() {
    let (a, z) = (event("A"), event("Z"));
    let many = format!("{a},").repeat(7_500) + &a;
    let list = format!("[{many}]");
    let answer = format!("{{\"Events\":[{many}]}}");
    let cut = format!("[{many},{{\"eventNa");
    let bad = format!("[{many}] x {a}");
    for long in [&list, &answer, &cut, &bad] {
        assert!(long.len() > LONGEST);
        for before in ["x", &z] {
            let lines = [before, long, "x", &z];
            let (found, wanted) = (read(lines.join("\n").as_bytes()), read_lines(&lines));
            let is_name = |line: &&String| !line.contains(':');
            assert!(
                found
                    .iter()
                    .filter(is_name)
                    .eq(wanted.iter().filter(is_name))
            );
            assert_eq!(found.len(), wanted.len(), "{before:.9} {long:.9}");
        }
    }
}

#[test]
fn documents_are_read_after_what_cannot_be_read() {
    let (a, b) = (event("A"), event("B"));
    let indented = |events: &str| format!("{{\n \"Events\": [\n{events}\n]\n}}");
    let (first, second) = (indented(&a), indented(&format!("{b},\n{a}")));
    for (text, wanted) in [
        (
            format!("{first}\nERROR: x {{\n{second}\n"),
            &["A", "6", "B", "A"][..],
        ),
        (
            format!("ERROR: x\n{first}\n{second}"),
            &["1", "A", "B", "A"],
        ),
        (
            format!("{{\"eventNa\n{first}\n]\n{second}"),
            &["1", "A", "7", "B", "A"],
        ),
        (
            format!("\u{feff}{first}\n\u{feff}{second}"),
            &["A", "B", "A"],
        ),
    ] {
        let found = read(text.as_bytes());
        let found: Vec<&str> = found
            .iter()
            .filter_map(|one| one.split(':').next())
            .collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn files_that_end_too_early_are_cut_off() {
    let is_cut_off = |bytes: &[u8]| {
        let mut is_cut_off = false;
        for block in Records::new(bytes).expect("bytes") {
            block.each(|event| {
                is_cut_off |= event.is_err_and(|(_, problem)| problem.is_cut_off());
            });
        }
        is_cut_off
    };
    let a = event("A");
    let whole = [
        format!("{a}\n{a}"),
        format!("[{a},\n{a}]"),
        format!("{a}\nx"),
        format!("{a}\n{{\"e\n{a}"),
    ];
    for text in &whole {
        assert!(!is_cut_off(text.as_bytes()), "{text}");
        let zipped = gzip(text.as_bytes());
        assert!(!is_cut_off(&zipped) && is_cut_off(&zipped[..zipped.len() - 9]));
        // What comes after the compressed data can be more events.
        let after = |byte: u8| [&zipped[..], &[byte]].concat();
        assert!(!is_cut_off(&after(0)) && is_cut_off(&after(1)));
    }
    for text in [
        format!("{a}\n{{\"e"),
        format!("{a}\n[{a}"),
        format!("[{a}]\n{{\"e"),
        format!("[\n{a},"),
        "{".to_owned(),
        format!("[{}", format!("{a},").repeat(10_000)),
    ] {
        assert!(is_cut_off(text.as_bytes()), "{text:.300}");
    }
}

#[test]
fn events_that_are_too_long_are_counted_and_not_kept() {
    let (a, b) = (event("A"), event("B"));
    let long = format!(r#"{{"x":"{}"}}"#, "y".repeat(3 * LONGEST));
    let problem = "2: longer than 1 MiB, the limit for an event";
    for text in [format!("{a}\n{long}\n{b}\n"), format!("[{a},\n{long},{b}]")] {
        assert_eq!(read(text.as_bytes()), ["A", problem, "B"]);
    }
    // The list of an answer can be longer.
    let many = format!("{{\"Events\":[{}{a}]}}", format!("{a},").repeat(20_000));
    assert_eq!(read(many.as_bytes()).len(), 20_001);
    let deep = format!("{a}\n{}\n{b}\n", "[".repeat(200_000));
    assert_eq!(read(deep.as_bytes()).len(), 3);
}

#[test]
fn last_event_is_read_after_a_value_that_was_cut_off() {
    let (a, b) = (event("A"), event("B"));
    let line = "not valid JSON: the line ends inside of an event or a list";
    for (text, wanted) in [
        (format!("{{\"eventName\":\n{b}"), vec![format!("1: {line}")]),
        (
            format!("[{a},{{\"eventName\":\n{b}\n"),
            vec!["A".to_owned(), format!("1: {line}")],
        ),
        (
            format!("{{\"Events\":[{a},\n{a},{{\"x\":[\n{b}\n"),
            vec!["A".to_owned(), "A".to_owned(), format!("2: {line}")],
        ),
        (
            format!("{{\n  \"Events\": [\n{a}\n  ],\n  \"NextToken\":\n{b}\n"),
            vec!["A".to_owned(), format!("3: {line}")],
        ),
        (
            format!("[\n{a},\n{{\n  \"eventName\": \"C\",\n  \"x\": [\n{b}\n"),
            vec!["A".to_owned(), format!("3: {line}")],
        ),
    ] {
        let wanted = [wanted, vec!["B".to_owned()]].concat();
        assert_eq!(read(text.as_bytes()), wanted, "{text}");
        assert_eq!(read(&gzip(text.as_bytes())), wanted, "{text}");
    }
}

#[test]
fn bytes_after_compressed_data_are_named() {
    let (a, b) = (event("A"), event("B"));
    let lines = gzip(format!("{a}\n{b}").as_bytes());
    let list = gzip(format!("[\n{a},\n{b}]").as_bytes());
    let next = gzip(format!("\n{a}").as_bytes());
    let expected = "not read: expected the end of the file after its compressed data";
    let (one, six) = (
        format!("1 byte is {expected}"),
        format!("6 bytes are {expected}"),
    );
    let cases: [(&[u8], &[&str]); 8] = [
        // Padding.
        (&[0], &[]),
        (&[0; 512], &[]),
        (&vec![0; 300_000], &[]),
        (&[&[0; 100], &next[..]].concat(), &["A"]),
        (b"x", &[&one]),
        (b"\x1f", &[&one]),
        (b"\0\0\0abc", &[&six]),
        (
            &next[..next.len() - 4],
            &["A", "the compressed file ends too early"],
        ),
    ];
    for (first, line) in [(&lines, 2), (&list, 3)] {
        for (after, wanted) in cases {
            let found = read(&[first, after].concat());
            let wanted = wanted.iter().map(|one| match *one {
                "A" => one.to_string(),
                problem => format!("{}: {problem}", line + usize::from(after.len() > 20)),
            });
            let wanted: Vec<String> = ["A", "B"]
                .map(str::to_owned)
                .into_iter()
                .chain(wanted)
                .collect();
            assert_eq!(found, wanted, "{after:?}");
        }
    }
    // Both are said of a list that was cut off.
    let cut = [gzip(format!("[{a},").as_bytes()), b"x".to_vec()].concat();
    let ends = "1: the file ends inside of an event or a list";
    assert_eq!(read(&cut), ["A", ends, &format!("1: {one}")]);
}

/// `>` of Windows PowerShell writes it.
#[test]
fn utf_16_is_named_once() {
    let text = format!("{}\r\n{}\r\n", event("A"), event("B"));
    let encoded = |bytes_of: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        let text = format!("{mark}{text}");
        text.encode_utf16().flat_map(bytes_of).collect()
    };
    for mark in ["\u{feff}", ""] {
        for bytes in [
            encoded(u16::to_le_bytes, mark),
            encoded(u16::to_be_bytes, mark),
        ] {
            let wanted = ["1: the file is UTF-16; save it as UTF-8 text"];
            assert_eq!(read(&bytes), wanted);
            assert_eq!(read(&gzip(&bytes)), wanted);
        }
    }
}
