//! From tokens to values. Whatever is missing or in the wrong place, the rest is read.

use super::scan::{Language, Scanner, Token};
use super::tree::{Member, Node, Value};
use ram_diagnostics::ByteRange;

/// The deepest value that is read. A policy has less than ten levels.
const DEEPEST: usize = 64;

/// The most labels of a block. Terraform has two.
const MOST_LABELS: usize = 3;

/// Parses a document: the values of JSON, or the body of a Terraform file as an object.
pub(crate) fn parse(text: &str, language: Language) -> Vec<Node> {
    let whole = ByteRange::new(0, text.len());
    match language {
        Language::Terraform => {
            let mut parser = Parser {
                scan: Scanner::new(text, whole, language),
                language,
            };
            let members = parser.members(0, true);
            vec![Node {
                range: whole,
                language,
                value: Value::Object(members),
            }]
        }
        Language::Json => values(Scanner::new(text, whole, language), 0),
    }
}

/// Parses the values of JSON.
fn values(scan: Scanner<'_>, depth: usize) -> Vec<Node> {
    let mut parser = Parser {
        scan,
        language: Language::Json,
    };
    let mut values = Vec::new();
    while parser.scan.peek().is_some() {
        match parser.value(depth) {
            Some(value) => values.push(value),
            None => _ = parser.scan.take(),
        }
    }
    values
}

struct Parser<'t> {
    scan: Scanner<'t>,
    language: Language,
}

