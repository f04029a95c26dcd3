//! The server: messages in, messages out.

use super::actions::FIX_ALL;
use super::check::{check, of_failure};
use super::document::Document;
use super::params::{Refusal, invalid, params, value};
use super::publish::diagnostic;
use super::requests;
use super::session::Session;
use crate::output::uri::file_path;
use gen_lsp_types::{
    CancelNotification, CodeActionKind, CodeActionOptions, CodeLensOptions, CompletionOptions,
    DidChangeTextDocumentNotification, DidChangeTextDocumentParams,
    DidChangeWatchedFilesNotification, DidChangeWatchedFilesRegistrationOptions,
    DidChangeWorkspaceFoldersNotification, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentNotification, DidCloseTextDocumentParams, DidOpenTextDocumentNotification,
    DidOpenTextDocumentParams, DidSaveTextDocumentNotification, ExitNotification,
    FileSystemWatcher, InitializeParams, InitializeRequest, InitializeResult,
    InitializedNotification, LogMessageNotification, LogMessageParams, MessageType,
    Notification as _, PublishDiagnosticsNotification, PublishDiagnosticsParams, Registration,
    RegistrationParams, RegistrationRequest, Request as _, ServerCapabilities, ServerInfo,
    ShutdownRequest, TextDocumentContentChangeEvent, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;

/// A language server for policies and pages of actions.
///
/// It is a function of the messages that it gets and of the files around the documents: it never writes a file, and
/// has no thread or clock.
pub struct Server {
    state: State,
}

enum State {
    /// Before `initialize`.
    New,
    Open(Box<Session>),
    /// After `shutdown`.
    ShutDown,
    /// After `exit`; true if `shutdown` came before.
    Ended(bool),
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl Server {
    /// Creates a server that waits for `initialize`.
    pub fn new() -> Self {
        Self { state: State::New }
    }

    /// Answers messages that came together. A document that several of them change is checked once, after all of them.
    /// `problems` are of messages that could not be read.
    pub fn answer(&mut self, messages: Vec<Message>, problems: &[String]) -> Vec<Message> {
        let mut answers: Vec<Message> = problems.iter().map(|problem| log(problem)).collect();
        let cancelled: HashSet<RequestId> = messages.iter().filter_map(cancelled).collect();
        for message in messages {
            match message {
                Message::Request(request) if cancelled.contains(&request.id) => {
                    let refusal = (ErrorCode::RequestCanceled, "cancelled".to_owned());
                    answers.push(response(request.id, Err(refusal)));
                }
                Message::Request(request) => {
                    let id = request.id.clone();
                    let result = self.request(request);
                    answers.push(response(id, result));
                }
                Message::Notification(notification) => {
                    self.notification(notification, &mut answers);
                }
                // Of a request that this server made.
                Message::Response(_) => {}
            }
        }
        if let State::Open(session) = &mut self.state {
            answers.extend(checked(session));
        }
        answers
    }

    /// Returns true or false once the client has ended the server: whether it asked to shut down before.
    pub fn has_ended(&self) -> Option<bool> {
        match self.state {
            State::Ended(is_clean) => Some(is_clean),
            _ => None,
        }
    }

    fn request(&mut self, request: Request) -> Result<Value, Refusal> {
        let session = match &mut self.state {
            State::New if request.method == InitializeRequest::METHOD.as_str() => {
                let params: InitializeParams = params(request.params)?;
                let session = Session::new(&params);
                let result = value(&initialized(&session));
                self.state = State::Open(Box::new(session));
                return result;
            }
            State::New => {
                let message = "expected `initialize`".to_owned();
                return Err((ErrorCode::ServerNotInitialized, message));
            }
            State::ShutDown | State::Ended(_) => {
                let message = "the server is shut down".to_owned();
                return Err((ErrorCode::InvalidRequest, message));
            }
            State::Open(session) => session,
        };
        match request.method.as_str() {
            method if method == InitializeRequest::METHOD.as_str() => {
                let message = "the server is initialized already".to_owned();
                Err((ErrorCode::InvalidRequest, message))
            }
            method if method == ShutdownRequest::METHOD.as_str() => {
                self.state = State::ShutDown;
                Ok(Value::Null)
            }
            method => requests::answer(session, method, request.params),
        }
    }

    fn notification(&mut self, notification: Notification, answers: &mut Vec<Message>) {
        let Notification { method, params } = notification;
        if method == ExitNotification::METHOD.as_str() {
            self.state = State::Ended(matches!(self.state, State::ShutDown));
            return;
        }
        let State::Open(session) = &mut self.state else {
            return;
        };
        let known = [
            (InitializedNotification::METHOD, watch as Handler),
            (DidOpenTextDocumentNotification::METHOD, open),
            (DidChangeTextDocumentNotification::METHOD, change),
            (DidCloseTextDocumentNotification::METHOD, close),
            (DidSaveTextDocumentNotification::METHOD, forget_files),
            (DidChangeWatchedFilesNotification::METHOD, forget_files),
            (
                DidChangeWorkspaceFoldersNotification::METHOD,
                change_folders,
            ),
        ];
        let handler = known.iter().find(|(name, _)| name.as_str() == method);
        if let Some((_, handler)) = handler
            && let Err((_, problem)) = handler(session, params, answers)
        {
            answers.push(log(&format!("ignored `{method}`: {problem}")));
        }
    }
}

/// What a notification does.
type Handler = fn(&mut Session, Value, &mut Vec<Message>) -> Result<(), Refusal>;

fn open(session: &mut Session, params_: Value, _: &mut Vec<Message>) -> Result<(), Refusal> {
    let DidOpenTextDocumentParams {
        text_document: item,
    } = params(params_)?;
    let language = String::from(item.language_id);
    let document = Document::new(
        item.uri.0,
        &language,
        item.version,
        item.text,
        session.encoding,
    );
    session.changed.insert(document.uri.clone());
    session.documents.insert(document.uri.clone(), document);
    Ok(())
}

fn change(session: &mut Session, params_: Value, _: &mut Vec<Message>) -> Result<(), Refusal> {
    let DidChangeTextDocumentParams {
        text_document,
        content_changes,
    } = params(params_)?;
    let uri = text_document.text_document_identifier.uri.0;
    let encoding = session.encoding;
    let document = session.documents.get_mut(&uri);
    let document = document.ok_or_else(|| invalid("the document is not open"))?;
    for change in content_changes {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                document.replace(text_document.version, whole.text, encoding);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(_) => {
                return Err(invalid("expected the whole text of the document"));
            }
        }
    }
    session.changed.insert(uri);
    Ok(())
}

fn close(session: &mut Session, params_: Value, answers: &mut Vec<Message>) -> Result<(), Refusal> {
    let DidCloseTextDocumentParams { text_document } = params(params_)?;
    let uri = text_document.uri.0;
    session.changed.remove(&uri);
    if session.documents.remove(&uri).is_some() {
        answers.push(publish(uri, None, Vec::new()));
    }
    Ok(())
}

#[allow(clippy::unnecessary_wraps)] // As all handlers.
fn forget_files(session: &mut Session, _: Value, _: &mut Vec<Message>) -> Result<(), Refusal> {
    session.forget_files();
    Ok(())
}

fn change_folders(
    session: &mut Session,
    params_: Value,
    _: &mut Vec<Message>,
) -> Result<(), Refusal> {
    let DidChangeWorkspaceFoldersParams { event } = params(params_)?;
    let path = |folder: &gen_lsp_types::WorkspaceFolder| file_path(folder.uri.as_ref());
    let removed: Vec<_> = event.removed.iter().filter_map(path).collect();
    session.folders.retain(|folder| !removed.contains(folder));
    session.folders.extend(event.added.iter().filter_map(path));
    session.forget_files();
    Ok(())
}

/// Asks the client to tell when the files change that are read beside documents.
fn watch(session: &mut Session, _: Value, answers: &mut Vec<Message>) -> Result<(), Refusal> {
    if !session.can_watch {
        return Ok(());
    }
    let globs = [
        "**/ack-catalog.toml",
        "**/*.{tf,tofu,tfvars}",
        "**/*.{tf,tofu,tfvars}.json",
        // A page that the settings name may have any name; these are the usual ones.
        "**/*.{md,markdown}",
    ];
    let watchers = globs.map(|glob| FileSystemWatcher {
        glob_pattern: glob.to_owned().into(),
        kind: None,
    });
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watchers.into(),
    };
    let registration = Registration {
        id: "files".to_owned(),
        method: DidChangeWatchedFilesNotification::METHOD
            .as_str()
            .to_owned(),
        register_options: Some(value(&options)?),
    };
    answers.push(Message::Request(Request {
        id: "files".to_owned().into(),
        method: RegistrationRequest::METHOD.as_str().to_owned(),
        params: value(&RegistrationParams {
            registrations: vec![registration],
        })?,
    }));
    Ok(())
}

