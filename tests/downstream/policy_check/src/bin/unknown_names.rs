// The catalog does not have these actions.
use ack_catalog::policy;

policy!(
    "deploy/policy.json",
    allows = [DescribeClusterV1, "cs:DescribeClusterV1"],
    on = "acs:cs:*:*:cluster/c1"
);

// No change of the policy is proposed for them.
policy!(
    "deploy/policy.json",
    allows = [DeleteClusterX, "cs:deletetemplate", "UpgradeCluster"],
    on = "acs:cs:*:*:cluster/c1"
);

fn main() {}
