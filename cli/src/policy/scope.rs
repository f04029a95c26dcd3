//! Where a policy can allow an action of ACK, and who says so.

use crate::output::failure::note;
use ack_catalog::CsAction;
use ack_catalog_needs::{EVERY_CLUSTER, is_account_wide, is_of_every_cluster};
use ram_policy::Pattern;
use ram_policy::lint::{KnownAction, KnownActions, LimitDoubt, in_effect_on};

/// Returns the action in the catalog, perhaps retired.
fn known(action: &str) -> Option<KnownAction<'static>> {
    CsAction::KNOWN.find(action)
}

/// Returns true for a resource that includes the whole account, which some actions require.
pub(crate) fn is_whole_account(resource: &str) -> bool {
    Pattern::resource(resource).matches("acs:cs:q:1:q")
}

/// Returns true for an action that applies to one cluster or to every cluster, as a source states.
pub(crate) fn is_of_clusters(action: &str) -> bool {
    known(action).is_some_and(|known| {
        !known.is_limit_inferred() && (known.can_be_limited == Some(true) || known.is_of_every())
    })
}

/// Returns true if a policy can allow the action on this resource: one that covers every cluster, or the whole account,
/// if the action cannot be limited to less.
pub(crate) fn has_effect_on(action: &str, resource: &str) -> bool {
    let covers_every_cluster = || {
        let account = resource.split(':').nth(3).unwrap_or_default();
        let is_one = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
        let cluster = EVERY_CLUSTER.replace('*', if is_one { account } else { "1" });
        Pattern::resource(resource).matches(&cluster)
    };
    !is_account_wide(action)
        || is_whole_account(resource)
        || (is_of_every_cluster(action) && covers_every_cluster())
}

/// Returns the resource to allow an action on that cannot be limited to a cluster, or for which only that is suggested.
pub(crate) fn narrowest(action: &str) -> Option<&'static str> {
    known(action)?.in_effect_on.first().copied()
}

/// Returns the resources on which each of these actions has an effect, if none can be limited to a cluster.
pub(crate) fn wide_resources(actions: &[&str]) -> &'static [&'static str] {
    let known: Vec<_> = actions.iter().filter_map(|action| known(action)).collect();
    in_effect_on(&known)
}

/// Names such resources with quotation marks around each: `"acs:cs:*:*:cluster/*" or "*"`.
pub(crate) fn alternatives(resources: &[&str], quote: char) -> String {
    let quoted = resources.iter().map(|one| format!("{quote}{one}{quote}"));
    quoted.collect::<Vec<_>>().join(" or ")
}

/// Returns who says what about where an action can be allowed, if sources disagree or only suggest it.
pub(crate) fn doubt(action: &str) -> Option<&'static str> {
    Some(known(action)?.limit_doubt?.sentence())
}

/// Describes where an action can be allowed.
pub(crate) fn scope(action: &str) -> String {
    let known = known(action);
    let doubt = known.and_then(|known| known.limit_doubt);
    if let Some(LimitDoubt::Inferred(suggestion)) = doubt {
        return suggestion.to_owned();
    }
    let words = match known.and_then(|known| known.can_be_limited) {
        Some(true) => "can be limited to a cluster",
        Some(false) => cannot_be_limited(action),
        None => "unknown",
    };
    match doubt {
        Some(doubt) => format!("{words}; {}", doubt.sentence()),
        None => words.to_owned(),
    }
}

/// Says why an Allow of an action on a cluster has no effect.
pub(crate) fn cannot_be_limited(action: &str) -> &'static str {
    if is_of_every_cluster(action) {
        "applies to every cluster and cannot be limited to one"
    } else {
        "cannot be limited to a cluster"
    }
}

/// Returns the doubt that matters for an action on these resources: each source agrees on the whole account.
fn doubt_on(action: &str, resources: &[String]) -> Option<&'static str> {
    let is_certain = resources.iter().any(|one| is_whole_account(one));
    doubt(action).filter(|_| !is_certain)
}

/// Notes who says what about where an action can be allowed, if sources do not agree on these resources.
pub(crate) fn note_doubt(action: &str, resources: &[String]) {
    if let Some(doubt) = doubt_on(action, resources) {
        let is_in_effect = resources.iter().any(|one| has_effect_on(action, one));
        let help = "if the call stays refused, allow it on `*`";
        note(doubt, is_in_effect.then_some(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn resources_are_those_on_which_every_action_has_an_effect() {
        let every = ["acs:cs:*:*:cluster/*", "*"];
        assert_eq!(wide_resources(&["cs:GetClusters"]), every);
        assert_eq!(wide_resources(&["cs:DescribeEvents"]), ["*"]);
        assert_eq!(
            wide_resources(&["cs:GetClusters", "cs:DescribeEvents"]),
            ["*"]
        );
    }
}
