//! Items of completion.

use crate::policy::commands::server::document::Document;
use crate::policy::commands::server::syntax::{Gap, Language};
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, InsertTextFormat, MarkupContent,
    MarkupKind, Range, TextEdit,
};
use ram_diagnostics::ByteRange;

/// The place of an insertion.
pub(super) struct Insert {
    gap: Gap,
    range: Range,
    /// The text from the start of the place to the cursor.
    pub(super) typed: String,
    /// True if the client moves the cursor to `$0`.
    takes_snippets: bool,
}

impl Insert {
    pub(super) fn new(document: &Document, gap: Gap, offset: usize, takes_snippets: bool) -> Self {
        let typed = ByteRange::new(gap.range.start, offset.max(gap.range.start));
        Self {
            range: document.range(gap.range),
            typed: typed.of(&document.text).to_owned(),
            gap,
            takes_snippets,
        }
    }

    /// Returns true if a block can be written.
    pub(super) fn takes_block(&self) -> bool {
        self.gap.needs_value && self.gap.is_own_line
    }

    /// Returns an item that writes a key, with this value if it has none.
    pub(super) fn key(&self, name: &str, value: &str, kind: CompletionItemKind) -> CompletionItem {
        let is_json = self.gap.language == Language::Json;
        let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let name_written = self.quoted(name, is_json || !is_word);
        let value = match (self.gap.needs_value, is_json) {
            (true, true) => format!(": {value}"),
            (true, false) => format!(" = {value}"),
            (false, _) => String::new(),
        };
        self.writing(name, format!("{name_written}{value}"), kind)
    }

    /// Returns an item that writes an empty block of Terraform.
    pub(super) fn block(&self, name: &str) -> CompletionItem {
        self.writing(name, format!("{name} {{}}"), CompletionItemKind::Property)
    }

    /// Returns an item that writes a text as a string.
    pub(super) fn value(&self, text: &str, kind: CompletionItemKind) -> CompletionItem {
        self.writing(text, self.quoted(text, true), kind)
    }

    fn quoted(&self, text: &str, is_string: bool) -> String {
        match (self.gap.is_quoted, is_string) {
            (true, _) if self.gap.is_open => format!("{text}\""),
            (true, _) | (_, false) => text.to_owned(),
            _ => format!("\"{text}\""),
        }
    }

    fn writing(&self, label: &str, mut text: String, kind: CompletionItemKind) -> CompletionItem {
        let is_empty = ["[]", "{}", "\"\""]
            .iter()
            .any(|empty| text.ends_with(empty));
        let is_snippet = self.takes_snippets && self.gap.needs_value && is_empty;
        if is_snippet {
            text = snippet(&text);
        }
        if self.gap.needs_comma {
            text.push(',');
        }
        let edit = TextEdit {
            range: self.range,
            new_text: text,
        };
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            // The label is the text to filter by. Neovim 0.7 ignores the range of an item that names such a text.
            filter_text: None,
            text_edit: Some(edit.into()),
            insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
            ..CompletionItem::default()
        }
    }

    /// Returns items for values, each with its description.
    pub(super) fn values(&self, values: &[(&str, &str)]) -> Vec<CompletionItem> {
        let items = values.iter().map(|(value, description)| {
            let item = self.value(value, CompletionItemKind::Value);
            documented(item, description)
        });
        items.collect()
    }
}

/// Returns a text as a snippet whose cursor is before its last character.
fn snippet(text: &str) -> String {
    let (before, last) = text.split_at(text.len() - 1);
    let escaped = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('$', "\\$")
            .replace('}', "\\}")
    };
    format!("{}$0{}", escaped(before), escaped(last))
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
