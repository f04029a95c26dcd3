//! The language server: from a change of a document to its diagnostics.

use crate::program;
use crate::table::{Table, quantile};
use ack_catalog::CsAction;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

const CHANGES: usize = 100;

/// RAM's own limit of an identity policy, in characters.
const LIMIT: usize = 6_144;

/// In milliseconds.
const AIM: f64 = 20.0;

pub fn run() -> Vec<Table> {
    let text = longest();
    let mut editor = Editor::new();
    editor.send(
        "textDocument/didOpen",
        &json!({"textDocument": {
            "uri": URI, "languageId": "json", "version": 0, "text": text,
        }}),
    );
    editor.diagnostics();
    let (mut read, mut checked) = (Vec::new(), Vec::new());
    for version in 1..=CHANGES {
        let changed = format!("{}{version:03}", &text[..text.len() - 3]);
        let start = Instant::now();
        let value: Value = serde_json::from_str(&text).expect("JSON");
        read.push(milliseconds(start));
        assert!(value.is_object());
        let start = Instant::now();
        editor.send(
            "textDocument/didChange",
            &json!({
                "textDocument": {"uri": URI, "version": version},
                "contentChanges": [{"text": changed}],
            }),
        );
        editor.diagnostics();
        checked.push(milliseconds(start));
    }
    editor.end();
    let mut table = Table::new(
        "server",
        "a change of a policy of 6,144 characters, until its diagnostics are there",
        "ms",
    );
    table.row("serde_json, read alone", &read);
    table.row("server", &checked);
    table.aim("server, median", quantile(&checked, 0.5), AIM);
    table.aim("server, slowest", quantile(&checked, 1.0), AIM);
    vec![table]
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

const URI: &str = "file:///policy.json";

/// Returns a policy of the most characters that RAM accepts, with findings in each statement.
fn longest() -> String {
    let names: Vec<String> = CsAction::iter()
        .map(|action| format!("\"{action}\""))
        .collect();
    let statement = |names: &[String]| {
        format!(
            "{{\"Effect\": \"Allow\", \"Action\": [{}], \"Resource\": \"acs:cs:*:*:cluster/*\"}}",
            names.join(", ")
        )
    };
    let mut statements: Vec<String> = names.chunks(8).map(statement).collect();
    loop {
        let all = statements.join(",\n");
        let text = format!("{{\"Version\": \"1\", \"Statement\": [\n{all}\n]}}");
        if let Some(rest) = LIMIT.checked_sub(text.len()) {
            return format!("{text}{}", " ".repeat(rest));
        }
        statements.pop();
    }
}

/// A client of the server.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn new() -> Self {
        let mut command = Command::new(program());
        command.arg("server").current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.spawn().expect("a program");
        let input = server.stdin.take().expect("a pipe");
        let output = BufReader::new(server.stdout.take().expect("a pipe"));
        let mut editor = Self {
            server,
            input,
            output,
        };
        editor.write(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}));
        editor.receive();
        editor.send("initialized", &json!({}));
        editor
    }

    fn send(&mut self, method: &str, params: &Value) {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn write(&mut self, message: &Value) {
        let message = message.to_string();
        write!(
            self.input,
            "Content-Length: {}\r\n\r\n{message}",
            message.len()
        )
        .expect("a server that reads");
        self.input.flush().expect("a server that reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a header");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a number"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).expect("a message");
        serde_json::from_slice(&message).expect("JSON")
    }

    fn diagnostics(&mut self) {
        while self.receive()["method"] != "textDocument/publishDiagnostics" {}
    }

    fn end(mut self) {
        drop(self.input);
        self.server.wait().expect("an end");
    }
}
