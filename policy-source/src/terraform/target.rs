//! What an expression refers to.

/// Returns what an expression refers to, as the address of a document: `local.a` and `"${local.a}"`, `data.a.b.json`,
/// `jsonencode(local.a)`, or `file:` and a path. White space around a document changes nothing: `chomp(local.a)`.
pub(crate) fn target(value: &str) -> Option<String> {
    let value = trimmed(value);
    let quoted = value.strip_prefix("\"${");
    let value = quoted
        .and_then(|value| value.strip_suffix("}\""))
        .map_or(value, trimmed);
    let call = |name: &str| {
        let argument = value.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        Some(argument.strip_suffix(')')?.trim())
    };
    if let Some(argument) = call("file") {
        let path = argument.strip_prefix('"')?.strip_suffix('"')?;
        return plain_path(path).map(|path| format!("file:{path}"));
    }
    let looked_up = call("lookup").and_then(looked_up);
    let value = call("jsonencode").or(looked_up.as_deref()).unwrap_or(value);
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

/// Functions that remove white space from the ends of a text.
pub(super) const TRIM: [&str; 2] = ["chomp", "trimspace"];

/// Returns the argument of a function that removes white space from the ends, or the value itself.
fn trimmed(mut value: &str) -> &str {
    value = value.trim();
    while let Some(inner) = TRIM.iter().find_map(|name| {
        let argument = value.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        argument.strip_suffix(')')
    }) {
        value = inner.trim();
    }
    value
}

/// Returns `local.a["b"]` for the arguments of `lookup(local.a, "b")`. A default counts only without such a key.
fn looked_up(arguments: &str) -> Option<String> {
    let (of, key) = arguments.split_once(',')?;
    let key = key.trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let name = key.strip_prefix('"')?.strip_suffix('"')?;
    name.chars()
        .all(is_name)
        .then(|| format!("{}[{key}]", of.trim()))
}

/// Returns the path of the file in `templatefile("…", {…})`.
pub(super) fn template(value: &str) -> Option<String> {
    let argument = value.trim().strip_prefix("templatefile")?.trim_start();
    let path = argument.strip_prefix('(')?.trim_start().strip_prefix('"')?;
    let (path, _) = path.split_once('"')?;
    plain_path(path).map(str::to_owned)
}

/// Returns a path relative to the file, without the name of its folder. `None` if it is another or a computed one.
fn plain_path(path: &str) -> Option<&str> {
    let path = path.strip_prefix("${path.module}/").unwrap_or(path);
    let is_plain = !path.contains(['$', '%', '\\', '"']) && !path.starts_with('/');
    is_plain.then_some(path)
}
