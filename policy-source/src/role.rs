//! The attributes of Terraform that are policies.

/// What the text at a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A policy, whatever it looks like.
    Policy,
    /// A policy if it looks like one: the attribute has a common name.
    Named,
    /// A policy only if it has statements.
    Other,
}

/// Attributes that are policies wherever they are.
const POLICIES: [&str; 2] = ["assume_role_policy_document", "policy_document"];

/// Attributes that may be policies.
const NAMES: [&str; 2] = ["document", "policy"];

/// Attributes of resources that are policies.
const OF_RESOURCES: [(&str, &str); 7] = [
    ("alicloud_kms_key", "policy"),
    ("alicloud_log_project", "policy"),
    ("alicloud_oss_access_point", "policy"),
    ("alicloud_oss_bucket", "policy"),
    ("alicloud_oss_bucket_policy", "policy"),
    ("alicloud_ram_policy", "document"),
    ("alicloud_ram_role", "document"),
];

impl Role {
    /// Returns the role of an attribute, of a resource of this type if it is one of its own.
    pub(crate) fn of(resource: Option<&str>, attribute: &str) -> Self {
        let is_of_resource = resource.is_some_and(|kind| OF_RESOURCES.contains(&(kind, attribute)));
        if is_of_resource || POLICIES.contains(&attribute) {
            Self::Policy
        } else if NAMES.contains(&attribute) {
            Self::Named
        } else {
            Self::Other
        }
    }
}
