// The policy allows what it must deny.
use ack_catalog::{AckActionSet, policy};

policy!(
    "deploy/policy.json",
    denies = AckActionSet::matching("cs:Describe*Nodes"),
    on = "acs:cs:*:*:cluster/*"
);
policy!(
    "deploy/policy.json",
    denies = [ModifyCluster, StopAlert],
    on = "acs:cs:*:*:cluster/c1"
);

fn main() {}
