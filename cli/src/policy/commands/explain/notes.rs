//! What a log says, as a terminal may show it, and what a change allows besides one resource.

use super::operation::needed;
use crate::output::printable::printable_line;
use crate::policy::excerpt::first;
use crate::policy::terminal::{width, wrapped};
use crate::policy::verdict::verdicts::is_account_wide;
use ack_catalog::refusal::Refusal;
use std::collections::BTreeSet;

/// Names the actions that need the resource `*`.
pub(super) fn on_everything(wanted: &[&Refusal]) -> String {
    let names = wanted.iter().flat_map(|refusal| needed(refusal));
    let names: BTreeSet<&str> = names.filter(|name| is_account_wide(name)).collect();
    if names.is_empty() {
        return String::new();
    }
    let text = format!(
        "The resource `*` is every resource of the account; these actions cannot be limited to a cluster: {}.",
        first(names.iter().map(|name| (*name).to_owned()), ", ")
    );
    format!("\n{}\n", wrapped(&text, 0, width()))
}

/// Escapes hidden characters, line breaks, and marks that change the letter before them.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in printable_line(text).chars() {
        let is_mark = !c.is_ascii() && c.escape_debug().nth(1) == Some('u');
        if is_mark {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}
