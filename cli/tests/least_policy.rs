//! `write-policy --needs`: the least policy for what is needed.

use crate::common::{folder, output_of, run_line, shown, with_input};
use ack_catalog::{CsAction, CsActionSet};
use insta::assert_snapshot;
use ram_policy::lint::KnownActions as _;
use ram_policy::{Outcome, Policies, Policy, Request};
use std::collections::BTreeSet;

#[test]
fn least_policy_has_a_statement_for_each_set_of_resources() {
    let folder = folder(&[(
        "needs.txt",
        "ModifyCluster acs:cs:*:*:cluster/c2 acs:cs:*:*:cluster/c1\n\
         cs:DeleteCluster acs:cs:*:*:cluster/c1 acs:cs:*:*:cluster/c2\n\
         cs:DescribeEvents\n\
         DescribeClusterDetail\n\
         vpc:CreateVpc\n",
    )]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt"), @r#"
    $ ack-catalog write-policy --needs needs.txt
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DeleteCluster",
            "cs:ModifyCluster"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c1",
            "acs:cs:*:*:cluster/c2"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeClusterDetail"
          ],
          "Resource": [
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeEvents"
          ],
          "Resource": [
            "*"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "vpc:CreateVpc"
          ],
          "Resource": [
            "acs:vpc:<region>:<account>:<relative-id>"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn option_fills_in_resources_of_its_service() {
    let folder = folder(&[("needs.txt", "DescribeClusterDetail\nvpc:CreateVpc\n")]);
    let on_one = "write-policy --needs needs.txt --resource acs:cs:*:*:cluster/c3";
    assert_snapshot!(run_line(folder.path(), on_one), @r#"
    $ ack-catalog write-policy --needs needs.txt --resource 'acs:cs:*:*:cluster/c3'
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeClusterDetail"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c3"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "vpc:CreateVpc"
          ],
          "Resource": [
            "acs:vpc:<region>:<account>:<relative-id>"
          ]
        }
      ]
    }
    --- stderr
    note: `acs:cs:*:*:cluster/c3` is not a resource of `vpc:CreateVpc`
     |
     = help: name the resources of other services in a file of needs
    "#);
}

#[test]
fn short_policy_allows_no_other_known_action() {
    let reads = ["write-policy", "--level", "read", "--resource", "*"];
    let folder = folder(&[]);
    let actions = |args: &[&str]| -> (usize, BTreeSet<CsAction>) {
        let output = output_of(folder.path(), args);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let policy: Policy = text.parse().expect("a policy");
        let allowed = CsActionSet::allowed_by(&policy, "acs:cs:cn-hangzhou:1:cluster/c1");
        (text.len(), allowed.allowed.iter().collect())
    };
    let (long, needed) = actions(&reads);
    let (short, allowed) = actions(&[&reads[..], &["--shorten"]].concat());
    assert_eq!(allowed, needed);
    assert!(short < long);
}

/// Also no name that only a system policy has, or that is no action: RAM may have an action of that name.
#[test]
fn short_policy_allows_no_other_known_name() {
    let facts = { CsAction::KNOWN.services().into_iter() }.flat_map(|service| {
        let facts = service.facts;
        let named = facts.named_only.iter().map(|(name, _)| *name);
        let operations = facts.operations.iter().map(|(name, _)| *name);
        named.chain(operations)
    });
    let known: Vec<&str> = facts.collect();
    assert!(known.contains(&"cs:GrantUsersPermissions"), "{known:?}");
    for needs in [
        &["cs:GrantPermission", "cs:GrantPermissions"][..],
        &["CS:grantpermission", "cs:GrantPermissions"],
        &[
            "cs:DescribeClusters",
            "cs:DescribeClustersForRegion",
            "cs:DescribeClustersV1",
        ],
        &["cs:GetClusters", "cs:GetClusterById", "cs:GetClusterAddons"],
    ] {
        let folder = folder(&[("needs.txt", &needs.join("\n"))]);
        let args = [
            "write-policy",
            "--needs",
            "needs.txt",
            "--shorten",
            "--resource",
            "*",
        ];
        let output = output_of(folder.path(), args);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let policy: Policy = text.parse().expect("a policy");
        let policies = Policies::new().attach(&policy);
        let is_needed = |name: &str| needs.iter().any(|need| need.eq_ignore_ascii_case(name));
        for name in known.iter().filter(|name| !is_needed(name)) {
            let spellings: [String; 2] = [(*name).to_owned(), name.to_ascii_lowercase()];
            for name in spellings {
                let outcome = policies.outcome(&Request::new(&name, "*"));
                assert_eq!(outcome, Outcome::ImplicitlyDenied, "{name}: {text}");
            }
        }
    }
}

