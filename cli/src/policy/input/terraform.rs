//! Policy documents in the strings of a Terraform file.

use crate::policy::input::extracted::Extracted;
use crate::policy::input::terraform_template::Writer;
use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, ForExpr, FuncCall, ObjectKey, ObjectValue};
use hcl_edit::structure::{Attribute, Block, BlockLabel, Body};
use hcl_edit::template::{HeredocTemplate, StringTemplate};
use hcl_edit::visit::{self, Visit};
use std::collections::HashSet;
use std::mem;
use std::ops::Range;

/// Attributes that contain a policy document.
const NAMES: [&str; 4] = [
    "assume_role_policy_document",
    "document",
    "policy",
    "policy_document",
];

/// A policy that Terraform computes, so that its text is unknown.
#[derive(Debug, PartialEq)]
pub(crate) struct Unread {
    /// The address, as in [`Extracted::name`].
    pub(crate) name: String,
    /// The range of its value in the file, such as `jsonencode(…)`.
    pub(crate) range: Range<usize>,
}

/// The policies of a Terraform file.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Documents, in the order of the file.
    pub(crate) read: Vec<Extracted>,
    /// Computed policies: attributes named like a policy whose value is a call, a condition, or a reference to
    /// anything but a document in `read`; objects and blocks with statements; and documents that are part of another
    /// expression.
    pub(crate) unread: Vec<Unread>,
}

/// A syntax error in a Terraform file.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// Finds the documents of a Terraform file.
///
/// Since 0.9.9 `hcl-edit` rejects more than 64 levels of nesting, so that no file overflows the stack.
pub(crate) fn documents(text: &str) -> Result<Documents, SyntaxError> {
    // Terraform ignores a byte order mark, but `hcl-edit` does not. Spaces keep the offsets.
    let source = match text.strip_prefix('\u{feff}') {
        Some(rest) => &format!("   {rest}"),
        None => text,
    };
    let body: Body = source.parse().map_err(|error: hcl_edit::parser::Error| {
        let mut offset = error.location().offset();
        // At the end of the file this is the last byte, which may be inside a character.
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let message = error.message().to_owned();
        SyntaxError { offset, message }
    })?;
    let mut finder = Finder {
        source,
        ..Finder::default()
    };
    finder.visit_body(&body);
    let Documents { read, unread } = &mut finder.found;
    let names: HashSet<&str> = read.iter().map(|it| &*it.name).collect();
    unread.retain(|it| {
        let local = local(&source[it.range.clone()]);
        local.is_none_or(|local| !names.contains(&*format!("locals.{local}")))
    });
    Ok(finder.found)
}

/// Returns the local value to which an expression only refers: `local.a`, `"${local.a}"`.
fn local(value: &str) -> Option<&str> {
    let quoted = value.strip_prefix("\"${");
    let inner = quoted.and_then(|value| value.strip_suffix("}\""));
    let path = inner.unwrap_or(value).trim().strip_prefix("local.")?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    path.chars().all(is_name).then_some(path)
}

/// Visitor that collects the policies of a file.
#[derive(Default)]
struct Finder<'a> {
    /// The text of the file.
    source: &'a str,
    /// The names of the surrounding blocks, attributes and objects.
    path: Vec<String>,
    /// Inside a condition or a loop.
    is_conditional: bool,
    /// Inside `jsonencode`, where a document is like any other text.
    is_encoded: bool,
    found: Documents,
}

