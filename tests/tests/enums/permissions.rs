//! The actions that a policy allows, and the policy that allows a set of actions.

use ack_catalog::{AckAction, AckActionSet};
use ram_policy::Policy;

const CLUSTER: &str = "acs:cs:*:*:cluster/c1";

#[test]
fn policy_of_a_pattern_allows_what_the_pattern_matches() {
    let policy: Policy = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": ["cs:Get*", "cs:DescribeClustersV1"], "Resource": "acs:cs:*:*:*"}
    ]}"#
    .parse()
    .expect("a policy");
    let matched = AckActionSet::matching("cs:Get*");
    let more = AckActionSet::of(&[AckAction::DescribeClustersV1]);
    let allowed = AckActionSet::allowed_by(&policy, "acs:cs:*:*:*").allowed;
    assert_eq!(allowed, matched.union(more));
}

#[test]
fn each_action_is_allowed_undecided_or_denied() {
    let policy: Policy = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": "cs:Describe*", "Resource": "acs:cs:*:*:cluster/*"},
        {"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"},
        {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*",
         "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}
    ]}"#
    .parse()
    .expect("a policy");
    let of_cluster = AckActionSet::allowed_by(&policy, CLUSTER);
    let events = AckActionSet::of(&[AckAction::DescribeEvents]);
    assert_eq!(
        of_cluster.allowed,
        AckActionSet::matching("cs:Describe*").difference(events)
    );
    assert_eq!(
        of_cluster.undecided,
        AckActionSet::of(&[AckAction::StartAlert])
    );
    let all = of_cluster
        .allowed
        .union(of_cluster.undecided)
        .union(of_cluster.denied);
    assert_eq!(all, AckActionSet::ALL);
    assert_eq!(
        of_cluster.allowed.len() + of_cluster.undecided.len() + of_cluster.denied.len(),
        AckAction::COUNT
    );

    // A grant on clusters covers only part of the service.
    assert!(
        AckActionSet::allowed_by(&policy, "acs:cs:*:*:*")
            .allowed
            .is_empty()
    );
}

#[test]
fn set_converts_to_a_policy_that_allows_exactly_it() {
    let sets = [
        AckActionSet::of(&[AckAction::ModifyCluster]),
        AckActionSet::matching("cs:*Cluster*"),
        AckActionSet::ALL,
        AckActionSet::EMPTY,
    ];
    for set in sets {
        let policy = set.to_policy(CLUSTER);
        let permissions = AckActionSet::allowed_by(&policy, CLUSTER);
        assert_eq!(permissions.allowed, set);
        assert!(permissions.undecided.is_empty());
        assert!(
            AckActionSet::allowed_by(&policy, "acs:cs:*:*:cluster/*")
                .allowed
                .is_empty()
        );
    }
}

#[test]
fn custom_catalog_works_with_policies() {
    mod own {
        #[ack_catalog::catalog(page = "source-doc/ecs.md")]
        pub(crate) enum EcsAction {}
    }
    use own::{EcsAction, EcsActionSet};

    let start = EcsActionSet::of(&[EcsAction::StartInstance]);
    let policy = start.to_policy("*");
    assert_eq!(
        EcsActionSet::allowed_by(&policy, "acs:ecs:*:*:*").allowed,
        start
    );
}
