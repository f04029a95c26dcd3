//! Groups tokens into calls: by braces, by lines, and by what a call has only once.

use crate::blocks::{Blocks, Lines};
use crate::call::{Call, Status};
use crate::code::Code;
use crate::field::Notation;
use crate::field_name::Detail;
use crate::field_start::is_field_line;
use crate::gap::{BLANK, BREAK, SOFT, SOFT_BLANK, is_gap};
use crate::line_break::{continues, is_before_value, is_place_of_terraform};
use crate::message::Message;
use crate::nesting::Nesting;
use crate::operation::Part;
use crate::refusal::Kind;
use crate::requests::Requests;
use crate::success::{has_succeeded, is_answer};
use crate::token::Token;
use crate::unwrapped::Unwrapped;
use crate::wrapping::{Header, Wrapping};
use core::ops::Range;

/// Takes the tokens of a text, and gives its refused calls to `report`.
#[allow(clippy::struct_excessive_bools)] // Independent facts about the lines.
pub(crate) struct Grouper<'t, R> {
    text: &'t Unwrapped<'t>,
    nesting: Nesting<'t>,
    blocks: Blocks<'t, R>,
    requests: Requests,
    /// True if the lines are fields of one error.
    is_fields: bool,
    /// The number of line breaks in strings so far. A log in a string has a line for each call.
    line: usize,
    header: Option<Wrapping>,
    /// True if the line is one of a stack trace.
    is_trace: bool,
    /// True if the lines are about a request that succeeded.
    is_success: bool,
}

impl<'t, R: FnMut(Call)> Grouper<'t, R> {
    pub(crate) fn new(text: &'t Unwrapped<'t>, report: R) -> Self {
        let starts_with_gap = text.bytes().first().copied().is_some_and(is_gap);
        Self {
            text,
            nesting: Nesting::new(text),
            blocks: Blocks::new(text, report),
            requests: Requests::default(),
            is_fields: is_field_line(text.bytes(), usize::from(starts_with_gap)),
            line: 0,
            header: None,
            is_trace: false,
            is_success: false,
        }
    }

    pub(crate) fn take(&mut self, token: Token) {
        match token {
            Token::Open(at) => self.nesting.open(at),
            Token::Close(closing) => self.nesting.close(closing),
            Token::Gap(at) => self.gap(at),
            Token::ErrorTag { is_start } => {
                // A message before it has this error in it.
                let own = &mut self.nesting.top().own;
                if is_start {
                    own.status = Status::Unknown;
                }
                self.nesting.split();
            }
            Token::Header(header, at) => self.header(&header, at),
            Token::Notation(notation) => self.notation(notation),
            Token::Message(message) => self.message(message),
            Token::MessageField(field) => {
                let own = &mut self.nesting.top().own;
                own.message_field = own.message_field.max(Some(field));
            }
            Token::Code(code, range) => self.code(code, range),
            Token::OtherCode(range) => self.other_code(range),
            Token::Status(status) => {
                let own = &mut self.nesting.top().own;
                own.status = own.status.max(status);
            }
            Token::StatusName(range) => {
                self.nesting.top().own.status_name.get_or_insert(range);
            }
            Token::Sign(sign) => self.nesting.top().own.signs.add(sign),
            Token::Text(range) => {
                let own = &mut self.nesting.top().own;
                own.text = own.text.take().filter(|old| old.len() >= range.len());
                own.text.get_or_insert(range);
            }
            Token::Denial(range) => {
                let header = self.header;
                let own = self.with_operation();
                own.denial.get_or_insert(range);
                own.header = own.header.or(header);
            }
            Token::Exception(range) => {
                self.with_operation().exception.get_or_insert(range);
            }
            Token::Words(range) => {
                self.with_operation().words.get_or_insert(range);
            }
            Token::Operation(part) => self.operation(part),
            Token::RequestId(range) => self.request_id(range),
            Token::Detail(detail, range) => self.detail(detail, range),
        }
    }

    pub(crate) fn finish(mut self) {
        self.end_block();
        self.blocks.report();
    }

    fn header(&mut self, header: &Header, at: usize) {
        match *header {
            Header::Error(form) => {
                let own = self.nesting.own();
                let is_within = own.passed_on().is_some_and(|text| text.contains(&at));
                // One with an id may be another error in the same line.
                let is_within = is_within && own.request_id.is_none();
                if is_within || own.is_only_outer() {
                    self.nesting.top().own = Call::default();
                }
                self.nesting.split();
                self.header = Some(form);
            }
            Header::Exception { wrapping, .. } => self.header = Some(wrapping),
            Header::Hint(form) => self.header = self.header.or(Some(form)),
        }
    }

