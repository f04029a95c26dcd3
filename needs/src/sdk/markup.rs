//! Elements with tags in the code of TypeScript: `<p>It\'s {name}</p>`.

use super::parts::{Of, Open, Splitter};
use super::syntax::{Quote, TYPESCRIPT};

/// Characters of the name of an element: `Menu.Item`, `svg:path`.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || "_$.:-".contains(c)
}

/// Returns the name that begins a text. Fragments have none.
fn name(text: &str) -> &str {
    &text[..text.find(|c| !is_of_name(c)).unwrap_or(text.len())]
}

/// Returns the name of the element whose tag begins here.
fn opened(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let is_tag = inner.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '>'));
    is_tag.then(|| name(inner))
}

impl<'a> Splitter<'a> {
    pub(super) fn find_closing_tags(&mut self) {
        let text = self.text;
        let tags = text.match_indices("</");
        self.closing_tags = tags
            .map(|(at, mark)| (name(&text[at + mark.len()..]), at))
            .collect();
    }

    /// Begins an element, if the next tag can be one and not the parameters of a type.
    pub(super) fn begin_element(&mut self) -> bool {
        let text: &'a str = self.text;
        let Some(name) = opened(&text[self.code.len()..]) else {
            return false;
        };
        self.code.push('<');
        self.code.push_str(name);
        self.open.push(Open {
            of: Of::Element {
                name,
                is_in_tag: true,
            },
            code: None,
        });
        true
    }

    /// Reads a tag up to its next code, text or end.
    pub(super) fn tag(&mut self, name: &str) {
        let inner = &self.text[self.code.len()..];
        let Some(at) = inner.find(['{', '"', '\'', '/', '>']) else {
            self.code.push_str(inner);
            return;
        };
        let rest = &inner[at..];
        self.code.push_str(&inner[..at]);
        match rest.as_bytes()[0] {
            b'{' => {
                self.code.push('{');
                self.begin_code();
            }
            b'"' => self.string(ATTRIBUTE),
            b'\'' => self.string(Quote {
                mark: "'",
                ..ATTRIBUTE
            }),
            b'>' => {
                self.code.push('>');
                let closing = self.closing_tags.get(name);
                if closing.is_some_and(|closing| *closing >= self.code.len()) {
                    if let Some(Open {
                        of: Of::Element { is_in_tag, .. },
                        ..
                    }) = self.open.last_mut()
                    {
                        *is_in_tag = false;
                    }
                } else {
                    self.open.pop();
                }
            }
            _ if rest.starts_with("/>") => {
                self.code.push_str("/>");
                self.open.pop();
            }
            _ => match TYPESCRIPT.comment(rest) {
                Some(length) => self.blank(length),
                None => self.code.push('/'),
            },
        }
    }

    /// Reads the text between tags up to the next tag or code.
    pub(super) fn between_tags(&mut self) {
        let inner = &self.text[self.code.len()..];
        for (at, _) in inner.match_indices(['{', '<']) {
            let rest = &inner[at..];
            if rest.starts_with('{') {
                self.blank(at);
                self.code.push('{');
                self.begin_code();
                return;
            }
            if rest.starts_with("</") {
                self.blank(at);
                self.code
                    .push_str(&rest[..rest.find('>').map_or(rest.len(), |end| end + 1)]);
                self.open.pop();
                return;
            }
            if opened(rest).is_some() {
                self.blank(at);
                self.begin_element();
                return;
            }
        }
        self.blank(inner.len());
    }
}

/// The value of an attribute.
const ATTRIBUTE: Quote = Quote {
    mark: "\"",
    has_escapes: false,
    has_lines: true,
};
