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

fn main() {}
