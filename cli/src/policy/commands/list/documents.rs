//! Actions for other programs and for documents.

use super::record::is_on_page;
use super::table::access;
use crate::output::markdown::escape;
use crate::policy::args::levels::contradicting_method;
use ack_catalog::CsActionSet;
use std::io::{self, Write};

pub(super) fn csv(out: &mut impl Write, actions: CsActionSet) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "ram_action",
        "operation",
        "operations",
        "description",
        "doc_url",
        "on_page",
        "access_level",
        "scope",
        "condition_keys",
        "api_state",
        "earlier_actions",
        "also_required",
        "required_instead",
        "access_level_contradicted_by",
    ])?;
    for action in actions {
        writer.write_record([
            action.ram_action(),
            action.operation(),
            &action.operations().join(" "),
            action.description(),
            action.doc_url(),
            if is_on_page(action) { "true" } else { "false" },
            action.access_level().name(),
            action.resource().name(),
            &action.condition_keys().unwrap_or_default().join(" "),
            action.api_state().name(),
            &action.earlier_actions().join(" "),
            &action.also_required().join(" "),
            &action.required_instead().join(" "),
            contradicting_method(action).unwrap_or_default(),
        ])?;
    }
    writer.flush()
}

/// Writes a page as `generate` reads it: the actions with the operations that require them. Earlier names have none.
pub(super) fn markdown(out: &mut impl Write, actions: CsActionSet) -> io::Result<()> {
    writeln!(out, "|Operation|RAM Action|Description|Access|Scope|")?;
    writeln!(out, "|---------|----------|-----------|------|-----|")?;
    for action in actions {
        let description = match action.doc_url() {
            "" => escape(action.description()),
            url => format!("[{}]({url})", escape(action.description())),
        };
        let (access, scope) = (access(action), action.resource().name());
        for operation in action.operations() {
            let operation = escape(operation);
            writeln!(out, "|{operation}|{action}|{description}|{access}|{scope}|")?;
        }
    }
    Ok(())
}
