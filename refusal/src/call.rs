//! The parts of one refused call that are known so far, as places in the text.

use crate::code::Code;
use crate::field::{Detail, Notation};
use crate::form::Form;
use crate::message::{Message, MessageField};
use crate::refusal::Kind;
use crate::unwrap::Unwrapped;
use core::ops::Range;

#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) message: Option<Message>,
    pub(crate) code: Option<(Code, Range<usize>)>,
    pub(crate) request_id: Option<Range<usize>>,
    pub(crate) detail: [Option<Range<usize>>; 6],
    pub(crate) message_field: Option<MessageField>,
    /// True if there is a code that refuses nothing: the other parts belong to another failure.
    pub(crate) has_other_code: bool,
    pub(crate) notation: Option<Notation>,
    /// The form by the header before it.
    pub(crate) header: Option<Form>,
    /// The number of line breaks in strings before the message.
    pub(crate) line: usize,
    /// True if it is the cause of an exception, which may have been reported already.
    pub(crate) is_cause: bool,
}

impl Call {
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_head()
            && self.request_id.is_none()
            && self.message_field.is_none()
            && !self.has_other_code
            && !self.has_detail()
    }

    /// Returns whether it is a call by itself, rather than a part of one.
    pub(crate) const fn has_head(&self) -> bool {
        self.message.is_some() || self.code.is_some()
    }

    pub(crate) const fn is_of_another_failure(&self) -> bool {
        !self.has_head() && (self.message_field.is_some() || self.has_other_code)
    }

    pub(crate) fn has_detail(&self) -> bool {
        self.detail.iter().any(Option::is_some)
    }

    pub(crate) const fn detail(&self, detail: Detail) -> Option<&Range<usize>> {
        self.detail[detail as usize].as_ref()
    }

    /// Returns whether it is to be reported.
    pub(crate) fn is_refusal(&self) -> bool {
        let has_action = self.detail(Detail::Action).is_some();
        match (&self.message, &self.code) {
            (Some(message), None) => !message.is_weak || has_action,
            (None, Some((code, _))) if code.is_weak => match self.message_field {
                Some(field) => field != MessageField::OfAnotherCloud,
                None => self.request_id.is_some() || self.has_detail(),
            },
            (Some(_) | None, Some(_)) => true,
            (None, None) => has_action && self.detail(Detail::Deny).is_some(),
        }
    }

    pub(crate) fn request_id(&self) -> Option<&Range<usize>> {
        let message = self.message.as_ref();
        let own = message.and_then(|message| message.request_id.as_ref());
        own.or(self.request_id.as_ref())
    }

    pub(crate) fn action(&self) -> Option<&Range<usize>> {
        let message = self.message.as_ref();
        let own = message.and_then(|message| message.action.as_ref());
        own.or(self.detail(Detail::Action))
    }

    pub(crate) fn kind(&self) -> Kind {
        let code = self.code.as_ref().map(|(code, _)| code.kind);
        let message = self.message.as_ref().map(|message| message.kind);
        match message.or(code) {
            Some(Kind::Other) | None if self.has_detail() => Kind::Ram,
            kind => kind.unwrap_or(Kind::Other),
        }
    }

    /// Returns the place that shows the call best.
    pub(crate) fn range(&self) -> Range<usize> {
        let message = self.message.as_ref().map(|message| &message.range);
        let code = self.code.as_ref().map(|(_, range)| range);
        let range = message.or(code).or(self.detail(Detail::Action));
        range.cloned().unwrap_or_default()
    }

    /// Adds the parts that it lacks.
    pub(crate) fn fill(&mut self, other: Self) {
        let is_weaker = |message: &Message| {
            let stronger = other.message.as_ref();
            message.is_weak && stronger.is_some_and(|other| !other.is_weak)
        };
        if self.message.as_ref().is_none_or(is_weaker) {
            self.message = other.message.or(self.message.take());
        }
        if !self.has_detail() {
            self.detail = other.detail;
        }
        self.code = self.code.take().or(other.code);
        self.request_id = self.request_id.take().or(other.request_id);
        self.message_field = self.message_field.max(other.message_field);
    }

    /// Returns whether the two may be parts of one call, by the actions that they name.
    pub(crate) fn agrees(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        match (self.action(), other.action()) {
            (Some(one), Some(other)) => text.slice(one) == text.slice(other),
            _ => true,
        }
    }

    /// Returns whether a part within an error, or after it, repeats the same call.
    pub(crate) fn is_same_call(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        let is_one_id = match (self.request_id(), other.request_id()) {
            (Some(one), Some(other)) => text.slice(one) == text.slice(other),
            _ => true,
        };
        let kinds = [self.kind(), other.kind()];
        let is_one_kind = kinds[0] == kinds[1] || kinds.contains(&Kind::Other);
        is_one_id && is_one_kind && self.agrees(other, text)
    }
}
