//! Operations of ACK in the spellings of each language.

use ack_catalog::{CsAction, Operation};
use std::collections::HashMap;
use std::sync::LazyLock;

static BY_LETTERS: LazyLock<HashMap<String, &'static Operation>> = LazyLock::new(|| {
    let all = CsAction::OPERATIONS.iter();
    all.map(|operation| (letters(operation.name), operation))
        .collect()
});

/// Finds the operation that a name means: `CreateCluster`, `create_cluster`, `createCluster`, `create-cluster`.
pub(crate) fn operation(name: &str) -> Option<&'static Operation> {
    BY_LETTERS.get(&letters(name)).copied()
}

/// Finds the operation of a method of a client, which can say how it is called: `CreateClusterWithOptions`.
pub(crate) fn of_method(name: &str) -> Option<&'static Operation> {
    let letters = letters(name);
    let mut rest = letters.as_str();
    loop {
        if let Some(operation) = BY_LETTERS.get(rest) {
            return Some(operation);
        }
        let ends = [
            "async",
            "ex",
            "withcallback",
            "withchan",
            "withcontext",
            "withoptions",
        ];
        rest = ends.iter().find_map(|end| rest.strip_suffix(end))?;
    }
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Returns whether another service has an operation of this name too, by the listing of operations of 2026-04.
pub(crate) fn is_shared(operation: &Operation) -> bool {
    SHARED.binary_search(&operation.name).is_ok()
}

/// Operations of ACK whose names other services have too, in the order of bytes.
const SHARED: &[&str] = &[
    "AttachInstances",
    "AttachInstancesToNodePool",
    "CancelTask",
    "CreateCluster",
    "CreateClusterNodePool",
    "CreateTemplate",
    "CreateTrigger",
    "DeleteAlertContact",
    "DeleteAlertContactGroup",
    "DeleteCluster",
    "DeleteClusterNodes",
    "DeletePolicyInstance",
    "DeleteTemplate",
    "DeleteTrigger",
    "DeployPolicyInstance",
    "DescribeAddon",
    "DescribeClusterAttachScripts",
    "DescribeClusterDetail",
    "DescribeClusterNodePools",
    "DescribeClusterNodes",
    "DescribeClusterUserKubeconfig",
    "DescribeClusters",
    "DescribeClustersV1",
    "DescribeEvents",
    "DescribePolicies",
    "DescribePolicyDetails",
    "DescribePolicyGovernanceInCluster",
    "DescribePolicyInstances",
    "DescribePolicyInstancesStatus",
    "DescribeRegions",
    "DescribeTaskInfo",
    "DescribeTemplates",
    "GetClusterAddonInstance",
    "GetTrigger",
    "InstallClusterAddons",
    "ListAddons",
    "ListClusterAddonInstances",
    "ListTagResources",
    "ModifyClusterAddon",
    "ModifyClusterNodePool",
    "ScaleClusterNodePool",
    "StartAlert",
    "StopAlert",
    "TagResources",
    "UnInstallClusterAddons",
    "UntagResources",
    "UpdateTemplate",
    "UpgradeCluster",
    "UpgradeClusterAddons",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_means_the_operation() {
        for name in [
            "DescribeClustersV1",
            "describe_clusters_v1",
            "describeClustersV1",
            "describe-clusters-v1",
        ] {
            assert_eq!(
                operation(name).map(|one| one.name),
                Some("DescribeClustersV1"),
                "{name}"
            );
        }
        for name in [
            "CreateClusterWithOptions",
            "create_cluster_with_options_async",
            "createClusterEx",
            "CreateClusterWithContext",
        ] {
            assert_eq!(
                of_method(name).map(|one| one.name),
                Some("CreateCluster"),
                "{name}"
            );
        }
        assert_eq!(of_method("CreateClusters"), None);
        assert_eq!(of_method("WithOptions"), None);
    }

    #[test]
    fn shared_names_are_sorted_operations() {
        assert!(SHARED.is_sorted());
        for name in SHARED {
            assert!(CsAction::operation_named(name).is_some(), "{name}");
        }
    }
}
