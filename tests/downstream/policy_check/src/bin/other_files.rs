// Files that are not the policy of a user, a group or a role in JSON.
use ack_catalog::{AckActionSet, policy};

policy!("deploy/missing.json", allows = AckActionSet::ALL, on = "*");
policy!("/policy.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/main.tf", allows = AckActionSet::ALL, on = "*");
policy!("deploy/MAIN.TF", allows = AckActionSet::ALL, on = "*");
policy!("deploy/configuration.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/plan.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/state.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/template.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/settings.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy", allows = AckActionSet::ALL, on = "*");
policy!("deploy/comment.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/trust.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/old-version.json", allows = AckActionSet::ALL, on = "*");
policy!("deploy/no-document.json", allows = AckActionSet::ALL, on = "*");

fn main() {}
