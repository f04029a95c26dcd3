//! Resources and data sources of Terraform.

mod calls;
mod configuration;
mod phase;
mod plan;
mod resource;

pub use phase::Phase;

use crate::found::{Found, NotRead};

/// Returns what a configuration (`.tf`) or a plan (the output of `terraform show -json`) needs in these phases.
pub(crate) fn read(text: &str, phases: &[Phase]) -> Result<Found, NotRead> {
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        plan::read(text, phases)
    } else {
        configuration::read(text, phases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, phases: &[Phase]) -> Vec<String> {
        let found = read(text, phases).expect("Terraform");
        let needs = found
            .needs
            .iter()
            .map(|need| format!("{} {}", need.call, need.range.of(text)));
        let notes = found
            .notes
            .iter()
            .map(|note| format!("? {}: {}", note.range.of(text), note.message));
        needs.chain(notes).collect()
    }

    #[test]
    fn phase_and_arguments_choose_the_calls() {
        let addon =
            "resource \"alicloud_cs_kubernetes_node_pool\" \"a\" {\n  cluster_id = var.id\n}\n";
        let place = "resource \"alicloud_cs_kubernetes_node_pool\" \"a\"";
        let of = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("{name} {place}")).collect()
        };
        assert_eq!(
            found(addon, &[Phase::Read]),
            of(&["DescribeClusterNodePoolDetail"])
        );
        assert_eq!(
            found(addon, &[Phase::Delete]),
            of(&["DeleteClusterNodepool", "DescribeTaskInfo"])
        );
        let create = [
            "CreateClusterNodePool",
            "DescribeClusterNodePoolDetail",
            "DescribeTaskInfo",
        ];
        assert_eq!(found(addon, &[Phase::Create]), of(&create));
        let with_password = addon.replace("var.id", "var.id\n  kms_encrypted_password = var.p");
        let create = [&["kms:Decrypt"], &create[..]].concat();
        assert_eq!(found(&with_password, &[Phase::Create]), of(&create));
    }

    #[test]
    fn what_is_not_known_is_named() {
        for (text, wanted) in [
            ("data \"alicloud_cs_clusters\" \"a\" {}", None),
            ("resource \"kubernetes_secret\" \"a\" {}", None),
            ("module \"a\" { source = \"../a\" }", None),
            (
                "resource \"alicloud_coffee\" \"a\" {}",
                Some("the operations that `alicloud_coffee` calls are not known"),
            ),
            (
                "module \"a\" { source = \"x/y/z\" }",
                Some("the resources of the module `a` are in `x/y/z`, not in this folder"),
            ),
        ] {
            let found = read(text, &Phase::ALL).expect("Terraform");
            assert_eq!(
                found.notes.first().map(|note| note.message.as_str()),
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn plan_has_the_phases_of_its_changes() {
        let plan = r#"{"format_version": "1.2", "resource_changes": [
            {"address": "alicloud_vpc.a", "mode": "managed", "type": "alicloud_vpc",
             "change": {"actions": ["no-op"], "before": {"vpc_name": "a"}, "after": {"vpc_name": "a"}, "after_unknown": {}}},
            {"address": "alicloud_cs_kubernetes_permissions.a", "mode": "managed", "type": "alicloud_cs_kubernetes_permissions",
             "change": {"actions": ["delete", "create"], "before": {"permissions": null}, "after": {"permissions": [{}]}, "after_unknown": true}}],
          "prior_state": {"values": {"root_module": {"child_modules": [{"resources": [
            {"address": "module.m.data.alicloud_cs_kubernetes_version.v", "mode": "data", "type": "alicloud_cs_kubernetes_version", "values": {}}]}]}}}}"#;
        let found = found(plan, &Phase::ALL);
        assert!(
            found.contains(
                &"UpdateUserPermissions \"alicloud_cs_kubernetes_permissions.a\"".to_owned()
            ),
            "{found:?}"
        );
        assert!(found.contains(&"DescribeKubernetesVersionMetadata \"module.m.data.alicloud_cs_kubernetes_version.v\"".to_owned()), "{found:?}");
        assert!(
            found.iter().any(|one| one.starts_with("vpc:Describe")),
            "{found:?}"
        );
        assert!(
            !found.iter().any(|one| one.starts_with("vpc:Create")),
            "{found:?}"
        );
    }

    #[test]
    fn broken_files_have_a_place() {
        assert_eq!(
            read("resource \"a\" {", &Phase::ALL)
                .expect_err("open")
                .range
                .start,
            13
        );
        assert!(read("{\"resource_changes\": 1}", &Phase::ALL).is_err());
        assert!(read("{\"values\": {}}", &Phase::ALL).is_err());
        assert!(read(&"{\"a\":".repeat(10_000), &Phase::ALL).is_err());
        assert!(read(&"a {".repeat(10_000), &Phase::ALL).is_err());
    }
}
