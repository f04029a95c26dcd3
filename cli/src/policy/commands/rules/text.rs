//! Markdown as text for a terminal.

use crate::output::wrap::wrapped;
use crate::policy::table::table;
use clap::builder::styling::Style;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// Renders the page of a rule, or the list of them.
pub(super) fn text(markdown: &str, width: u16) -> String {
    let mut out = String::new();
    let mut inline = String::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_code = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Text(text) if is_code => {
                for line in text.lines() {
                    out.push_str(format!("  {line}").trim_end());
                    out.push('\n');
                }
            }
            Event::Text(text) | Event::Code(text) => inline.push_str(&text),
            Event::SoftBreak | Event::HardBreak => inline.push(' '),
            Event::End(TagEnd::CodeBlock) => {
                is_code = false;
                out.push('\n');
            }
            Event::End(TagEnd::Heading(_)) => {
                let bold = Style::new().bold();
                // Writing to a `String` does not fail.
                let _ = write!(out, "{bold}{inline}{bold:#}\n\n");
                inline.clear();
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                out.push_str(&wrapped(&std::mem::take(&mut inline), 0, Some(width)));
                out.push_str("\n\n");
            }
            Event::End(TagEnd::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(std::mem::take(&mut inline));
                }
            }
            Event::End(TagEnd::Table) => {
                let upper: Vec<String> = rows
                    .remove(0)
                    .iter()
                    .map(|cell| cell.to_uppercase())
                    .collect();
                let header: Vec<&str> = upper.iter().map(String::as_str).collect();
                let cells = rows
                    .iter()
                    .map(|row| row.iter().map(String::as_str).collect());
                out.push_str(&table(&header, cells, Some(width)));
                out.push('\n');
                rows.clear();
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::policy::commands::rules::table;
    use ram_policy::lint::rules;

    #[test]
    fn pages_without_examples_fit_80_columns() {
        let pages = rules().map(|rule| rule.page.to_owned());
        for page in pages.chain([table()]) {
            let shown = text(&page, 80);
            assert!(
                !shown.contains("```") && !shown.contains("| ---"),
                "{shown}"
            );
            for line in shown.lines().filter(|line| !line.starts_with("  ")) {
                let plain = anstream::adapter::strip_str(line).to_string();
                assert!(plain.chars().count() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn page_is_plain_text_on_a_terminal() {
        let page = "# `rule`\n\n| group | fix |\n| --- | --- |\n| Form | no |\n\n## Example\n\nSee [this](a.md).\n\n```json\n{\n  1\n}\n```\n";
        assert_eq!(
            anstream::adapter::strip_str(&text(page, 80)).to_string(),
            "rule\n\nGROUP  FIX\nForm   no\n\nExample\n\nSee this.\n\n  {\n    1\n  }\n"
        );
    }
}
