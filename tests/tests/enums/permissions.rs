//! The actions that a policy allows, and the policy that allows a set of actions.

use ack_catalog::{AckAction, AckActionSet};
use ram_policy::Policy;
use std::fs;

const CLUSTER: &str = "acs:cs:*:*:cluster/c1";

#[test]
fn example_policies_of_the_page_allow_2_and_3_actions() {
    let page = ack_catalog_tests::workspace().join("source-doc/ack-api-user-authentication.md");
    let page = fs::read_to_string(page).expect("the page");
    let blocks = page.split("```").skip(1).step_by(2);
    let policies = blocks.filter(|block| block.contains("\"Statement\""));
    let allowed = policies.map(|text| {
        let policy: Policy = text.parse().expect("a policy");
        AckActionSet::allowed_by(&policy, "acs:cs:*:*:*").allowed
    });
    let allowed: Vec<AckActionSet> = allowed.collect();
    let get = AckActionSet::matching("cs:Get*");
    let more = get.union(AckActionSet::of(&[AckAction::DescribeClustersV1]));
    assert_eq!(allowed, [get, more]);
    assert_eq!((get.len(), more.len()), (2, 3));
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
        42
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
