//! The names of the enum's own constants and methods.

/// Associated items of the enum, which a variant of the same name would hide. A test compares them with the items in
/// `catalog/src/support/`.
pub(crate) const RESERVED: &[&str] = &[
    "ALL",
    "COUNT",
    "KNOWN",
    "PAGE",
    "also_required",
    "also_required_as_of",
    "api_state",
    "api_state_as_of",
    "description",
    "doc_url",
    "earlier_actions",
    "earlier_actions_as_of",
    "first_seen",
    "from_earlier",
    "from_ram_action",
    "id",
    "is_retired",
    "iter",
    "name",
    "operation",
    "operations",
    "ram_action",
    "replaced_by",
    "required_for",
    "retired_on",
    "scope",
    "scope_as_of",
];
