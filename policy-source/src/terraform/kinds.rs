//! The kinds of policies by the places that refer to them.

use super::scope::Use;
use crate::policy_text::PolicyText;
use ram_policy::Kind;
use std::collections::HashMap;

/// Returns the kinds that the places of the references to addresses show.
pub(super) fn kinds_by_references(
    uses: impl Iterator<Item = Use>,
) -> HashMap<String, Vec<Option<Kind>>> {
    let mut kinds: HashMap<String, Vec<Option<Kind>>> = HashMap::new();
    for (address, kind) in uses {
        let all = kinds.entry(address).or_default();
        if !all.contains(&kind) {
            all.push(kind);
        }
    }
    kinds
}

/// Reports whether a policy only limits others in one place, and may grant permissions in another.
pub(super) fn is_mixed(document: &PolicyText, kinds: &HashMap<String, Vec<Option<Kind>>>) -> bool {
    let own = document.kind.map(Some);
    let all = kinds.get(document.address()).into_iter().flatten().copied();
    let all: Vec<Option<Kind>> = all.chain(own).collect();
    let only_limits = |kind: &Option<Kind>| kind.is_some_and(|kind| !kind.grants());
    all.iter().any(only_limits) && all.iter().any(|kind| *kind != all[0])
}
