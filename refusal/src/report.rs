//! Calls as refusals, each once with its count.

use crate::action::Action;
use crate::call::Call;
use crate::field::Detail;
use crate::form::Form;
use crate::refusal::{Caller, Deny, Kind, PolicyType, Refusal};
use crate::unwrap::Unwrapped;
use alloc::borrow::ToOwned as _;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

pub(crate) struct Report<'t> {
    text: &'t Unwrapped<'t>,
    pub(crate) refusals: Vec<Refusal>,
    places: BTreeMap<Key, usize>,
}

/// A repeat has all of this in common with the first: the kind, the caller, the action or the code, the
/// resource, the principal, and what is missing.
type Key = (Kind, Option<Caller>, [String; 4]);

impl<'t> Report<'t> {
    pub(crate) fn new(text: &'t Unwrapped<'t>) -> Self {
        Self {
            text,
            refusals: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, call: &Call) {
        let refusal = self.refusal(call);
        let key = self.key(call, &refusal);
        let place = *self.places.entry(key).or_insert(self.refusals.len());
        match self.refusals.get_mut(place) {
            // The exception in an exception.
            Some(first)
                if call.is_cause
                    && refusal.request_id.is_some()
                    && first.request_id == refusal.request_id => {}
            Some(first) => first.count += 1,
            None => self.refusals.push(refusal),
        }
    }

    fn key(&self, call: &Call, refusal: &Refusal) -> Key {
        let name = match &refusal.action {
            Some(action) => action.as_str().to_owned(),
            None => format!(" {}", self.code(call)),
        };
        let [resource, principal, missing] =
            [&refusal.resource, &refusal.principal, &refusal.missing]
                .map(|text| text.clone().unwrap_or_default());
        let texts = [name, resource, principal, missing];
        (refusal.kind, refusal.caller.clone(), texts)
    }

    /// Returns what distinguishes two refusals without an action.
    fn code(&self, call: &Call) -> String {
        match (&call.message, &call.code) {
            (Some(message), _) => message.code.replace('_', "."),
            (None, Some((_, range))) => self.text.plain(range).replace('_', "."),
            (None, None) => String::new(),
        }
    }

    fn refusal(&self, call: &Call) -> Refusal {
        let text = |range: Option<&Range<usize>>| range.map(|range| self.text.plain(range));
        let message = call.message.as_ref();
        let caller = text(call.detail(Detail::Caller)).map(Caller::new);
        let principal = message.and_then(|message| message.principal.as_ref());
        Refusal {
            kind: call.kind(),
            action: text(call.action()).map(|action| Action::new(&action)),
            resource: text(message.and_then(|message| message.resource.as_ref())),
            caller: caller.or_else(|| message.and_then(|message| message.caller.clone())),
            principal: text(principal.or(call.detail(Detail::Principal))),
            owner: text(call.detail(Detail::Owner)),
            deny: text(call.detail(Detail::Deny)).map(Deny::new),
            policy_type: text(call.detail(Detail::PolicyType)).map(PolicyType::new),
            code: text(call.code.as_ref().map(|(_, range)| range)),
            request_id: text(call.request_id()),
            missing: self.missing(call),
            range: self.text.original(&call.range()),
            form: Form::of(
                self.text.is_boxed(call.range().start),
                call.notation,
                call.header,
            ),
            count: 1,
        }
    }

    /// Returns what a RAM policy cannot give.
    fn missing(&self, call: &Call) -> Option<String> {
        let message = call.message.as_ref();
        let of_message = message.map_or("", |message| message.missing);
        let of_code = call.code.as_ref().map_or("", |(code, _)| code.missing);
        let missing = if of_message.is_empty() {
            of_code
        } else {
            of_message
        };
        if missing.is_empty() || call.kind() == Kind::Ram {
            return None;
        }
        Some(match message.and_then(|message| message.cannot.as_ref()) {
            Some(cannot) => format!("{missing} that may {}", self.text.plain(cannot)),
            None => missing.to_owned(),
        })
    }
}
