//! How other text is written into the container of a policy.

use crate::container::Container;
use ram_policy::json;
use std::fmt::Write as _;

/// The reason why a text cannot be written into a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotEncodable(pub(crate) &'static str);

const CHANGED: NotEncodable = NotEncodable("Terraform would change characters of the new text");
const TWO_SIGNS: NotEncodable =
    NotEncodable("not all readers of Terraform files agree on `$${` or `%%{` in the new text");
const CARRIAGE_RETURN: NotEncodable =
    NotEncodable("Terraform accepts no carriage return in a heredoc");
const NOT_JSON: NotEncodable =
    NotEncodable("the new text is not valid as an expression of Terraform");
const IN_BLOCKS: NotEncodable = NotEncodable(
    "the provider makes the policy from blocks or attributes, so that it has no text to change",
);

impl Container {
    /// Reports whether two containers are of the same form.
    pub(crate) fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Writes text as this container has it. It never becomes a computed part.
    pub(crate) fn encode(self, text: &str) -> Result<String, NotEncodable> {
        if self.is_terraform() && !text.chars().all(is_kept_by_terraform) {
            return Err(CHANGED);
        }
        if self.is_terraform() && (text.contains("$${") || text.contains("%%{")) {
            return Err(TWO_SIGNS);
        }
        match self {
            Self::Plain => Ok(text.to_owned()),
            Self::JsonString => Ok(json_escaped(text)),
            Self::Heredoc { indent } => {
                // Terraform rejects a carriage return that does not end a line.
                if text.replace("\r\n", "\n").contains('\r') {
                    return Err(CARRIAGE_RETURN);
                }
                Ok(without_marks(text).replace('\n', &format!("\n{}", " ".repeat(indent))))
            }
            Self::HclString => Ok(hcl_escaped(text)),
            Self::JsonEncode => expression(text),
            Self::Blocks => Err(IN_BLOCKS),
        }
    }
}

/// Reports whether Terraform keeps a character. It composes others with the ones around them, so that the text would
/// change.
fn is_kept_by_terraform(c: char) -> bool {
    let is_combined = matches!(c,
        '\u{300}'..='\u{36f}' | '\u{374}' | '\u{37e}' | '\u{387}' | '\u{483}'..='\u{487}'
        | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}'
        | '\u{900}'..='\u{1aff}' | '\u{1b00}'..='\u{1dff}' | '\u{1f00}'..='\u{1fff}' | '\u{2000}' | '\u{2001}'
        | '\u{20d0}'..='\u{20ff}' | '\u{2126}' | '\u{212a}' | '\u{212b}' | '\u{2329}' | '\u{232a}'
        | '\u{2adc}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}' | '\u{a66f}'..='\u{abff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fe20}'..='\u{fe2f}' | '\u{10000}'..='\u{1f1ff}' | '\u{2f800}'..='\u{2fa1f}');
    !is_combined
}

/// Escapes what would begin a computed part.
fn without_marks(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

fn json_escaped(text: &str) -> String {
    // A string always serializes.
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn hcl_escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in without_marks(text).chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a `String` does not fail.
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a part of JSON, such as an item with its comma, as an expression: its strings have other escapes.
fn expression(text: &str) -> Result<String, NotEncodable> {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let length = string_length(&rest[start..]).ok_or(NOT_JSON)?;
        let (string, after) = rest[start..].split_at(length);
        let parsed = json::parse(string);
        let value = parsed.root.as_ref().and_then(|root| root.as_str());
        let value = value.filter(|_| parsed.problems.is_empty() && parsed.leniencies.is_empty());
        written.push_str(&outside_strings(&rest[..start])?);
        let value = value.ok_or(NOT_JSON)?;
        let after_key = after.trim_start_matches(' ').strip_prefix(':');
        if let Some(after_key) = after_key.filter(|_| is_name(value)) {
            written.extend([value, " ="]);
            rest = after_key;
        } else {
            written.extend(["\"", &hcl_escaped(value), "\""]);
            rest = after;
        }
    }
    written.push_str(&outside_strings(rest)?);
    Ok(written)
}

/// Reports whether a key needs no quotation marks, as people write the elements of a policy.
fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns text between strings if it means the same in JSON and in HCL. The spaces at the end of a line may be where
/// the text that the change follows has a comment, so they are left out.
fn outside_strings(text: &str) -> Result<String, NotEncodable> {
    let is_shared = |c: char| "{}[]:, \t\r\n.+-".contains(c) || c.is_ascii_alphanumeric();
    if !text.chars().all(is_shared) {
        return Err(NOT_JSON);
    }
    let mut kept = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let Some(rest) = line.strip_suffix('\n') else {
            kept.push_str(line);
            break;
        };
        let end = if rest.ends_with('\r') { "\r\n" } else { "\n" };
        let shown = rest.trim_end();
        let is_of_comment = shown.is_empty() && rest.starts_with([' ', '\t']) && index > 0;
        if !is_of_comment {
            kept.extend([shown, end]);
        }
    }
    Ok(kept)
}

/// Returns the length of the string at the start of a text of JSON.
fn string_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map(|(at, _)| at + 1)
}
