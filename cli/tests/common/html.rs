//! Reads reports with a parser that had no part in writing them.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A report, as a browser reads it.
#[derive(Default)]
pub(crate) struct Html {
    /// The start tags with their attributes, in order.
    pub(crate) tags: Vec<(String, BTreeMap<String, String>)>,
    /// All text outside of scripts and styles.
    pub(crate) text: String,
    /// The tables, each with the texts of its rows without the header.
    pub(crate) tables: Vec<Vec<Vec<String>>>,
    /// The data for the script.
    pub(crate) data: Value,
}

impl Html {
    pub(crate) fn read(text: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut html = Self::default();
        let (mut raw, mut raw_text) = (None, String::new());
        let mut is_cell = false;
        for token in Tokenizer::new_with_emitter(text, emitter) {
            match token.expect("text in memory") {
                Token::StartTag(tag) => {
                    let name = utf8(&tag.name);
                    let attributes = tag.attributes.iter();
                    let attributes: BTreeMap<String, String> = attributes
                        .map(|(name, value)| (utf8(name), utf8(&value.value)))
                        .collect();
                    match &*name {
                        "table" => html.tables.push(Vec::new()),
                        "tr" => html.table().push(Vec::new()),
                        "td" | "th" => {
                            html.row().push(String::new());
                            is_cell = true;
                        }
                        "script" | "style" => raw = Some(attributes.get("id").cloned()),
                        // Raw text with scripts, and elements without them: read both ways.
                        "noscript" => raw = Some(Some("noscript".to_owned())),
                        _ => {}
                    }
                    html.tags.push((name, attributes));
                }
                Token::EndTag(tag) => match &*utf8(&tag.name) {
                    "td" | "th" => is_cell = false,
                    "thead" => html.table().clear(),
                    "script" | "style" | "noscript" => {
                        match raw.take().flatten().as_deref() {
                            Some("data") => {
                                html.data = serde_json::from_str(&raw_text).expect("JSON");
                            }
                            Some("noscript") => html.extend(Self::read(&raw_text)),
                            _ => {}
                        }
                        raw_text.clear();
                    }
                    _ => {}
                },
                Token::String(text) => {
                    let text = utf8(&text);
                    if raw.is_some() {
                        raw_text.push_str(&text);
                        continue;
                    }
                    html.text.push_str(&text);
                    if is_cell {
                        html.row().last_mut().expect("a cell").push_str(&text);
                    }
                }
                Token::Comment(_) => panic!("a comment"),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        html
    }

    fn extend(&mut self, inner: Self) {
        self.tags.extend(inner.tags);
        self.text.push_str(&inner.text);
        self.tables.extend(inner.tables);
    }

    fn table(&mut self) -> &mut Vec<Vec<String>> {
        self.tables.last_mut().expect("a table")
    }

    fn row(&mut self) -> &mut Vec<String> {
        self.table().last_mut().expect("a row")
    }

    /// Returns the names of the elements with their attributes, without the values.
    pub(crate) fn skeleton(&self) -> Vec<String> {
        let tags = self.tags.iter();
        tags.map(|(name, attributes)| {
            let attributes: Vec<&str> = attributes.keys().map(String::as_str).collect();
            format!("{name} {}", attributes.join(" "))
        })
        .collect()
    }
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
