//! An editor that talks to the language server.

use super::ack_catalog;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// An editor with a folder open, and the server that it started.
pub(crate) struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    requests: i32,
    version: i32,
    /// The newest versions of the open documents.
    versions: BTreeMap<String, i32>,
    /// What the server sent, other than answers.
    sent: VecDeque<Value>,
}

impl Editor {
    /// Starts the server, and opens a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        let capabilities = json!({
            "workspace": {
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            },
        });
        Self::with(folder, &capabilities)
    }

    /// Starts the server for an editor with these capabilities.
    pub(crate) fn with(folder: &Path, capabilities: &Value) -> Self {
        let folder = folder.canonicalize().expect("a folder");
        let mut editor = Self::unopened(&folder);
        let folders = json!([{ "uri": editor.uri(""), "name": "folder" }]);
        let params =
            json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        let result = editor.ask("initialize", params);
        assert_eq!(result["serverInfo"]["name"], "ack-catalog", "{result}");
        editor.tell("initialized", json!({}));
        editor
    }

    /// Starts the server without a word.
    pub(crate) fn unopened(folder: &Path) -> Self {
        let mut server = ack_catalog()
            .arg("server")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program runs");
        Self {
            input: server.stdin.take(),
            output: BufReader::new(server.stdout.take().expect("a pipe")),
            server,
            folder: folder.to_owned(),
            requests: 0,
            version: 0,
            versions: BTreeMap::new(),
            sent: VecDeque::new(),
        }
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        let path = self.folder.join(name).display().to_string();
        format!("file://{}", path.trim_end_matches('/'))
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open pipe");
        input.write_all(bytes).expect("written");
        input.flush().expect("written");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let message = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{message}", message.len()).as_bytes());
    }

    /// Sends a notification.
    #[allow(clippy::needless_pass_by_value)] // `json!` makes it for the call.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request, and returns its result or its error.
    #[allow(clippy::needless_pass_by_value)] // As above.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive().expect("an answer");
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message
                    .get("result")
                    .or(message.get("error"))
                    .expect("a result")
                    .clone();
            }
            self.sent.push_back(message);
        }
    }

    /// Asks about a place of a file.
    pub(crate) fn ask_at(
        &mut self,
        method: &str,
        name: &str,
        (line, character): (usize, usize),
    ) -> Value {
        let params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        self.ask(method, params)
    }

    /// Asks for the code actions from one place to another, of a kind or of all.
    pub(crate) fn actions(
        &mut self,
        name: &str,
        [start, end]: [(usize, usize); 2],
        only: Option<&str>,
    ) -> Vec<Value> {
        let place = |(line, character)| json!({ "line": line, "character": character });
        let params = json!({
            "textDocument": { "uri": self.uri(name) },
            "range": { "start": place(start), "end": place(end) },
            "context": { "diagnostics": [], "only": only.map(|only| vec![only]) },
        });
        let result = self.ask("textDocument/codeAction", params);
        result.as_array().expect("a list").clone()
    }

    /// Opens a text in which `|` is a place, and asks about that place.
    pub(crate) fn ask_in(&mut self, method: &str, name: &str, text: &str) -> Value {
        let (before, after) = text.split_once('|').expect("a place");
        self.open(name, language(name), &format!("{before}{after}"));
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        self.ask_at(method, name, (line, character))
    }

    /// Returns the labels of the completions at the place `|` of a text.
    pub(crate) fn completions(&mut self, name: &str, text: &str) -> Vec<Value> {
        let found = self.ask_in("textDocument/completion", name, text);
        found.as_array().expect("a list").clone()
    }

    fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).expect("read") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        Some(serde_json::from_slice(&body).expect("JSON"))
    }

    /// Returns the next message with this method that is not an answer.
    pub(crate) fn next(&mut self, method: &str) -> Value {
        if let Some(at) = self
            .sent
            .iter()
            .position(|message| message["method"] == method)
        {
            return self.sent.remove(at).expect("one").clone();
        }
        loop {
            let message = self.receive().expect("a message");
            if message["method"] == method {
                return message;
            }
            self.sent.push_back(message);
        }
    }

    /// Returns the answer to the request with this id.
    pub(crate) fn next_answer(&mut self, id: &str) -> Value {
        loop {
            let message = self.receive().expect("a message");
            if message["id"] == id {
                return message;
            }
            self.sent.push_back(message);
        }
    }

    /// Opens a file, and returns its diagnostics.
    pub(crate) fn open(&mut self, name: &str, language: &str, text: &str) -> Vec<Value> {
        self.version += 1;
        self.versions.insert(self.uri(name), self.version);
        let document = json!({ "uri": self.uri(name), "languageId": language, "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.diagnostics(name)
    }

    /// Changes the text of a file, and returns its diagnostics.
    pub(crate) fn change(&mut self, name: &str, text: &str) -> Vec<Value> {
        self.version += 1;
        self.versions.insert(self.uri(name), self.version);
        let document = json!({ "uri": self.uri(name), "version": self.version });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
        self.diagnostics(name)
    }

    /// Returns the next diagnostics of a file, which are of its newest version.
    pub(crate) fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        loop {
            let params = self.next("textDocument/publishDiagnostics")["params"].take();
            let newest = self.versions.get(&self.uri(name));
            if params["uri"] == self.uri(name) && params["version"] == json!(newest) {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Ends the server as the protocol says, and returns its exit code.
    pub(crate) fn end(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.code()
    }

    /// Closes the pipe, and returns the exit code.
    pub(crate) fn code(mut self) -> i32 {
        self.input = None;
        self.server
            .wait()
            .expect("an end")
            .code()
            .expect("no signal")
    }
}

/// Returns the language of a file, as editors name it.
pub(crate) fn language(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("tf") => "terraform",
        _ => "json",
    }
}

/// Shows diagnostics, a line each: `2:45 warning redundant-action: message`.
pub(crate) fn shown(diagnostics: &[Value]) -> String {
    let lines = diagnostics.iter().map(|one| {
        let start = &one["range"]["start"];
        let severity = one["severity"].as_u64().expect("a severity");
        let severity = ["", "error", "warning", "note"][usize::try_from(severity).expect("one")];
        let code = one["code"]
            .as_str()
            .map_or(String::new(), |code| format!(" {code}"));
        let message = one["message"].as_str().expect("a message");
        let message = message.lines().next().unwrap_or_default();
        format!(
            "{}:{} {severity}{code}: {message}\n",
            start["line"], start["character"]
        )
    });
    lines.collect()
}

/// Applies the edits of a code action to the text of a file.
pub(crate) fn applied(action: &Value, uri: &str, text: &str) -> String {
    let changes = action["edit"]["documentChanges"].as_array();
    let changes = changes.expect("changes").iter();
    let mut of_file = changes.filter(|change| change["textDocument"]["uri"] == uri);
    let edits = of_file.next().expect("a change")["edits"].clone();
    let edits = edits.as_array().expect("edits").iter().rev();
    edits.fold(text.to_owned(), |text, edit| edited(edit, &text))
}

/// Applies one edit to a text.
pub(crate) fn edited(edit: &Value, text: &str) -> String {
    let [start, end] = ["start", "end"].map(|end| offset(text, &edit["range"][end]));
    let new = edit["newText"].as_str().expect("a text");
    [&text[..start], new, &text[end..]].concat()
}

/// Returns the offset of a position in a text without characters beyond ASCII.
fn offset(text: &str, position: &Value) -> usize {
    let number =
        |key: &str| usize::try_from(position[key].as_u64().expect("a number")).expect("small");
    let lines = text.split_inclusive('\n').take(number("line"));
    lines.map(str::len).sum::<usize>() + number("character")
}
