//! `ack-catalog server`: a language server for policies and pages of actions.

mod actions;
mod check;
mod complete;
mod document;
mod framing;
mod hover;
mod lens;
mod markdown;
mod matched;
mod params;
mod position;
mod publish;
mod requests;
mod service;
mod session;
mod statement;
mod summaries;
mod summary;
mod syntax;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::or_unread;
use clap::Args;
use framing::{Received, receive};
use lsp_server::Message;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

pub use service::Server;

/// Run a language server for editors
///
/// Speaks the Language Server Protocol over standard input and output. Checks policies in JSON and Terraform with the
/// rules of `lint` and the same settings, and pages of actions in Markdown as `inspect` does, on every change. It never
/// writes to a file.
#[derive(Args)]
#[command(after_help = "\
Editors start it. docs/editor.md shows how to set up VS Code, Neovim, Helix,
Zed and JetBrains.

Exit codes: 0 after `shutdown` and `exit`, 1 without `shutdown`,
2 if the input is not of the protocol.")]
pub(crate) struct Serve;

/// The number of messages that wait while one is answered.
const WAITING: usize = 64;

impl Serve {
    #[allow(clippy::unused_self)] // As all commands.
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let (sender, receiver) = sync_channel(WAITING);
        // Messages are read while others are answered, so that a text that has changed again is not checked.
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            while let Some(received) = receive(&mut input) {
                let is_end = match &received {
                    Received::Message(Message::Notification(one)) => one.method == "exit",
                    Received::Broken(_) => true,
                    _ => false,
                };
                if sender.send(received).is_err() || is_end {
                    return;
                }
            }
        });
        let served = serve(&receiver, &mut io::stdout().lock());
        // An editor that has ended reads nothing.
        match or_unread(served, End::Unasked)? {
            End::Clean => Ok(ExitStatus::finding_if(false)),
            // The protocol wants 1 if the client did not ask to shut down.
            End::Unasked => Ok(ExitStatus::finding_if(true)),
            End::Broken(problem) => Err(Failure::new(format!(
                "the input is not of the Language Server Protocol: {problem}"
            ))),
        }
    }
}

/// How a server ended.
enum End {
    /// After `shutdown` and `exit`.
    Clean,
    /// Without `shutdown`.
    Unasked,
    /// What comes in is not of the protocol.
    Broken(String),
}

/// Answers messages until the client ends.
fn serve(receiver: &Receiver<Received>, output: &mut impl Write) -> io::Result<End> {
    let mut server = Server::new();
    while let Ok(first) = receiver.recv() {
        let waiting = receiver.try_iter().take(WAITING);
        let (mut messages, mut problems, mut broken) = (Vec::new(), Vec::new(), None);
        for received in std::iter::once(first).chain(waiting) {
            match received {
                Received::Message(message) => messages.push(message),
                Received::Refusal(refusal) => refusal.write(output)?,
                Received::Problem(problem) => problems.push(problem),
                Received::Broken(problem) => broken = Some(problem),
            }
        }
        for answer in server.answer(messages, &problems) {
            answer.write(output)?;
        }
        match (server.has_ended(), broken) {
            (Some(true), _) => return Ok(End::Clean),
            (Some(false), _) => return Ok(End::Unasked),
            (None, Some(problem)) => return Ok(End::Broken(problem)),
            (None, None) => {}
        }
    }
    Ok(End::Unasked)
}
