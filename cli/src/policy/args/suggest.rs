//! What was probably meant by a name or a pattern that is not in the catalog.

use ack_catalog::{CsAction, CsActionSet, UnknownActionError};
use ram_diagnostics::nearest;
use ram_policy::is_wildcard;

/// The longest text, in bytes, that may be a misspelt name or pattern.
const LONGEST: usize = 64;

/// The service of a name without one.
const SERVICE: &str = "cs";

/// Returns the operation that differs least from a text, if one is similar enough.
pub(crate) fn operation(given: &str) -> Option<&'static str> {
    nearest(given, CsAction::OPERATIONS.iter().map(|one| one.name))
}

/// Returns an action, or a pattern that matches actions, similar to a text that is neither.
pub(crate) fn action_or_pattern(given: &str) -> Option<String> {
    let (service, name) = given.split_once(':').unwrap_or((SERVICE, given));
    let word = name.trim_matches('*');
    if word.is_empty() || given.len() > LONGEST {
        return None;
    }
    if !name.contains(is_wildcard) {
        let parsed: Result<CsAction, UnknownActionError> = given.parse();
        if let Some(action) = parsed.err().and_then(|error| error.suggestion()) {
            return Some(action.to_owned());
        }
    }
    let wider = [format!("{service}:{name}"), format!("{service}:*{word}*")];
    let mut wider = wider.into_iter();
    if let Some(pattern) = wider.find(|pattern| !CsActionSet::matching(pattern).is_empty()) {
        return Some(pattern);
    }
    if word.contains(is_wildcard) || !service.eq_ignore_ascii_case(SERVICE) {
        None
    } else if name.starts_with('*') || !name.ends_with('*') {
        Some(format!("{SERVICE}:*{}*", nearest(word, words())?))
    } else {
        let start = format!("{SERVICE}:{word}");
        Some(format!("{}*", nearest(&start, starts())?))
    }
}

/// Returns the starts of the actions in the catalog that end where a word ends, such as `cs:Describe`.
fn starts() -> impl Iterator<Item = &'static str> {
    CsAction::iter().flat_map(|action| {
        let text = action.ram_action();
        word_ends(text).map(move |end| &text[..end])
    })
}

/// Returns the words in the names of the actions in the catalog. Many texts are similar to a shorter one.
fn words() -> impl Iterator<Item = &'static str> {
    const SHORTEST: usize = 4;
    let words = starts().filter_map(|start| {
        let from = start.rfind(|c: char| c.is_ascii_uppercase())?;
        Some(&start[from..])
    });
    words.filter(|word| word.len() >= SHORTEST)
}

/// Returns where the words of an action end: before each capital in its name, and at its end.
fn word_ends(text: &'static str) -> impl Iterator<Item = usize> {
    let name = text.find(':').map_or(0, |colon| colon + 1);
    let capitals = text.match_indices(|c: char| c.is_ascii_uppercase());
    let ends = capitals.map(|(at, _)| at).filter(move |at| *at > name);
    ends.chain([text.len()])
}
