//! What a replay found, as JSON and the report have it.

use crate::policy::trail::problems::ProblemRecords;
use ack_catalog_needs::replay::Changes;
use ack_catalog_needs::trail::Totals;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Report<'a> {
    #[serde(flatten)]
    pub(super) totals: &'a Totals,
    pub(super) unreadable: ProblemRecords,
    #[serde(flatten)]
    pub(super) changes: &'a Changes,
}