impl Parser<'_> {
    /// Takes a value, if the next token begins one.
    fn value(&mut self, depth: usize) -> Option<Node> {
        let (token, range) = self.scan.peek()?;
        if matches!(token, Token::Sign('}' | ']' | ')' | ',' | ':')) || depth > DEEPEST {
            return None;
        }
        let token = self.scan.take()?.0;
        let (value, end) = match token {
            Token::Sign('{') => {
                let members = self.members(depth + 1, false);
                let end = self.scan.take_sign('}');
                (Value::Object(members), end)
            }
            Token::Sign('[') => {
                let items = self.items(depth + 1);
                let end = self.scan.take_sign(']');
                (Value::Array(items), end)
            }
            // Parentheses around an expression.
            Token::Sign(_) => return Some(self.expression(range, 1)),
            Token::Text(text, is_closed) => (Value::Text(text, is_closed), Some(range.end)),
            Token::Heredoc(body) => {
                let scan = Scanner::in_heredoc(self.scan.text(), body);
                let mut found = values(scan, depth + 1);
                if found.is_empty() {
                    (Value::Word, Some(range.end))
                } else {
                    return Some(found.swap_remove(0));
                }
            }
            Token::Word(name) if self.language == Language::Terraform && name == "jsonencode" => {
                return match self.scan.take_sign('(') {
                    Some(_) => self.encoded(range.start, depth),
                    None => Some(self.expression(range, 0)),
                };
            }
            Token::Word(_) => (Value::Word, Some(range.end)),
        };
        let end = end.unwrap_or_else(|| self.here());
        let range = ByteRange::new(range.start, end);
        if self.continues(end) {
            return Some(self.expression(range, 0));
        }
        Some(Node {
            range,
            language: self.language,
            value,
        })
    }

    /// Takes the argument of `jsonencode`, up to the end of the call.
    fn encoded(&mut self, start: usize, depth: usize) -> Option<Node> {
        let argument = self.value(depth + 1);
        let end = self.scan.take_sign(')');
        match end {
            Some(end) if self.continues(end) => {
                Some(self.expression(ByteRange::new(start, end), 0))
            }
            _ => argument,
        }
    }

    /// Reports whether an expression of Terraform goes on after a value: with an operator, or the arguments of a call.
    fn continues(&mut self, end: usize) -> bool {
        let text = self.scan.text();
        self.language == Language::Terraform
            && self.scan.peek().is_some_and(|(token, range)| {
                !matches!(token, Token::Sign(',' | '}' | ']' | ')'))
                    && !text[end..range.start.max(end)].contains('\n')
            })
    }

    /// Takes the rest of an expression that is not a value by itself. `depth`: how many brackets are open.
    fn expression(&mut self, start: ByteRange, mut depth: usize) -> Node {
        let text = self.scan.text();
        let mut range = start;
        while let Some((token, next)) = self.scan.peek() {
            let is_end = match token {
                Token::Sign(',' | '}' | ']' | ')') => true,
                _ => text[range.end..next.start].contains('\n'),
            };
            if depth == 0 && is_end {
                break;
            }
            match token {
                Token::Sign('{' | '[' | '(') => depth += 1,
                Token::Sign('}' | ']' | ')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            range.end = next.end;
            self.scan.take();
        }
        Node {
            range,
            language: self.language,
            value: Value::Word,
        }
    }

    /// Returns the start of the next token, or the end of the text.
    fn here(&mut self) -> usize {
        let next = self.scan.peek().map(|(_, range)| range.start);
        next.unwrap_or_else(|| self.scan.end())
    }

    fn items(&mut self, depth: usize) -> Vec<Node> {
        let mut items = Vec::new();
        while let Some((token, _)) = self.scan.peek() {
            match token {
                Token::Sign(']' | '}') => break,
                Token::Sign(',' | ':' | ')') => _ = self.scan.take(),
                _ => match self.value(depth) {
                    Some(item) => items.push(item),
                    None => _ = self.scan.take(),
                },
            }
        }
        items
    }

    /// Takes members up to the end of their object, or of the file if they are its `body`.
    fn members(&mut self, depth: usize, is_body: bool) -> Vec<Member> {
        let mut members = Vec::new();
        while let Some((token, range)) = self.scan.peek() {
            match token {
                // A bracket is of the list around an object whose brace is missing.
                Token::Sign('}' | ']') if !is_body => break,
                Token::Sign('{' | '[') | Token::Heredoc(_) => {
                    if self.value(depth).is_none() {
                        self.scan.take();
                    }
                }
                Token::Sign(_) => _ = self.scan.take(),
                Token::Text(..) | Token::Word(_) => {
                    let is_quoted = matches!(token, Token::Text(..));
                    if let Some((Token::Text(key, _) | Token::Word(key), _)) = self.scan.take() {
                        members.push(self.member(key, range, is_quoted, depth));
                    }
                }
            }
        }
        members
    }

    /// Takes what follows a key.
    fn member(
        &mut self,
        key: String,
        key_range: ByteRange,
        is_quoted: bool,
        depth: usize,
    ) -> Member {
        let mut member = Member {
            key,
            key_range,
            is_quoted,
            labels: Vec::new(),
            is_block: false,
            separator: self.scan.take_sign(':'),
            value: None,
        };
        if member.separator.is_none() {
            self.block(&mut member, depth);
            return member;
        }
        // A name before a sign is the next key if it is on a line of its own, and the value is missing.
        if let Some((Token::Text(..) | Token::Word(_), range)) = self.scan.peek()
            && self.scan.text()[key_range.end..range.start].contains('\n')
            && let Some((token, range)) = self.scan.take()
        {
            let is_key = matches!(self.scan.peek(), Some((Token::Sign(':'), _)));
            self.scan.put_back(token, range);
            if is_key {
                return member;
            }
        }
        member.value = self.value(depth);
        member
    }

    /// Takes the labels and the body of a block, if they follow its name on the same line.
    fn block(&mut self, member: &mut Member, depth: usize) {
        if self.language != Language::Terraform {
            return;
        }
        let text = self.scan.text();
        while let Some((token, range)) = self.scan.peek() {
            if member.labels.len() > MOST_LABELS
                || text[member.key_range.end..range.start].contains('\n')
            {
                return;
            }
            match token {
                Token::Text(label, true) | Token::Word(label) => {
                    member.labels.push(label.clone());
                    self.scan.take();
                }
                Token::Sign('{') => {
                    member.is_block = true;
                    member.separator = Some(range.start);
                    member.value = self.value(depth);
                    return;
                }
                _ => return,
            }
        }
    }
}
