//! What was found, as JSON and the report have it.

use super::list::NeedsList;
use super::trail::Record;
use crate::output::failure::Failure;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Report<'a> {
    #[serde(flatten)]
    pub(super) list: &'a NeedsList,
    /// Sources that cannot be read: their needs are missing.
    pub(super) not_read: &'a [NotRead],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trail: Option<Record<'a>>,
}

impl<'a> Report<'a> {
    pub(super) const fn new(
        list: &'a NeedsList,
        not_read: &'a [NotRead],
        trail: Option<Record<'a>>,
    ) -> Self {
        Self {
            list,
            not_read,
            trail,
        }
    }
}

/// A source that cannot be read.
#[derive(Serialize)]
pub(super) struct NotRead {
    /// What is wrong, with the name of the source.
    pub(super) problem: String,
    pub(super) help: Option<String>,
}

impl NotRead {
    pub(super) fn new(failure: &Failure) -> Self {
        Self {
            problem: failure.message().to_owned(),
            help: failure.help_text().map(str::to_owned),
        }
    }
}
