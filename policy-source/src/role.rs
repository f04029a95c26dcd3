//! The attributes of Terraform that are policies, and of what kind.

use crate::field::plain;
use ram_policy::Kind;

/// What the text at a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A policy, whatever it looks like.
    Policy,
    /// A policy if it looks like one, or if it cannot be read: the argument has a common name.
    Named,
    /// A policy if it looks like one, or if Terraform makes a text of it.
    Text,
    /// A policy only if it has statements.
    Other,
}

/// Attributes with policies in the language of another service: what may be updated in a stack.
const OF_STACKS: [&str; 2] = ["stack_policy_body", "stack_policy_during_update_body"];

/// Names of arguments that may be policies.
const NAMES: [&str; 2] = ["document", "policy"];

/// Names of arguments that have several policies.
const PLURALS: [&str; 2] = ["documents", "policies"];

/// How the names of the types of a provider for Alibaba Cloud begin. Other resources have no policies of RAM.
const PROVIDERS: [&str; 2] = ["alicloud", "alibabacloud"];

/// Providers for other clouds, whose policies have the elements of RAM's and say nothing about Alibaba Cloud.
const CLOUDS: [&str; 13] = [
    "aws",
    "awscc",
    "azurerm",
    "baiducloud",
    "byteplus",
    "google",
    "huaweicloud",
    "jdcloud",
    "ksyun",
    "opentelekomcloud",
    "tencentcloud",
    "ucloud",
    "volcengine",
];

/// Attributes of resources that are policies, with their kinds.
///
/// Source: the documentation of the provider.
const OF_RESOURCES: [(&str, &str, Kind); 15] = [
    ("alicloud_kms_key", "policy", Kind::Key),
    ("alicloud_kms_secret", "policy", Kind::Key),
    ("alicloud_log_project", "policy", Kind::Resource),
    ("alicloud_oss_access_point", "policy", Kind::Bucket),
    ("alicloud_oss_bucket", "policy", Kind::Bucket),
    ("alicloud_oss_bucket_policy", "policy", Kind::Bucket),
    ("alicloud_ots_instance", "policy", Kind::Resource),
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

/// Returns the kind of the policy that a resource of this type has in its blocks and attributes, without a document.
pub(crate) fn kind_of_block(resource: &str) -> Option<Kind> {
    match resource {
        "alicloud_ram_policy" => Some(Kind::Identity),
        "alicloud_ram_role" => Some(Kind::Trust),
        _ => None,
    }
}

impl Role {
    /// Returns the role of an attribute of a resource, or of a data source. `is_own`: not in a block or an object of it.
    pub(crate) fn of(resource: &str, attribute: &str, is_own: bool) -> Self {
        if attribute == "policy" || attribute == "assume_role_policy" {
            // The policies of other clouds are counted. Their other services have policies of other forms.
            match is_of_clouds(resource) {
                true if resource.starts_with("aws_iam_") => return Self::Named,
                true => return Self::Text,
                false => {}
            }
        }
        let is_of_provider = is_of_provider(resource);
        let of_type = Some(resource).filter(|_| is_own);
        if is_of_provider && (kind_of(of_type, attribute).is_some() || is_document(attribute)) {
            Self::Policy
        } else {
            Self::Other
        }
    }

    /// Returns the role of an argument of a module, or of a part of it, whose name is last.
    pub(crate) fn of_argument(path: &[String]) -> Self {
        let is_named = |name: &String| NAMES.contains(&&**name);
        match path {
            [.., name] if is_document(name) => Self::Policy,
            [all, name] if is_plural(all) || (is_named(all) && is_named(name)) => Self::Named,
            [name] if is_named(name) || PLURALS.contains(&&**name) => Self::Named,
            [all, .., name] if is_plural(all) && is_named(name) => Self::Named,
            [.., name] => Self::of_part(name),
            [] => Self::Other,
        }
    }

    /// Returns the role of a part of a value.
    pub(crate) fn of_part(name: &str) -> Self {
        match Self::of_name(name) {
            Self::Named => Self::Text,
            role => role,
        }
    }

    /// Returns the role of a value whose place is not known.
    pub(crate) fn of_name(name: &str) -> Self {
        if is_document(name) {
            Self::Policy
        } else if NAMES.contains(&name) {
            Self::Named
        } else {
            Self::Other
        }
    }
}

/// Reports whether a resource is one of another cloud, by its type.
pub(crate) fn is_of_clouds(resource: &str) -> bool {
    resource
        .split_once('_')
        .is_some_and(|(provider, _)| CLOUDS.contains(&provider))
}

/// Reports whether a resource is one of Alibaba Cloud, by its type.
pub(crate) fn is_of_provider(resource: &str) -> bool {
    PROVIDERS.iter().any(|start| resource.starts_with(start))
}

/// Reports whether a name is that of a policy, or of several.
fn is_document(name: &str) -> bool {
    let name = plain(name);
    name.ends_with("policydocument") || name.ends_with("policydocuments")
}

fn is_plural(name: &str) -> bool {
    PLURALS.contains(&name) || plain(name).ends_with("policydocuments")
}

/// Reports whether an attribute is a policy that is not one of RAM.
pub(crate) fn is_of_stack(attribute: &str) -> bool {
    OF_STACKS.contains(&attribute)
}

/// Reports whether an attribute has blocks with policies, which a plan may not know as a whole.
pub(crate) fn has_policies(attribute: &str) -> bool {
    attribute == "permission_policies"
}
