//! Facts about ACK that are not on its page, for the linter.

use crate::PUBLISHED;
use crate::generated::AckAction;
use crate::page::Page;
use ram_policy::lint::{Facts, OtherAction};
use std::format;
use std::string::String;
use std::sync::LazyLock;

/// Returns the facts about a service, for a catalog of any page.
pub(crate) fn facts_of(service: &str) -> &'static Facts {
    match service {
        "cs" => &ACK,
        _ => &Facts::NONE,
    }
}

/// Returns the words for the source of a catalog's actions.
pub(crate) fn source_of(page: &Page) -> &'static str {
    if *page == AckAction::PAGE {
        &SOURCE
    } else {
        page.file
    }
}

/// The source of the actions of `AckAction`.
static SOURCE: LazyLock<String> = LazyLock::new(|| format!("the page of {PUBLISHED}"));

const ACK: Facts = Facts {
    misnomers: &["ack", "csk", "k8s", "kubernetes"],
    not_actions: NOT_ACTIONS,
    other_actions: OTHERS,
    relative_ids: &["cluster/*"],
    limits: Some(("cluster/", "cluster")),
    condition_keys: &[
        "cs:AddonNames",
        "cs:ApiServerEipId",
        "cs:EnableAddonLogtailDs",
        "cs:EnableApiServerEip",
        "cs:KubeConfigDurationMinutes",
    ],
    kubeconfigs: &[
        "cs:DescribeClusterUserKubeconfig",
        "cs:DescribeClusterV2UserKubeconfig",
        "cs:DescribeSubaccountK8sClusterUserConfig",
    ],
    grants: &["cs:GrantPermissions", "cs:UpdateUserPermissions"],
};

/// Source: ACK's documentation of its condition keys, and of its roles in clusters.
const NOT_ACTIONS: &[(&str, &str)] = &[
    ("cs:AddonNames", "a condition key"),
    ("cs:ApiServerEipId", "a condition key"),
    ("cs:EnableAddonLogtailDs", "a condition key"),
    ("cs:EnableApiServerEip", "a condition key"),
    ("cs:KubeConfigDurationMinutes", "a condition key"),
    ("cs:admin", "a role in a cluster"),
    ("cs:ops", "a role in a cluster"),
];

