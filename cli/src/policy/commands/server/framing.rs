//! The messages of a stream. Their headers and their size are bounded, as the client could be any program.

use crate::output::printable::printable_line;
use lsp_server::{ErrorCode, Message, RequestId, Response, ResponseError};
use serde_json::Value;
use std::io::{self, BufRead, Read};

/// The largest message in bytes: a document of the most that is checked, with every character escaped.
const MOST: u64 = 64 << 20;

/// The longest line of a header in bytes.
const LONGEST_HEADER: u64 = 4 << 10;

pub(super) enum Received {
    Message(Message),
    /// The answer to a request that is not valid.
    Refusal(Message),
    /// The reason why a message was ignored.
    Problem(String),
    /// The reason why nothing more can be read.
    Broken(String),
}

/// Reads the next message. Returns `None` at the end of the stream.
pub(super) fn receive(input: &mut impl BufRead) -> Option<Received> {
    let length = match length(input) {
        Ok(length) => length?,
        Err(problem) => return Some(Received::Broken(problem)),
    };
    if length > MOST {
        let skipped = io::copy(&mut input.take(length), &mut io::sink()).ok()?;
        let problem = format!("ignored a message of {skipped} bytes; the most is {MOST}");
        return Some(Received::Problem(problem));
    }
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body).ok()?;
    if (read as u64) < length {
        return None;
    }
    replace_lone_surrogates(&mut body);
    Some(match serde_json::from_slice(&body) {
        Ok(message) => Received::Message(message),
        Err(error) => {
            let error = printable_line(&error.to_string());
            match request_id(&body) {
                Some(id) => Received::Refusal(refusal(id, error)),
                None => Received::Problem(format!("ignored an invalid message: {error}")),
            }
        }
    })
}