impl Finder<'_> {
    /// Reads the value of the attribute at the end of the path.
    fn value(&mut self, value: &Expression) {
        match value {
            _ if self.is_encoded => self.visit_expr(value),
            Expression::String(_)
            | Expression::StringTemplate(_)
            | Expression::HeredocTemplate(_) => self.text(value, self.is_conditional),
            Expression::Array(items) => items.iter().for_each(|item| self.value(item)),
            Expression::FuncCall(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::Conditional(_)
            | Expression::Parenthesis(_)
                if self.is_policy() =>
            {
                self.unread(value.span());
                self.visit_expr(value);
            }
            _ => self.visit_expr(value),
        }
    }

    fn is_policy(&self) -> bool {
        self.path.last().is_some_and(|it| NAMES.contains(&&**it))
    }

    /// Records a text that is a document, as read or as unread.
    fn text(&mut self, value: &Expression, is_conditional: bool) {
        let Some(Range { start, end }) = value.span() else {
            return;
        };
        let mut writer = Writer::new(self.source);
        match value {
            // Without the quotes.
            Expression::String(_) => writer.literal(start + 1..end - 1),
            Expression::StringTemplate(template) => writer.template(template),
            Expression::HeredocTemplate(heredoc) => {
                writer.indent = Some(heredoc.indent().unwrap_or(0));
                writer.template(&heredoc.template);
            }
            _ => return,
        }
        let mut document = writer.finish();
        let is_object = document.embedded.text.trim_start().starts_with('{');
        if is_object && (self.is_policy() || document.embedded.text.contains("\"Statement\"")) {
            if is_conditional {
                return self.unread(Some(start..end));
            }
            document.name = self.path.join(".");
            self.found.read.push(document);
        } else if !is_object && !document.computed.is_empty() {
            // `"${local.policy}"`, or a document in a directive.
            let source = &self.source[start..end];
            let marks = [r#""Statement""#, r#"\"Statement\""#];
            if self.is_policy() || marks.iter().any(|mark| source.contains(mark)) {
                self.unread(Some(start..end));
            }
        }
    }

    /// Visits a condition or a loop.
    fn conditionally(&mut self, visit: impl FnOnce(&mut Self)) {
        let outside = mem::replace(&mut self.is_conditional, true);
        visit(self);
        self.is_conditional = outside;
    }

    /// Records a computed policy.
    fn unread(&mut self, range: Option<Range<usize>>) {
        let range = range.unwrap_or_default();
        // A policy inside another one is part of it.
        let last = self.found.unread.last();
        if last.is_none_or(|last| last.range.end <= range.start) {
            let name = self.path.join(".");
            self.found.unread.push(Unread { name, range });
        }
    }
}

impl Visit for Finder<'_> {
    fn visit_block(&mut self, block: &Block) {
        let outside = self.path.len();
        self.path.push(block.ident.to_string());
        let labels = block.labels.iter().map(BlockLabel::as_str);
        self.path.extend(labels.map(str::to_owned));
        // `data "alicloud_ram_policy_document"`, and resources of older versions of the provider.
        let mut inside = block.body.blocks();
        let is_of_policy = self.path.get(1).is_some_and(|kind| kind.contains("policy"));
        if is_of_policy && inside.any(is_statement) {
            self.unread(block.span());
        }
        self.visit_body(&block.body);
        self.path.truncate(outside);
    }

    fn visit_expr(&mut self, expression: &Expression) {
        // Outside of an attribute, text is part of another expression.
        if !self.is_encoded {
            self.text(expression, true);
        }
        visit::visit_expr(self, expression);
    }

    fn visit_conditional(&mut self, conditional: &Conditional) {
        self.conditionally(|inside| visit::visit_conditional(inside, conditional));
    }

    fn visit_for_expr(&mut self, each: &ForExpr) {
        self.conditionally(|inside| visit::visit_for_expr(inside, each));
    }

    fn visit_attr(&mut self, attribute: &Attribute) {
        self.path.push(attribute.key.to_string());
        self.value(&attribute.value);
        self.path.pop();
    }

    fn visit_object_item(&mut self, key: &ObjectKey, value: &ObjectValue) {
        let key = match key {
            ObjectKey::Ident(name) => name.to_string(),
            ObjectKey::Expression(key) => key.as_str().unwrap_or("*").to_owned(),
        };
        // This object becomes a document.
        if key == "Statement" {
            self.unread(value.expr().span());
        }
        self.path.push(key);
        self.value(value.expr());
        self.path.pop();
    }

    fn visit_func_call(&mut self, call: &FuncCall) {
        // The argument becomes a document only there.
        let is_encoding = self.is_encoded || call.name.name.as_str() == "jsonencode";
        let outside = mem::replace(&mut self.is_encoded, is_encoding);
        visit::visit_func_call(self, call);
        self.is_encoded = outside;
    }

    // Expressions inside a string are opaque.
    fn visit_string_template(&mut self, _: &StringTemplate) {}
    fn visit_heredoc_template(&mut self, _: &HeredocTemplate) {}
}

