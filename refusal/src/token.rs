//! The parts of a text that matter, in its order.

use crate::call::Status;
use crate::code::Code;
use crate::field::Notation;
use crate::field_name::Detail;
use crate::message::Message;
use crate::message_field::MessageField;
use crate::operation::Part;
use crate::signs::Sign;
use crate::wrapping::Header;
use core::ops::Range;

pub(crate) enum Token {
    /// A brace or a bracket that opens, at its place.
    Open(usize),
    /// A brace or a bracket that closes.
    Close(u8),
    /// White space, at its place.
    Gap(usize),
    /// The start of an `<Error>`, or its end.
    ErrorTag {
        is_start: bool,
    },
    /// The words before an error, at their place.
    Header(Header, usize),
    Notation(Notation),
    Message(Message),
    MessageField(MessageField),
    /// The value of a field whose text may be that of another error.
    Text(Range<usize>),
    Code(Code, Range<usize>),
    /// A code that refuses nothing.
    OtherCode(Range<usize>),
    /// The status of HTTP in a field, and the name of 403 or such words in another.
    Status(Status),
    StatusName(Range<usize>),
    Sign(Sign),
    /// Words that say that the call was refused, where no form knows them.
    Denial(Range<usize>),
    /// The same words outside of the message of an error.
    Words(Range<usize>),
    /// The name of an exception that says so.
    Exception(Range<usize>),
    Operation(Part),
    RequestId(Range<usize>),
    Detail(Detail, Range<usize>),
}
