// A check is an item, and a set is a value.
use ack_catalog::{AckAction, AckActionSet, policy};

const NEEDS: AckActionSet = AckActionSet::of(&[AckAction::ModifyCluster]);

policy!("deploy/policy.json", on = "*");

const CHECKED: AckActionSet = policy!("deploy/policy.json", allows = NEEDS, on = "*");

fn main() {
    let _checked = policy!("deploy/policy.json", denies = [OpenAckService], on = "*");
}
