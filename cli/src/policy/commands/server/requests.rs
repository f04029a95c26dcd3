//! The requests about documents.

use super::actions::{Wanted, actions};
use super::complete::complete;
use super::hover::hover;
use super::lens::lenses;
use super::params::{Refusal, params, value};
use super::session::Session;
use gen_lsp_types::{
    CodeActionParams, CodeActionRequest, CodeLensParams, CodeLensRequest, CompletionParams,
    CompletionRequest, HoverParams, HoverRequest, Request as _,
};
use lsp_server::ErrorCode;
use ram_diagnostics::ByteRange;
use serde_json::Value;

/// Answers a request. One about an unknown document has no result.
pub(super) fn answer(session: &mut Session, method: &str, asked: Value) -> Result<Value, Refusal> {
    let known = [
        (CodeActionRequest::METHOD, code_action as Handler),
        (CompletionRequest::METHOD, completion),
        (HoverRequest::METHOD, explanation),
        (CodeLensRequest::METHOD, code_lens),
    ];
    let handler = known.iter().find(|(name, _)| name.as_str() == method);
    let Some((_, handler)) = handler else {
        let message = format!("unknown method `{method}`");
        return Err((ErrorCode::MethodNotFound, message));
    };
    handler(session, asked)
}

type Handler = fn(&mut Session, Value) -> Result<Value, Refusal>;

fn code_action(session: &mut Session, asked: Value) -> Result<Value, Refusal> {
    let asked: CodeActionParams = params(asked)?;
    let edits = session.edits;
    let found = session.with_document(
        asked.text_document.uri.as_ref(),
        |document, folder, settings| {
            let [start, end] =
                [asked.range.start, asked.range.end].map(|place| document.offset(place));
            let wanted = Wanted {
                range: ByteRange::new(start, end.max(start)),
                only: asked.context.only.as_deref().unwrap_or_default(),
                edits,
            };
            actions(document, folder, settings, &wanted)
        },
    );
    value(&found.unwrap_or_default())
}

fn completion(session: &mut Session, asked: Value) -> Result<Value, Refusal> {
    let asked: CompletionParams = params(asked)?;
    let asked = asked.text_document_position_params;
    let takes_snippets = session.takes_snippets;
    let found =
        session.with_explained(asked.text_document.uri.as_ref(), |document, _, settings| {
            let offset = document.offset(asked.position);
            complete(document, settings, offset, takes_snippets)
        });
    value(&found.unwrap_or_default())
}

fn explanation(session: &mut Session, asked: Value) -> Result<Value, Refusal> {
    let asked: HoverParams = params(asked)?;
    let asked = asked.text_document_position_params;
    let found = session.with_explained(
        asked.text_document.uri.as_ref(),
        |document, folder, settings| {
            hover(document, folder, settings, document.offset(asked.position))
        },
    );
    value(&found.flatten())
}

fn code_lens(session: &mut Session, asked: Value) -> Result<Value, Refusal> {
    let asked: CodeLensParams = params(asked)?;
    let found = session.with_explained(
        asked.text_document.uri.as_ref(),
        |document, folder, settings| lenses(document, folder, settings.known()),
    );
    value(&found.unwrap_or_default())
}
