//! Summaries of the statements of a document.

use super::check::places_of_failures;
use super::document::Document;
use super::statement::{Found, Read, statements};
use super::summary::Summary;
use super::syntax::{Language, Node, Place, statements as statements_in};
use ram_diagnostics::ByteRange;
use ram_policy::{KnownActions, Policy};
use std::collections::HashSet;
use std::path::Path;

/// Returns the summaries of the statements whose starts are asked for, in order, each with its start: as it is read, or
/// as far as it is known.
pub(super) fn summaries<'k>(
    document: &Document,
    folder: &Path,
    known: &'k dyn KnownActions,
    is_asked: &dyn Fn(usize) -> bool,
) -> Vec<(usize, Summary<'k>)> {
    let Found { read, unread } = statements(document, folder);
    let starts: HashSet<usize> = read.iter().map(|read| read.start).collect();
    let asked = read.iter().filter(|read| is_asked(read.start));
    let mut all: Vec<(usize, Summary<'k>)> = asked
        .filter_map(|read| Some((read.start, Summary::of_read(known, read)?)))
        .collect();
    let roots = document.tree();
    let places = statements_in(&roots);
    let is_left = |place: &&Place<'_>| is_asked(place.start) && !starts.contains(&place.start);
    let mut left = places.iter().filter(is_left).peekable();
    if left.peek().is_none() {
        return all;
    }
    let failures = places_of_failures(document, folder);
    for place in left {
        let is_inside = |range: &ByteRange| range.as_range().contains(&place.start);
        let summary = if unread.iter().any(is_inside) {
            alone(document, place).and_then(|read| Summary::of_read(known, &read))
        } else if is_computed(&roots, &failures, place.start) {
            Summary::of_place(known, place)
        } else {
            None
        };
        all.extend(summary.map(|summary| (place.start, summary)));
    }
    all.sort_by_key(|(start, _)| *start);
    all
}

/// Reads a statement of JSON without the rest of its policy, which cannot be read.
fn alone(document: &Document, place: &Place<'_>) -> Option<Read> {
    let text = place.node.range.of(&document.text);
    let is_template = text.contains("${") || text.contains("%{");
    if place.node.language != Language::Json || is_template {
        return None;
    }
    let policy = format!("{{\"Version\": \"1\", \"Statement\": [{text}]}}");
    let read = Policy::read_repairing(&policy).ok()?;
    let [statement] = read.policy.statements() else {
        return None;
    };
    Some(Read {
        statement: statement.clone(),
        start: place.start,
        has_known_actions: true,
        computed_by: None,
        computed: Vec::new(),
    })
}

/// Reports whether a statement is in a policy of RAM that Terraform computes at least in part.
fn is_computed(roots: &[Node], failures: &[ByteRange], start: usize) -> bool {
    let mut blocks = roots.iter().flat_map(Node::members);
    let block = blocks.find(|block| block.range().as_range().contains(&start));
    block.is_some_and(|block| {
        let is_of_aws = block.labels.iter().any(|label| label.starts_with("aws_"));
        let range = block.range().as_range();
        !is_of_aws && failures.iter().any(|place| range.contains(&place.start))
    })
}
