//! Re-exports until every import names the crate.
pub(crate) use ram_diagnostics::nearest;
