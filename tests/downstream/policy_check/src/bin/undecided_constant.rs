// The address of the caller decides which actions are in the set, and letter case in the other one.
use ack_catalog::{AckActionSet, policy};

const GRANTED: AckActionSet = policy!("deploy/policy.json", on = "acs:cs:*:*:cluster/c1");
const BY_CASE: AckActionSet = policy!("deploy/letter-case.json", on = "*");

fn main() {
    println!("{GRANTED:?} {BY_CASE:?}");
}