/// Every action of a small universe on every resource of it.
#[test]
fn least_policy_allows_what_is_needed_and_nothing_else() {
    const ACTIONS: [&str; 6] = [
        "cs:DeleteCluster",
        "cs:ModifyCluster",
        "cs:DescribeClusterDetail",
        "cs:DescribeClusterNodes",
        "vpc:CreateVpc",
        "vpc:DeleteVpc",
    ];
    const IDS: [&str; 3] = ["cluster/c1", "cluster/c2", "cluster/c3"];
    let resource = |action: &str, id: &str| {
        let service = action.split(':').next().expect("a service");
        format!("acs:{service}:cn-hangzhou:1:{id}")
    };
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 24
    };
    for round in 0..12 {
        let mut needed = BTreeSet::new();
        let mut list = String::new();
        for action in ACTIONS {
            let ids: Vec<&str> = IDS.into_iter().filter(|_| next() % 3 == 0).collect();
            if ids.is_empty() {
                continue;
            }
            let resources = ids.iter().map(|id| resource(action, id));
            needed.extend(resources.clone().map(|resource| (action, resource)));
            let resources: Vec<String> = resources.collect();
            list.extend([action, " ", &resources.join(" "), "\n"]);
        }
        if needed.is_empty() {
            continue;
        }
        let folder = folder(&[("needs.txt", &list)]);
        for shorten in [&[][..], &["--shorten"]] {
            let args = [&["write-policy", "--needs", "needs.txt"], shorten].concat();
            let policy: Policy = String::from_utf8(output_of(folder.path(), &args).stdout)
                .expect("UTF-8")
                .parse()
                .expect("a policy");
            let policies = Policies::new().attach(&policy);
            for (action, id) in ACTIONS.into_iter().flat_map(|one| IDS.map(|id| (one, id))) {
                let resource = resource(action, id);
                let outcome = policies.outcome(&Request::new(action, &resource));
                let is_needed = needed.contains(&(action, resource.clone()));
                let is_allowed = outcome == Outcome::Allowed;
                assert_eq!(
                    is_allowed, is_needed,
                    "{round}: {action} on {resource}\n{policy}"
                );
            }
        }
    }
}

#[test]
fn policy_that_ram_does_not_accept_is_not_written() {
    let lines: Vec<String> = (0..150)
        .map(|at| format!("DeleteCluster acs:cs:*:*:cluster/c{at:030}\n"))
        .collect();
    let folder = folder(&[("needs.txt", &lines.concat())]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt --shorten"), @"
    $ ack-catalog write-policy --needs needs.txt --shorten
    --- exit code 2
    --- stderr
    error: the policy has 9,460 characters, 8,041 without white space; the limit is 6,144 (2026-03)
     |
     = help: write several policies, each for a part of the actions
    ");
    let output = with_input(
        folder.path(),
        &["write-policy", "--needs", "-"],
        "StartAlert\n",
    );
    assert_snapshot!(shown(&output), @r#"
    0
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:StartAlert"
          ],
          "Resource": [
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        }
      ]
    }
    note: sources disagree on the scope of `cs:StartAlert`: one cluster according to Help centre, stored copy (undated), or the whole account according to Table of RAM actions (2021-09)
     |
     = help: if the call stays refused, allow it on `*`
    "#);
}
