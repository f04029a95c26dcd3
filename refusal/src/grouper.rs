//! Which message, code, request id and detail are of one call: by braces, by lines, and by what can
//! only come once.

use crate::code::Code;
use crate::field::{Detail, Notation, is_field_line, is_quote, word_end};
use crate::message::Message;
use crate::nesting::Frame;
use crate::partial::{MessageField, Partial};
use crate::refusal::{Form, Kind, Refusal};
use crate::unwrap::{BLANK, BREAK, Clean, SOFT, SOFT_BLANK};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;
use core::ops::Range;

/// Deeper braces than these are not told apart.
const DEEPEST: usize = 64;

/// How many lines may have been left out between a code and its message.
const LEFT_OUT: usize = 3;

pub(crate) struct Grouper<'c, 't> {
    clean: &'c Clean<'t>,
    /// The first is of no braces.
    frames: Vec<Frame>,
    too_deep: usize,
    /// The last call of the lines before, and whether these were fields.
    before: Option<Partial>,
    before_is_fields: bool,
    empty_lines: usize,
    is_fields: bool,
    /// How many line breaks of strings there were. A log in a string has a line for each call.
    line: usize,
    /// Whether the line is of Java's `Caused by:`.
    is_cause: bool,
    pub(crate) hint: Option<Form>,
    refusals: Vec<Refusal>,
    places: BTreeMap<[String; 6], usize>,
}