    /// Returns the call that is read, with the operation of its line.
    fn with_operation(&mut self) -> &mut Call {
        let operation = self.requests.operation();
        let own = &mut self.nesting.top().own;
        own.operation.fill(operation);
        own
    }

    /// Adds a part of an operation to the call that it is beside.
    fn operation(&mut self, part: Part) {
        if let Part::Request { url, .. } = &part
            && has_succeeded(self.text.bytes(), url)
        {
            self.is_success = true;
            return;
        }
        let own = self.nesting.own();
        let is_own = own.has_head() || own.denial.is_some() || own.is_sentence() || own.is_status();
        match self.blocks.before() {
            _ if is_own => self.nesting.top().own.operation.add(part),
            Some(before) if self.is_fields => before.operation.add(part),
            _ => self.requests.add(part),
        }
    }

    fn notation(&mut self, notation: Notation) {
        let top = self.nesting.top();
        let notation = if top.is_go { Notation::Go } else { notation };
        top.own.notation = top.own.notation.max(Some(notation));
    }

    fn message(&mut self, message: Message) {
        let own = self.nesting.own();
        let mut another = Call {
            message: Some(message),
            ..Call::default()
        };
        if let Some(vague) = own.message.as_ref().filter(|message| message.is_vague) {
            let request_id = vague.request_id.clone();
            let own = &mut self.nesting.top().own;
            own.request_id = own.request_id.take().or(request_id);
            own.message = another.message.take();
            return;
        }
        let is_apart = if own.message.is_some() {
            // A message may be there twice: with one id, or in two fields of one object.
            let has_ids = own.request_id().is_some() && another.request_id().is_some();
            let is_same = own.is_same_call(&another, self.text);
            let is_beside = own.line == self.line;
            let top = self.nesting.top();
            if is_same && (has_ids || (is_beside && top.is_object())) {
                top.own.fill(another);
                return;
            }
            true
        } else {
            // Within one object the message is right where its detail names another action.
            let is_other_action = !self.nesting.is_open() && !own.agrees(&another, self.text);
            // A weak code says less than any sentence.
            let code = own.code.as_ref().filter(|(code, _)| !code.is_weak);
            let code = code.map(|(code, _)| code.kind);
            let has_ended = own.has_head() && own.is_ended_before(&another, self.text);
            // The names of two checks of ACK in two lines.
            let missing = another
                .message
                .as_ref()
                .map_or("", |message| message.missing);
            let is_other_check = own.line != self.line
                && own.code.as_ref().is_some_and(|(code, _)| {
                    code.is_listed
                        && ![code.missing, missing].contains(&"")
                        && code.missing != missing
                });
            is_other_action
                || has_ended
                || is_other_check
                || code.is_some_and(|kind| kind != Kind::Other && kind != another.kind())
        };
        if is_apart {
            self.nesting.split();
        }
        let (line, header) = (self.line, self.header);
        let own = self.with_operation();
        own.message = another.message.take();
        own.line = line;
        own.header = own.header.or(header);
    }

    fn code(&mut self, code: Code, range: Range<usize>) {
        if self.nesting.own().is_only_outer() {
            self.nesting.top().own = Call::default();
        }
        if let Some((old, there)) = &self.nesting.own().code
            && self.is_chained(there, &range)
        {
            if code.is_listed || !old.is_listed {
                self.nesting.top().own.code = Some((code, range));
            }
            return;
        }
        let own = self.nesting.own();
        let another = Call {
            code: Some((code, range.clone())),
            ..Call::default()
        };
        let is_apart = match &own.code {
            Some((_, old)) if self.is_same(old, &range) => return,
            Some(_) => true,
            None => {
                own.other_code.is_some()
                    || (own.has_head() && !own.is_same_call(&another, self.text))
            }
        };
        if is_apart {
            self.nesting.split();
        }
        let (line, header) = (self.line, self.header);
        let own = self.with_operation();
        own.code = another.code;
        if own.message.is_none() {
            own.line = line;
        }
        own.header = own.header.or(header);
    }

