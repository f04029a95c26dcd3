//! Commands on pages of actions. They need no catalog: `generate` writes it.

pub(crate) mod diff;
mod fact_changes;
pub(crate) mod generate;
mod html;
pub(crate) mod inspect;
pub(crate) mod manifest;
mod options;
