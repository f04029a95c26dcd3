//! The parts of one refused call that are known so far, as places in the text.

use crate::code::Code;
use crate::field::Notation;
use crate::field_name::Detail;
use crate::message::Message;
use crate::message_field::MessageField;
use crate::operation::Place;
use crate::refusal::Kind;
use crate::signs::Signs;
use crate::unwrapped::Unwrapped;
use crate::wrapping::Wrapping;
use core::ops::Range;

const DETAILS: usize = Detail::Diagnostic as usize + 1;

/// What the fields beside a call say about its status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    #[default]
    Unknown,
    /// 400, which some services also have for refusals.
    Bad,
    /// That of another failure, such as 401 of a caller who is not known.
    Failed,
    /// 403.
    Forbidden,
}

impl Status {
    /// Returns the status that a number is, if it is one of a failure.
    pub(crate) fn of(number: &str) -> Option<Self> {
        match number.as_bytes() {
            b"403" => Some(Self::Forbidden),
            b"400" => Some(Self::Bad),
            [b'4' | b'5', b'0'..=b'9', b'0'..=b'9'] => Some(Self::Failed),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) message: Option<Message>,
    pub(crate) code: Option<(Code, Range<usize>)>,
    pub(crate) request_id: Option<Range<usize>>,
    pub(crate) detail: [Option<Range<usize>>; DETAILS],
    pub(crate) message_field: Option<MessageField>,
    /// The value of a message, or of a field like one.
    pub(crate) text: Option<Range<usize>>,
    /// The text or the name of an exception that says so, where no form knows it.
    pub(crate) denial: Option<Range<usize>>,
    pub(crate) exception: Option<Range<usize>>,
    /// Such words in a line that may be about an error.
    pub(crate) words: Option<Range<usize>>,
    pub(crate) signs: Signs,
    pub(crate) operation: Place,
    /// A code that refuses nothing: the other parts belong to another failure.
    pub(crate) other_code: Option<Range<usize>>,
    /// The status, and the name of 403 in another field: together an error, unless a log has them.
    pub(crate) status: Status,
    pub(crate) status_name: Option<Range<usize>>,
    pub(crate) notation: Option<Notation>,
    /// The wrapping by the header before it.
    pub(crate) header: Option<Wrapping>,
    /// The number of line breaks in strings before the message.
    pub(crate) line: usize,
}

impl Call {
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_head()
            && self.request_id.is_none()
            && self.message_field.is_none()
            && self.other_code.is_none()
            && self.status_name.is_none()
            && self.status == Status::Unknown
            && !self.is_sentence()
            && !self.is_refused_elsewhere()
            && !self.has_detail()
    }

    /// Returns whether it is a call by itself, rather than a part of one.
    pub(crate) const fn has_head(&self) -> bool {
        self.message.is_some() || self.code.is_some()
    }

    /// Returns whether fields in the lines below can belong to it.
    pub(crate) fn may_go_on(&self) -> bool {
        self.has_head() || self.is_status() || self.denial.is_some() || self.is_sentence()
    }

    pub(crate) const fn is_of_another_failure(&self) -> bool {
        !self.has_head() && (self.message_field.is_some() || self.other_code.is_some())
    }

    /// Returns whether it is only the code of a protocol that carries the error of another program.
    pub(crate) fn is_only_outer(&self) -> bool {
        let is_outer = self.code.as_ref().is_some_and(|(code, _)| code.is_outer);
        is_outer && self.message.is_none() && self.request_id.is_none()
    }

    /// Returns the text that it says only by passing it on, if another call is in it.
    pub(crate) fn passed_on(&self) -> Option<&Range<usize>> {
        match (&self.message, &self.code) {
            (Some(_), _) => None,
            (None, Some((code, _))) => {
                let is_vague = code.is_weak || code.kind == Kind::Other;
                self.text
                    .as_ref()
                    .filter(|_| is_vague && !self.has_detail())
            }
            (None, None) => self.denial.as_ref().or(self.text.as_ref()),
        }
    }

    /// Returns whether it has the fields of a decision of RAM.
    pub(crate) fn has_detail(&self) -> bool {
        let mut others = self.detail.iter().enumerate();
        others.any(|(at, part)| part.is_some() && at != Detail::Resource as usize)
    }

