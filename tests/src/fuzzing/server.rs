//! Laws of the language server.

use ack_catalog_cli::Server;
use lsp_server::{Message, Response};
use serde_json::{Value, json};

/// The number of parts in which a text is typed.
const PARTS: usize = 6;

const URI: &str = "untitled:document";

/// Checks that the server answers every question about a text that is being typed, with places inside of the text, and
/// that it then says what one says that sees only the final text.
///
/// The text has a line with the language of the document, and then the document.
///
/// # Panics
///
/// If one of these does not hold.
pub fn server(text: &str) {
    let (language, text) = text.split_once('\n').unwrap_or(("json", text));
    let mut typing = Editor::new(language, "");
    for part in 1..=PARTS {
        let mut end = text.len() * part / PARTS;
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let typed = &text[..end];
        typing.change(typed);
        let (last, middle) = (position(typed, end), position(typed, end / 2));
        for place in [&last, &middle] {
            for method in ["completion", "hover", "codeLens", "codeAction"] {
                let mut params = json!({
                    "textDocument": { "uri": URI },
                    "position": place,
                    "range": { "start": place, "end": place },
                });
                if method == "codeAction" {
                    params["context"] = json!({ "diagnostics": [] });
                }
                let answer = typing.ask(&format!("textDocument/{method}"), &params);
                assert_places(&answer, typed);
            }
        }
    }
    assert_places(&typing.diagnostics, text);
    assert_eq!(typing.diagnostics, Editor::new(language, text).diagnostics);
}

struct Editor {
    server: Server,
    diagnostics: Value,
}

impl Editor {
    fn new(language: &str, text: &str) -> Self {
        let mut editor = Self {
            server: Server::new(),
            diagnostics: Value::Null,
        };
        editor.ask("initialize", &json!({ "capabilities": {} }));
        let document = json!({ "uri": URI, "languageId": language, "version": 0, "text": text });
        editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        editor
    }

    fn change(&mut self, text: &str) {
        let document = json!({ "uri": URI, "version": 0 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", &params);
    }

    fn tell(&mut self, method: &str, params: &Value) {
        for answer in self.send(&json!({ "method": method, "params": params })) {
            if let Message::Notification(one) = answer {
                assert_eq!(
                    one.method, "textDocument/publishDiagnostics",
                    "{:?}",
                    one.params
                );
                self.diagnostics = one.params["diagnostics"].clone();
            }
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answers = self.send(&json!({ "id": 1, "method": method, "params": params }));
        let [
            Message::Response(Response {
                response_result, ..
            }),
        ] = &answers[..]
        else {
            panic!("{answers:?}");
        };
        response_result.clone().expect("a result")
    }

    fn send(&mut self, message: &Value) -> Vec<Message> {
        let message = serde_json::from_value(message.clone()).expect("a message");
        self.server.answer(vec![message], &[])
    }
}

/// Returns the position of an offset, or of the character around it.
fn position(text: &str, mut offset: usize) -> Value {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let lines = lines(&text[..offset]);
    let last = lines.last().copied().unwrap_or_default();
    json!({ "line": lines.len() - 1, "character": last.encode_utf16().count() })
}

/// Splits a text at its line ends, which are those of the protocol.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\n', '\r']) {
        lines.push(&rest[..end]);
        let length = if rest[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = &rest[end + length..];
    }
    lines.push(rest);
    lines
}

/// Checks that every place in an answer is inside of the text.
fn assert_places(answer: &Value, text: &str) {
    let lines = lines(text);
    let mut waiting = vec![answer];
    while let Some(value) = waiting.pop() {
        if let (Some(line), Some(character)) = (value["line"].as_u64(), value["character"].as_u64())
        {
            let line = usize::try_from(line).ok().and_then(|line| lines.get(line));
            let units = line.expect("a line of the text").encode_utf16().count();
            // Inside of a line break is no place, but clients take it for the end of the line.
            assert!(character <= units as u64 + 1, "{value} in {text:?}");
        }
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => waiting.extend(members.values()),
            _ => {}
        }
    }
}
