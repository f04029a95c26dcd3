//! The requests about documents.

use super::actions::{Wanted, actions};
use super::params::{Refusal, params, value};
use super::session::Session;
use gen_lsp_types::{CodeActionParams, CodeActionRequest, Request as _};
use lsp_server::ErrorCode;
use ram_diagnostics::ByteRange;
use serde_json::Value;

/// Answers a request. One about an unknown document has no result.
pub(super) fn answer(session: &mut Session, method: &str, asked: Value) -> Result<Value, Refusal> {
    let known = [(CodeActionRequest::METHOD, code_action as Handler)];
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
