// Each call has one mistake.
use ack_catalog::{AckAction, AckActionSet, CsActionSet, policy};

const NEEDS: AckActionSet = AckActionSet::of(&[AckAction::DescribeClustersV1]);

policy!();
policy!(NEEDS, on = "*");
policy!("deploy/policy.json", allows = NEEDS);
policy!("deploy/policy.json", allows = NEEDS, on = "cluster/c1");
policy!("deploy/policy.json", allow = NEEDS, on = "*");
policy!("deploy/policy.json", allows NEEDS, on = "*");
policy!("deploy/policy.json", allows = , on = "*");
policy!("deploy/policy.json", allows = [], on = "*");
policy!("deploy/policy.json", allows = ["cs:Describe*"], on = "*");
policy!("deploy/policy.json", allows = NEEDS, allows = NEEDS, on = "*");
policy!("deploy/policy.json", allows = NEEDS, on = "*", with = "acs:SourceIp");
policy!("deploy/policy.json", allows = NEEDS, on = "*", with = {acs:SourceIp});
policy!("deploy/policy.json", allows = NEEDS, on = "*", with = {acs:SourceIp = []});
policy!("deploy/policy.json", allows = [ModifyCluster] on = "*");
policy!("deploy/policy.json", allows = NEEDS on = "*");
policy!("deploy/policy.json", allows = "cs:ModifyCluster", on = "*");
policy!("deploy/policy.json", allows = [ModifyCluster "cs:DeleteCluster"], on = "*");
policy!("deploy/policy.json", allows = vec![ModifyCluster], on = "*");
policy!("deploy/policy.json", allows = {ModifyCluster}, on = "*");
policy!("deploy/policy.json", allows = AckAction::ModifyCluster, on = "*");
policy!("deploy/policy.json", on = "*", on = "*");
policy!("deploy/policy.json" on = "*");
policy!("deploy/policy.json", allows = CsActionSet::ALL, on = "*");

fn main() {}
