//! A file of needs: an action or an operation on each line, with its resources.

use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::policy::args::actions::{
    ActionArgs, Asked, ListedLine, asked_at, operation, selected_by,
};
use crate::policy::args::resources::{can_need, of_service_help, refuse_invalid_resource};
use crate::policy::args::spelling::spelled;
use crate::policy::excerpt::quoted;
use crate::policy::input::standard_input::{STANDARD_INPUT, standard_input};
use ack_catalog_core::Source;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct NeedsArgs {
    /// File of needs, or `-`, as `ack-catalog needs` writes it: an action or an operation on each line, perhaps with
    /// its resources; `#` starts a comment
    #[arg(long, value_name = "FILE", group = "operations")]
    needs: Option<PathBuf>,
}

/// A line of a file of needs.
struct Line {
    name: String,
    resources: Vec<String>,
    place: String,
}

impl NeedsArgs {
    /// Returns what the options name and the file lists; without both, the actions that an operation needs today.
    pub(crate) fn asked(&self, named: &ActionArgs) -> Result<Asked, Failure> {
        let Some(path) = &self.needs else {
            return named.asked();
        };
        let (lines, callers) = lines(path)?;
        let given = named.action.len();
        let (actions, operations): (Vec<&Line>, Vec<&Line>) =
            lines.iter().partition(|line| line.name.contains(':'));
        let names_of = |options: &[String], lines: &[&Line]| -> Vec<String> {
            let lines = lines.iter().map(|line| &line.name);
            options.iter().chain(lines).cloned().collect()
        };
        let all_actions = names_of(&named.action, &actions);
        let all_operations = names_of(&named.operation, &operations);
        let mut asked = asked_at(&all_actions, &all_operations, |index| {
            Some(actions.get(index.checked_sub(given)?)?.place.clone())
        })?;
        asked.callers = callers;
        for line in &lines {
            for action in line.actions()? {
                let listed = asked.listed.entry(action.to_owned()).or_default();
                // Several sources can name the action for an operation.
                if { listed.lines.last() }.is_none_or(|last| last.place != line.place) {
                    listed.lines.push(ListedLine {
                        place: line.place.clone(),
                        resources: line.resources.clone(),
                    });
                }
            }
        }
        Ok(asked)
    }
}

impl Line {
    fn check(&self) -> Result<(), Failure> {
        let actions = self.actions()?;
        for resource in &self.resources {
            refuse_invalid_resource(resource)?;
            if let Some(action) = actions.first()
                && !actions.iter().any(|action| can_need(action, resource))
            {
                let name = quoted(resource);
                let message = format!("{name} is not a resource of `{}`", self.name);
                return Err(Failure::new(message).help(of_service_help(action)));
            }
        }
        Ok(())
    }

    /// Returns the actions of the line; for an operation, those that any source names.
    fn actions(&self) -> Result<Vec<&str>, Failure> {
        if self.name.contains(':') {
            return selected_by(&self.name);
        }
        let facts = operation(&self.name)?.facts.iter();
        Ok(facts.flat_map(|fact| fact.actions).copied().collect())
    }
}

/// Returns whether a line is the heading that `needs` writes before the calls of a caller: `# user/mia`.
fn is_caller(line: &str) -> bool {
    let heading = line.strip_prefix("# ").unwrap_or_default();
    let name = heading.rsplit(':').next().unwrap_or_default();
    let is_caller = heading == "root" || name.starts_with("user/") || name.starts_with("role/");
    is_caller && !heading.contains(char::is_whitespace)
}

/// Reads a file of needs, which has at least one line. Returns also how many callers have lines of their own.
fn lines(path: &Path) -> Result<(Vec<Line>, usize), Failure> {
    let kind = FileKind::new("list");
    let (name, bytes) = if path.as_os_str() == "-" {
        (STANDARD_INPUT.to_owned(), standard_input(kind)?)
    } else {
        let name = path_name(path);
        let bytes = read(path, &name, kind)?;
        (name, bytes)
    };
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let mut lines = Vec::new();
    let (mut callers, mut is_new_caller) = (0, false);
    let text = source.text().trim_start_matches('\u{feff}');
    for (number, line) in (1..).zip(text.lines()) {
        is_new_caller |= is_caller(line.trim());
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace().map(str::to_owned);
        let Some(first) = words.next() else {
            continue;
        };
        let line = Line {
            name: spelled(&first).to_owned(),
            resources: words.collect(),
            place: format!("{name}:{number}"),
        };
        line.check().map_err(|failure| failure.at(&line.place))?;
        lines.push(line);
        callers += usize::from(std::mem::take(&mut is_new_caller));
    }
    if lines.is_empty() {
        let help = "write an action or an operation on each line, such as cs:DescribeEvents";
        return Err(Failure::new(format!("{name} lists no actions")).help(help));
    }
    Ok((lines, callers))
}
