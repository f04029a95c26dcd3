//! The arguments of functions: an exception says which one is wrong, what it is, and what to pass.

use crate::error::{printable, raise};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyList, PyMapping, PyString};
use ram_policy::is_wildcard;
use std::fmt;
use std::path::Path;

/// Returns a text.
pub(crate) fn text<'a>(name: &str, found: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let Ok(text) = found.cast::<PyString>() else {
        return Err(wrong(name, "a string", found, hint_for_text(name, found)));
    };
    text.to_str()
}

/// Returns the text of an optional argument.
pub(crate) fn optional_text<'a>(
    name: &str,
    found: Option<&'a Bound<'_, PyAny>>,
) -> PyResult<Option<&'a str>> {
    found.map(|found| text(name, found)).transpose()
}

/// Returns the text of a policy, of a file with some, or of a source. The name of a file is an error: none is opened.
pub(crate) fn content<'a>(name: &str, found: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let text = text(name, found)?;
    if is_file_name(text) {
        let help = "pass its text: `Path(...).read_text()`";
        let what = "not the text of a file but looks like its name, and no file is opened";
        return Err(invalid(name, found, what, help));
    }
    Ok(text)
}

/// Reports whether a text is the name of a file: one line that ends in an extension, without the signs of a document or
/// of code and without the options of a command.
fn is_file_name(text: &str) -> bool {
    const LONGEST_NAME: usize = 1_000;
    let is_sign = |c: char| "{}[]()<>\"'`=;,|&#$\n".contains(c);
    let is_extension = |one: &str| {
        (1..=10).contains(&one.len())
            && one.starts_with(|c: char| c.is_ascii_alphabetic())
            && one.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let is_option = |word: &str| word.len() > 1 && word.starts_with('-');
    let text = text.trim();
    if text.len() >= LONGEST_NAME || text.contains(is_sign) {
        return false;
    }
    let extension = Path::new(text).extension().and_then(|one| one.to_str());
    extension.is_some_and(is_extension) && !text.split_whitespace().skip(1).any(is_option)
}

/// Returns what to pass in place of something that is not a text.
fn hint_for_text(name: &str, found: &Bound<'_, PyAny>) -> Option<&'static str> {
    let has = |name: &str| found.hasattr(name).unwrap_or(false);
    let is_bytes = found.is_instance_of::<PyBytes>() || found.is_instance_of::<PyByteArray>();
    match name {
        "name" => has("__fspath__").then_some("pass `str(path)`"),
        "text" if found.is_instance_of::<PyDict>() || found.is_instance_of::<PyList>() => {
            Some("pass JSON, such as `json.dumps(policy)`")
        }
        // A policy, and an answer of a server.
        "text" if has("text") => Some("pass its `text`"),
        "text" if has("read_text") => Some("pass `path.read_text()`"),
        "text" if has("read") => Some("pass `file.read()`"),
        _ => is_bytes.then_some("pass `value.decode()`"),
    }
}

/// Returns whether a context is complete.
pub(crate) fn complete(found: &Bound<'_, PyAny>) -> PyResult<bool> {
    let truth = found.cast::<PyBool>().map(PyBoolMethods::is_true);
    truth.map_err(|_| wrong("complete", "True or False", found, None))
}

/// Returns the action of a request.
pub(crate) fn action<'a>(found: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let action = text("action", found)?;
    let checked = check_action(action);
    checked.map_err(|wrong| raise(found.py(), &wrong.to_string(), wrong.help, None))?;
    Ok(action)
}

/// Returns the resource of a request.
pub(crate) fn resource<'a>(found: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let resource = text("resource", found)?;
    let checked = check_resource(resource);
    checked.map_err(|wrong| raise(found.py(), &wrong.to_string(), wrong.help, None))?;
    Ok(resource)
}

/// A text that is not an action or a resource.
pub(crate) struct Invalid<'a> {
    name: &'static str,
    text: &'a str,
    what: &'static str,
    help: &'static str,
}

impl fmt::Display for Invalid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 200;
        let Self {
            name,
            text,
            what,
            help,
        } = self;
        let cut = text.char_indices().nth(LENGTH).map(|(end, _)| end);
        let (text, more) = cut.map_or((*text, ""), |end| (&text[..end], "…"));
        write!(f, "`{name}`: '{}{more}' is {what}; {help}", printable(text))
    }
}

/// Refuses what is not the action of a request.
pub(crate) fn check_action(action: &str) -> Result<(), Invalid<'_>> {
    let invalid = |what, help| Invalid {
        name: "action",
        text: action,
        what,
        help,
    };
    let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
    let is_whole = action
        .split_once(':')
        .is_some_and(|(service, name)| is_name(service) && is_name(name));
    if !is_whole {
        let help = "write `service:Name`, such as \"cs:DescribeEvents\"";
        return Err(invalid("not an action", help));
    }
    if action.contains(is_wildcard) {
        let help = "ask about each action by itself";
        return Err(invalid("a pattern of actions", help));
    }
    Ok(())
}

/// Refuses what is not the resource of a request.
pub(crate) fn check_resource(resource: &str) -> Result<(), Invalid<'_>> {
    let is_whole = resource.starts_with("acs:") && resource.splitn(5, ':').count() == 5;
    if is_whole || resource == "*" {
        return Ok(());
    }
    Err(Invalid {
        name: "resource",
        text: resource,
        what: "not a resource",
        help: "write `acs:service:region:account:id`, or \"*\"",
    })
}

/// Describes a text that an argument cannot be.
pub(crate) fn invalid(name: &str, found: &Bound<'_, PyAny>, what: &str, help: &str) -> PyErr {
    match found.repr() {
        Ok(shown) => {
            let message = format!("`{name}`: {shown} is {what}; {help}");
            raise(found.py(), &message, help, None)
        }
        Err(error) => error,
    }
}

/// Returns the condition keys of a request.
pub(crate) fn context<'a, 'py>(
    found: &'a Bound<'py, PyAny>,
) -> PyResult<&'a Bound<'py, PyMapping>> {
    found.cast::<PyMapping>().map_err(|_| {
        let pass = "pass a dictionary, such as `{\"acs:SourceIp\": \"10.0.0.1\"}`";
        wrong("context", "a mapping", found, Some(pass))
    })
}

/// Describes an argument of another type: `text`: expected a string, found int; …
pub(crate) fn wrong(
    name: &str,
    expected: &str,
    found: &Bound<'_, PyAny>,
    pass: Option<&str>,
) -> PyErr {
    let kind = if found.is_none() {
        Ok("None".to_owned())
    } else {
        let kind = found.get_type();
        kind.fully_qualified_name().map(|name| name.to_string())
    };
    match kind {
        Ok(kind) => {
            let pass = pass.map_or(String::new(), |pass| format!("; {pass}"));
            PyTypeError::new_err(format!("`{name}`: expected {expected}, found {kind}{pass}"))
        }
        Err(error) => error,
    }
}
