//! Texts that come in pieces.

use crate::common::EVENTS;
use ram_refusal::{Finder, Found, Refusal, find};
use std::fmt::Write as _;

fn in_pieces(text: &[u8], length: usize) -> Found {
    let mut finder = Finder::new(&|_| false);
    for piece in text.chunks(length) {
        finder.push(piece);
    }
    finder.finish()
}

/// Refusals near and far from each other, over several lines, and of all wrappings.
fn log() -> String {
    let mut log = String::new();
    for number in 0..300 {
        let _ = match number % 60 {
            0 => writeln!(log, "12:00 {EVENTS}{number}"),
            10 => writeln!(
                log,
                "{{\n  \"requestId\": \"R-{number}\",\n  \"message\": \"{EVENTS}\"\n}}"
            ),
            20 => writeln!(log, "│ Error: {EVENTS}\n│ RequestId: R-{number}\n╵"),
            30 => writeln!(
                log,
                "ErrorCode: Forbidden.RAM\n...\nRequestId: R-{number}\nMessage: {EVENTS}"
            ),
            _ => writeln!(
                log,
                "12:00:0{} GET /clusters/c{number} 403 done",
                number % 10
            ),
        };
        if number % 97 == 0 {
            log.push_str(&"12:01 nothing to see in this line of an ordinary log\n".repeat(200));
        }
    }
    log
}

#[test]
fn pieces_of_any_size_give_the_same_refusals() {
    let log = log();
    let whole = in_pieces(log.as_bytes(), log.len());
    assert_eq!(whole.refusals, find(&log));
    assert!(whole.refusals.len() > 5, "{whole:?}");
    for length in [1, 2, 3, 7, 100, 1000, 4096, 16_384, 70_000] {
        assert_eq!(in_pieces(log.as_bytes(), length), whole, "{length}");
    }
}

#[test]
fn lines_and_places_are_those_of_the_whole_text() {
    let log = log();
    for refusal in find(&log) {
        let before = &log[..refusal.range.start];
        assert_eq!(
            refusal.line,
            before.matches('\n').count() + 1,
            "{refusal:?}"
        );
        assert!(!log[refusal.range].starts_with(' '));
    }
}

/// The parts of one error may be some lines away from each other.
#[test]
fn error_is_whole_wherever_it_is() {
    let fields: Vec<String> = (0..40)
        .map(|number| format!("  \"key{number}\": 1,\n"))
        .collect();
    let fields = fields.concat();
    let error = format!("{{\n  \"requestId\": \"R-1\",\n{fields}  \"message\": \"{EVENTS}\"\n}}\n");
    for lines in [0, 1, 63, 64, 65, 1000, 20_000] {
        let text = "12:00 GET /clusters 200\n".repeat(lines) + &error;
        let found = in_pieces(text.as_bytes(), 4096);
        let ids: Vec<Option<&str>> = found
            .refusals
            .iter()
            .map(|it| it.request_id.as_deref())
            .collect();
        assert_eq!(ids, [Some("R-1")], "{lines}");
        assert_eq!(found.refusals[0].line, lines + 43);
    }
}

#[test]
fn long_lines_and_dense_logs_are_read() {
    let dense = format!("12:00 {EVENTS}\n").repeat(20_000);
    let found = in_pieces(dense.as_bytes(), 10_000);
    let counts: Vec<usize> = found.refusals.iter().map(|refusal| refusal.count).collect();
    assert_eq!(counts, [20_000]);
    // One line of many refusals is cut, not kept.
    let dense = dense
        .replace("12:00 ", "{\"a\": \"")
        .replace('\n', "\", \"b\": 403}, ");
    let found = in_pieces(dense.as_bytes(), 10_000);
    let counts: Vec<usize> = found.refusals.iter().map(|refusal| refusal.count).collect();
    assert_eq!(counts, [20_000]);
    assert_eq!(found.lines_with_403, 1);
    let long = format!("{} {EVENTS}\n{EVENTS}\n", "x".repeat(5_000_000));
    let found = in_pieces(long.as_bytes(), 65_536);
    assert_eq!(found.refusals.iter().map(|it| it.count).sum::<usize>(), 2);
}

#[test]
fn lines_with_403_are_counted() {
    let count = |text: &str| in_pieces(text.as_bytes(), 7).lines_with_403;
    for (text, lines) in [
        ("", 0),
        ("403", 1),
        ("GET /clusters 403\nGET /clusters 403 403\n", 2),
        (
            "\"GET / HTTP/1.1\" 403 12\nstatus=403,\n403: no\n[403]\n",
            4,
        ),
        ("1403 4030 id403 403ms 10.403 v1.403\n", 0),
        ("it was 403.\n", 1),
    ] {
        assert_eq!(count(text), lines, "{text}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_question_marks() {
    let text = [
        b"\xff\xfe RAM policy Forbidden for action cs:Start\xffAlert ".as_slice(),
        "é".as_bytes(),
    ]
    .concat();
    let found: Vec<Refusal> = in_pieces(&text, 5).refusals;
    let action = found[0].action.as_ref().expect("an action");
    assert_eq!(action.as_str(), "cs:Start?Alert");
    assert!(!action.is_well_formed());
    assert_eq!(&text[found[0].range.clone()][..10], b"RAM policy");
}

/// Memory is limited: after many different refusals, the actions are still listed, and what is not listed is counted.
#[test]
fn refusals_of_many_resources_are_counted_by_action() {
    const LISTED: usize = 10_000;
    let known = |_: &str| false;
    let mut finder = Finder::new(&known);
    let mut refuse = |name: &str, key: usize| {
        let line =
            format!("denied by sts or ram, action: oss:{name}, resource: acs:oss:*:1:b/{key}\n");
        finder.push(line.as_bytes());
    };
    for key in 0..LISTED + 3 {
        refuse("GetObject", key);
    }
    refuse("PutObject", 1);
    refuse("GetObject", 7);
    for key in 0..LISTED {
        refuse(&format!("Get{key}"), key);
    }
    let found = finder.finish();
    assert_eq!(
        (found.refusals.len(), found.merged, found.left_out),
        (2 * LISTED, 4 + LISTED - 2, 2)
    );
    assert_eq!(found.refusals[7].count, 2);
    let of_any = &found.refusals[LISTED];
    assert_eq!((of_any.count, &of_any.resource), (3, &None));
    let action = found.refusals[LISTED + 1]
        .action
        .as_ref()
        .expect("an action");
    assert_eq!(action.as_str(), "oss:PutObject");
}
