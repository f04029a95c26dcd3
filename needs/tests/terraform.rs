//! The table of the types of Terraform, held against configurations whose calls were read off the provider's source and
//! its documentation by hand.
//!
//! `configurations` has a file or a folder for each, and beside it a `.txt` with the calls, a phase and a call on each
//! line. An update may change each argument that is there to another value, or remove it.

use crate::common::assert_found;
use ack_catalog_needs::{Language, Phase, read};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/configurations")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// Adds the calls of a file, or of the files below a folder, each after its phase.
fn add_found(path: &Path, found: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in entries(path) {
            add_found(&entry, found);
        }
        return;
    }
    let text = fs::read_to_string(path).expect("a file");
    for phase in Phase::ALL {
        let calls = read(Language::Terraform, &text, &[phase]).expect("Terraform");
        assert_eq!(calls.notes, [], "{}", path.display());
        let lines = calls
            .needs
            .iter()
            .map(|need| format!("{} {}", phase.name(), need.call));
        found.extend(lines);
    }
}

#[test]
fn configurations_make_the_calls_of_the_provider() {
    let entries = entries(&folder());
    let (calls, configurations): (Vec<&PathBuf>, Vec<&PathBuf>) = entries
        .iter()
        .partition(|path| path.extension().is_some_and(|end| end == "txt"));
    assert_eq!((calls.len(), configurations.len()), (20, 20));
    let mut differences = Vec::new();
    for (calls, configuration) in calls.into_iter().zip(configurations) {
        let text = fs::read_to_string(calls).expect("a file");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let wanted: BTreeSet<String> = lines.map(str::to_owned).collect();
        let mut found = BTreeSet::new();
        add_found(configuration, &mut found);
        let name = configuration.file_stem().unwrap_or_default().display();
        let missing = wanted
            .difference(&found)
            .map(|line| format!("{name}: no {line}"));
        differences.extend(missing);
        let unexpected = found
            .difference(&wanted)
            .map(|line| format!("{name}: also {line}"));
        differences.extend(unexpected);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_kind_of_block_has_its_calls_or_is_unclear() {
    let data = "data \"alicloud_cs_kubernetes_version\" \"v\" {}";
    let needs = "DescribeKubernetesVersionMetadata";
    assert_found(&[
        ("a.tofu", data, &[needs]),
        ("a.tf", &format!("check \"c\" {{\n  {data}\n}}\n"), &[needs]),
        (
            "a.tf",
            "ephemeral \"alicloud_kms_secret\" \"s\" {}\nprovider \"alicloud\" {}\nlocals {}\n",
            &["? ephemeral \"alicloud_kms_secret\" \"s\""],
        ),
        (
            "a.tf",
            "removed {\n  from = alicloud_cs_autoscaling_config.a\n}\nremoved {\n  from = module.m\n}\n",
            &["GetClusterAddonInstance", "? removed"],
        ),
        // Terraform forgets it, and it stays.
        (
            "a.tf",
            "removed {\n  from = alicloud_ack_one_cluster.a\n  lifecycle {\n    destroy = false\n  }\n}\n\
             removed {\n  from = module.m\n  lifecycle {\n    destroy = false\n  }\n}\n\
             removed {\n  from = alicloud_cs_autoscaling_config.a\n  lifecycle {\n    destroy = true\n  }\n}\n",
            &["GetClusterAddonInstance"],
        ),
        (
            "a.tf.json",
            r#"{"removed": [{"from": "alicloud_ack_one_cluster.a", "lifecycle": {"destroy": false}},
                {"from": "alicloud_cs_autoscaling_config.a", "lifecycle": [{"destroy": true}]}]}"#,
            &["GetClusterAddonInstance"],
        ),
        (
            "a.tf.json",
            r#"{"data": [{"alicloud_cs_kubernetes_version": {"v": {}}}], "check": {"c": {"data": {"alicloud_vpcs": {"a": {}}}}},
                "module": {"m": {"source": "x/y/z"}}, "ephemeral": {"alicloud_kms_secret": {"s": {}}}}"#,
            &[
                needs,
                "vpc:DescribeRouteTableList",
                "vpc:DescribeVpcs",
                "? m",
                "? alicloud_kms_secret",
            ],
        ),
        (
            "a.tf",
            "data \"alicloud_ack_service\" \"a\" {\n  enable = \"On\"\n}\n",
            &["OpenAckService"],
        ),
        (
            "a.tf",
            "data \"alicloud_ack_service\" \"a\" {\n  enable = var.enable\n}\n",
            &["OpenAckService"],
        ),
        (
            "a.tf",
            "data \"alicloud_ack_service\" \"a\" {\n  enable = \"Off\"\n}\n",
            &[],
        ),
        (
            "a.tf",
            "data \"alicloud_zones\" \"a\" {\n  available_resource_creation = \"slb\"\n}\n",
            &[
                "ecs:DescribeAvailableResource",
                "ecs:DescribeZones",
                "slb:DescribeAvailableResource",
            ],
        ),
        (
            "a.tf",
            "provider \"alicloud\" {\n  assume_role {\n    role_arn = var.role\n  }\n}\n",
            &["sts:AssumeRole"],
        ),
        (
            "a.tf.json",
            r#"{"provider": {"alicloud": [{"region": "a"}, {"alias": "b", "assume_role": {"role_arn": "acs:ram::1:role/a"}}]},
                "data": {"alicloud_ack_service": {"a": {"enable": "${var.enable}"}, "b": {"enable": "Off"}}}}"#,
            &["sts:AssumeRole", "OpenAckService"],
        ),
        (
            "plan.json",
            r#"{"resource_changes": [], "deferred_changes": [{"reason": "unknown"}], "action_invocations": []}"#,
            &["? {"],
        ),
        (
            "plan.json",
            r#"{"resource_changes": [], "configuration": {"provider_config": {"alicloud": {"name": "alicloud",
                "expressions": {"assume_role": [{"role_arn": {"references": ["var.role"]}}]}}}}}"#,
            &["sts:AssumeRole"],
        ),
        (
            "plan.json",
            r#"{"resource_changes": [{"address": "alicloud_ack_one_cluster.a", "mode": "managed", "type": "alicloud_ack_one_cluster",
                "change": {"actions": ["create"], "before": null, "after": {"argocd_enabled": false}, "after_unknown": {}}}]}"#,
            &[
                "adcp:CreateHubCluster",
                "adcp:DescribeHubClusterDetails",
                "adcp:UpdateHubClusterFeature",
            ],
        ),
    ]);
}
