//! Laws of policies in files.

use super::assert_inside;
use ram_policy::ByteRange;
use ram_policy::json::{self, Node, Value};
use ram_policy_source::{Found, PolicyText, Scope, read, rewrite};

/// Checks that places of documents are inside of their file, and that a text that is written into a document stays that
/// text.
///
/// The text has a line with the extension of the file, a line with the text to write, then the file.
///
/// # Panics
///
/// If one of these does not hold.
pub fn source(text: &str) {
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (extension, inserted, file) = (next(), next(), next());
    let extension = Some(extension).filter(|extension| !extension.is_empty());
    let Ok(found) = read("file", file, extension) else {
        return;
    };
    for document in &found.documents {
        assert_places(document, file);
    }
    for (number, document) in found.documents.iter().enumerate().take(4) {
        let parsed = json::parse(document.text());
        let Some(root) = parsed.root.filter(|_| parsed.problems.is_empty()) else {
            continue;
        };
        let mut strings = Vec::new();
        collect(&root, &mut strings);
        strings.retain(|string| !document.is_computed(*string));
        for string in [strings.first(), strings.last()].into_iter().flatten() {
            assert_kept(&found, number, *string, inserted, file, extension);
        }
    }
}

fn assert_places(document: &PolicyText, file: &str) {
    let text = document.text();
    for hole in document.holes() {
        assert_inside(text, hole.as_range());
    }
    assert!(
        document
            .holes()
            .is_sorted_by(|one, next| one.end <= next.start)
    );
    for (at, _) in text.char_indices() {
        assert_inside(
            file,
            document.outer(ByteRange::new(at, text.len())).as_range(),
        );
    }
}

/// Collects the places of the strings.
fn collect(node: &Node<'_>, strings: &mut Vec<ByteRange>) {
    match &node.value {
        Value::Object(members) => members
            .iter()
            .for_each(|member| collect(&member.value, strings)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        Value::String(_) => strings.push(node.range),
        Value::Bare(_) => {}
    }
}

/// Writes a text in place of a string, and checks what is read again.
fn assert_kept(
    found: &Found,
    number: usize,
    string: ByteRange,
    inserted: &str,
    file: &str,
    extension: Option<&str>,
) {
    let change = [(string, serde_json::Value::from(inserted).to_string())];
    let documents = found.documents.iter().enumerate();
    let changes: Vec<(&PolicyText, &[(ByteRange, String)])> = documents
        .map(|(at, document)| (document, if at == number { &change[..] } else { &[] }))
        .collect();
    let Ok(written) = rewrite("file", file, extension, &Scope::default(), &changes) else {
        return;
    };
    let again = read("file", &written, extension).expect("a file that was read");
    assert_eq!(again.documents.len(), found.documents.len());
    let (before, after) = (&found.documents[number], &again.documents[number]);
    assert_eq!(before.holes().len(), after.holes().len(), "{written}");
    let [mut old, mut new] = [Vec::new(), Vec::new()];
    for (document, strings) in [(before, &mut old), (after, &mut new)] {
        let root = json::parse(document.text()).root.expect("a value");
        collect(&root, strings);
    }
    assert_eq!(old.len(), new.len(), "{written}");
    let index = old
        .iter()
        .position(|range| *range == string)
        .expect("the string");
    let text = &after.text()[new[index].as_range()];
    let parsed = json::parse(text);
    assert_eq!(
        parsed.root.as_ref().and_then(Node::as_str),
        Some(inserted),
        "{written}"
    );
    assert!(!after.is_computed(new[index]), "{written}");
}
