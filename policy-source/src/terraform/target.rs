//! What an expression refers to.

/// Returns what an expression refers to, as the address of a document: `local.a` and `"${local.a}"`, `data.a.b.json`,
/// `jsonencode(local.a)`, or `file:` and a path.
pub(crate) fn target(value: &str) -> Option<String> {
    let value = value.trim();
    let quoted = value.strip_prefix("\"${");
    let value = quoted
        .and_then(|value| value.strip_suffix("}\""))
        .unwrap_or(value);
    let call = |name: &str| {
        let argument = value.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        Some(argument.strip_suffix(')')?.trim())
    };
    if let Some(argument) = call("file") {
        let path = argument.strip_prefix('"')?.strip_suffix('"')?;
        let path = path.strip_prefix("${path.module}/").unwrap_or(path);
        let is_plain = !path.contains(['$', '%', '\\', '"']) && !path.starts_with('/');
        return is_plain.then(|| format!("file:{path}"));
    }
    let value = call("jsonencode").unwrap_or(value).trim();
    // `local.a["b"]` is `local.a.b`.
    let value = value.replace("[\"", ".").replace("\"]", "");
    // Each instance of a data source has the same document.
    let is_indexed = value.contains('[');
    let (value, instance) = match value.split_once('[') {
        Some((value, rest)) => (value, rest.split_once(']')?.1),
        None => (&*value, ""),
    };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !value.chars().all(is_name) || !instance.chars().all(is_name) {
        return None;
    }
    let path = format!("{value}{instance}");
    match path.split('.').collect::<Vec<_>>()[..] {
        ["data", kind, name, "document" | "json"] => Some(format!("data.{kind}.{name}")),
        [kind, name, attribute] if kind.starts_with("alicloud_") => {
            Some(format!("resource.{kind}.{name}.{attribute}"))
        }
        ["local", ..] if !is_indexed => Some(path.replacen("local", "locals", 1)),
        ["var", name] if !is_indexed => Some(format!("var.{name}")),
        _ => None,
    }
}
