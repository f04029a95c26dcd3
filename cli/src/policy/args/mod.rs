//! Arguments that several commands share.

pub(crate) mod actions;
pub(crate) mod levels;
pub(crate) mod needs_file;
pub(crate) mod principals;
pub(crate) mod resources;
pub(crate) mod sources;
pub(crate) mod spelling;
pub(crate) mod suggest;
pub(crate) mod unlisted;
