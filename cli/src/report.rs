//! The diagnostics of a page, rendered as rustc renders its own.

use crate::failure::write_error;
use ack_catalog_core::{ByteRange, Diagnostic, Severity, Source};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Writes all diagnostics to standard error.
pub(crate) fn report(source: &Source<'_>, diagnostics: &[Diagnostic]) {
    // Standard error may be closed; then there is nobody to tell.
    for diagnostic in diagnostics {
        let _ = write_error(&render(&Renderer::styled(), source, diagnostic));
        let _ = write_error("");
    }
}

fn render(renderer: &Renderer, source: &Source<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut groups = vec![
        level
            .primary_title(&*diagnostic.message)
            .id(diagnostic.code)
            .element(snippet(source, diagnostic.place))
            .element(Level::HELP.message(&*diagnostic.help)),
    ];
    if let Some((place, label)) = &diagnostic.related {
        let group: Group<'_> = Level::NOTE
            .secondary_title(&**label)
            .element(snippet(source, *place));
        groups.push(group);
    }
    renderer.render(&groups)
}

fn snippet<'a>(
    source: &Source<'a>,
    place: ByteRange,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(source.text())
        .path(source.name())
        .annotation(AnnotationKind::Primary.span(place.start..place.end))
}