/// Returns whether a block is `statement { … }`, or generates such blocks.
fn is_statement(block: &Block) -> bool {
    let is_dynamic = block.ident.as_str() == "dynamic";
    let label = block.labels.first().map(BlockLabel::as_str);
    block.ident.as_str() == "statement" || (is_dynamic && label == Some("statement"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, fs};

    fn found(text: &str) -> Documents {
        let found = documents(text).unwrap_or_else(|error| panic!("{error:?} in {text}"));
        found.read.iter().for_each(|it| check(it, text));
        found
    }

    fn only(text: &str) -> Extracted {
        let mut read = found(text).read;
        assert_eq!(read.len(), 1, "{text}");
        read.remove(0)
    }

    /// Checks that every run is a copy of the file or starts at an escape or a computed part.
    fn check(document: &Extracted, file: &str) {
        let ram_policy::json::Embedded { text, runs } = &document.embedded;
        assert_eq!(runs.first().map(|run| run.0), Some(0), "{text}");
        for pair in runs.windows(2) {
            let ((start, place), (end, next)) = (pair[0], pair[1]);
            assert!(start < end && place < next, "{runs:?} in {file}");
            let is_copy = file[place..].starts_with(&text[start..end]);
            let escapes = ["\\", "$${", "%%{", "${", "%{"];
            let is_escape = escapes.iter().any(|it| file[place..].starts_with(it));
            assert!(is_copy || is_escape, "{runs:?} in {file}");
        }
        assert_eq!(runs.last().map(|run| run.0), Some(text.len()));
        for (offset, _) in text.char_indices() {
            assert!(file.is_char_boundary(document.place(offset)));
        }
    }

    fn json(document: &Extracted) -> serde_json::Value {
        let value = serde_json::from_str(&document.embedded.text);
        value.unwrap_or_else(|error| panic!("{error} in {}", document.embedded.text))
    }

    #[test]
    fn corpus_policies_are_found_and_are_json() {
        let Some(corpus) = env::var_os("ACK_CATALOG_CORPUS") else {
            return;
        };
        let folder = std::path::Path::new(&corpus).join("policies-terraform");
        let mut files = 0;
        for file in fs::read_dir(folder).expect("the corpus") {
            let text = fs::read_to_string(file.expect("a file").path()).expect("text");
            for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text] {
                let document = only(&text);
                assert_eq!(document.name, "locals.policy_json");
                assert!(json(&document)["Statement"].is_array());
            }
            files += 1;
        }
        assert_eq!(files, 18);
    }

    #[test]
    fn address_names_blocks_and_objects() {
        let file = r#"
            resource "a_policy" "b" {
              inner { document = "{1}" }
              many = [merge({ "policy" = "{2}" }, {})]
              other = "{}"
              text = "{\"Statement\": 3}"
            }
            policy = "no document"
        "#;
        let found = found(file);
        let names: Vec<&str> = found.read.iter().map(|it| &*it.name).collect();
        let inner = "resource.a_policy.b.inner.document";
        let text = "resource.a_policy.b.text";
        assert_eq!(names, [inner, "resource.a_policy.b.many.policy", text]);
        assert_eq!(found.unread, []);
    }

    #[test]
    fn expressions_are_reported_as_unread() {
        let file = r#"
            policy   = jsonencode({ policy = "{}" })
            document = "${local.é}"
            x = { policy_document = data.a.b.json, assume_role_policy_document = null }
            other = file("a")
        "#;
        let found = found(file);
        assert_eq!(found.read.len(), 0);
        let unread = found.unread.iter();
        let unread: Vec<_> = unread
            .map(|it| (&*it.name, &file[it.range.start..][..6]))
            .collect();
        let x = ("x.policy_document", "data.a");
        assert_eq!(unread, [("policy", "jsonen"), ("document", "\"${loc"), x]);
    }

    /// Returns the addresses of the policies that are read, and of those that are not.
    fn addresses(text: &str) -> [Vec<String>; 2] {
        let Documents { read, unread } = found(text);
        let read = read.into_iter().map(|it| it.name).collect();
        [read, unread.into_iter().map(|it| it.name).collect()]
    }

    #[test]
    fn reference_to_a_local_document_is_read() {
        let local = r#"locals { a = "{\"Statement\": 1}" }"#;
        for (value, is_read) in [
            ("local.a", true),
            (r#""${local.a}""#, true),
            (r#""${ local.a }""#, true),
            ("local.b", false),
            (r#""${local.b}""#, false),
            (r#""${local.a}${local.b}""#, false),
            ("local.a[0]", false),
            ("local.a.b", false),
            ("local.a == 1 ? local.b : null", false),
            (r#"replace(local.a, "a", "b")"#, false),
        ] {
            let unread = if is_read { &[][..] } else { &["policy"] };
            let [read, not] = addresses(&format!("{local}\npolicy = {value}\n"));
            assert_eq!(
                (&*read[0], &*not),
                (
                    "locals.a",
                    &*unread.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()
                ),
                "{value}"
            );
        }
    }

    #[test]
    fn computed_policies_are_reported_as_unread() {
        let text = r#""{\"Statement\": 1}""#;
        for (file, address) in [
            (format!("locals {{\n a = var.x ? {text} : \"\"\n}}"), "locals.a"),
            (format!("locals {{\n a = trimspace({text})\n}}"), "locals.a"),
            (format!("locals {{\n a = ({text})\n}}"), "locals.a"),
            (format!("locals {{\n a = [for x in var.x : {{ policy = {text} }}]\n}}"), "locals.a.policy"),
            (format!("locals {{\n a = var.x ? {{ policy = {text} }} : null\n}}"), "locals.a.policy"),
            ("locals {\n a = jsonencode({ Statement = [] })\n}".to_owned(), "locals.a"),
            ("locals {\n a = { Statement = [] }\n}".to_owned(), "locals.a"),
            ("policy = jsonencode({ Statement = [] })".to_owned(), "policy"),
            ("a = <<EOF\n%{ if x }{\"Statement\": 1}%{ endif }\nEOF".to_owned(), "a"),
            ("data \"alicloud_ram_policy_document\" \"a\" {\n statement {\n }\n statement {\n }\n}".to_owned(), "data.alicloud_ram_policy_document.a"),
            ("resource \"alicloud_ram_policy\" \"a\" {\n dynamic \"statement\" {\n }\n}".to_owned(), "resource.alicloud_ram_policy.a"),
        ] {
            assert_eq!(addresses(&format!("{file}\n")), [vec![], vec![address.to_owned()]], "{file}");
        }
        // Of three with one address, two are named: the third refers to a document.
        let shared = format!(
            "locals {{\n a = {text}\n}}\nx = [{{ policy = local.a }}, {{ policy = file(\"b\") }}, {{ policy = local.b }}]\n"
        );
        assert_eq!(addresses(&shared)[1], ["x.policy", "x.policy"]);
        // Each item of a list is read.
        let list = format!("locals {{\n a = [{text}, {text}]\n}}\n");
        assert_eq!(addresses(&list), [vec!["locals.a".to_owned(); 2], vec![]]);
    }

    #[test]
    fn escapes_of_a_quoted_string_are_decoded() {
        let file = r#"policy = "{\"é\": \"\u4e2d\U0001F600\\\"\\n$${a}%%{b}$c\"}\n""#;
        let document = only(file);
        assert_eq!(
            document.embedded.text,
            "{\"é\": \"中😀\\\"\\n${a}%{b}$c\"}\n"
        );
        assert!(document.computed.is_empty());
        let (from, to) = (document.embedded.text.find("$c"), file.find("$c"));
        assert_eq!(from.map(|it| document.place(it)), to);
        assert_eq!(document.place(document.embedded.text.len()), file.len() - 1);
    }

    #[test]
    fn heredoc_has_only_template_escapes() {
        let document = only("policy = <<EOF\n{\"a\": \"\\n$${x}\\\"${y}\"}\nEOF\n");
        assert_eq!(document.embedded.text, "{\"a\": \"\\n${x}\\\"${y}\"}\n");
        assert_eq!(
            &document.embedded.text[document.computed[0].clone()],
            "${y}"
        );
    }

    #[test]
    fn heredoc_indentation_is_removed() {
        for end in ["\n", "\r\n"] {
            let file =
                "policy = <<-EOF\n    {\n      \"é\":\n\n    ${x}}\n    EOF\n".replace('\n', end);
            let document = only(&file);
            let text = "{\n  \"é\":\n\n\"${x}\"}\n".replace('\n', end);
            assert_eq!(document.embedded.text, text);
        }
    }

    #[test]
    fn computed_parts_become_json_strings() {
        let lines =
            "policy = <<EOF\n{\"a\": \"b/${x[\"é\\n\"]}/c\", \"d\": ${f(\n\"${y}\")}}\nEOF\n";
        let document = only(lines);
        assert_eq!(json(&document)["a"], "b/${x[\"é\\n\"]}/c");
        assert_eq!(json(&document)["d"], "${f(\n\"${y}\")}");
        let start = document.computed[1].start;
        assert!(lines[document.place(start + 7)..].starts_with("${f("));
        assert!(lines[document.place(document.computed[1].end)..].starts_with("}\nEOF"));
        let quoted = only(r#"policy = "{\"a\": \"${x["b"]}\", \"c\": ${d}}""#);
        assert_eq!(json(&quoted)["a"], "${x[\"b\"]}");
        assert_eq!(json(&quoted)["c"], "${d}");
    }

    #[test]
    fn directive_is_a_value_only_where_one_fits() {
        for (text, expected) in [
            (
                r#"{"a": "%{ if x }b%{ endif }"}"#,
                r#"{"a": "%{ if x }b%{ endif }"}"#,
            ),
            (
                r#"{"a": %{ if x }1%{ else }2%{ endif }}"#,
                r#"{"a": "%{ if x }1%{ else }2%{ endif }"}"#,
            ),
            (r#"["b" %{ if x }, "c"%{ endif }]"#, r#"["b"  ]"#),
            (r#"[%{ for a in b }"${a}",%{ endfor } "c"]"#, r#"[  "c"]"#),
            (
                r"[%{ for a in b }1%{ endfor }]",
                r#"["%{ for a in b }1%{ endfor }"]"#,
            ),
        ] {
            let document = only(&format!("policy = <<EOF\n{{\"x\": {text}}}\nEOF\n"));
            assert_eq!(document.embedded.text, format!("{{\"x\": {expected}}}\n"));
            assert_eq!(
                (json(&document).is_object(), document.computed.len()),
                (true, 1)
            );
        }
    }

    #[test]
    fn syntax_error_has_a_position() {
        let error = documents("\u{feff}a = 1\nb = é)\n").expect_err("an error");
        assert_eq!(error.offset, 15, "{}", error.message);
        assert_eq!(documents("a = [é").expect_err("an error").offset, 5);
    }

    #[test]
    fn deep_nesting_is_rejected() {
        let pairs = [
            ("[", "]"),
            ("${\"", "\"}"),
            ("(", ")"),
            ("{a=", "}"),
            ("f(", ")"),
            ("!", ""),
            ("b?c:", ""),
        ];
        for (open, close) in pairs.into_iter().chain([("1+", "")]) {
            let (open, close) = (open.repeat(10_000), close.repeat(10_000));
            let quote = if open.starts_with('$') { "\"" } else { "" };
            for close in [&*close, ""] {
                let file = format!("a = {quote}{open}1{close}{quote}\n");
                assert!(documents(&file).is_err());
            }
        }
        assert!(documents(&("a {\n".repeat(10_000) + &"}\n".repeat(10_000))).is_err());
        assert!(documents(&("a = <<EOF\n".to_owned() + &"%{ if a }".repeat(10_000))).is_err());
    }
}
