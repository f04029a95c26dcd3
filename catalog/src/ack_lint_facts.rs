//! What is known about ACK, for the linter.

use crate::cs::CsAction;
use crate::facts::{ApiState, Resource};
use crate::generated::AckAction;
use crate::operation::Fact;
use crate::page::Page;
use crate::support::Action as _;
use crate::{CS_NEWEST_SOURCE, EFFECTIVE};
use ram_policy::lint::{Claim, KnownAction, LimitDoubt, Operation, ServiceFacts, Superseded};
use std::format;
use std::string::{String, ToString as _};
use std::sync::LazyLock;
use std::vec::Vec;

/// Returns the facts about a service, for a catalog of any page.
pub(crate) fn facts_of(service: &str) -> &'static ServiceFacts {
    match service {
        "cs" => &ACK,
        _ => &ServiceFacts::NONE,
    }
}

/// Returns the words for the source of a catalog's actions.
pub(crate) fn source_of(page: &Page) -> &'static str {
    if *page == AckAction::PAGE || *page == CsAction::PAGE {
        &SOURCE
    } else {
        page.file
    }
}

/// The source of the actions of ACK.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    format!("the table of operations, whose newest source is of {CS_NEWEST_SOURCE}")
});

/// The facts about ACK. They are made once, and live as long as the program.
static ACK: LazyLock<ServiceFacts> = LazyLock::new(|| {
    let keys = condition_keys();
    let not_actions = keys.iter().map(|key| (*key, "a condition key"));
    let not_actions: Vec<(&str, &str)> = not_actions.chain(ROLES.iter().copied()).collect();
    ServiceFacts {
        misnomers: &["ack", "csk", "k8s", "kubernetes"],
        not_actions: not_actions.leak(),
        named_only: OF_SYSTEM_POLICIES,
        operations: operations().leak(),
        relative_ids: &["cluster/*"],
        limits: Some(("cluster/", "cluster")),
        condition_keys: keys.leak(),
        kubeconfigs: &[
            "cs:DescribeClusterInnerServiceKubeconfig",
            "cs:DescribeClusterUserKubeconfig",
            "cs:DescribeClusterV2UserKubeconfig",
            "cs:DescribeSubaccountK8sClusterUserConfig",
            "cs:GetUserConfig",
        ],
        grants: &[
            "cs:GrantPermission",
            "cs:GrantPermissions",
            "cs:GrantUsersPermissions",
            "cs:UpdateUserPermissions",
        ],
    }
});

/// Source: ACK's documentation of its roles in clusters.
const ROLES: &[(&str, &str)] = &[
    ("cs:admin", "a role in a cluster"),
    ("cs:ops", "a role in a cluster"),
];

/// Actions of Alibaba Cloud's own policies that no source relates to an operation, each with the page of the policy.
const OF_SYSTEM_POLICIES: &[(&str, &str)] = &[
    ("cs:CreateSessionMessage", ROBOT),
    ("cs:DescribeClusterCerts", LINDORM),
    ("cs:DescribeClusterEndpoints", LINDORM),
    ("cs:DescribeClusterInnerServiceKubeconfig", POLARDBX),
    ("cs:DescribeClusterRuntimes", LINDORM),
    ("cs:DescribeClusterSecuritySummary", LINDORM),
    ("cs:DescribeKubernetesClusterScaleMeta", LINDORM),
    ("cs:DescribeMonitorToken", CMS),
    ("cs:GrantUsersPermissions", LINDORM),
    ("cs:UpdateMessageFeedback", ROBOT),
];

const ROBOT: &str = "the system policy AliyunServiceRolePolicyForCSAIRobot (2025-04)";
const LINDORM: &str = "the system policy AliyunLindormAccessingCSRolePolicy (2026-03)";
const POLARDBX: &str = "the system policy AliyunMyBaseCPaaSPolarDBXOperatorRolePolicy (2024-04)";
const CMS: &str = "the system policy AliyunCSManagedCmsRolePolicy (2025-06)";

