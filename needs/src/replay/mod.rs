//! Policies beside the calls of a trail: what would change, and what is not used.

mod compare;
mod judge;
mod unused;

pub use compare::{Changes, DayChanges, Replay, ReplayedCall};
pub use unused::{StatementUse, Unused};
