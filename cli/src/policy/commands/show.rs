//! `ack-catalog show`: everything about one action, and who says it.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::args::suggest;
use crate::policy::args::unlisted::about_unlisted;
use crate::policy::excerpt::quoted;
use crate::policy::group_by::grouped;
use crate::policy::needs::Alternative;
use crate::policy::retired::History;
use crate::policy::terminal::{width, wrapped};
use ack_catalog::{
    AccessLevel, AckAction, ApiState, CsAction, EFFECTIVE, Fact, Operation, PUBLISHED, Resource,
};
use clap::Args;
use std::io::{self, Write};

/// Show everything about one action, and who says it
///
/// Each fact has its sources with their months. The newest source comes first, and those that say
/// something else are shown below it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog show cs:DeleteCluster            by RAM action
  ack-catalog show UpgradeClusterAddons        by operation, or without service
  ack-catalog show POST /clusters/c1/nodepools by HTTP request")]
pub(crate) struct Show {
    /// RAM action, with or without its service, operation, or HTTP method
    action: String,

    /// Path or URL of a request, with an HTTP method before it
    path: Option<String>,
}

/// What a name or a request leads to.
enum Found {
    Actions(Vec<CsAction>),
    /// An operation whose actions no source names.
    Operation(&'static Operation),
}

impl Show {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let found = match (&self.path, self.action.split_once(' ')) {
            (Some(path), _) => of_request(&self.action, path)?,
            (None, Some((method, path))) if is_path(path.trim_start()) => {
                of_request(method, path.trim())?
            }
            (None, None) if is_path(&self.action) => {
                let message = format!("{} has no HTTP method", quoted(&self.action));
                return Err(Failure::new(message).help(REQUEST));
            }
            (None, _) => of_name(&self.action)?,
        };
        let mut out = output();
        match found {
            Found::Actions(actions) => {
                for (index, action) in actions.into_iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    write_action(&mut out, action)?;
                }
            }
            Found::Operation(operation) => {
                line(&mut out, "Operation", operation.name)?;
                write_operation(&mut out, operation)?;
                write_links(&mut out, operation.facts.iter())?;
            }
        }
        Ok(ExitStatus::Done)
    }
}