/// Checks the documents that changed.
fn checked(session: &mut Session) -> Vec<Message> {
    let mut answers = Vec::new();
    while let Some(uri) = session.changed.pop_first() {
        let Some(document) = session.documents.remove(&uri) else {
            continue;
        };
        let folder = session.folder(&document);
        let problems = match session.settings(&folder) {
            Ok(settings) => check(&document, &folder, settings),
            Err(failure) => vec![of_failure(&document, &folder, failure)],
        };
        let diagnostics = problems
            .iter()
            .map(|problem| diagnostic(&document, problem));
        answers.push(publish(
            uri.clone(),
            Some(document.version),
            diagnostics.collect(),
        ));
        session.documents.insert(uri, document);
    }
    answers
}

fn publish(
    uri: String,
    version: Option<i32>,
    diagnostics: Vec<gen_lsp_types::Diagnostic>,
) -> Message {
    let params = PublishDiagnosticsParams {
        uri: uri.into(),
        version,
        diagnostics,
    };
    notification(PublishDiagnosticsNotification::METHOD.as_str(), &params)
}

fn initialized(session: &Session) -> InitializeResult {
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(session.encoding.kind()),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Full),
                    save: Some(true.into()),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(true.into()),
                }),
                ..WorkspaceOptions::default()
            }),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QuickFix, FIX_ALL]),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec!["\"".to_owned(), ":".to_owned()]),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(true.into()),
            code_lens_provider: Some(CodeLensOptions::default()),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: "ack-catalog".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Returns the request that a notification cancels.
fn cancelled(message: &Message) -> Option<RequestId> {
    match message {
        Message::Notification(one) if one.method == CancelNotification::METHOD.as_str() => {
            serde_json::from_value(one.params.get("id")?.clone()).ok()
        }
        _ => None,
    }
}

fn response(id: RequestId, result: Result<Value, Refusal>) -> Message {
    let response_result = result.map_err(|(code, message)| ResponseError {
        code: code as i32,
        message,
        data: None,
    });
    Message::Response(Response {
        id,
        response_result,
    })
}

/// Returns a message for the log of the client.
fn log(text: &str) -> Message {
    let params = LogMessageParams {
        kind: MessageType::Warning,
        message: text.to_owned(),
    };
    notification(LogMessageNotification::METHOD.as_str(), &params)
}

fn notification(method: &str, params: &impl Serialize) -> Message {
    Message::Notification(Notification {
        method: method.to_owned(),
        // Strings, numbers and lists always serialize.
        params: serde_json::to_value(params).unwrap_or_default(),
    })
}
