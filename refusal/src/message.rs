//! A sentence that refuses a call, with its parts as places in the text.

use crate::refusal::{Caller, Kind};
use core::ops::Range;

#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
    pub(crate) action: Option<Range<usize>>,
    pub(crate) resource: Option<Range<usize>>,
    pub(crate) caller: Option<Caller>,
    pub(crate) principal: Option<Range<usize>>,
    pub(crate) request_id: Option<Range<usize>>,
    /// The actions of which the documentation says that one is missing, with words for the operation.
    pub(crate) documented: &'static [Documented],
    /// The missing permission where a RAM policy cannot give it, and the part of the text that names it.
    pub(crate) missing: &'static str,
    pub(crate) cannot: Option<Range<usize>>,
    /// The code that comes with the sentence: it distinguishes sentences without an action.
    pub(crate) code: &'static str,
    /// True if the sentence refuses only together with a code or a detail.
    pub(crate) is_weak: bool,
    /// True if any other sentence about the call says more.
    pub(crate) is_vague: bool,
    /// True if other clouds have the same sentence.
    pub(crate) is_shared: bool,
}

/// An action that a sentence does not name, but its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Documented {
    pub(crate) action: &'static str,
    /// The method of the request that needs it.
    pub(crate) method: &'static str,
}

impl Message {
    pub(crate) const fn new(kind: Kind, range: Range<usize>) -> Self {
        Self {
            kind,
            range,
            action: None,
            resource: None,
            caller: None,
            principal: None,
            request_id: None,
            documented: &[],
            missing: "",
            cannot: None,
            code: "",
            is_weak: false,
            is_vague: false,
            is_shared: false,
        }
    }
}
