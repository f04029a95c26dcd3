// The policy does not allow all that the set has, for five reasons.
use ack_catalog::{AckAction, AckActionSet, CsAction, CsActionSet, policy};

const NEEDS: AckActionSet = AckActionSet::of(&[
    AckAction::DescribeClustersV1,
    AckAction::DescribeClusterNodes,
    AckAction::GetUpgradeStatus,
    AckAction::OpenAckService,
    AckAction::CancelClusterUpgrade,
    AckAction::StartAlert,
    AckAction::StopAlert,
]);

policy!("deploy/policy.json", allows = NEEDS, on = "acs:cs:*:*:cluster/*");

// It applies to every cluster.
policy!(
    "deploy/one-cluster.json",
    allows = CsActionSet::of(&[CsAction::GetClusters]),
    on = "acs:cs:*:*:cluster/c1",
    catalog = CsAction
);

fn main() {}
