//! Events of ActionTrail, in every outer form, and the calls that they record.

mod answers;
mod block;
mod caller;
mod calls;
mod context;
mod days;
mod event;
mod form;
mod input;
mod json;
mod nesting;
mod outer;
mod parts;
mod records;
mod request;
mod usage;

pub use answers::Answers;
pub use block::Block;
pub use caller::Caller;
pub use calls::{LeftOut, Question, RecordedCall, Seen, Tally, Totals};
pub use context::Mentioned;
pub use days::{Day, Days};
pub use event::{CallResult, Event, LONGEST, Unreadable};
pub use outer::events;
pub use records::Records;
pub use request::Asked;
pub use usage::{CallUsage, UnknownCall, Usage};
pub(crate) use usage::{add_unknown, merge_unknown};
