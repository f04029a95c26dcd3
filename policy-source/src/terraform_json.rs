//! Files of Terraform that are JSON, by their content.

use ram_policy::json::{Node, Value};

/// A file of Terraform in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TerraformJson {
    /// The output of `terraform show -json`, which is a plan or a state.
    Show,
    /// The file of a state, such as `terraform.tfstate`.
    State,
    /// A configuration with a policy.
    Configuration,
}

impl TerraformJson {
    /// Recognizes a file by its root. The name matters only for a configuration.
    pub(crate) fn of(name: &str, text: &str, root: &Node<'_>) -> Option<Self> {
        let has = |key| root.get(key).is_some();
        let is_show = has("format_version")
            && (has("planned_values") || has("values") || has("terraform_version"));
        let has_resources =
            || matches!(root.get("resources"), Some(list) if matches!(list.value, Value::Array(_)));
        let is_state =
            || has("terraform_version") && has("version") && (has("lineage") || has_resources());
        let is_named =
            || name.to_ascii_lowercase().ends_with(".tf.json") && text.contains("Statement");
        let is_configuration = || {
            (text.contains("policy_document\"") || is_named())
                && !has("Statement")
                && ["resource", "data", "locals", "module"]
                    .into_iter()
                    .any(has)
        };
        match () {
            () if is_show => Some(Self::Show),
            () if is_state() => Some(Self::State),
            () if is_configuration() => Some(Self::Configuration),
            () => None,
        }
    }
}
