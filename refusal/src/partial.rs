//! What is known so far of one refused call, as places in the text.

use crate::action::Action;
use crate::code::Code;
use crate::field::{Detail, Notation};
use crate::message::Message;
use crate::refusal::{Caller, Deny, Form, Kind, PolicyType, Refusal};
use crate::unwrap::Clean;
use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

/// That there is a message, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageField {
    Any,
    /// The words that another cloud has with the same code.
    OfAnotherCloud,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Partial {
    pub(crate) message: Option<Message>,
    pub(crate) code: Option<(Code, Range<usize>)>,
    pub(crate) request_id: Option<Range<usize>>,
    pub(crate) detail: [Option<Range<usize>>; 6],
    pub(crate) message_field: Option<MessageField>,
    /// A code that refuses nothing: what stands here belongs to another failure.
    pub(crate) has_other_code: bool,
    pub(crate) notation: Option<Notation>,
    pub(crate) hint: Option<Form>,
    /// How many line breaks of strings there were before the message.
    pub(crate) line: usize,
    /// Whether it is the cause of an exception that may have told of it already.
    pub(crate) is_cause: bool,
}

impl Partial {
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_head()
            && self.request_id.is_none()
            && self.message_field.is_none()
            && !self.has_other_code
            && !self.has_detail()
    }

    /// Whether it is a call by itself, rather than what is known of one.
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

    /// Whether it is to be reported.
    pub(crate) fn is_refusal(&self) -> bool {
        let detail = self.detail(Detail::Action).is_some();
        let has_company = match self.message_field {
            Some(field) => field != MessageField::OfAnotherCloud,
            None => self.request_id.is_some() || self.has_detail(),
        };
        match (&self.message, &self.code) {
            (Some(message), _) if !message.is_weak => true,
            (Some(_), Some(_)) => true,
            (Some(_), None) => detail,
            (None, Some((code, _))) => !code.is_weak || has_company,
            (None, None) => detail && self.detail(Detail::Deny).is_some(),
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

    /// Adds what it lacks.
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

    /// Whether a detail may be of this call, by the action that it names.
    pub(crate) fn agrees(&self, other: &Self, clean: &Clean<'_>) -> bool {
        let texts = [self, other].map(|partial| {
            let action = partial.action();
            action.and_then(|action| clean.text.get(action.clone()))
        });
        let [Some(one), Some(other)] = texts else {
            return true;
        };
        one == other
    }

    /// Whether what stands within an error tells of the same call again.
    pub(crate) fn is_same_call(&self, inner: &Self, clean: &Clean<'_>) -> bool {
        let ids = [self, inner].map(|partial| {
            let id = partial.request_id();
            id.and_then(|id| clean.text.get(id.clone()))
        });
        let is_one_id = ids[0] == ids[1] || ids.contains(&None);
        let kinds = [self.kind(), inner.kind()];
        let is_one_kind = kinds[0] == kinds[1] || kinds.contains(&Kind::Other);
        is_one_id && is_one_kind && self.agrees(inner, clean)
    }

    pub(crate) fn kind(&self) -> Kind {
        let code = self.code.as_ref().map(|(code, _)| code.kind);
        let message = self.message.as_ref().map(|message| message.kind);
        match message.or(code) {
            Some(Kind::Other) | None if self.has_detail() => Kind::Ram,
            kind => kind.unwrap_or(Kind::Other),
        }
    }

    pub(crate) fn range(&self) -> Range<usize> {
        let message = self.message.as_ref().map(|message| &message.range);
        let code = self.code.as_ref().map(|(_, range)| range);
        let range = message.or(code).or(self.detail(Detail::Action));
        range.cloned().unwrap_or_default()
    }

    /// What tells two refusals without an action apart.
    fn code_of_same(&self, clean: &Clean<'_>) -> String {
        let message = self.message.as_ref().map(|message| message.code.to_owned());
        let code = self.code.as_ref();
        let code = || code.map(|(_, range)| clean.get(range.clone()));
        message.or_else(code).unwrap_or_default().replace('_', ".")
    }

    fn form(&self, clean: &Clean<'_>) -> Form {
        if clean.is_boxed(self.range().start) {
            return Form::Terraform;
        }
        match (self.notation, self.hint) {
            (Some(Notation::Escaped), _) => Form::NestedJson,
            (Some(Notation::Xml), _) => Form::Xml,
            (_, Some(hint)) => hint,
            (Some(Notation::Json), _) => Form::Json,
            (Some(Notation::Python), _) => Form::PythonDict,
            (Some(Notation::Go), _) => Form::Go,
            (Some(Notation::Plain), _) => Form::ServerError,
            (None, None) => Form::Bare,
        }
    }

    /// The refusal, and what a repeat has in common with it.
    pub(crate) fn into_refusal(self, clean: &Clean<'_>) -> (Refusal, [String; 6]) {
        let text = |range: Option<&Range<usize>>| range.map(|range| clean.get(range.clone()));
        let message = self.message.as_ref();
        let kind = self.kind();
        let action = text(self.action()).map(|action| Action::new(&action));
        let resource = text(message.and_then(|message| message.resource.as_ref()));
        let caller = text(self.detail(Detail::Caller)).map(Caller::new);
        let caller = caller.or_else(|| message.and_then(|message| message.caller.clone()));
        let principal = message.and_then(|message| message.principal.as_ref());
        let principal = text(principal.or(self.detail(Detail::Principal)));
        let code_missing = self.code.as_ref().map_or("", |(code, _)| code.missing);
        let missing = message.map_or(code_missing, |message| match message.missing {
            "" => code_missing,
            missing => missing,
        });
        let cannot = text(message.and_then(|message| message.cannot.as_ref()));
        let missing = match (missing, cannot) {
            ("", _) => None,
            _ if kind == Kind::Ram => None,
            (missing, None) => Some(missing.to_owned()),
            (missing, Some(cannot)) => Some(format!("{missing} that may {cannot}")),
        };
        let key_text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let key = [
            kind.name().to_owned(),
            action.as_ref().map_or_else(
                || format!(" {}", self.code_of_same(clean)),
                |action| action.as_str().to_owned(),
            ),
            key_text(resource.as_deref()),
            key_text(caller.as_ref().map(Caller::as_str)),
            key_text(principal.as_deref()),
            key_text(missing.as_deref()),
        ];
        let refusal = Refusal {
            kind,
            action,
            resource,
            caller,
            principal,
            owner: text(self.detail(Detail::Owner)),
            deny: text(self.detail(Detail::Deny)).map(Deny::new),
            policy_type: text(self.detail(Detail::PolicyType)).map(PolicyType::new),
            code: text(self.code.as_ref().map(|(_, range)| range)),
            request_id: text(self.request_id()),
            missing,
            range: clean.original(&self.range()),
            form: self.form(clean),
            count: 1,
        };
        (refusal, key)
    }
}
