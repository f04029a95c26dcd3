//! Items of completion.

use crate::policy::commands::server::document::Document;
use crate::policy::commands::server::syntax::{Language, Spot};
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, MarkupContent, MarkupKind, Range,
    TextEdit,
};
use ram_diagnostics::ByteRange;

/// The place of an insertion.
#[allow(clippy::struct_excessive_bools)] // Each is about the place, and any may hold.
pub(super) struct Insert {
    range: Range,
    /// The text from the start of the place to the cursor.
    pub(super) typed: String,
    is_quoted: bool,
    /// True inside of a string without an end.
    is_open: bool,
    is_json: bool,
    is_key: bool,
    /// True if a value already follows the key.
    has_value: bool,
}

impl Insert {
    pub(super) fn new(document: &Document, spot: &Spot<'_>, offset: usize) -> Self {
        let typed = ByteRange::new(spot.range.start, offset.max(spot.range.start));
        Self {
            range: document.range(spot.range),
            typed: typed.of(&document.text).to_owned(),
            is_quoted: spot.is_quoted,
            is_open: spot.is_quoted && is_open(&document.text[spot.range.end..]),
            is_json: spot.language() == Language::Json,
            is_key: spot.is_key,
            has_value: spot.has_value(),
        }
    }

    /// Returns an item that writes a text as a string, or as a key with its sign.
    pub(super) fn item(&self, text: &str, kind: CompletionItemKind) -> CompletionItem {
        let quoted = match (self.is_quoted, self.is_key && !self.is_json) {
            (true, _) if self.is_open => format!("{text}\""),
            (true, _) | (_, true) => text.to_owned(),
            _ => format!("\"{text}\""),
        };
        let sign = match (
            self.is_key && !self.is_quoted && !self.has_value,
            self.is_json,
        ) {
            (true, true) => ": ",
            (true, false) => " = ",
            _ => "",
        };
        let edit = TextEdit {
            range: self.range,
            new_text: format!("{quoted}{sign}"),
        };
        CompletionItem {
            label: text.to_owned(),
            kind: Some(kind),
            // Clients compare it with the text at the place, which may have a quotation mark.
            filter_text: Some(text.to_owned()),
            text_edit: Some(edit.into()),
            ..CompletionItem::default()
        }
    }

    /// Returns items for values, each with its description.
    pub(super) fn values(&self, values: &[(&str, &str)]) -> Vec<CompletionItem> {
        let items = values.iter().map(|(value, description)| {
            let item = self.item(value, CompletionItemKind::Value);
            documented(item, description)
        });
        items.collect()
    }
}

/// Reports whether the text after a name shows that its string has no end.
fn is_open(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    after.is_empty() || after.starts_with(['\n', '\r', ',', ']', '}', ')'])
}

/// Adds a documentation in Markdown, unless it is empty.
pub(super) fn documented(mut item: CompletionItem, markdown: &str) -> CompletionItem {
    if !markdown.is_empty() {
        let content = MarkupContent {
            kind: MarkupKind::Markdown,
            value: markdown.to_owned(),
        };
        item.documentation = Some(content.into());
    }
    item
}

/// Marks an item as one that should not be chosen.
pub(super) fn deprecated(mut item: CompletionItem, is_deprecated: bool) -> CompletionItem {
    if is_deprecated {
        item.tags = Some(vec![CompletionItemTag::Deprecated]);
    }
    item
}
