// Each problem of the policy is an error of its own, as items and as an expression.
use ack_catalog::{AckActionSet, policy};

policy!("deploy/broken.json", allows = AckActionSet::ALL, on = "*");
const GRANTED: AckActionSet = policy!("deploy/broken.json", on = "*");

fn main() {
    println!("{GRANTED:?}");
}
