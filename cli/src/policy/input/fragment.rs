//! Parts of policies that are being written.

use ram_policy::json;

/// Reports whether a text is broken JSON with the effect of a statement, such as a policy whose `Statement` is not
/// written yet.
pub(super) fn is_fragment(text: &str) -> bool {
    let mut keys = text.match_indices("\"Effect\"");
    let has_effect = keys.any(|(at, key)| {
        let rest = text[at + key.len()..].trim_start().strip_prefix(':');
        let value = rest.and_then(|rest| rest.trim_start().strip_prefix('"'));
        value.is_some_and(|value| {
            let effects = ["allow\"", "deny\""].iter();
            let mut starts =
                effects.filter_map(|effect| Some((value.get(..effect.len())?, *effect)));
            starts.any(|(start, effect)| start.eq_ignore_ascii_case(effect))
        })
    });
    has_effect && {
        let parsed = json::parse_any_size(text);
        parsed.root.is_none() || !parsed.problems.is_empty()
    }
}
