//! A line of the ledger: fields that tabs separate.
//!
//! While its action is on the page, a line has two: the action, and the date of the first page with it.
//! After that there are more: the date of the first page without it, its replacement, its operations with a
//! `|` between them, its description, and its link. Empty fields at the end are omitted.

use crate::catalog::date::Date;
use crate::page::links::is_web_link;
use crate::page::text_columns::TextColumns;
use crate::ram_action::RamAction;
use ram_diagnostics::is_hidden;
use std::fmt::{self, Write as _};

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) ram_action: RamAction,
    pub(crate) first_seen: Date,
    /// `None` while the action is on the page.
    pub(crate) retirement: Option<Retirement>,
}

/// The facts that are kept of an action that has left the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Retirement {
    /// The date of the first page without it.
    pub(crate) date: Date,
    pub(crate) replaced_by: Option<RamAction>,
    pub(crate) operations: Vec<String>,
    pub(crate) texts: TextColumns,
}

/// The most fields of a line.
const FIELDS: usize = 5 + TextColumns::COUNT;

impl Line {
    /// Reads a line, or returns the problem.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut fields = [""; FIELDS];
        let mut count = 0;
        for field in text.split('\t') {
            if let Some(place) = fields.get_mut(count) {
                *place = field;
            }
            count += 1;
        }
        if !(2..=FIELDS).contains(&count) {
            let plural = if count == 1 { "" } else { "s" };
            return Err(format!(
                "the line has {count} field{plural}; expected tabs between action, first seen, retired, replaced by, operations, description and link"
            ));
        }
        let [
            action,
            first_seen,
            retired,
            replaced_by,
            operations,
            ref texts @ ..,
        ] = fields;
        let (ram_action, first_seen) = (ram_action(action)?, date(first_seen)?);
        if retired.is_empty() {
            if !replaced_by.is_empty() {
                return Err("the action has a replacement but is not retired".to_owned());
            }
            if !operations.is_empty() || *texts != [""; TextColumns::COUNT] {
                return Err("the action has a description but is not retired".to_owned());
            }
            return Ok(Self {
                ram_action,
                first_seen,
                retirement: None,
            });
        }
        let date = date(retired)?;
        if date < first_seen {
            return Err("the action was retired before it was first seen".to_owned());
        }
        let replaced_by = (!replaced_by.is_empty()).then(|| self::ram_action(replaced_by));
        let texts: Vec<String> = texts
            .iter()
            .map(|text| one_text(text))
            .collect::<Result<_, _>>()?;
        let texts = TextColumns::from_parts(&mut texts.into_iter());
        if !(texts.doc_url.is_empty() || is_web_link(&texts.doc_url)) {
            let doc_url = texts.doc_url.escape_debug();
            return Err(format!(
                "`{doc_url}` is not a link to the web; expected `https://…`"
            ));
        }
        Ok(Self {
            ram_action,
            first_seen,
            retirement: Some(Retirement {
                date,
                replaced_by: replaced_by.transpose()?,
                operations: if operations.is_empty() {
                    Vec::new()
                } else {
                    unescaped(operations)?
                },
                texts,
            }),
        })
    }
}

fn ram_action(text: &str) -> Result<RamAction, String> {
    RamAction::with_wildcards(text).map_err(|error| format!("`{}`: {error}", text.escape_debug()))
}

fn date(text: &str) -> Result<Date, String> {
    text.parse::<Date>().map_err(|error| error.to_string())
}

/// Appends a text without the characters that separate fields, and visibly.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        let _ = match c {
            '\\' | '|' => write!(out, "\\{c}"),
            c if c.is_control() || is_hidden(c) => write!(out, "{}", c.escape_unicode()),
            c => out.write_char(c),
        };
    }
}

/// Returns the parts of a field between each `|`, as they were before [`push_escaped`].
fn unescaped(field: &str) -> Result<Vec<String>, String> {
    let invalid = || {
        let field = field.escape_debug();
        format!("`{field}` has an invalid escape; expected `\\\\`, `\\|` or `\\u{{200b}}`")
    };
    let mut parts = vec![String::new()];
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        let c = match c {
            '|' => {
                parts.push(String::new());
                continue;
            }
            '\\' => match rest.next() {
                Some(c @ ('\\' | '|')) => c,
                Some('u') => {
                    let code = rest
                        .as_str()
                        .strip_prefix('{')
                        .and_then(|it| it.split_once('}'));
                    let (code, after) = code.ok_or_else(invalid)?;
                    rest = after.chars();
                    let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                    code.ok_or_else(invalid)?
                }
                _ => return Err(invalid()),
            },
            c if c.is_control() || is_hidden(c) => {
                let c = c.escape_unicode();
                return Err(format!("unexpected hidden character; write it as `{c}`"));
            }
            c => c,
        };
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    Ok(parts)
}

/// Returns a field that is a single text.
fn one_text(field: &str) -> Result<String, String> {
    match <[String; 1]>::try_from(unescaped(field)?) {
        Ok([text]) => Ok(text),
        Err(_) => Err("unexpected `|` in a text; write it as `\\|`".to_owned()),
    }
}

/// Writes the line without its end.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = format!("{}\t{}", self.ram_action, self.first_seen);
        if let Some(gone) = &self.retirement {
            let by = gone.replaced_by.as_ref().map_or("", RamAction::as_str);
            let _ = write!(line, "\t{}\t{by}\t", gone.date);
            for (index, operation) in gone.operations.iter().enumerate() {
                if index > 0 {
                    line.push('|');
                }
                push_escaped(&mut line, operation);
            }
            for text in gone.texts.parts() {
                line.push('\t');
                push_escaped(&mut line, text);
            }
        }
        f.write_str(line.trim_end_matches('\t'))
    }
}
