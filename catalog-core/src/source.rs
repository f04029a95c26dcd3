//! Re-exports until every import names the crate.
pub(crate) use ram_diagnostics::LINE_ENDS;
pub use ram_diagnostics::{ByteRange, NotUtf8, Source};
