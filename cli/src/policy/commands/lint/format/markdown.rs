//! Findings as a table, for a comment on a pull request.

use super::renderer::Renderer;
use crate::output::markdown::escape;
use crate::output::printable::printable_line;
use crate::policy::commands::lint::linted::Linted;

pub(crate) struct Markdown;

impl Renderer for Markdown {
    fn head(&self) -> String {
        "| Level | Place | Rule | Finding |\n| --- | --- | --- | --- |\n".to_owned()
    }

    fn items(&self, linted: &Linted) -> Vec<String> {
        linted
            .open()
            .map(|found| {
                let finding = &found.finding;
                format!(
                    "| {} | {}:{}:{} | `{}` | {}<br>{} |\n",
                    found.level,
                    escape(&printable_line(&linted.name)),
                    found.start.0,
                    found.start.1,
                    finding.rule.name,
                    escape(&printable_line(&finding.message)),
                    escape(&printable_line(&finding.help)),
                )
            })
            .collect()
    }

    fn end(&self, has_items: bool, summary: Option<&str>) -> String {
        let gap = if has_items { "\n" } else { "" };
        summary.map_or_else(String::new, |summary| format!("{gap}{summary}\n"))
    }
}
