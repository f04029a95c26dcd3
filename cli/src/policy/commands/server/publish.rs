//! Problems as the protocol has them.

use super::check::Problem;
use super::document::Document;
use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
};
use ram_diagnostics::Severity;

pub(super) fn diagnostic(document: &Document, problem: &Problem) -> Diagnostic {
    let related = problem.related.as_ref().map(|(place, message)| {
        let location = Location {
            uri: document.uri.as_str().into(),
            range: document.range(*place),
        };
        vec![DiagnosticRelatedInformation {
            location,
            message: message.clone(),
        }]
    });
    let message = match problem.help.as_str() {
        "" => problem.message.clone(),
        help => format!("{}\n{help}", problem.message),
    };
    Diagnostic {
        range: document.range(problem.place),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: problem.code.map(Into::into),
        source: Some("ack-catalog".to_owned()),
        message: message.into(),
        tags: problem
            .is_redundant
            .then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: related,
        ..Diagnostic::default()
    }
}
