//! What Terraform does with a resource.

/// What Terraform does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// `terraform apply` creates it.
    Create,
    /// `terraform plan` and `apply` read its state, and `import` begins with it.
    Read,
    /// `terraform apply` changes it.
    Update,
    /// `terraform apply` or `destroy` deletes it.
    Delete,
}

impl Phase {
    /// All phases.
    pub const ALL: [Self; 4] = [Self::Create, Self::Read, Self::Update, Self::Delete];

    /// Returns the name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}
