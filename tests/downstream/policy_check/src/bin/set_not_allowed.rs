// The policy does not allow all that the set has, for five reasons.
use ack_catalog::{AckAction, AckActionSet, policy};

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

fn main() {}