impl<'c, 't> Grouper<'c, 't> {
    pub(crate) fn new(clean: &'c Clean<'t>) -> Self {
        Self {
            clean,
            frames: Vec::from([Frame::default()]),
            too_deep: 0,
            before: None,
            before_is_fields: false,
            empty_lines: 0,
            is_fields: is_field_line(clean.bytes(), 0),
            line: 0,
            is_cause: false,
            hint: None,
            refusals: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Refusal> {
        self.close_all();
        self.end_block();
        self.report_before();
        self.refusals
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.frames.last_mut() {
            edit(frame);
        }
    }

    fn own(&self) -> Option<&Partial> {
        self.frames.last().map(|frame| &frame.own)
    }

    /// Another error starts here.
    pub(crate) fn split(&mut self) {
        let clean = self.clean;
        self.edit(|frame| {
            let part = Frame {
                own: take(&mut frame.own),
                inner: take(&mut frame.inner),
                has_several: take(&mut frame.has_several),
                ..Frame::default()
            };
            let calls = part.finish(clean).into_iter();
            frame.done.extend(calls.filter(Partial::is_refusal));
        });
    }

    pub(crate) fn message(&mut self, message: Message) {
        let Some(own) = self.own() else { return };
        let another = Partial {
            message: Some(message.clone()),
            ..Partial::default()
        };
        if own.message.is_some() {
            // A message that is there twice: with one id, or in two fields of one object.
            let has_ids = own.request_id().is_some() && another.request_id().is_some();
            let is_object = self.frames.last().is_some_and(Frame::is_object);
            let is_beside = is_object && own.line == self.line;
            if own.is_same_call(&another, self.clean) && (has_ids || is_beside) {
                self.edit(|frame| frame.own.fill(another));
                return;
            }
            self.split();
        } else {
            // Within one object the message is right where its detail names another action.
            let is_apart = self.frames.len() == 1 && !own.agrees(&another, self.clean);
            let code = own.code.as_ref().map(|(code, _)| code.kind);
            let is_other = code.is_some_and(|kind| kind != Kind::Other && kind != message.kind);
            if is_apart || is_other {
                self.split();
            }
        }
        let (line, hint, is_cause) = (self.line, self.hint, self.is_cause);
        self.edit(|frame| {
            frame.own.message = Some(message);
            frame.own.line = line;
            frame.own.is_cause = is_cause;
            frame.own.hint = frame.own.hint.or(hint);
        });
    }

    pub(crate) fn code(&mut self, code: Code, range: Range<usize>) {
        let Some(own) = self.own() else { return };
        let another = Partial {
            code: Some((code, range.clone())),
            ..Partial::default()
        };
        let is_other = match &own.code {
            Some((_, old)) if self.is_same(old, &range) => return,
            Some(_) => true,
            None => {
                own.has_other_code || (own.has_head() && !own.is_same_call(&another, self.clean))
            }
        };
        if is_other {
            self.split();
        }
        let hint = self.hint;
        self.edit(|frame| {
            frame.own.code = Some((code, range));
            frame.own.hint = frame.own.hint.or(hint);
        });
    }

    /// A code that refuses nothing.
    pub(crate) fn other_code(&mut self) {
        if self
            .own()
            .is_some_and(|own| own.code.is_some() || own.has_other_code)
        {
            self.split();
        }
        self.edit(|frame| frame.own.has_other_code = true);
    }

    pub(crate) fn request_id(&mut self, range: Range<usize>) {
        let Some(own) = self.own() else { return };
        let old = own.request_id().filter(|_| own.has_head());
        match old {
            Some(old) if self.is_same(old, &range) => return,
            Some(_) => self.split(),
            None => {}
        }
        self.edit(|frame| frame.own.request_id = Some(range));
    }

    pub(crate) fn detail(&mut self, detail: Detail, range: Range<usize>) {
        let old = self.own().and_then(|own| own.detail(detail));
        match old {
            Some(old) if self.is_same(old, &range) => return,
            Some(_) => self.split(),
            None => {}
        }
        self.edit(|frame| frame.own.detail[detail as usize] = Some(range));
    }

    pub(crate) fn notation(&mut self, notation: Notation) {
        self.edit(|frame| {
            let notation = if frame.is_go { Notation::Go } else { notation };
            frame.own.notation = frame.own.notation.max(Some(notation));
        });
    }

    pub(crate) fn message_field(&mut self, field: MessageField) {
        self.edit(|frame| frame.own.message_field = frame.own.message_field.max(Some(field)));
    }

    fn is_same(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        self.clean.text.get(one.clone()) == self.clean.text.get(other.clone())
    }

    pub(crate) fn open(&mut self, at: usize) {
        if self.frames.len() > DEEPEST {
            self.too_deep += 1;
            return;
        }
        let text = self.clean.bytes();
        self.frames.push(Frame {
            opening: text[at],
            is_go: text[..at].ends_with(b"map") || text[..at].ends_with(b"interface {}"),
            ..Frame::default()
        });
    }

    pub(crate) fn close(&mut self, closing: u8) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let opening = if closing == b'}' { b'{' } else { b'[' };
        let matching = self
            .frames
            .iter()
            .rposition(|frame| frame.opening == opening);
        if let Some(depth) = matching {
            while self.frames.len() > depth {
                self.close_one();
            }
        }
    }

    fn close_one(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let (clean, is_object) = (self.clean, frame.opening == b'{');
        let (is_outermost, had_several) = (self.frames.len() == 1, frame.has_several);
        let partials = frame.finish(clean);
        if had_several || partials.len() > 1 {
            self.edit(|outer| outer.has_several = true);
            if let Some(outermost) = self.frames.first_mut() {
                let calls = partials.into_iter();
                outermost.done.extend(calls.filter(Partial::is_refusal));
            }
            return;
        }
        self.edit(|outer| {
            for partial in partials {
                let is_list = outer.opening == b'[' && !outer.is_go && is_object;
                let is_apart = is_list
                    || partial.is_of_another_failure()
                    || (partial.has_detail() && outer.own.has_detail())
                    || (is_outermost && !outer.own.agrees(&partial, clean));
                if partial.has_head() || (is_apart && partial.is_refusal()) {
                    outer.inner.push(partial);
                } else if !is_apart {
                    outer.own.fill(partial);
                }
            }
        });
    }

    fn close_all(&mut self) {
        self.too_deep = 0;
        while self.frames.len() > 1 {
            self.close_one();
        }
    }

    /// White space, at its place in the text.
    pub(crate) fn gap(&mut self, at: usize) {
        let text = self.clean.bytes();
        let byte = text[at];
        let is_soft = matches!(byte, SOFT | SOFT_BLANK);
        self.line += usize::from(is_soft && !self.clean.is_boxed(at));
        if byte != BREAK && byte != BLANK {
            return;
        }
        self.is_cause = text[at + 1..].starts_with(b"Caused by: ");
        if self.frames.len() > 1 {
            if goes_on(text, at) {
                return;
            }
            self.close_all();
        }
        let is_fields = is_field_line(text, at + 1);
        if byte == BREAK && is_fields && self.is_fields {
            return;
        }
        self.end_block();
        if byte == BLANK {
            self.report_before();
        }
        if !is_fields {
            self.hint = None;
        }
        self.is_fields = is_fields;
    }

    /// The end of a line, or of lines that are fields of one error.
    fn end_block(&mut self) {
        let partials = self.frames.first_mut().map(take).unwrap_or_default();
        let mut partials = partials.finish(self.clean).into_iter();
        let Some(first) = partials.next() else {
            self.empty_lines += 1;
            if self.empty_lines > LEFT_OUT {
                self.report_before();
            }
            return;
        };
        let joins = self
            .before
            .as_ref()
            .is_some_and(|before| self.joins(before, &first));
        match &mut self.before {
            Some(before) if joins => before.fill(first),
            _ => {
                self.report_before();
                self.before = Some(first);
            }
        }
        for partial in partials {
            self.report_before();
            self.before = Some(partial);
        }
        self.before_is_fields = self.is_fields;
        self.empty_lines = 0;
    }

    /// Whether lines belong to the call of the lines before.
    fn joins(&self, before: &Partial, after: &Partial) -> bool {
        if !after.has_head() && !after.is_of_another_failure() {
            let is_detail = after.detail(Detail::Action).is_some();
            return self.empty_lines == 0
                && before.has_head()
                && (self.is_fields || is_detail)
                && !(before.has_detail() && after.has_detail())
                && before.agrees(after, self.clean);
        }
        self.is_fields
            && self.before_is_fields
            && before.code.is_some()
            && before.message.is_none()
            && before.message_field.is_none()
            && after.code.is_none()
            && !after.has_other_code
            && before.is_same_call(after, self.clean)
    }

    fn report_before(&mut self) {
        let before = self.before.take();
        let Some(before) = before.filter(Partial::is_refusal) else {
            return;
        };
        let is_cause = before.is_cause && before.request_id().is_some();
        let (refusal, key) = before.into_refusal(self.clean);
        let place = *self.places.entry(key).or_insert(self.refusals.len());
        match self.refusals.get_mut(place) {
            // The exception in an exception.
            Some(first) if is_cause && first.request_id == refusal.request_id => {}
            Some(first) => first.count += 1,
            None => self.refusals.push(refusal),
        }
    }
}

/// Whether braces that are open at the end of a line go on in the next: a log may cut JSON short, and
/// prose has braces, too.
fn goes_on(text: &[u8], at: usize) -> bool {
    let last = at.checked_sub(1).map_or(0, |at| text[at]);
    let next = text.get(at + 1).copied().unwrap_or_default();
    let after_sign = matches!(last, b'{' | b'[' | b',');
    match next {
        b'}' | b']' => true,
        b'{' | b'[' => after_sign || last == b':',
        quote if is_quote(quote) => after_sign || last == b':',
        _ if !after_sign => false,
        // `code: 'NoPermission',` in an object of JavaScript.
        _ => text.get(word_end(text, at + 1)) == Some(&b':') && !next.is_ascii_digit(),
    }
}
