//! Re-exports until every import names the crate.
pub use ram_diagnostics::visible;