/// Source: the table of actions in ACK's documentation of September 2021, and the listing of the ACK
/// API of December 2025. For the latter we assume that an operation needs the action of its name.
const OTHERS: &[OtherAction] = &[
    other("cs:AttachInstances", &[], "2025-12"),
    other("cs:AttachInstancesToNodePool", &[], "2025-12"),
    other("cs:CancelOperationPlan", &[], "2025-12"),
    other("cs:CancelTask", &[], "2025-12"),
    other("cs:CheckControlPlaneLogEnable", &[], "2025-12"),
    other("cs:CheckServiceRole", &[], "2025-12"),
    other("cs:CleanClusterUserPermissions", &[], "2025-12"),
    other("cs:CleanUserPermissions", &[], "2025-12"),
    other("cs:CreateCluster", &[], "2025-12"),
    other("cs:CreateClusterDiagnosis", &[], "2025-12"),
    other("cs:CreateClusterInspectConfig", &[], "2025-12"),
    other(
        "cs:CreateClusterNodePool",
        &["cs:CreateNodepool"],
        "2025-12",
    ),
    other("cs:CreateTrigger", &[], "2025-12"),
    other("cs:DeleteCluster", &[], "2025-12"),
    other("cs:DeleteClusterInspectConfig", &[], "2025-12"),
    other(
        "cs:DeleteClusterNodepool",
        &["cs:DeleteNodepool"],
        "2025-12",
    ),
    other("cs:DeleteClusterNodes", &[], "2025-12"),
    other("cs:DeletePolicyInstance", &[], "2025-12"),
    other("cs:DeleteTrigger", &["cs:RevokeTriggers"], "2025-12"),
    other("cs:DeployPolicyInstance", &[], "2025-12"),
    other("cs:DescribeAddon", &[], "2025-12"),
    other("cs:DescribeClusterAddonInstance", &[], "2025-12"),
    other("cs:DescribeClusterAddonMetadata", &[], "2025-12"),
    other(
        "cs:DescribeClusterDetail",
        &["cs:GetClusterById"],
        "2025-12",
    ),
    other("cs:DescribeClusterEvents", &[], "2025-12"),
    other("cs:DescribeClusterLogs", &["cs:GetClusterLogs"], "2025-12"),
    other(
        "cs:DescribeClusterNodePoolDetail",
        &["cs:GetNodepoolDetail"],
        "2025-12",
    ),
    other(
        "cs:DescribeClusterNodePools",
        &["cs:GetNodepools"],
        "2025-12",
    ),
    other("cs:DescribeClusterTasks", &[], "2025-12"),
    other(
        "cs:DescribeClusterUserKubeconfig",
        &["cs:GetUserConfig"],
        "2025-12",
    ),
    other(
        "cs:DescribeClusterV2UserKubeconfig",
        &["cs:GetUserConfig"],
        "2025-12",
    ),
    other("cs:DescribeClusterVuls", &[], "2025-12"),
    other("cs:DescribeClustersForRegion", &[], "2025-12"),
    other("cs:DescribeEventsForRegion", &[], "2025-12"),
    other("cs:DescribeNodePoolVuls", &[], "2025-12"),
    other("cs:DescribePolicies", &[], "2025-12"),
    other("cs:DescribePolicyDetails", &[], "2025-12"),
    other("cs:DescribePolicyGovernanceInCluster", &[], "2025-12"),
    other("cs:DescribePolicyInstances", &[], "2025-12"),
    other("cs:DescribePolicyInstancesStatus", &[], "2025-12"),
    other("cs:DescribeResourcesDeleteProtection", &[], "2025-12"),
    other("cs:DescribeSubaccountK8sClusterUserConfig", &[], "2025-12"),
    other("cs:DescribeTaskInfo", &[], "2025-12"),
    other("cs:DescribeTrigger", &[], "2025-12"),
    other("cs:DescribeUserClusterNamespaces", &[], "2025-12"),
    other(
        "cs:DescribeUserPermission",
        &["cs:GetUserPermissions"],
        "2025-12",
    ),
    other("cs:FixNodePoolVuls", &[], "2025-12"),
    other("cs:GetClusterAddonInstance", &[], "2025-12"),
    other("cs:GetClusterAuditProject", &[], "2025-12"),
    other("cs:GetClusterCheck", &[], "2025-12"),
    other("cs:GetClusterDiagnosisCheckItems", &[], "2025-12"),
    other("cs:GetClusterDiagnosisResult", &[], "2025-12"),
    other("cs:GetClusterInspectConfig", &[], "2025-12"),
    other("cs:GetClusterInspectReportDetail", &[], "2025-12"),
    other("cs:GrantPermissions", &["cs:GrantPermission"], "2025-12"),
    other("cs:ListAddons", &[], "2025-12"),
    other("cs:ListClusterAddonInstances", &[], "2025-12"),
    other("cs:ListClusterChecks", &[], "2025-12"),
    other("cs:ListClusterInspectReports", &[], "2025-12"),
    other("cs:ListClusterKubeconfigStates", &[], "2025-12"),
    other("cs:ListOperationPlans", &[], "2025-12"),
    other("cs:ListOperationPlansForRegion", &[], "2025-12"),
    other("cs:ListTagResources", &[], "2025-12"),
    other("cs:ListUserKubeConfigStates", &[], "2025-12"),
    other("cs:ModifyClusterAddon", &[], "2025-12"),
    other(
        "cs:ModifyClusterNodePool",
        &["cs:UpdateNodepool"],
        "2025-12",
    ),
    other("cs:ModifyClusterTags", &["cs:UpdateClusterTags"], "2025-12"),
    other("cs:ModifyNodePoolNodeConfig", &[], "2025-12"),
    other("cs:ModifyPolicyInstance", &[], "2025-12"),
    other("cs:PauseTask", &[], "2025-12"),
    other(
        "cs:RemoveClusterNodes",
        &["cs:DeleteClusterNode"],
        "2021-09",
    ),
    other("cs:RemoveNodePoolNodes", &[], "2025-12"),
    other("cs:RepairClusterNodePool", &[], "2025-12"),
    other("cs:ResumeTask", &[], "2025-12"),
    other("cs:ResumeUpgradeCluster", &["cs:UpgradeCluster"], "2025-12"),
    other("cs:RevokeK8sClusterKubeConfig", &[], "2025-12"),
    other("cs:RunClusterCheck", &[], "2025-12"),
    other("cs:RunClusterInspect", &[], "2025-12"),
    other("cs:ScaleCluster", &[], "2021-09"),
    other("cs:ScaleClusterNodePool", &["cs:ScaleNodepool"], "2025-12"),
    other("cs:ScaleOutCluster", &["cs:ScaleCluster"], "2021-09"),
    other("cs:ScanClusterVuls", &[], "2025-12"),
    other("cs:SyncClusterNodePool", &[], "2025-12"),
    other("cs:TagResources", &[], "2025-12"),
    other("cs:UntagResources", &[], "2025-12"),
    other("cs:UpdateClusterAuditLogConfig", &[], "2025-12"),
    other("cs:UpdateClusterInspectConfig", &[], "2025-12"),
    other("cs:UpdateContactGroupForAlert", &[], "2025-12"),
    other("cs:UpdateControlPlaneLog", &[], "2025-12"),
    other("cs:UpdateResourcesDeleteProtection", &[], "2025-12"),
    other("cs:UpdateUserPermissions", &[], "2025-12"),
    other("cs:UpgradeClusterNodepool", &[], "2025-12"),
];

const fn other(
    name: &'static str,
    earlier: &'static [&'static str],
    as_of: &'static str,
) -> OtherAction {
    OtherAction {
        name,
        earlier,
        as_of,
    }
}
