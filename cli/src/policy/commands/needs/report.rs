//! What was found, as JSON and the report have it.

use super::list::NeedsList;
use super::trail::Record;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Report<'a> {
    #[serde(flatten)]
    pub(super) list: &'a NeedsList,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trail: Option<Record<'a>>,
}
