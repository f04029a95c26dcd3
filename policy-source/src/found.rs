//! What a reader finds in a file.

use crate::error::SourceError;
use crate::policy_text::PolicyText;
use ram_policy::Kind;

/// The documents of a file.
#[derive(Debug, Default)]
pub struct Found {
    /// Those that can be read, in the order of the file.
    pub documents: Vec<PolicyText>,
    /// The errors of the others.
    pub errors: Vec<SourceError>,
    /// Policies that the file takes from other files.
    pub references: Vec<Reference>,
}

/// A policy that a file takes from another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The address of the value that refers to the policy, as in [`PolicyText::address`].
    pub address: String,
    /// The place of the reference, such as `main.tf:3:21`.
    pub place: String,
    /// The address that another file of the folder may have, as in [`PolicyText::address`]; for `file("…")` it is `file:`
    /// and the path, relative to the file.
    pub target: String,
    /// The kind of the policy, if the place of the reference shows it.
    pub kind: Option<Kind>,
    /// The error if no other file has it.
    pub error: SourceError,
}

impl Found {
    /// Returns the error for a file without any policy.
    ///
    /// ```
    /// let found = ram_policy_source::read("a.tf", "variable \"x\" {}\n", Some("tf"))?;
    /// assert!(found.refuse_empty("a.tf").is_err());
    /// # Ok::<(), ram_policy_source::SourceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file has no policy, not even one that cannot be read.
    pub fn refuse_empty(&self, name: &str) -> Result<(), SourceError> {
        if self.documents.is_empty() && self.errors.is_empty() && self.references.is_empty() {
            return Err(SourceError::new(
                format!("no policy document found in {name}"),
                "name a file with a policy",
            ));
        }
        Ok(())
    }
}
