//! The folders that a file has as modules.

use hcl_edit::structure::Body;
use ram_policy::json::{self, Node, Value};

/// Returns the folders that the `module` blocks of a configuration have as their sources, relative to its own.
///
/// ```
/// let text = "module \"readers\" {\n  source = \"./readers\"\n}\n";
/// assert_eq!(ram_policy_source::local_modules("main.tf", text), ["./readers"]);
/// let text = r#"{"module": {"a": {"source": "../a"}, "b": {"source": "registry/b"}}}"#;
/// assert_eq!(ram_policy_source::local_modules("main.tf.json", text), ["../a"]);
/// ```
pub fn local_modules(name: &str, text: &str) -> Vec<String> {
    let mut sources = Vec::new();
    if !text.contains("module") {
        return sources;
    }
    if name.strip_suffix(".json").is_some() {
        let root = json::parse_any_size(text).root;
        if let Some(modules) = root.as_ref().and_then(|root| root.get("module")) {
            add(modules, &mut sources);
        }
    } else if let Ok(body) = text.parse::<Body>() {
        let modules = body
            .blocks()
            .filter(|block| block.ident.as_str() == "module");
        let values = modules.filter_map(|block| block.body.get_attribute("source"));
        let values = values.filter_map(|source| source.value.as_str());
        sources.extend(values.map(str::to_owned));
    }
    sources.retain(|source| source.starts_with("./") || source.starts_with("../"));
    sources
}

/// Adds the sources of modules, which may be in lists.
fn add(modules: &Node<'_>, sources: &mut Vec<String>) {
    match &modules.value {
        Value::Object(members) => {
            for member in members {
                match member.value.as_str() {
                    Some(source) if member.key == "source" => sources.push(source.to_owned()),
                    _ => add(&member.value, sources),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add(item, sources)),
        Value::String(_) | Value::Bare(_) => {}
    }
}
