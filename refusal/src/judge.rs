//! Whether the parts of a call say that it was refused, and by whom.

use crate::call::{Call, Status};
use crate::field::Notation;
use crate::field_name::Detail;
use crate::message_field::MessageField;
use crate::refusal::Kind;
use crate::signs::Sign;

impl Call {
    /// Returns whether it is to be reported or counted.
    pub(crate) fn is_reported(&self) -> bool {
        self.is_refusal() || self.is_refused_elsewhere()
    }

    /// Returns whether the cloud refused it.
    pub(crate) fn is_refusal(&self) -> bool {
        let is_found = self.is_of_form()
            || self.is_decision()
            || self.is_of_code()
            || self.is_status()
            || self.is_unknown_refusal();
        is_found && !self.signs.has(Sign::Text)
    }

    /// Returns whether another cloud or program refused the call.
    pub(crate) fn is_refused_elsewhere(&self) -> bool {
        let is_said = self.code.is_some()
            || self.denial.is_some()
            || self.exception.is_some()
            || self.words.is_some();
        self.is_elsewhere() && is_said && !self.signs.has(Sign::Text)
    }

    /// Returns whether a sentence says it.
    pub(crate) fn is_of_form(&self) -> bool {
        let is_told_more = self.code.is_some()
            || self.detail(Detail::Action).is_some()
            || self.request_id().is_some();
        let message = self.message.as_ref();
        message.is_some_and(|message| {
            (!message.is_weak || is_told_more) && !(message.is_shared && self.is_elsewhere())
        })
    }

    /// Returns whether it has the fields of a decision of RAM, of which one can be of something else.
    pub(crate) fn is_decision(&self) -> bool {
        let has = |detail: Detail| self.detail(detail).is_some();
        let parts = [Detail::Action, Detail::Deny, Detail::PolicyType];
        let parts = parts.iter().filter(|detail| has(**detail)).count();
        parts > 1 || (parts == 1 && has(Detail::Caller)) || has(Detail::Diagnostic)
    }

    /// Returns whether a code says it.
    pub(crate) fn is_of_code(&self) -> bool {
        let Some((code, _)) = &self.code else {
            return false;
        };
        let is_source = self.signs.has(Sign::Source) && !self.is_told_more();
        let is_of_check = code.kind == Kind::Service && self.status == Status::Bad;
        let is_other = self.is_elsewhere()
            || self.signs.has(Sign::Success)
            || self.status == Status::Failed
            || is_of_check
            || (code.is_vague && self.is_of_another_reason());
        if is_source || (is_other && !code.is_listed) || (self.is_elsewhere() && code.is_weak) {
            return false;
        }
        if !code.is_weak {
            return true;
        }
        let is_told = self.is_told_more()
            || self.signs.has(Sign::Api)
            || self.signs.has(Sign::Level)
            || self.is_link();
        if self.signs.has(Sign::Access) && !self.signs.has(Sign::Api) {
            return code.is_listed && is_told;
        }
        self.message_field.is_some()
            || is_told
            || code.is_of_error
            || self.is_status()
            || self.is_status_of_error()
    }

    /// Returns whether the message says why the call failed, and that is not a permission.
    pub(crate) fn is_of_another_reason(&self) -> bool {
        let is_otherwise = match self.message_field {
            Some(MessageField::Failure) => true,
            Some(MessageField::Silent) => self.status != Status::Forbidden,
            _ => false,
        };
        is_otherwise && self.message.is_none() && self.denial.is_none() && !self.has_detail()
    }

    /// Returns whether anything is beside a code.
    pub(crate) fn is_told_more(&self) -> bool {
        self.request_id.is_some() || self.has_detail()
    }

    /// Returns whether it is the status 403 of an API, with its name or such words.
    pub(crate) fn is_status(&self) -> bool {
        let has_words = self.status_name.is_some() || self.denial.is_some();
        matches!(self.status, Status::Forbidden)
            && has_words
            && (!self.signs.has(Sign::Log) || self.signs.has(Sign::Api))
            && !self.is_of_another_kind()
    }

    /// Returns whether an API says in words that no form knows that it refused the call.
    pub(crate) fn is_unknown_refusal(&self) -> bool {
        let is_denied = self.denial.is_some()
            || self.exception.is_some()
            || self.is_sentence()
            || self.is_status_of_code()
            || self.is_record();
        let is_of_api = self.request_id.is_some()
            || self.signs.has(Sign::Api)
            || self.is_link()
            || self.is_record();
        is_denied && is_of_api && self.status != Status::Failed && !self.is_of_another_kind()
    }

    /// Returns whether the status 403 is beside it, and no log of a server has both.
    pub(crate) fn is_status_of_error(&self) -> bool {
        let is_plain = self.notation == Some(Notation::Plain);
        is_plain
            && self.status == Status::Forbidden
            && !self.signs.has(Sign::Log)
            && !self.is_of_another_kind()
    }

    /// Returns whether it is a link of a chain of errors.
    pub(crate) const fn is_link(&self) -> bool {
        self.signs.has(Sign::Link) && self.signs.has(Sign::Error)
    }

    /// Returns whether it is the record of an error whose message says nothing else.
    pub(crate) const fn is_record(&self) -> bool {
        self.signs.has(Sign::Level) && self.signs.has(Sign::Statement)
    }

    /// Returns whether words in a line about an error say it.
    pub(crate) const fn is_sentence(&self) -> bool {
        self.words.is_some() && self.signs.has(Sign::Error)
    }

    /// Returns whether `Forbidden` is the message of a code that does not say so.
    pub(crate) fn is_status_of_code(&self) -> bool {
        self.message_field == Some(MessageField::Status)
            && self.other_code.is_some()
            && !self.signs.has(Sign::Log)
    }

    /// Returns whether another program wrote it, or a server its own log, or it failed for another reason.
    pub(crate) fn is_of_another_kind(&self) -> bool {
        let is_of_server = self.signs.has(Sign::Access) && !self.signs.has(Sign::Api);
        is_of_server
            || self.is_elsewhere()
            || self.signs.has(Sign::Failure)
            || self.signs.has(Sign::Success)
            || (self.signs.has(Sign::Value) && self.message_field != Some(MessageField::Denied))
            || self.signs.has(Sign::Source)
    }

    pub(crate) fn is_elsewhere(&self) -> bool {
        self.signs.has(Sign::Elsewhere) && !self.signs.has(Sign::Api)
    }
}