    pub(crate) const fn detail(&self, detail: Detail) -> Option<&Range<usize>> {
        self.detail[detail as usize].as_ref()
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
        // A sentence about another check is right, whatever fields are beside it.
        let is_elsewhere = self
            .message
            .as_ref()
            .is_some_and(|it| !it.missing.is_empty());
        // A weak code that is all there is does not say whose check it was.
        let is_alone = message.is_none() && self.message_field.is_none() && !self.is_told_more();
        let is_weak = self.code.as_ref().is_some_and(|(code, _)| code.is_weak);
        match message.or(code) {
            Some(Kind::Ram) if is_alone && is_weak => Kind::Other,
            Some(Kind::Other) | None if self.has_detail() && !is_elsewhere => Kind::Ram,
            kind => kind.unwrap_or(Kind::Other),
        }
    }

    /// Returns the place that shows the call best.
    pub(crate) fn range(&self) -> Range<usize> {
        let message = self.message.as_ref().map(|message| &message.range);
        let code = self.code.as_ref().map(|(_, range)| range);
        let range = message.or(code).or(self.detail(Detail::Action));
        let range = range.or(self.denial.as_ref()).or(self.exception.as_ref());
        let range = range.or(self.words.as_ref()).or(self.status_name.as_ref());
        let range = range.or_else(|| self.detail.iter().find_map(Option::as_ref));
        range.cloned().unwrap_or_default()
    }

    /// Takes the code that is after the id of its request, and what belongs to that: the next error of the line. Returns
    /// nothing if the code is all that it is.
    pub(crate) fn take_after(&mut self, id_end: usize) -> Self {
        let is_after = |range: &mut Range<usize>| range.start > id_end;
        if self.message.is_none() {
            return Self::default();
        }
        let Some(code) = self.code.take_if(|(_, range)| is_after(range)) else {
            return Self::default();
        };
        Self {
            code: Some(code),
            message_field: self.message_field.take(),
            text: self.text.take_if(is_after),
            denial: self.denial.take_if(is_after),
            ..Self::default()
        }
    }

    /// Adds the parts that it lacks.
    pub(crate) fn fill(&mut self, other: Self) {
        let is_weaker = |message: &Message| {
            let stronger = other.message.as_ref();
            message.is_weak && stronger.is_some_and(|other| !other.is_weak)
                || message.is_vague && stronger.is_some_and(|other| !other.is_vague)
        };
        if self.message.as_ref().is_none_or(is_weaker) {
            self.message = other.message.or(self.message.take());
        }
        for (own, other) in self.detail.iter_mut().zip(other.detail) {
            *own = own.take().or(other);
        }
        // The name of an exception may be made of a code: `ForbiddenRAMError`.
        let is_listed =
            |code: &Option<(Code, _)>| code.as_ref().is_some_and(|(code, _)| code.is_listed);
        self.code = if is_listed(&other.code) && !is_listed(&self.code) {
            other.code
        } else {
            self.code.take().or(other.code)
        };
        self.request_id = self.request_id.take().or(other.request_id);
        self.message_field = self.message_field.max(other.message_field);
        self.text = self.text.take().or(other.text);
        self.denial = self.denial.take().or(other.denial);
        self.exception = self.exception.take().or(other.exception);
        self.words = self.words.take().or(other.words);
        self.status = self.status.max(other.status);
        self.status_name = self.status_name.take().or(other.status_name);
        self.signs.add_all(other.signs);
        self.operation.fill(other.operation);
    }

    /// Returns whether the two have a field of a decision in common, which each call has once.
    pub(crate) fn shares_detail(&self, other: &Self) -> bool {
        let mut pairs = self.detail.iter().zip(&other.detail);
        pairs.any(|(own, other)| own.is_some() && other.is_some())
    }

    /// Returns whether the two may be parts of one call, by the actions that they name.
    pub(crate) fn agrees(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        match (self.action(), other.action()) {
            (Some(one), Some(other)) => text.slice(one) == text.slice(other),
            _ => true,
        }
    }

    /// Returns whether its request is another one, whose id is before the other call: a line may have several errors.
    pub(crate) fn is_ended_before(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        match (&self.request_id, other.request_id()) {
            (Some(one), Some(id)) => {
                one.end <= other.range().start && text.slice(one) != text.slice(id)
            }
            _ => false,
        }
    }

    /// Returns whether it is only the code of the other again, beside the id of a request for the text of the error.
    pub(crate) fn repeats_code(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        let is_alone = self.message.is_none() && self.message_field.is_none();
        is_alone && !self.has_detail() && self.has_code_of(other, text)
    }

    /// Returns whether the two have the same code.
    pub(crate) fn has_code_of(&self, other: &Self, text: &Unwrapped<'_>) -> bool {
        match (&self.code, &other.code) {
            (Some((_, one)), Some((_, other))) => text.slice(one) == text.slice(other),
            _ => false,
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
