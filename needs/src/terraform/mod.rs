//! Resources and data sources of Terraform.

mod calls;
pub(crate) mod configuration;
mod json;
mod phase;
pub(crate) mod plan;
mod resource;

pub use phase::Phase;

#[cfg(test)]
mod tests {
    use super::{Phase, configuration, plan};

    fn found(text: &str, phases: &[Phase]) -> Vec<String> {
        let found = configuration::read(text, phases).expect("Terraform");
        found.lines(text)
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
            let found = configuration::read(text, &Phase::ALL).expect("Terraform");
            assert_eq!(
                found.notes.first().map(|note| note.message.as_str()),
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn plan_has_the_phases_of_its_changes() {
        let text = r#"{"format_version": "1.2", "resource_changes": [
            {"address": "alicloud_vpc.a", "mode": "managed", "type": "alicloud_vpc",
             "change": {"actions": ["no-op"], "before": {"vpc_name": "a"}, "after": {"vpc_name": "a"}, "after_unknown": {}}},
            {"address": "alicloud_cs_kubernetes_permissions.a", "mode": "managed", "type": "alicloud_cs_kubernetes_permissions",
             "change": {"actions": ["delete", "create"], "before": {"permissions": null}, "after": {"permissions": [{}]}, "after_unknown": true}}],
          "prior_state": {"values": {"root_module": {"child_modules": [{"resources": [
            {"address": "module.m.data.alicloud_cs_kubernetes_version.v", "mode": "data", "type": "alicloud_cs_kubernetes_version", "values": {}}]}]}}}}"#;
        let of_plan = |text: &str| plan::read(text, &Phase::ALL).expect("a plan").lines(text);
        let found = of_plan(text);
        assert_eq!(of_plan(&format!("\u{feff}{text}")), found);
        assert!(
            found
                .contains(&"UpdateUserPermissions alicloud_cs_kubernetes_permissions.a".to_owned()),
            "{found:?}"
        );
        assert!(
            found.contains(
                &"DescribeKubernetesVersionMetadata module.m.data.alicloud_cs_kubernetes_version.v"
                    .to_owned()
            ),
            "{found:?}"
        );
        assert!(
            found.iter().any(|one| one.starts_with("vpc:Describe")),
            "{found:?}"
        );
        assert!(
            !found.iter().any(|one| one.starts_with("vpc:Create")),
            "{found:?}"
        );
    }

    /// Terraform reads it, whether it has a block already or `-generate-config-out` is to write one.
    #[test]
    fn what_is_imported_is_read() {
        const READ: &str = "DescribeClusterNodePoolDetail";
        for (text, wanted) in [
            (
                "import {\n  to = alicloud_cs_kubernetes_node_pool.a\n  id = \"c:np\"\n}\n",
                &["DescribeClusterNodePoolDetail import"][..],
            ),
            (
                "import {\n  for_each = var.all\n  to = module.alicloud_net[0].alicloud_cs_kubernetes_node_pool.a[each.key]\n  id = each.value\n}\n",
                &["DescribeClusterNodePoolDetail import"],
            ),
            (
                r#"{"import": [{"to": "alicloud_cs_kubernetes_node_pool.a", "id": "c:np"}]}"#,
                &["DescribeClusterNodePoolDetail alicloud_cs_kubernetes_node_pool.a"],
            ),
            ("import {\n  to = kubernetes_secret.a\n  id = 1\n}\n", &[]),
            (
                "import {\n  to = alicloud_coffee.a\n  id = 1\n}\n",
                &["? import: the operations that `alicloud_coffee` calls are not known"],
            ),
            (
                "removed {\n  from = module.alicloud_coffee.kubernetes_secret.a\n}\n",
                &["? removed: what is deleted with this module is not known"],
            ),
        ] {
            assert_eq!(found(text, &Phase::ALL), wanted, "{text}");
            let create = found(text, &[Phase::Create]);
            assert!(!create.iter().any(|one| one.starts_with(READ)), "{text}");
        }
    }

    #[test]
    fn broken_files_have_a_place() {
        let open = configuration::read("resource \"a\" {", &Phase::ALL);
        assert_eq!(open.expect_err("open").range.start, 13);
        assert!(configuration::read(&"a {".repeat(10_000), &Phase::ALL).is_err());
        let deep = "{\"a\":".repeat(10_000);
        for text in ["{\"resource_changes\": 1}", "{\"values\": {}}", &deep] {
            assert!(plan::read(text, &Phase::ALL).is_err(), "{text}");
        }
    }
}
