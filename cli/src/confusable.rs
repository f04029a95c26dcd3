//! Actions and resources that are not what they look like.

use crate::documents::Document;
use crate::failure::{is_hidden, report};
use crate::policies::first_places;
use annotate_snippets::Level;
use ram_policy::lint::{NothingKnown, lint};
use ram_policy::{ByteRange, Policy};

/// Says on standard error where they are: an answer about them shows the same letters.
pub(crate) fn tell_of_confusable(document: &Document, ranges: &[ByteRange]) {
    if ranges.is_empty() {
        return;
    }
    let message = format!(
        "{}: actions or resources hold letters that look like others, or do not show: at {}",
        document.shown(),
        first_places(document, &document.source(), ranges)
    );
    let help = "type them anew; `ack-catalog lint` says which letters of actions these are";
    report(Level::WARNING, &message, Some(help));
}

/// The actions and resources of a policy that hold letters that look like others, or characters that do not
/// show, in their order.
pub(crate) fn confusable(policy: &Policy) -> Vec<ByteRange> {
    let actions = || {
        policy
            .statements()
            .iter()
            .flat_map(|one| &one.actions.patterns)
    };
    let resources = policy
        .statements()
        .iter()
        .flat_map(|one| one.resources.iter().flatten());
    let hidden = actions()
        .chain(resources)
        .filter(|pattern| pattern.value.as_str().contains(is_hidden));
    let mut ranges: Vec<ByteRange> = hidden.map(|pattern| pattern.range).collect();
    // To look for all faults takes longer than most questions.
    if actions().any(|action| !action.value.as_str().is_ascii()) {
        let found = lint(policy, &NothingKnown);
        let found = found
            .iter()
            .filter(|finding| finding.rule.name == "confusable-letters");
        ranges.extend(found.map(|finding| finding.range));
    }
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}