    /// Returns whether two codes are of one error: `StatusForbiddenError: StatusForbidden: …`.
    fn is_chained(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let between = self.text.bytes().get(one.end..other.start);
        let is_chain = between.is_some_and(|between| {
            let signs = between.iter().filter(|byte| !is_gap(**byte));
            between.len() < 4 && signs.eq(b":")
        });
        is_chain && self.nesting.own().message.is_none()
    }

    fn other_code(&mut self, range: Range<usize>) {
        let own = self.nesting.own();
        if own.code.is_some() || own.other_code.is_some() {
            self.nesting.split();
        }
        self.nesting.top().own.other_code = Some(range);
    }

    fn request_id(&mut self, range: Range<usize>) {
        let own = self.nesting.own();
        match own.request_id().filter(|_| own.has_head()) {
            Some(old) if self.is_same(old, &range) => return,
            Some(old) => {
                let end = old.end;
                let next = self.nesting.top().own.take_after(end);
                self.nesting.split();
                self.nesting.top().own = next;
            }
            None => {}
        }
        self.nesting.top().own.request_id = Some(range);
    }

    fn detail(&mut self, detail: Detail, range: Range<usize>) {
        match self.nesting.own().detail(detail) {
            Some(old) if self.is_same(old, &range) => return,
            Some(_) => self.nesting.split(),
            None => {}
        }
        self.nesting.top().own.detail[detail as usize] = Some(range);
    }

    fn is_same(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        self.text.slice(one) == self.text.slice(other)
    }

    fn gap(&mut self, at: usize) {
        let text = self.text.bytes();
        let byte = text[at];
        let is_soft = matches!(byte, SOFT | SOFT_BLANK);
        self.line += usize::from(is_soft && !self.text.is_boxed(at));
        if byte != BREAK && byte != BLANK {
            return;
        }
        // The stack trace of an error is within it.
        let was_trace = self.is_trace;
        self.is_trace = text[at + 1..].starts_with(b"at ");
        if self.is_trace && byte == BREAK {
            return;
        }
        // A line that starts with a comma, or is a full stop, goes on with the sentence of the line before.
        let is_stop = |rest: &[u8]| matches!(rest, [b'.'] | [b'.', BREAK | SOFT, ..]);
        let is_status = text[at + 1..].starts_with(b"status code: ");
        let is_comma = text[at + 1..].starts_with(b",") || is_stop(&text[at + 1..]);
        let is_within =
            is_comma || is_status || is_before_value(text, at) || self.goes_on(&text[..at]);
        if byte == BREAK && (is_within || self.is_name_at(at)) {
            return;
        }
        if is_place_of_terraform(&text[at + 1..]) {
            self.end_block();
            self.is_fields = true;
            return;
        }
        if self.nesting.is_open() {
            if continues(text, at, was_trace) {
                return;
            }
            self.nesting.close_all();
        }
        let is_fields = is_field_line(text, at + 1);
        if byte == BREAK && is_fields && self.is_fields {
            return;
        }
        self.end_block();
        if byte == BLANK {
            self.blocks.report();
        }
        if !is_fields {
            self.header = None;
        }
        let is_announced = at.checked_sub(1).is_some_and(|at| text[at] == b':');
        if !is_announced && !is_fields {
            self.requests.end_line();
        }
        if self.requests.is_open() && is_answer(text, at) {
            self.requests.answer();
        }
        self.is_fields = is_fields;
        self.is_success = false;
    }

    /// Ends a line, or the lines that are fields of one error.
    fn end_block(&mut self) {
        let lines = Lines {
            is_fields: self.is_fields,
            is_success: self.is_success,
        };
        if self.blocks.add(self.nesting.finish(), lines) {
            self.requests.answer();
        }
    }

    /// Returns whether the message of a code is on the next line: `NoPermission :`, as Java's SDK writes it.
    fn goes_on(&self, line: &[u8]) -> bool {
        let own = self.nesting.own();
        line.ends_with(b" :") && own.code.is_some() && own.message.is_none()
    }

    /// Returns whether a name ends a line, and the next line is one word: a terminal may have broken it.
    fn is_name_at(&self, at: usize) -> bool {
        let message = self.nesting.own().message.as_ref();
        let names = message.map(|message| [&message.action, &message.resource]);
        let mut names = names.into_iter().flatten().flatten();
        let next = &self.text.bytes()[at + 1..];
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_/:".contains(byte);
        let word = next.iter().take(128).take_while(is_part).count();
        word > 0
            && next.get(word).is_none_or(|byte| *byte == BREAK)
            && names.any(|name| name.end == at)
    }
}