/// Writes U+FFFD for each escaped half of a surrogate pair, which some editors send and no text in UTF-8 has. Both are
/// one unit of UTF-16, so that positions stay the same.
fn replace_lone_surrogates(body: &mut [u8]) {
    let code = |body: &[u8], at: usize| {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = body[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        let next = match code(body, at) {
            Some(0xd800..0xdc00) => code(body, at + 6),
            Some(0xdc00..0xe000) => None,
            // Also an escaped backslash.
            _ => {
                at = body.len().min(at + 2);
                continue;
            }
        };
        if matches!(next, Some(0xdc00..0xe000)) {
            at += 12;
        } else {
            body[at + 2..at + 6].copy_from_slice(b"fffd");
            at += 6;
        }
    }
}

/// Returns the id of a request that is not valid.
fn request_id(body: &[u8]) -> Option<RequestId> {
    let message: Value = serde_json::from_slice(body).ok()?;
    message.get("method")?;
    serde_json::from_value(message.get("id")?.clone()).ok()
}

fn refusal(id: RequestId, message: String) -> Message {
    Message::Response(Response {
        id,
        response_result: Err(ResponseError {
            code: ErrorCode::InvalidRequest as i32,
            message,
            data: None,
        }),
    })
}

/// Reads the headers of a message, and returns the length of its body, or `None` at the end of the stream.
fn length(input: &mut impl BufRead) -> Result<Option<u64>, String> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let read = input.take(LONGEST_HEADER).read_until(b'\n', &mut line);
        if read.is_err() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let Some(line) = line.strip_suffix('\n') else {
            let is_long = line.len() as u64 >= LONGEST_HEADER;
            let problem = format!("the line of a header is over {LONGEST_HEADER} bytes");
            return if is_long { Err(problem) } else { Ok(None) };
        };
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            let length: Option<u64> = length;
            let problem = || "a message has no header `Content-Length`".to_owned();
            return length.map(Some).ok_or_else(problem);
        }
        let invalid = || {
            let line = printable_line(line);
            format!("expected a header such as `Content-Length: 100`, not `{line}`")
        };
        let (name, value) = line.split_once(':').ok_or_else(invalid)?;
        if name.eq_ignore_ascii_case("Content-Length") {
            length = Some(value.trim().parse().map_err(|_| invalid())?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Received, receive};

    /// Returns the methods of the messages in a stream, or the problems.
    fn received(stream: &[u8]) -> Vec<String> {
        let mut input = stream;
        let all = std::iter::from_fn(|| receive(&mut input)).map(|received| match received {
            Received::Message(lsp_server::Message::Notification(one)) => one.method,
            Received::Message(lsp_server::Message::Request(one)) => one.params.to_string(),
            Received::Message(other) | Received::Refusal(other) => format!("{other:?}"),
            Received::Problem(problem) | Received::Broken(problem) => problem,
        });
        all.collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn an_invalid_message_does_not_end_the_stream() {
        let good = framed(r#"{"jsonrpc": "2.0", "method": "exit"}"#);
        for bad in ["{", "[]", "null", "\"", "{\"id\": {}}", &"[".repeat(10_000)] {
            let stream = framed(bad) + &good;
            let found = received(stream.as_bytes());
            assert!(
                found[0].starts_with("ignored an invalid message: "),
                "{found:?}"
            );
            assert_eq!(found[1..], ["exit"]);
        }
    }

    #[test]
    fn an_invalid_request_is_refused_by_its_id() {
        for id in ["7", "\"a\""] {
            let stream = framed(&format!("{{\"id\": {id}, \"method\": 1}}"));
            let found = received(stream.as_bytes());
            assert!(
                found[0].contains("-32600") && found[0].contains(id),
                "{found:?}"
            );
        }
    }

    #[test]
    fn half_of_a_surrogate_pair_is_one_unknown_character() {
        for (escaped, expected) in [
            (r"\ud83e", "\u{fffd}"),
            (r"\ud83e\ud83e\udd80", "\u{fffd}🦀"),
            (r"\uDD80\uD83Ex", "\u{fffd}\u{fffd}x"),
            (r"\ud83e\n", "\u{fffd}\\n"),
            (r"\ud83e\udd80", "🦀"),
            (r"\\ud83e", r"\\ud83e"),
            (r"\u00e9", "é"),
        ] {
            let body = format!("{{\"id\": 1, \"method\": \"a\", \"params\": [\"{escaped}\"]}}");
            let found = received(framed(&body).as_bytes());
            assert_eq!(found, [format!("[\"{expected}\"]")]);
        }
    }

    #[test]
    fn what_is_not_of_the_protocol_says_why() {
        for (stream, expected) in [
            (
                "GET / HTTP/1.1\r\n\r\n",
                "expected a header such as `Content-Length: 100`, not `GET / HTTP/1.1`",
            ),
            (
                "Content-Length: -1\r\n\r\n{}",
                "expected a header such as `Content-Length: 100`, not `Content-Length: -1`",
            ),
            (
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "expected a header such as `Content-Length: 100`, not `Content-Length: 99999999999999999999`",
            ),
            ("\r\n\r\n", "a message has no header `Content-Length`"),
            (
                &*"a".repeat(100_000),
                "the line of a header is over 4096 bytes",
            ),
        ] {
            let mut input = stream.as_bytes();
            let Some(Received::Broken(problem)) = receive(&mut input) else {
                panic!("{stream:.40}");
            };
            assert_eq!(problem, expected);
        }
    }

    #[test]
    fn a_stream_may_end_within_a_message() {
        for stream in [
            "",
            "Content-Length: 1073741824\r\n",
            "Content-Length: 10\r\n\r\n{}",
        ] {
            assert_eq!(received(stream.as_bytes()), [""; 0], "{stream:.40}");
        }
    }

    #[test]
    fn a_message_that_is_too_large_is_skipped() {
        let body = " ".repeat(65 << 20);
        let stream = framed(&body) + &framed(r#"{"method": "exit"}"#);
        let found = received(stream.as_bytes());
        assert_eq!(
            found,
            [
                "ignored a message of 68157440 bytes; the most is 67108864",
                "exit"
            ]
        );
    }
}
