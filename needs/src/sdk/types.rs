//! Types and values in declarations.

use super::near::is_word;

/// What a name is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of<'a> {
    /// A type with its modules.
    Type(&'a str),
    /// A class or a function that makes it, with its modules.
    Made(&'a str),
    /// A name that another file has.
    Imported,
    /// A parameter without a type.
    Parameter,
    /// What cannot be told.
    Value,
}

/// Returns the name that begins a code, with its modules.
pub(crate) fn chain(code: &str) -> &str {
    let end = code.find(|c| !is_word(c) && c != '.').unwrap_or(code.len());
    code[..end].trim_end_matches('.')
}

/// Returns the type that a code names, unless it is one that says nothing.
pub(crate) fn named(code: &str) -> Of<'_> {
    const ANY: [&str; 5] = ["Any", "Object", "typing.Any", "Optional", "None"];
    let name = chain(code);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_class = last.starts_with(|c: char| c.is_ascii_uppercase());
    let rest = code[name.len()..].trim_start();
    if ANY.contains(&name) || !is_class || rest.starts_with(['[', '<']) {
        return Of::Value;
    }
    Of::Type(name)
}

/// Reads a type after a colon.
pub(crate) fn annotation(after: &str) -> Option<Of<'_>> {
    let after = after.trim_start_matches([' ', '?', '!']);
    let of = after.strip_prefix(':')?;
    if of.starts_with([':', '=']) {
        return None;
    }
    Some(named(of.trim_start()))
}

/// Reads a type before a name: `EksGateway client;`.
pub(crate) fn type_before<'a>(before: &'a str, after: &str) -> Option<Of<'a>> {
    let code = before.strip_suffix(' ')?.trim_end();
    let is_name = after.trim_start().starts_with(['=', ';', ',', ')', ':']);
    let name = &code[code.trim_end_matches(|c| is_word(c) || c == '.').len()..];
    let is_class = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()));
    (is_name && is_class).then(|| named(name))
}

/// Reads a type of Go after a name: `client *repo.Store`.
pub(crate) fn type_after(after: &str) -> Option<Of<'_>> {
    let of = after
        .strip_prefix(' ')?
        .trim_start()
        .trim_start_matches('*');
    let name = chain(of);
    let end = of[name.len()..].trim_start_matches(' ');
    let is_type = name.contains('.') || name.starts_with(|c: char| c.is_ascii_uppercase());
    (is_type && (end.is_empty() || end.starts_with([',', ')', '}', ';', '\n', '='])))
        .then(|| named(of))
}

/// Reads the value that a name is given: `= EksGateway()`, `, err := make()`.
pub(crate) fn value(after: &str) -> Option<Of<'_>> {
    let line = after.split('\n').next().unwrap_or_default();
    let at = line.find('=')?;
    let names = line[..at].trim_end_matches(':');
    let is_names = names.chars().all(|c| is_word(c) || c == ' ' || c == ',');
    let is_list = names.trim().is_empty() || names.trim_start().starts_with(',');
    let value = &line[at + 1..];
    (is_names && is_list && !value.starts_with(['=', '>'])).then(|| made_by(value))
}

/// Returns the class that makes a value: `new EksGateway()`, `&Rancher{}`.
pub(crate) fn made_by(value: &str) -> Of<'_> {
    let value = value.trim_start();
    let value = value.strip_prefix("await ").unwrap_or(value);
    let value = value.strip_prefix("new ").unwrap_or(value);
    let value = value.trim_start_matches('&');
    let name = chain(value);
    let is_made = value[name.len()..].starts_with(['(', '{']);
    if is_made && !name.is_empty() {
        Of::Made(name)
    } else {
        Of::Value
    }
}
