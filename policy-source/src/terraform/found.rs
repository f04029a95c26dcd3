//! What is found in a Terraform file.

use super::blocks::NotWritten;
use super::scope::Reason;
use super::uses::Use;
use crate::form;
use crate::policy_text::PolicyText;
use ram_policy::Kind;
use std::ops::Range;

/// A policy that is not in the file as text.
#[derive(Debug, PartialEq)]
pub(crate) struct Unread {
    /// The address, as in [`PolicyText::address`].
    pub(crate) address: String,
    /// The range of its value in the file, such as `var.policy`.
    pub(crate) range: Range<usize>,
    /// What the value refers to, if it is a reference.
    pub(crate) target: Option<String>,
    /// The kind of the policy, if the place shows it.
    pub(crate) kind: Option<Kind>,
    pub(crate) why: Why,
}

/// The reason why a policy is not read.
#[derive(Debug, PartialEq)]
pub(crate) enum Why {
    /// Terraform computes it, or it refers to another file.
    Computed,
    Name(Reason),
    Blocks(NotWritten),
    Text(form::Unread),
    /// It is used as policies of different kinds.
    Kinds,
}

impl Unread {
    pub(super) fn document(document: PolicyText, why: Why) -> Self {
        let start = document.place(0);
        Self {
            address: document.address,
            range: start..start,
            target: None,
            kind: None,
            why,
        }
    }
}

/// The policies of a Terraform file.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Documents, in the order of the file.
    pub(crate) read: Vec<PolicyText>,
    /// Policies that are computed, or that are a reference to anything but a document in `read`.
    pub(crate) unread: Vec<Unread>,
    /// The addresses of policies of AWS, with their ranges in the file.
    pub(crate) of_aws: Vec<(String, Range<usize>)>,
    /// The files that resources of AWS take.
    pub(crate) files_of_aws: Vec<String>,
    /// The files that resources take which are never created.
    pub(crate) absent_files: Vec<String>,
    /// What the file refers to.
    pub(super) uses: Vec<Use>,
}
