// A condition of the Allow does not hold, or depends on an unknown key, and that of the Deny does.
use ack_catalog::{AckAction, AckActionSet, policy};

const NEEDS: AckActionSet = AckActionSet::of(&[
    AckAction::ModifyCluster,
    AckAction::DeleteKubernetesTrigger,
    AckAction::DeleteTemplate,
]);

policy!(
    "deploy/conditions.json",
    allows = NEEDS,
    on = "*",
    with = {acs:SourceIp = "11.1.1.1"},
);
policy!(
    "deploy/conditions.json",
    allows = [ModifyCluster, DeleteKubernetesTrigger, DeleteTemplate],
    on = "*",
    with = {acs:SourceIp = "11.1.1.1"},
);
policy!("deploy/conditions.json", allows = [DeleteKubernetesTrigger], on = "*");

fn main() {}
