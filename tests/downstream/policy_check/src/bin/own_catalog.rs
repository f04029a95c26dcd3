// A catalog of the user's own, whose actions the macro does not know.
use ack_catalog::policy;

#[ack_catalog::catalog(page = "source-doc/ecs.md")]
enum EcsAction {}

policy!(
    "deploy/policy.json",
    allows = [StartInstance, getImage, StopInstances],
    on = "acs:ecs:*:*:instance/*",
    catalog = EcsAction
);
policy!(
    "deploy/policy.json",
    allows = EcsActionSet::ALL,
    on = "acs:ecs:*:*:instance/*",
    catalog = EcsAction
);

fn main() {}
