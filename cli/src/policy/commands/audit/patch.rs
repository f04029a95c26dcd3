//! A patch that allows missing actions.

use super::account::Attached;
use crate::policy::edit::allowing::allowing;
use crate::policy::edit::patch::patch;
use crate::policy::group_by::grouped;
use crate::policy::scope::{has_effect_on, narrowest};
use ram_policy::Policy;
use ram_policy::edit::{Grant, Granted};
use ram_policy::lint::{Size, SizeLimit};

/// Returns a change of a policy that is attached to this identity only, or else a new policy.
pub(super) fn patch_of(
    attached: &Attached<'_>,
    missing: &[&str],
    on: impl Fn(&str) -> Vec<String>,
) -> String {
    let limit = SizeLimit::default().most;
    // Trying to grant so many actions would take long.
    let length: usize = missing.iter().map(|action| action.len()).sum();
    if length > limit {
        return "too long for one policy; allow a pattern, or require fewer actions\n".to_owned();
    }
    let (others, wide): (Vec<&str>, Vec<&str>) = missing
        .iter()
        .partition(|action| on(action).iter().any(|on| has_effect_on(action, on)));
    let others = others.iter().map(|action| (on(action), *action));
    let wide = wide.iter().map(|action| {
        let on = narrowest(action).unwrap_or("*").to_owned();
        (vec![on], *action)
    });
    let groups = grouped(others.chain(wide));
    let granted = |policy: &Policy| -> Option<Policy> {
        let mut policy = policy.clone();
        for (resources, actions) in &groups {
            let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
            let grant = Grant {
                actions,
                resources: &resources,
                unconditional: false,
            };
            if let Granted::Edited { edited, .. } = grant.to(&policy).ok()? {
                policy = edited.policy;
            }
        }
        (Size::of(policy.text()).whole <= limit).then_some(policy)
    };
    for (name, policy) in &attached.policies {
        if attached.own.contains(name)
            && let Some(new) = granted(policy)
        {
            return patch(&name.shown(), policy.text(), new.text());
        }
    }
    format!("{}\n", allowing(&groups))
}