/// Returns the names of operations as actions would be named, with what they need, unless an action has that name.
fn operations() -> Vec<(&'static str, &'static [&'static str])> {
    let operations = CsAction::OPERATIONS.iter();
    let named = operations.map(|one| (format!("cs:{}", one.name), one.required_actions()));
    let others = named.filter(|(name, _)| action_named(name).is_none());
    others
        .map(|(name, needed)| (&*name.leak(), needed))
        .collect()
}

/// Returns the condition keys of the service that a source lists for an operation, in order.
fn condition_keys() -> Vec<&'static str> {
    let facts = CsAction::OPERATIONS
        .iter()
        .flat_map(|operation| operation.facts);
    let keys = facts.filter_map(|fact| fact.condition_keys);
    let keys = keys.flatten().copied();
    let mut keys: Vec<&str> = keys.filter(|key| key.starts_with("cs:")).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the action of this name, ignoring letter case.
pub(crate) fn action_named(name: &str) -> Option<CsAction> {
    let exact = CsAction::from_ram_action(name);
    exact.or_else(|| CsAction::iter().find(|action| action.ram_action().eq_ignore_ascii_case(name)))
}

/// Returns what the newest sources say about an action. Of one that they do not name, only the name is known.
pub(crate) fn known(name: &'static str) -> KnownAction<'static> {
    CsAction::from_ram_action(name).map_or(KnownAction::named(name), |action| KNOWN[action.index()])
}

/// What is known of each action, by its index. The statements about it are searched only once.
static KNOWN: LazyLock<Vec<KnownAction<'static>>> = LazyLock::new(|| {
    let actions = (1..).map_while(|id: u16| CsAction::try_from(id).ok());
    actions.map(known_of).collect()
});

fn known_of(action: CsAction) -> KnownAction<'static> {
    KnownAction {
        name: action.ram_action(),
        is_read: action.is_read(),
        can_be_limited: action.resource().can_be_limited(),
        in_effect_on: match action.resource() {
            Resource::Account => &["*"],
            Resource::EveryCluster => &["acs:cs:*:*:cluster/*", "*"],
            Resource::Cluster | Resource::Unknown => &[],
        },
        limit_doubt: limit_doubt(action),
        condition_keys: action.condition_keys(),
        superseded: superseded(action),
        operation: match action.api_state() {
            ApiState::Current => Operation::Current,
            ApiState::Deprecated => Operation::Deprecated,
            ApiState::Absent => Operation::Absent,
            ApiState::Unknown => Operation::Unknown,
        },
        operation_as_of: action.api_state_as_of(),
        retired: None,
    }
}

/// Returns who says something else about the resource of an action, or that nobody states it.
fn limit_doubt(action: CsAction) -> Option<LimitDoubt<'static>> {
    let facts = action.statements().map(|(_, fact)| fact);
    let mut facts: Vec<&Fact> = facts
        .filter(|fact| fact.resource != Resource::Unknown)
        .collect();
    facts.sort_by(|left, right| right.cmp_weight(left));
    let newest = *facts.first()?;
    if newest.is_inferred {
        let Fact { source, as_of, .. } = newest;
        let can = match newest.resource {
            Resource::Cluster => "can",
            _ => "cannot",
        };
        let sentence = format!(
            "no source states whether `{action}` can be limited to a cluster; {source} ({as_of}) suggests that it {can}"
        );
        return Some(LimitDoubt::Inferred(sentence.leak()));
    }
    let mut says: Vec<(Resource, Vec<String>)> = Vec::new();
    for fact in facts {
        let source = fact.to_string();
        match says.iter_mut().find(|(other, _)| *other == fact.resource) {
            Some((_, sources)) if sources.contains(&source) => {}
            Some((_, sources)) => sources.push(source),
            None => says.push((fact.resource, Vec::from([source]))),
        }
    }
    if says.len() == 1 {
        return None;
    }
    let says = says.iter().map(|(resource, sources)| {
        let scope = match resource {
            Resource::Cluster => "one cluster",
            Resource::EveryCluster => "every cluster",
            _ => "the whole account",
        };
        format!("{scope} according to {}", sources.join("; "))
    });
    let says: Vec<String> = says.collect();
    let sentence = format!(
        "sources disagree on the scope of `{action}`: {}",
        says.join(", or ")
    );
    Some(LimitDoubt::Disputed(sentence.leak()))
}

/// Returns what the operation of an action requires now, if that is other actions.
fn superseded(action: CsAction) -> Option<Superseded<'static>> {
    if action.required_instead().is_empty() {
        return None;
    }
    let mut statements = action.statements();
    let (operation, _) = statements.clone().next()?;
    let claim = |fact: &'static Fact| Claim {
        actions: fact.actions,
        source: fact.source,
        as_of: fact.as_of,
    };
    let newest = Claim {
        // An earlier name may have been that of several operations.
        actions: action.required_instead(),
        ..claim(operation.requirement()?)
    };
    // What a source said before the change is history.
    let disputed_by = statements.find(|(_, fact)| fact.is_since(&EFFECTIVE[..7]));
    Some(Superseded {
        newest,
        disputed_by: disputed_by.map(|(_, fact)| claim(fact)),
    })
}
