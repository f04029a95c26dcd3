//! Diagnostics of a page or a policy, rendered like those of rustc.

use crate::output::failure::{HELP, TITLE, write_error};
use crate::output::printable::printable_line;
use crate::output::wrap::fitted;
use ack_catalog_core::{ByteRange, Diagnostic, Severity, Source};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use ram_diagnostics::{first_of_each_code, visible};
use std::io;
use terminal_size::terminal_size_of;

/// Writes diagnostics to standard error: of each code the first ones, and how many more there are.
pub(crate) fn report<'d>(
    source: &Source<'_>,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
) {
    let renderer = renderer(terminal_size_of(io::stderr()).map(|(width, _)| width.0));
    let (first, left_out) = first_of_each_code(diagnostics);
    for diagnostic in first {
        let text = render(&renderer, source, diagnostic);
        write_error(&format!("{text}\n"));
    }
    for left_out in left_out {
        let title = format!("{left_out} in {}", printable_line(source.name()));
        let title = fitted(&title, TITLE, renderer.width);
        let group = Group::with_title(level(left_out.severity).primary_title(title));
        write_error(&format!("{}\n", renderer.snippets.render(&[group])));
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// Returns a renderer that cuts lines to the width of the terminal, so that carets stay under their target.
pub(crate) fn renderer(width: Option<u16>) -> Rendering {
    let snippets = match width {
        Some(width) => Renderer::styled().term_width(width.into()),
        None => Renderer::styled(),
    };
    Rendering { snippets, width }
}

/// A renderer with the width of its lines.
pub(crate) struct Rendering {
    snippets: Renderer,
    /// `None` where lines have no end.
    width: Option<u16>,
}

pub(crate) fn render(renderer: &Rendering, source: &Source<'_>, diagnostic: &Diagnostic) -> String {
    let width = renderer.width;
    // The level and the code, with their signs.
    let before = diagnostic.severity.name().len() + diagnostic.code.len() + 4;
    let message = fitted(&diagnostic.message, before, width);
    let help = fitted(&diagnostic.help, HELP, width);
    let title = level(diagnostic.severity)
        .primary_title(&*message)
        .id(diagnostic.code);
    let located = if diagnostic.is_of_other_file {
        let (line, column) = source.line_column(diagnostic.place.start);
        let origin = Origin::path(printable_line(source.name()));
        title.element(origin.line(line).char_column(column))
    } else {
        located_snippet(title, source, diagnostic.place)
    };
    let mut groups = vec![located.element(Level::HELP.message(&*help))];
    if let Some((place, label)) = &diagnostic.related {
        let title = Level::NOTE.secondary_title(&**label);
        groups.push(located_snippet(title, source, *place));
    }
    renderer.snippets.render(&groups)
}

/// Longer lines are cut: rendering a long line for each of many diagnostics is slow.
const LONGEST: usize = 2_000;

/// Adds the lines of a place, under the line and the column in the whole file.
fn located_snippet<'a>(title: Title<'a>, source: &Source<'a>, place: ByteRange) -> Group<'a> {
    // With the whole page, each snippet would be searched from the start.
    let (first, column) = source.line_column(place.start);
    let (lines, in_lines) = source.lines_of(place);
    let path = printable_line(source.name());
    let snippet = |lines: &'a str, place: ByteRange| {
        Snippet::source(visible(lines))
            .line_start(first)
            .annotation(AnnotationKind::Primary.span(place.start..place.end))
    };
    if lines.len() > LONGEST {
        // A snippet would count columns from where the text is cut.
        let (lines, in_lines) = around(lines, in_lines);
        let origin = Origin::path(path).line(first).char_column(column);
        return title.element(origin).element(snippet(lines, in_lines));
    }
    title.element(snippet(lines, in_lines).path(path))
}

/// Cuts text to as much around a place as a terminal shows.
fn around(text: &str, place: ByteRange) -> (&str, ByteRange) {
    const AROUND: usize = 200;
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(place.start.saturating_sub(AROUND));
    let end = boundary((place.start + AROUND).min(text.len()));
    let place = ByteRange::new(
        place.start - start,
        place.end.min(end).max(place.start) - start,
    );
    (&text[start..end], place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ack_catalog_core::{Catalog, Settings};
    use std::fs;

    fn plain() -> Rendering {
        Rendering {
            snippets: Renderer::plain(),
            width: None,
        }
    }

    /// Long messages are broken between words, and the parts of a message are below each other.
    #[test]
    fn messages_fit_80_columns() {
        let text = "{\n  \"Action\": \"cs:Get*\"\n}\n";
        let place = ByteRange::new(14, 23);
        let [message, help] =
            ["several words of a message ", "write something else, "].map(|one| one.repeat(9));
        let diagnostic = Diagnostic::error("code", place, message, help);
        let source = Source::new("a.json", text);
        let styled = render(&renderer(Some(80)), &source, &diagnostic);
        let shown = anstream::adapter::strip_str(&styled).to_string();
        assert!(
            shown.lines().all(|line| line.chars().count() <= 80),
            "{shown}"
        );
        let below = |first: &str, word: &str| {
            let mut lines = shown.lines().skip_while(|line| !line.contains(first));
            let column = |line: Option<&str>, of: &str| line.and_then(|line| line.find(of));
            let start = column(lines.next(), word);
            start.is_some()
                && lines
                    .next()
                    .is_some_and(|line| line.find(|c: char| c.is_alphabetic()) == start)
        };
        assert!(
            below("error[code]", "several") && below("help:", "write"),
            "{shown}"
        );
    }

    /// The macro uses the library's renderer, the program uses `annotate-snippets`.
    #[test]
    fn program_and_macro_render_the_same_text() {
        let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pages/faulty");
        let mut compared = 0;
        for page in fs::read_dir(pages).expect("pages") {
            let path = page.expect("a page").path();
            let text = fs::read_to_string(&path).expect("a page of ours");
            let source = Source::new("page.md", &text);
            let settings = Settings::new("Example".parse().expect("a name"));
            for diagnostic in Catalog::read(&source, &settings).diagnostics {
                let program = render(&plain(), &source, &diagnostic);
                let macros = diagnostic.render(&source);
                assert_eq!(program, macros, "{}", path.display());
                compared += 1;
            }
        }
        assert!(compared > 30, "only {compared} diagnostics were compared");
    }

    #[test]
    fn carets_stay_under_their_target_at_80_columns() {
        let text = format!("{}WRONG{}", "a, ".repeat(100), ", b".repeat(100));
        let place = ByteRange::new(300, 305);
        let diagnostic = Diagnostic::error("code", place, "a message", "a help");
        let source = Source::new("a.json", &text);
        let styled = render(&renderer(Some(80)), &source, &diagnostic);
        let shown = anstream::adapter::strip_str(&styled).to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines.iter().all(|line| line.len() <= 80), "{shown}");
        let start = lines[3].find("WRONG");
        assert!(
            start.is_some() && start == lines[4].find("^^^^^"),
            "{shown}"
        );
    }

    #[test]
    fn place_in_a_long_line_is_the_one_in_the_file() {
        let text = format!("\n{}WRONG{}", "é, ".repeat(1_000), ", b".repeat(1_000));
        let start = text.find("WRONG").expect("the text");
        let place = ByteRange::new(start, start + 5);
        let diagnostic = Diagnostic::error("code", place, "a message", "a help");
        let shown = render(&plain(), &Source::new("a.json", &text), &diagnostic);
        assert!(shown.contains(" a.json:2:3001\n"), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let line = lines.iter().position(|line| line.contains("WRONG"));
        let line = line.expect("the line");
        let column = |at: usize, mark: &str| {
            let start = lines[at].find(mark)?;
            Some(lines[at][..start].chars().count())
        };
        let under = column(line + 1, "^^^^^");
        assert!(under.is_some() && under == column(line, "WRONG"), "{shown}");
    }
}
