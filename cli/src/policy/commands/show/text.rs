//! Facts about actions for people.

use super::Found;
use super::about::{Line, add_links, add_operation, line, lines_of};
use crate::output::wrap::wrapped;
use crate::policy::risks::Risk;
use crate::policy::terminal::width;
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, found: Found) -> io::Result<()> {
    let mut lines = Vec::new();
    match found {
        Found::Actions(actions) => {
            for (index, action) in actions.into_iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                writeln!(out, "{action}")?;
                if !action.description().is_empty() {
                    writeln!(out, "  {}\n", wrapped(action.description(), 2, width()))?;
                }
                write_lines(out, &lines_of(action))?;
            }
        }
        Found::Operation(operation) => {
            line(&mut lines, "Operation", operation.name);
            add_operation(&mut lines, operation);
            add_links(&mut lines, operation.facts.iter());
        }
        Found::NamedOnly(name, by) => {
            writeln!(out, "{name}")?;
            let unknown = "unknown; no source says which operation needs it";
            line(&mut lines, "Operation", unknown);
            line(&mut lines, "Named by", by);
            if let Some(risk) = Risk::of(name) {
                line(&mut lines, "Risk", &risk.to_string());
            }
        }
    }
    write_lines(out, &lines)
}

fn write_lines(out: &mut impl Write, lines: &[Line]) -> io::Result<()> {
    for Line { label, text } in lines {
        writeln!(out, "  {label:<12}{}", wrapped(text, 14, width()))?;
    }
    Ok(())
}