fn write_action(out: &mut impl Write, action: CsAction) -> io::Result<()> {
    writeln!(out, "{action}")?;
    if !action.description().is_empty() {
        writeln!(out, "  {}\n", wrapped(action.description(), 2, width()))?;
    }
    if let Some(retired) = History::of(action) {
        line(out, "Retired", &retired.to_string())?;
    }
    if !action.required_instead().is_empty() {
        let instead = action.required_instead().join(" and ");
        line(out, "Instead", &format!("{instead}, by the newest source"))?;
    }
    let mut statements: Vec<(&Operation, &Fact)> = action.statements().collect();
    statements.sort_by(|(_, left), (_, right)| right.cmp_age(left));
    // Those that need the action by their newest sources come first, and then those that needed it.
    let mut operations: Vec<&Operation> = Vec::new();
    let needing = action.operations().iter();
    let needing = needing.filter_map(|name| CsAction::operation_named(name));
    for operation in needing.chain(statements.iter().map(|(operation, _)| *operation)) {
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    for operation in &operations {
        line(out, "Operation", operation.name)?;
        write_operation(out, operation)?;
    }
    if !action.doc_url().is_empty() {
        line(out, "Reference", action.doc_url())?;
    }
    let facts: Vec<&Fact> = statements.into_iter().map(|(_, fact)| fact).collect();
    let level = |fact: &Fact| match fact.access_level {
        AccessLevel::Unknown => None,
        level => Some(level.name().to_owned()),
    };
    let keys = |fact: &Fact| match fact.condition_keys {
        None => None,
        Some([]) => Some("none".to_owned()),
        Some(keys) => Some(keys.join(", ")),
    };
    said(out, "Access", &facts, level)?;
    said(out, "Scope", &facts, |fact| scope(fact.resource))?;
    said(out, "Conditions", &facts, keys)?;
    let page = AckAction::try_from(action).ok();
    let of_page = page.map_or(String::new(), |page| {
        format!(", AckAction::{}", page.name())
    });
    line(
        out,
        "Rust",
        &format!("CsAction::{}{of_page}", action.name()),
    )?;
    if page.is_some() {
        line(out, "Page", AckAction::PAGE.title)?;
        line(
            out,
            "",
            &format!("published {PUBLISHED}, effective {EFFECTIVE}"),
        )?;
    }
    write_links(
        out,
        operations.into_iter().flat_map(|operation| operation.facts),
    )
}

/// Writes the request, the status and the needs of an operation.
fn write_operation(out: &mut impl Write, operation: &'static Operation) -> io::Result<()> {
    if !operation.path.is_empty() {
        line(
            out,
            "  Request",
            &format!("{} {}", operation.method, operation.path),
        )?;
    }
    let facts: Vec<&Fact> = operation.facts.iter().collect();
    said(out, "  API", &facts, |fact| {
        let state = match fact.api_state {
            ApiState::Current => "listed",
            ApiState::Deprecated => "deprecated",
            ApiState::Absent => "no longer listed",
            _ => return None,
        };
        Some(state.to_owned())
    })?;
    let needs = Alternative::of(operation);
    if needs.is_empty() {
        let checked = facts.first().map_or("", |fact| fact.as_of);
        let unknown = format!("unknown; no source names an action ({checked})");
        return line(out, "  Needs", &unknown);
    }
    for (index, one) in needs.iter().enumerate() {
        let label = if index == 0 { "  Needs" } else { "" };
        line(
            out,
            label,
            &format!("{} ({})", one.names(), sources(&one.facts)),
        )?;
    }
    Ok(())
}

/// Writes the values of a fact with their sources, that of the newest one first.
fn said(
    out: &mut impl Write,
    label: &str,
    facts: &[&'static Fact],
    value: impl Fn(&Fact) -> Option<String>,
) -> io::Result<()> {
    let values = facts.iter().filter_map(|fact| Some((value(fact)?, *fact)));
    for (index, (value, facts)) in grouped(values).into_iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        line(out, label, &format!("{value} ({})", sources(&facts)))?;
    }
    Ok(())
}

/// Writes where to find the sources.
fn write_links(out: &mut impl Write, facts: impl Iterator<Item = &'static Fact>) -> io::Result<()> {
    let linked = facts.filter(|fact| !fact.source_url.is_empty());
    let links = grouped(linked.map(|fact| (fact.source_url, fact)));
    for (index, (url, facts)) in links.iter().enumerate() {
        let label = if index == 0 { "Sources" } else { "" };
        line(out, label, &format!("{} {url}", sources(&facts[..1])))?;
    }
    Ok(())
}

/// Names sources with their months, each once.
fn sources(facts: &[&Fact]) -> String {
    let named = facts.iter().map(|fact| {
        let inferred = if fact.is_inferred { ", inferred" } else { "" };
        (format!("{}, {}{inferred}", fact.source, fact.as_of), ())
    });
    let named: Vec<String> = grouped(named).into_iter().map(|(name, _)| name).collect();
    named.join("; ")
}

fn line(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(out, "  {label:<12}{}", wrapped(text, 14, width()))
}

fn scope(resource: Resource) -> Option<String> {
    let scope = match resource {
        Resource::Cluster => "can be limited to a cluster",
        Resource::EveryCluster => "applies to every cluster; cannot be limited to one",
        Resource::Account => "cannot be limited to a cluster; grant it on `*`",
        _ => return None,
    };
    Some(scope.to_owned())
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') || text.contains("://")
}

/// Returns the path of a URL. Refuses one of another service.
fn path_of(url: &str) -> Result<&str, Failure> {
    let Some((_, rest)) = url.split_once("://") else {
        return Ok(url);
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if ["cs.", "cs-"].iter().any(|start| host.starts_with(start)) {
        return Ok(path);
    }
    let message = format!("{} is not a host of ACK", quoted(host));
    Err(Failure::new(message).help(REQUEST))
}

fn of_request(method: &str, path: &str) -> Result<Found, Failure> {
    if let Some(operation) = CsAction::operation_of(method, path_of(path)?) {
        return Ok(of_operation(operation));
    }
    let request = format!("{method} {path}");
    let message = format!(
        "no known operation of ACK has the request {}",
        quoted(&request)
    );
    Err(Failure::new(message).help(REQUEST))
}

fn of_operation(operation: &'static Operation) -> Found {
    let named = operation.required_actions().iter();
    let actions: Vec<CsAction> = named
        .filter_map(|name| CsAction::from_ram_action(name))
        .collect();
    if actions.is_empty() {
        Found::Operation(operation)
    } else {
        Found::Actions(actions)
    }
}

/// Returns the action of this name, or what is known of the operation of this name.
fn of_name(given: &str) -> Result<Found, Failure> {
    let error = match given.parse() {
        Ok(action) => return Ok(Found::Actions(vec![action])),
        Err(error) => error,
    };
    if let Some(operation) = CsAction::operation_named(given) {
        return Ok(of_operation(operation));
    }
    if let Some(action) = CsAction::from_ram_action(&format!("{SERVICE}:{given}")) {
        return Ok(Found::Actions(vec![action]));
    }
    // The name of an action whose operation is known.
    let name = given
        .strip_prefix(SERVICE)
        .and_then(|name| name.strip_prefix(':'));
    if let Some(operation) = name.and_then(CsAction::operation_named) {
        return Ok(of_operation(operation));
    }
    let named = [given.to_owned(), format!("{SERVICE}:{given}")];
    if let Some(about) = named.iter().find_map(|name| about_unlisted(name)) {
        return Err(Failure::new(about).help(LIST));
    }
    let help = help(given, error.suggestion().is_some());
    Err(Failure::new(error).help(help))
}

/// Returns where to look for an action that was not found. The error may already suggest one.
fn help(given: &str, is_suggested: bool) -> String {
    if is_suggested {
        return LIST.to_owned();
    }
    if let Some(operation) = suggest::operation(given) {
        return format!("did you mean the operation `{operation}`?");
    }
    match suggest::action_or_pattern(given) {
        Some(pattern) => format!("`ack-catalog list '{pattern}'` shows similar actions"),
        None => LIST.to_owned(),
    }
}

const REQUEST: &str =
    "write an HTTP method and a path or a URL, such as `POST /clusters/c1/nodepools`";

const SERVICE: &str = "cs";

const LIST: &str = "`ack-catalog list` shows all known actions of ACK";
