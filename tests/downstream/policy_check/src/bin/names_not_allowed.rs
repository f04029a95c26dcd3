// The same as a list of names, one error each.
use ack_catalog::policy;

policy!(
    "deploy/policy.json",
    allows = [
        DescribeClustersV1,
        DescribeClusterNodes,
        "cs:CancelClusterUpgrade",
        StartAlert,
        OpenAckService,
    ],
    on = "acs:cs:*:*:cluster/*"
);

// It applies to every cluster.
policy!(
    "deploy/one-cluster.json",
    allows = ["cs:GetClusters"],
    on = "acs:cs:*:*:cluster/c1",
    catalog = ack_catalog::CsAction
);

fn main() {}
