//! The calls of blocks of lines: what belongs to a call of the lines before, and what passes one on.

use crate::call::Call;
use crate::field_name::Detail;
use crate::unwrapped::Unwrapped;
use alloc::vec;
use alloc::vec::Vec;
use core::mem::take;

/// How many lines may have been left out between a code and its message.
const LEFT_OUT: usize = 3;

/// Joins the calls of blocks of lines, and gives them to `report`.
pub(crate) struct Blocks<'t, R> {
    text: &'t Unwrapped<'t>,
    report: R,
    /// The last call of the lines before, and whether these were fields.
    before: Option<Call>,
    before_is_fields: bool,
    empty_lines: usize,
}

/// What is known of the lines of a block.
#[derive(Clone, Copy)]
pub(crate) struct Lines {
    /// True if they are fields of one error.
    pub(crate) is_fields: bool,
    /// True if they are about a request that succeeded.
    pub(crate) is_success: bool,
}

impl<'t, R: FnMut(Call)> Blocks<'t, R> {
    pub(crate) const fn new(text: &'t Unwrapped<'t>, report: R) -> Self {
        Self {
            text,
            report,
            before: None,
            before_is_fields: false,
            empty_lines: 0,
        }
    }

    /// Returns the last call of the lines before.
    pub(crate) const fn before(&mut self) -> Option<&mut Call> {
        self.before.as_mut()
    }

    /// Adds the calls of a block, and returns whether one of them has a head.
    pub(crate) fn add(&mut self, calls: Vec<Call>, lines: Lines) -> bool {
        let calls = without_outer(calls, self.text);
        if calls.is_empty() {
            self.empty_lines += 1;
            if self.empty_lines > LEFT_OUT {
                self.report();
            }
            return false;
        }
        let has_head = calls.iter().any(Call::has_head);
        for (index, call) in calls.into_iter().enumerate() {
            match self.before.take() {
                Some(mut before) if index == 0 && self.joins(&before, &call, lines) => {
                    before.fill(call);
                    self.before = Some(before);
                }
                before => {
                    self.before = before;
                    self.report();
                    self.before = Some(call);
                }
            }
        }
        self.before_is_fields = lines.is_fields;
        self.empty_lines = 0;
        has_head
    }

    /// Returns whether lines belong to the call of the lines before.
    fn joins(&self, before: &Call, after: &Call, lines: Lines) -> bool {
        if !after.has_head() && !after.is_of_another_failure() {
            let has_action = after.detail(Detail::Action).is_some();
            return self.empty_lines == 0
                && !lines.is_success
                && before.may_go_on()
                && (lines.is_fields || has_action)
                && !(before.has_detail() && after.has_detail())
                && before.agrees(after, self.text);
        }
        // The name of an exception, and its message in the next line.
        let is_named = before.exception.is_some() && !before.has_head();
        if is_named && self.empty_lines == 0 && after.message.is_some() {
            return before.is_same_call(after, self.text);
        }
        let is_vague = before
            .message
            .as_ref()
            .is_some_and(|message| message.is_vague);
        if is_vague && self.empty_lines == 0 && after.message.is_some() {
            return before.is_same_call(after, self.text);
        }
        // `OSSException: …` with its code and its id in the lines below.
        let is_below = lines.is_fields
            && self.empty_lines == 0
            && (before.message.is_some() || before.denial.is_some())
            && before.code.is_none()
            && before.request_id().is_none()
            && after.code.is_some()
            && after.message.is_none()
            && after.message_field.is_none();
        if is_below {
            return before.is_same_call(after, self.text);
        }
        // The message of a code that is all of the lines before.
        let is_its_code = |range| {
            let message = after.message.as_ref();
            message.is_some_and(|message| message.code == self.text.slice(range))
        };
        let code = before.code.as_ref();
        let is_alone = code.is_some_and(|(code, range)| code.is_weak || is_its_code(range))
            && before.request_id().is_none()
            && (after.message.is_some() || before.has_code_of(after, self.text));
        // A line may break within the name of the field that has the message.
        let is_part = lines.is_fields || (is_alone && !before.has_detail());
        is_part
            && (self.before_is_fields || is_alone)
            && (self.before_is_fields || self.empty_lines == 0)
            && before.code.is_some()
            && before.message.is_none()
            && before.message_field.is_none()
            && (after.code.is_none() || before.has_code_of(after, self.text))
            && after.other_code.is_none()
            && before.is_same_call(after, self.text)
    }

    /// Reports the last call of the lines before.
    pub(crate) fn report(&mut self) {
        if let Some(call) = self.before.take().filter(Call::is_reported) {
            (self.report)(call);
        }
    }
}

/// Removes the calls whose message has another call in it: a program that passes an error on repeats its text, and
/// may have a code of its own.
fn without_outer(mut calls: Vec<Call>, text: &Unwrapped<'_>) -> Vec<Call> {
    let mut is_outer = vec![false; calls.len()];
    for at in 0..calls.len() {
        let Some(whole) = calls[at].passed_on().cloned() else {
            continue;
        };
        let mut inner = calls[at + 1..]
            .iter()
            .take_while(|call| whole.contains(&call.range().start));
        let Some(inner) = inner.position(|call| call.has_head() || call.has_detail()) else {
            continue;
        };
        if calls[at].is_ended_before(&calls[at + 1 + inner], text) {
            continue;
        }
        is_outer[at] = true;
        let request_id = calls[at].request_id.take();
        let operation = take(&mut calls[at].operation);
        let inner = &mut calls[at + 1 + inner];
        inner.request_id = inner.request_id.take().or(request_id);
        inner.operation.fill(operation);
    }
    let mut is_outer = is_outer.into_iter();
    calls.retain(|_| is_outer.next() != Some(true));
    calls
}
