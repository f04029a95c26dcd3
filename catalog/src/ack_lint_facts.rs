//! Facts about ACK that are not on its page, for the linter.

use crate::cs::CsAction;
use crate::generated::AckAction;
use crate::page::Page;
use crate::{CS_PUBLISHED, PUBLISHED};
use ram_policy::lint::{OtherAction, ServiceFacts};
use std::format;
use std::string::String;
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
    if *page == AckAction::PAGE {
        &OF_PAGE
    } else if *page == CsAction::PAGE {
        &OF_SERVICE
    } else {
        page.file
    }
}

/// The source of the actions of `AckAction`.
static OF_PAGE: LazyLock<String> = LazyLock::new(|| format!("the page of {PUBLISHED}"));

/// The source of the actions of `CsAction`.
static OF_SERVICE: LazyLock<String> =
    LazyLock::new(|| format!("the table of operations of {CS_PUBLISHED}"));

/// The facts about ACK. They are made once, and live as long as the program.
static ACK: LazyLock<ServiceFacts> = LazyLock::new(|| {
    let keys = condition_keys();
    let not_actions = keys.iter().map(|key| (*key, "a condition key"));
    let not_actions: Vec<(&str, &str)> = not_actions.chain(ROLES.iter().copied()).collect();
    ServiceFacts {
        misnomers: &["ack", "csk", "k8s", "kubernetes"],
        not_actions: not_actions.leak(),
        other_actions: other_actions().leak(),
        relative_ids: &["cluster/*"],
        limits: Some(("cluster/", "cluster")),
        condition_keys: keys.leak(),
        kubeconfigs: &[
            "cs:DescribeClusterUserKubeconfig",
            "cs:DescribeClusterV2UserKubeconfig",
            "cs:DescribeSubaccountK8sClusterUserConfig",
        ],
        grants: &[
            "cs:GrantPermission",
            "cs:GrantPermissions",
            "cs:UpdateUserPermissions",
        ],
    }
});

/// Source: ACK's documentation of its roles in clusters.
const ROLES: &[(&str, &str)] = &[
    ("cs:admin", "a role in a cluster"),
    ("cs:ops", "a role in a cluster"),
];

/// Returns the condition keys of the service that a source lists for an operation, in order.
fn condition_keys() -> Vec<&'static str> {
    let facts = CsAction::OPERATIONS
        .iter()
        .flat_map(|operation| operation.facts);
    let keys = facts.flat_map(|fact| fact.condition_keys).copied();
    let mut keys: Vec<&str> = keys.filter(|key| key.starts_with("cs:")).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the actions beside those of the page that an operation needs by its newest source.
fn other_actions() -> Vec<OtherAction> {
    let needed = CsAction::iter().filter(|action| AckAction::try_from(*action).is_err());
    let others = needed.filter_map(|action| {
        let operation = CsAction::operation_named(action.operations().first()?)?;
        Some(OtherAction {
            name: action.ram_action(),
            earlier: action.earlier_actions(),
            as_of: operation.requirement()?.as_of,
        })
    });
    others.collect()
}
