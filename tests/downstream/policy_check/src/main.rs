//! The policy allows and denies what it must.

use ack_catalog::{AckAction, AckActionSet, CsAction, CsActionSet, policy};

#[ack_catalog::catalog(page = "source-doc/ecs.md")]
enum EcsAction {}

const NEEDS: AckActionSet =
    AckActionSet::of(&[AckAction::DescribeClusterResources, AckAction::ModifyCluster]);

policy!("deploy/policy.json", allows = NEEDS, on = "acs:cs:*:*:cluster/*");
policy!(
    "deploy/policy.json",
    allows = [DescribeClusterResources, "cs:ModifyCluster", AckAction::StartAlert],
    denies = [OpenAckService],
    on = "acs:cs:*:*:cluster/c1",
    with = {acs:SourceIp = "10.0.0.1", "acs:MFAPresent" = true},
);
policy!(
    "deploy/policy.json",
    allows = [CsAction::DescribeClusterDetail],
    denies = CsActionSet::of(&[CsAction::CreateCluster, CsAction::DeleteCluster]),
    on = "acs:cs:cn-hangzhou:1:cluster/c1",
    catalog = CsAction,
    with = {},
);
policy!(
    "deploy/policy.json",
    allows = EcsActionSet::matching("ecs:Start*"),
    denies = [getImage],
    on = "acs:ecs:*:*:instance/*",
    catalog = EcsAction,
);

// It is allowed outside clusters, too.
policy!(
    "deploy/answer.json",
    allows = [DescribeClustersV1],
    denies = AckActionSet::of(&[AckAction::ModifyCluster]),
    on = "acs:cs:*:*:cluster/c1",
);
policy!(
    "deploy/answer.json",
    allows = AckActionSet::of(&[AckAction::DescribeClustersV1]),
    on = "acs:cs:*:*:cluster/c1",
);

// It applies to every cluster.
policy!(
    "deploy/every-cluster.json",
    allows = ["cs:GetClusters"],
    on = "acs:cs:*:*:cluster/c1",
    catalog = CsAction,
);
policy!(
    "deploy/every-cluster.json",
    allows = CsActionSet::of(&[CsAction::GetClusters]),
    on = "acs:cs:*:*:cluster/c1",
    catalog = CsAction,
);

const GRANTED: AckActionSet = policy!(
    "deploy/policy.json",
    on = "acs:cs:*:*:cluster/production-1",
    with = {acs:SourceIp = ["10.0.0.1", "10.0.0.2"]},
);
const ANSWERED: CsActionSet = policy!("deploy/answer.json", on = "*", catalog = CsAction);

fn main() {
    println!("{GRANTED:?}");
    assert_eq!(ANSWERED, CsActionSet::matching("cs:Describe*"));
    let of_instances: EcsActionSet =
        policy!("deploy/policy.json", on = "acs:ecs:*:*:instance/i1", catalog = EcsAction);
    println!("{of_instances:?}");
}
