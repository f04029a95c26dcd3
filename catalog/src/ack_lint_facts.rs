//! Facts about ACK that are not on its page, for the linter.

use crate::PUBLISHED;
use crate::generated::AckAction;
use crate::page::Page;
use ram_policy::lint::{OtherAction, ServiceFacts};
use std::format;
use std::string::String;
use std::sync::LazyLock;

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
        &SOURCE
    } else {
        page.file
    }
}

/// The source of the actions of `AckAction`.
static SOURCE: LazyLock<String> = LazyLock::new(|| format!("the page of {PUBLISHED}"));

const ACK: ServiceFacts = ServiceFacts {
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
    listed("cs:AttachInstances", &[]),
    listed("cs:AttachInstancesToNodePool", &[]),
    listed("cs:CancelOperationPlan", &[]),
    listed("cs:CancelTask", &[]),
    listed("cs:CheckControlPlaneLogEnable", &[]),
    listed("cs:CheckServiceRole", &[]),
    listed("cs:CleanClusterUserPermissions", &[]),
    listed("cs:CleanUserPermissions", &[]),
    listed("cs:CreateCluster", &[]),
    listed("cs:CreateClusterDiagnosis", &[]),
    listed("cs:CreateClusterInspectConfig", &[]),
    listed("cs:CreateClusterNodePool", &["cs:CreateNodepool"]),
    listed("cs:CreateTrigger", &[]),
    listed("cs:DeleteCluster", &[]),
    listed("cs:DeleteClusterInspectConfig", &[]),
    listed("cs:DeleteClusterNodepool", &["cs:DeleteNodepool"]),
    listed("cs:DeleteClusterNodes", &[]),
    listed("cs:DeletePolicyInstance", &[]),
    listed("cs:DeleteTrigger", &["cs:RevokeTriggers"]),
    listed("cs:DeployPolicyInstance", &[]),
    listed("cs:DescribeAddon", &[]),
    listed("cs:DescribeClusterAddonInstance", &[]),
    listed("cs:DescribeClusterAddonMetadata", &[]),
    listed("cs:DescribeClusterDetail", &["cs:GetClusterById"]),
    listed("cs:DescribeClusterEvents", &[]),
    listed("cs:DescribeClusterLogs", &["cs:GetClusterLogs"]),
    listed(
        "cs:DescribeClusterNodePoolDetail",
        &["cs:GetNodepoolDetail"],
    ),
    listed("cs:DescribeClusterNodePools", &["cs:GetNodepools"]),
    listed("cs:DescribeClusterTasks", &[]),
    listed("cs:DescribeClusterUserKubeconfig", &["cs:GetUserConfig"]),
    listed("cs:DescribeClusterV2UserKubeconfig", &["cs:GetUserConfig"]),
    listed("cs:DescribeClusterVuls", &[]),
    listed("cs:DescribeClustersForRegion", &[]),
    listed("cs:DescribeEventsForRegion", &[]),
    listed("cs:DescribeNodePoolVuls", &[]),
    listed("cs:DescribePolicies", &[]),
    listed("cs:DescribePolicyDetails", &[]),
    listed("cs:DescribePolicyGovernanceInCluster", &[]),
    listed("cs:DescribePolicyInstances", &[]),
    listed("cs:DescribePolicyInstancesStatus", &[]),
    listed("cs:DescribeResourcesDeleteProtection", &[]),
    listed("cs:DescribeSubaccountK8sClusterUserConfig", &[]),
    listed("cs:DescribeTaskInfo", &[]),
    listed("cs:DescribeTrigger", &[]),
    listed("cs:DescribeUserClusterNamespaces", &[]),
    listed("cs:DescribeUserPermission", &["cs:GetUserPermissions"]),
    listed("cs:FixNodePoolVuls", &[]),
    listed("cs:GetClusterAddonInstance", &[]),
    listed("cs:GetClusterAuditProject", &[]),
    listed("cs:GetClusterCheck", &[]),
    listed("cs:GetClusterDiagnosisCheckItems", &[]),
    listed("cs:GetClusterDiagnosisResult", &[]),
    listed("cs:GetClusterInspectConfig", &[]),
    listed("cs:GetClusterInspectReportDetail", &[]),
    listed("cs:GrantPermissions", &["cs:GrantPermission"]),
    listed("cs:ListAddons", &[]),
    listed("cs:ListClusterAddonInstances", &[]),
    listed("cs:ListClusterChecks", &[]),
    listed("cs:ListClusterInspectReports", &[]),
    listed("cs:ListClusterKubeconfigStates", &[]),
    listed("cs:ListOperationPlans", &[]),
    listed("cs:ListOperationPlansForRegion", &[]),
    listed("cs:ListTagResources", &[]),
    listed("cs:ListUserKubeConfigStates", &[]),
    listed("cs:ModifyClusterAddon", &[]),
    listed("cs:ModifyClusterNodePool", &["cs:UpdateNodepool"]),
    listed("cs:ModifyClusterTags", &["cs:UpdateClusterTags"]),
    listed("cs:ModifyNodePoolNodeConfig", &[]),
    listed("cs:ModifyPolicyInstance", &[]),
    listed("cs:PauseTask", &[]),
    in_table("cs:RemoveClusterNodes", &["cs:DeleteClusterNode"]),
    listed("cs:RemoveNodePoolNodes", &[]),
    listed("cs:RepairClusterNodePool", &[]),
    listed("cs:ResumeTask", &[]),
    listed("cs:ResumeUpgradeCluster", &["cs:UpgradeCluster"]),
    listed("cs:RevokeK8sClusterKubeConfig", &[]),
    listed("cs:RunClusterCheck", &[]),
    listed("cs:RunClusterInspect", &[]),
    in_table("cs:ScaleCluster", &[]),
    listed("cs:ScaleClusterNodePool", &["cs:ScaleNodepool"]),
    in_table("cs:ScaleOutCluster", &["cs:ScaleCluster"]),
    listed("cs:ScanClusterVuls", &[]),
    listed("cs:SyncClusterNodePool", &[]),
    listed("cs:TagResources", &[]),
    listed("cs:UntagResources", &[]),
    listed("cs:UpdateClusterAuditLogConfig", &[]),
    listed("cs:UpdateClusterInspectConfig", &[]),
    listed("cs:UpdateContactGroupForAlert", &[]),
    listed("cs:UpdateControlPlaneLog", &[]),
    listed("cs:UpdateResourcesDeleteProtection", &[]),
    listed("cs:UpdateUserPermissions", &[]),
    listed("cs:UpgradeClusterNodepool", &[]),
];

const fn listed(name: &'static str, earlier: &'static [&'static str]) -> OtherAction {
    OtherAction {
        name,
        earlier,
        as_of: "2025-12",
    }
}

const fn in_table(name: &'static str, earlier: &'static [&'static str]) -> OtherAction {
    OtherAction {
        as_of: "2021-09",
        ..listed(name, earlier)
    }
}
