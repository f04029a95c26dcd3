//! Decisions about requests.

pub(crate) mod applied;
pub(crate) mod attachment;
pub(crate) mod decide;
pub(crate) mod decision;
pub(crate) mod match_statement;
pub(crate) mod request;
