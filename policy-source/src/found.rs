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
    /// Policies of AWS in a form that is not a document.
    pub of_aws: OfAws,
    /// The paths of files that only resources that are never created take, relative to the file.
    pub absent_files: Vec<String>,
    /// The error of a file without a policy, such as HTML or a plan, for whoever expects one.
    pub other: Option<SourceError>,
}

/// Policies of AWS, which say nothing about Alibaba Cloud.
#[derive(Debug, Default)]
pub struct OfAws {
    /// How many there are.
    pub count: usize,
    /// The paths of files with others, relative to the file that takes them.
    pub files: Vec<String>,
    /// The error, for whoever expects policies of RAM.
    pub error: Option<SourceError>,
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
        let is_empty = self.documents.is_empty() && self.errors.is_empty();
        if is_empty && self.references.is_empty() && self.of_aws.error.is_none() {
            let none = || {
                let message = format!("no policy document found in {name}");
                SourceError::new(message, "this file is empty; name another file")
            };
            return Err(self.other.clone().unwrap_or_else(none));
        }
        Ok(())
    }
}
