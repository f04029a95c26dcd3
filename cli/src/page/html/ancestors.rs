//! The elements in HTML around a table.

use crate::page::html::visibility::{Visibility, is_source, is_void, strikes_out, visibility};
use ack_catalog_core::ByteRange;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The elements around a place that matter for what a browser shows there.
#[derive(Default)]
pub(super) struct Ancestors {
    open: Vec<Ancestor>,
    /// The end of the text that was read.
    end: usize,
}

/// What the elements around a table do with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Around {
    #[default]
    Shown,
    StruckOut,
    Hidden,
    /// Its tags are text.
    AsSource,
}

struct Ancestor {
    name: String,
    /// The number of open elements of this name, from this one on.
    count: usize,
    effect: Around,
}

/// The most open elements that are known.
const MOST_OPEN: usize = 64;

/// Elements that end without an end tag.
const SELF_ENDING: [&str; 9] = ["dd", "dt", "li", "option", "p", "tbody", "td", "th", "tr"];

impl Ancestors {
    /// Reads the HTML of a page from the last place up to this one.
    pub(super) fn read(&mut self, text: &str, parts: &[ByteRange], place: usize) {
        let first = parts.partition_point(|part| part.end <= self.end);
        for part in parts[first..].iter().take_while(|part| part.start < place) {
            let html = &text[part.start.max(self.end)..part.end.min(place)];
            let mut emitter = DefaultEmitter::<usize>::new_with_span();
            emitter.naively_switch_states(true);
            for token in Tokenizer::new_with_emitter(html, emitter) {
                let Ok(token) = token;
                match token {
                    Token::StartTag(tag) => {
                        let name = String::from_utf8_lossy(&tag.name);
                        let effect = if is_source(&name) {
                            Around::AsSource
                        } else if visibility(&tag, &name) != Visibility::Shown {
                            Around::Hidden
                        } else if strikes_out(&tag, &name) {
                            Around::StruckOut
                        } else {
                            Around::Shown
                        };
                        self.start(&name, effect);
                    }
                    Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                    _ => {}
                }
            }
        }
        self.end = place;
    }

    /// Continues after a table.
    pub(super) fn skip(&mut self, place: usize) {
        self.end = place;
    }

    /// Returns what a browser does with a table here.
    pub(super) fn visibility(&self) -> Around {
        let effects = self.open.iter().map(|ancestor| ancestor.effect);
        effects.max().unwrap_or_default()
    }

    fn start(&mut self, name: &str, effect: Around) {
        if is_void(name) || SELF_ENDING.contains(&name) || self.source().is_some() {
            return;
        }
        if effect != Around::Shown && self.open.len() < MOST_OPEN {
            self.open.push(Ancestor {
                name: name.to_owned(),
                count: 1,
                effect,
            });
        } else if let Some(open) = self.open.iter_mut().rev().find(|open| open.name == name) {
            open.count += 1;
        }
    }

    /// Returns the name of the innermost element if it has no tags in it.
    fn source(&self) -> Option<&str> {
        let last = self.open.last()?;
        (last.effect == Around::AsSource).then_some(&*last.name)
    }

    fn end(&mut self, name: &str) {
        if self.source().is_some_and(|source| source != name) {
            return;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open[at].count -= 1;
            if self.open[at].count == 0 {
                self.open.truncate(at);
            }
        }
    }
}
