//! The parts of a text that matter, in its order.

use crate::code::Code;
use crate::field::{Detail, Notation};
use crate::form::Header;
use crate::message::{Message, MessageField};
use core::ops::Range;

pub(crate) enum Token {
    /// A brace or a bracket that opens, at its place.
    Open(usize),
    /// A brace or a bracket that closes.
    Close(u8),
    /// White space, at its place.
    Gap(usize),
    /// The start or the end of an `<Error>`.
    ErrorTag,
    Header(Header),
    Notation(Notation),
    Message(Message),
    MessageField(MessageField),
    Code(Code, Range<usize>),
    /// A code that refuses nothing.
    OtherCode,
    RequestId(Range<usize>),
    Detail(Detail, Range<usize>),
}
