//! Braces, and the calls within them.

use crate::call::{Call, Status};
use crate::signs::{Sign, Signs};
use crate::unwrapped::Unwrapped;
use crate::word::{before_gap, before_quotes, is_word, word_end};
use alloc::vec::Vec;
use core::mem::take;

/// Deeper braces are not told apart.
const DEEPEST: usize = 64;

/// The braces that are open at a place of the text.
pub(crate) struct Nesting<'t> {
    text: &'t Unwrapped<'t>,
    /// The text outside of all braces.
    outermost: Frame,
    open: Vec<Frame>,
    too_deep: usize,
}

/// The parts of calls between two braces.
#[derive(Default)]
pub(crate) struct Frame {
    opening: u8,
    pub(crate) is_go: bool,
    pub(crate) own: Call,
    /// Calls within braces of their own.
    inner: Vec<Call>,
    /// True if there were several of those, to which nothing here can be added.
    has_several: bool,
    done: Vec<Call>,
}

impl<'t> Nesting<'t> {
    pub(crate) fn new(text: &'t Unwrapped<'t>) -> Self {
        Self {
            text,
            outermost: Frame::default(),
            open: Vec::new(),
            too_deep: 0,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Returns the frame of the innermost braces.
    pub(crate) fn top(&mut self) -> &mut Frame {
        self.open.last_mut().unwrap_or(&mut self.outermost)
    }

    pub(crate) fn own(&self) -> &Call {
        &self.open.last().unwrap_or(&self.outermost).own
    }

    /// Starts another call in the same braces.
    pub(crate) fn split(&mut self) {
        let text = self.text;
        let top = self.top();
        let part = Frame {
            own: take(&mut top.own),
            inner: take(&mut top.inner),
            has_several: take(&mut top.has_several),
            ..Frame::default()
        };
        let calls = part.finish(text);
        top.done.extend(calls.into_iter().filter(Call::is_reported));
    }

    pub(crate) fn open(&mut self, at: usize) {
        if self.open.len() == DEEPEST {
            self.too_deep += 1;
            return;
        }
        let text = self.text.bytes();
        let mut frame = Frame {
            opening: text[at],
            is_go: text[..at].ends_with(b"map") || text[..at].ends_with(b"interface {}"),
            ..Frame::default()
        };
        frame.own.signs = self.signs_of_frame(at);
        self.open.push(frame);
    }

    /// Returns what the text before an opening brace says.
    fn signs_of_frame(&self, at: usize) -> Signs {
        let text = self.text.bytes();
        let (before, inside) = (&text[..at], &text[at + 1..]);
        let mut signs = Signs::default();
        // The argument of a function is the source of a program that refuses.
        if before.ends_with(b"(") {
            signs.add(Sign::Log);
        }
        let is_in_text = self
            .open
            .last()
            .is_some_and(|frame| frame.own.signs.has(Sign::Text));
        if is_in_text || is_example(before) || is_metric(before, inside) {
            signs.add(Sign::Text);
        }
        if is_literal(before, inside) {
            signs.add(Sign::Source);
        }
        signs
    }

    pub(crate) fn close(&mut self, closing: u8) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let opening = if closing == b'}' { b'{' } else { b'[' };
        let is_matching = |frame: &Frame| frame.opening == opening;
        if let Some(depth) = self.open.iter().rposition(is_matching) {
            while self.open.len() > depth {
                self.close_one();
            }
        }
    }

    /// Closes all braces, and returns the calls.
    pub(crate) fn finish(&mut self) -> Vec<Call> {
        self.close_all();
        take(&mut self.outermost).finish(self.text)
    }

    pub(crate) fn close_all(&mut self) {
        self.too_deep = 0;
        while self.is_open() {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some(frame) = self.open.pop() else {
            return;
        };
        let (text, is_outermost) = (self.text, !self.is_open());
        let (is_object, had_several) = (frame.opening == b'{', frame.has_several);
        let signs = frame.own.signs;
        let mut calls = frame.finish(text);
        calls.retain(|call| !call.signs.has(Sign::Text));
        if had_several || calls.len() > 1 {
            self.top().has_several = true;
            let done = &mut self.outermost.done;
            done.extend(calls.into_iter().filter(Call::is_reported));
            return;
        }
        let Some(call) = calls.pop() else {
            if !signs.has(Sign::Text) {
                self.top().own.signs.add_all(signs);
            }
            return;
        };
        let outer = self.top();
        let is_list = outer.opening == b'[' && !outer.is_go && is_object;
        let is_status = call.is_status();
        let is_apart = is_list
            || is_status
            || call.is_of_another_failure()
            || call.shares_detail(&outer.own)
            || (is_outermost && !outer.own.agrees(&call, text));
        // The id of the request may be outside of the error.
        let is_kept = call.is_reported() || call.denial.is_some();
        if call.has_head() || (is_apart && is_kept) {
            outer.inner.push(call);
        } else if !is_apart {
            outer.own.fill(call);
        }
    }
}

impl Frame {
    /// Returns whether its parts have names, rather than being those of a list.
    pub(crate) const fn is_object(&self) -> bool {
        self.opening == b'{' || self.is_go
    }

    /// Returns its calls, or the parts of one.
    fn finish(mut self, text: &Unwrapped<'_>) -> Vec<Call> {
        if let ([one], false) = (&mut self.inner[..], self.has_several) {
            if self.own.is_only_outer() {
                self.own = Call::default();
            }
            if self.own.has_head() && self.own.is_same_call(one, text) {
                self.own.fill(take(one));
                self.inner.clear();
            } else if self.own.repeats_code(one, text) {
                self.own = Call::default();
            } else if !self.own.has_head() && one.agrees(&self.own, text) {
                let mut own = Call {
                    message_field: None,
                    signs: self.own.signs.of_place(),
                    ..take(&mut self.own)
                };
                // A program that failed because of the refusal has a status of its own.
                if own.status == Status::Failed && one.is_refusal() {
                    own.status = Status::Unknown;
                }
                one.fill(own);
            }
        }
        let is_call = self.own.has_head() || self.own.is_refusal();
        let is_alone = self.inner.is_empty() && self.done.is_empty() && !self.has_several;
        let mut calls = self.done;
        calls.append(&mut self.inner);
        if is_call || (is_alone && !self.own.is_empty()) {
            calls.push(self.own);
        }
        calls.sort_by_key(|call| call.range().start);
        calls
    }
}

/// Returns whether an object is the example of a description: `"example": {`.
fn is_example(before: &[u8]) -> bool {
    let end = before_gap(before, before.len());
    let Some(name) = before[..end].strip_suffix(b":") else {
        return false;
    };
    let end = before_quotes(name, before_gap(name, name.len()));
    [&b"example"[..], b"examples", b"Example", b"Examples"]
        .iter()
        .any(|word| name[..end].ends_with(word))
}

/// Returns whether braces are the labels of a metric: `errors_total{code="403"}`.
fn is_metric(before: &[u8], inside: &[u8]) -> bool {
    let end = word_end(inside, 0);
    let rest = &inside[end..];
    let is_label = [&b"=\""[..], b"=~\"", b"!=\"", b"!~\""]
        .iter()
        .any(|sign| rest.starts_with(sign));
    before.last().copied().is_some_and(is_word) && end > 0 && is_label
}

/// Returns whether braces are those of a value in the source of a program: `Error{Code: "a"}`. Go prints no space
/// there.
fn is_literal(before: &[u8], inside: &[u8]) -> bool {
    let end = word_end(inside, 0);
    before.last().is_some_and(u8::is_ascii_alphanumeric)
        && end > 0
        && inside[end..].starts_with(b": \"")
}
