//! Output formats that several commands share.

use clap::ValueEnum;

#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}
