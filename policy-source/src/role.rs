//! The attributes of Terraform that are policies, and of what kind.

use crate::form::plain;
use ram_policy::Kind;

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

/// Attributes with policies in the language of another service: what may be updated in a stack.
const OF_STACKS: [&str; 2] = ["stack_policy_body", "stack_policy_during_update_body"];

/// Attributes that may be policies.
const NAMES: [&str; 2] = ["document", "policy"];

/// Attributes of resources that are policies, with their kinds.
///
/// Source: the documentation of the provider.
const OF_RESOURCES: [(&str, &str, Kind); 14] = [
    ("alicloud_kms_key", "policy", Kind::Key),
    ("alicloud_kms_secret", "policy", Kind::Key),
    ("alicloud_log_project", "policy", Kind::Resource),
    ("alicloud_oss_access_point", "policy", Kind::Bucket),
    ("alicloud_oss_bucket", "policy", Kind::Bucket),
    ("alicloud_oss_bucket_policy", "policy", Kind::Bucket),
    (
        "alicloud_privatelink_vpc_endpoint",
        "policy_document",
        Kind::Endpoint,
    ),
    ("alicloud_ram_policy", "document", Kind::Identity),
    ("alicloud_ram_policy", "policy_document", Kind::Identity),
    ("alicloud_ram_role", "document", Kind::Trust),
    (
        "alicloud_resource_manager_control_policy",
        "policy_document",
        Kind::Control,
    ),
    (
        "alicloud_resource_manager_policy",
        "policy_document",
        Kind::Identity,
    ),
    (
        "alicloud_resource_manager_policy_version",
        "policy_document",
        Kind::Identity,
    ),
    (
        "alicloud_vpc_gateway_endpoint",
        "policy_document",
        Kind::Endpoint,
    ),
];

/// Returns the kind of the policy in an attribute, of a resource of this type, if the place shows it.
pub(crate) fn kind_of(resource: Option<&str>, attribute: &str) -> Option<Kind> {
    if attribute == "assume_role_policy_document" {
        return Some(Kind::Trust);
    }
    let mut known = OF_RESOURCES.iter();
    let found = known.find(|(kind, name, _)| Some(*kind) == resource && *name == attribute);
    found.map(|(_, _, kind)| *kind)
}

impl Role {
    /// Returns the role of an attribute, of a resource of this type if it is one of its own.
    pub(crate) fn of(resource: Option<&str>, attribute: &str) -> Self {
        if kind_of(resource, attribute).is_some() || plain(attribute).ends_with("policydocument") {
            Self::Policy
        } else if NAMES.contains(&attribute) {
            Self::Named
        } else {
            Self::Other
        }
    }
}

/// Reports whether an attribute is a policy that is not one of RAM.
pub(crate) fn is_of_stack(attribute: &str) -> bool {
    OF_STACKS.contains(&attribute)
}

/// Reports whether an attribute has blocks with policies, which a plan may not know as a whole.
pub(crate) fn has_policies(attribute: &str) -> bool {
    attribute == "permission_policies"
}
