//! Findings as SARIF 2.1.0.

use super::renderer::Renderer;
use crate::output::uri::uri;
use crate::policy::commands::lint::linted::{Linted, LintedFinding, Replacement};
use ram_policy::lint::rules;
use serde_json::{Value, json};

pub(crate) struct Sarif;

impl Renderer for Sarif {
    fn head(&self) -> String {
        head()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    /// Suppressed findings are results also.
    fn items(&self, linted: &Linted) -> Vec<String> {
        let uri = uri(&linted.name);
        linted
            .found
            .iter()
            .map(|found| result(&uri, found))
            .collect()
    }

    fn end(&self, has_items: bool, _: Option<&str>) -> String {
        let head = if has_items { String::new() } else { head() };
        format!("{head}]}}]}}\n")
    }
}

fn head() -> String {
    let rules: Vec<Value> = rules()
        .map(|rule| {
            json!({
                "id": rule.name,
                "shortDescription": { "text": rule.what() },
                "fullDescription": { "text": rule.why() },
                "help": { "text": rule.remedy() },
                "defaultConfiguration": { "level": rule.severity.name() },
                "properties": { "tags": [rule.group.name()] },
            })
        })
        .collect();
    let driver = json!({
        "name": "ack-catalog",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    format!(
        "{{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{{\
         \"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":["
    )
}

fn result(uri: &str, found: &LintedFinding) -> String {
    let finding = &found.finding;
    let mut result = json!({
        "ruleId": finding.rule.name,
        "level": found.level.name(),
        "message": { "text": format!("{}; {}", finding.message, finding.help) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri },
                "region": region(found.start, found.end),
            },
        }],
    });
    if let Some(reason) = &found.reason {
        result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
    }
    if !found.replacements.is_empty() {
        let replacements: Vec<Value> = found.replacements.iter().map(replacement).collect();
        result["fixes"] = json!([{
            "description": { "text": finding.help },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri },
                "replacements": replacements,
            }],
        }]);
    }
    // Strings and numbers always serialize.
    crate::output::json::line(&result).unwrap_or_default()
}

fn replacement(replacement: &Replacement) -> Value {
    json!({
        "deletedRegion": region(replacement.start, replacement.end),
        "insertedContent": { "text": replacement.text },
    })
}

fn region(start: (usize, usize), end: (usize, usize)) -> Value {
    json!({
        "startLine": start.0,
        "startColumn": start.1,
        "endLine": end.0,
        "endColumn": end.1,
    })
}
