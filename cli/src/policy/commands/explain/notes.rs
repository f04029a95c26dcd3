//! What a log says, as a terminal may show it, and what a change allows besides one resource.

use crate::output::printable::is_unclear;
use crate::output::wrap::wrapped;
use crate::policy::excerpt::first;
use crate::policy::scope::narrowest;
use crate::policy::terminal::width;
use ack_catalog_needs::{is_account_wide, may_be_account_wide};
use std::collections::BTreeSet;

/// Says why a change allows these actions on the resource `*`.
pub(super) fn on_everything<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: BTreeSet<&str> = names.filter(|name| narrowest(name) == Some("*")).collect();
    let listed = |is_one: fn(&str) -> bool, [is, are]: [&str; 2]| {
        let names: Vec<&str> = names.iter().copied().filter(|name| is_one(name)).collect();
        let listed = first(names.iter().map(|name| (*name).to_owned()), ", ");
        let words = if names.len() == 1 { is } else { are };
        (!names.is_empty()).then(|| format!("{words}: {listed}"))
    };
    let certain = listed(
        is_account_wide,
        [
            "this action cannot be limited to a cluster",
            "these actions cannot be limited to a cluster",
        ],
    );
    let suggested = listed(
        may_be_account_wide,
        [
            "no source states whether this action can be limited to a cluster",
            "no source states whether these can be limited to a cluster",
        ],
    );
    let reasons: Vec<String> = certain.into_iter().chain(suggested).collect();
    if reasons.is_empty() {
        return String::new();
    }
    let text = format!(
        "The resource `*` is every resource of the account; {}.",
        reasons.join("; ")
    );
    format!("\n{}\n", wrapped(&text, 0, width()))
}

/// Escapes what a log says: line breaks, hidden characters, and marks that change the letter before them.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            c if is_unclear(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}
