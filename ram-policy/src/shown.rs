//! Re-exports until every import names the crate.
pub(crate) use ram_diagnostics::{escaped as shown, is_invisible as is_hidden};
