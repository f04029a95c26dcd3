//! What the name of a field says about its value.

use ram_policy::Kind;

/// What the name of a field shows about a policy in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Kind(Kind),
    /// It is a permission boundary.
    Boundary,
}

/// Ends of the names of policies that show their kind, such as `session_policy`.
const NAMES: [(&str, Kind); 10] = [
    ("assumerolepolicy", Kind::Trust),
    ("trustpolicy", Kind::Trust),
    ("bucketpolicy", Kind::Bucket),
    ("keypolicy", Kind::Key),
    ("secretpolicy", Kind::Key),
    ("resourcepolicy", Kind::Resource),
    ("resourcebasedpolicy", Kind::Resource),
    ("endpointpolicy", Kind::Endpoint),
    ("controlpolicy", Kind::Control),
    ("sessionpolicy", Kind::Session),
];

/// Ends that a name may have after the kind: `session_policy_json`.
const AFTER: [&str; 4] = ["document", "json", "text", "body"];

/// Ends of the names of fields that people read.
const PROSE: [&str; 15] = [
    "comment",
    "desc",
    "description",
    "documentation",
    "example",
    "explanation",
    "help",
    "hint",
    "message",
    "note",
    "readme",
    "reason",
    "remark",
    "summary",
    "title",
];

/// Returns a name as all spellings have it: `policy_document` is `policydocument`.
pub(crate) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns what a name shows about a policy in the field.
pub(crate) fn shown_by(name: &str) -> Option<Shown> {
    let plain = plain(name);
    if plain.contains("permissionboundary") || plain.contains("permissionsboundary") {
        return Some(Shown::Boundary);
    }
    let mut name = plain.trim_end_matches('s');
    if let Some(rest) = AFTER.iter().find_map(|end| name.strip_suffix(end)) {
        name = rest;
    }
    // `session_policies`
    let one = name.strip_suffix("ie").map(|rest| format!("{rest}y"));
    let name = one.as_deref().unwrap_or(name);
    let mut known = NAMES.iter();
    let found = known.find(|(end, _)| name.ends_with(end));
    found.map(|(_, kind)| Shown::Kind(*kind))
}

/// Returns the kind that a name shows.
pub(crate) fn kind_by_name(name: &str) -> Option<Kind> {
    match shown_by(name)? {
        Shown::Kind(kind) => Some(kind),
        Shown::Boundary => None,
    }
}

/// Reports whether people read the text of a field, so that a policy in it is an example. `around`: the name of the
/// field that this one is in, whose keys are names of policies if it has several.
pub(crate) fn is_prose(around: Option<&str>, name: &str) -> bool {
    let name = plain(name);
    let name = name.trim_end_matches('s');
    let is_name = around
        .map(plain)
        .is_some_and(|around| around.ends_with("policies") || around.ends_with("documents"));
    !is_name && PROSE.iter().any(|end| name.ends_with(end))
}

/// Reports whether a field has examples, which need not be texts.
pub(crate) fn is_example(name: &str) -> bool {
    plain(name).trim_end_matches('s').ends_with("example")
}
