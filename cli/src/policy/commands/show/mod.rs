//! `ack-catalog show`: everything about one action, and who says it.

mod about;
mod json;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::args::actions::{LIST, known_action, known_operation};
use crate::policy::args::suggest;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::first;
use crate::policy::excerpt::quoted;
use crate::policy::input::confusable::retype;
use crate::policy::other_services::of_other_service;
use ack_catalog::{CsAction, Fact, Operation, UnknownActionError};
use clap::Args;

pub(crate) use about::lines_of;

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

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

/// What a name or a request leads to.
enum Found {
    Actions(Vec<CsAction>),
    /// An operation whose actions no source names.
    Operation(&'static Operation),
    /// An action that only this source names.
    NamedOnly(&'static str, &'static str),
}

impl Show {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.action.trim().is_empty() {
            let help = "write an action or an operation, such as `cs:DescribeEvents`";
            return Err(Failure::new("the name is empty").help(help));
        }
        let found = match (&self.path, self.action.split_once(' ')) {
            (Some(path), _) => of_request(&self.action, path)?,
            (None, Some((method, path))) if is_path(path.trim_start()) => {
                of_request(method, path.trim())?
            }
            (None, None) if is_path(&self.action) => {
                let message = format!("{} has no HTTP method", quoted(&self.action));
                return Err(Failure::new(message).help(REQUEST));
            }
            (None, _) if is_method(self.action.trim()) => {
                let message = format!("{} has no path", quoted(&self.action));
                return Err(Failure::new(message).help(REQUEST));
            }
            (None, _) => of_name(&self.action)?,
        };
        match self.format {
            TextOrJson::Text => text::write(&mut output(), found)?,
            TextOrJson::Json => json::write(&mut output(), found)?,
        }
        Ok(ExitStatus::Done)
    }
}

/// Returns the operations that sources name with an action: those that need it by their newest sources come first, and
/// then those that needed it.
fn operations_of(action: CsAction) -> Vec<&'static Operation> {
    let mut statements: Vec<(&Operation, &Fact)> = action.statements().collect();
    statements.sort_by(|(_, left), (_, right)| right.cmp_weight(left));
    let needing = action.operations().iter();
    let needing = needing.filter_map(|name| CsAction::operation_named(name));
    let mut operations: Vec<&Operation> = Vec::new();
    for operation in needing.chain(statements.into_iter().map(|(operation, _)| operation)) {
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    operations
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') || text.contains("://")
}

fn is_method(text: &str) -> bool {
    const OTHERS: [&str; 3] = ["PATCH", "HEAD", "OPTIONS"];
    let methods = CsAction::OPERATIONS.iter().map(|one| one.method);
    let mut methods = methods.filter(|method| !method.is_empty()).chain(OTHERS);
    methods.any(|method| method.eq_ignore_ascii_case(text))
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
    Err(Failure::new(message).help(retype(&request).unwrap_or_else(|| REQUEST.to_owned())))
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

/// Returns the action of this name, or what is known of the operation of this name. Letter case is ignored.
fn of_name(given: &str) -> Result<Found, Failure> {
    if let Some(action) = known_action(given) {
        return Ok(Found::Actions(vec![action]));
    }
    if let Some(operation) = known_operation(given) {
        return Ok(of_operation(operation));
    }
    let (service, name) = given.split_once(':').unwrap_or((SERVICE, given));
    let full = format!("{service}:{name}");
    if let Some(action) = known_action(&full) {
        return Ok(Found::Actions(vec![action]));
    }
    // The name of an action whose operation is known.
    let is_of_ack = service.eq_ignore_ascii_case(SERVICE);
    if let Some(operation) = known_operation(name).filter(|_| is_of_ack) {
        return Ok(of_operation(operation));
    }
    match Unlisted::find(&full) {
        Some(Unlisted::NamedOnly(name, by)) => return Ok(Found::NamedOnly(name, by)),
        Some(about) => {
            let having = CsAction::iter().filter(|action| {
                let keys = action.condition_keys().unwrap_or_default();
                keys.contains(&about.name())
            });
            let having: Vec<String> = having.map(|action| action.to_string()).collect();
            let help = if having.is_empty() {
                LIST.to_owned()
            } else {
                format!("it applies to {}", first(having.into_iter(), ", "))
            };
            return Err(Failure::new(about.to_string()).help(help));
        }
        None => {}
    }
    if let Some(help) = retype(given) {
        let message = format!("unknown RAM action {}", quoted(given));
        return Err(Failure::new(message).help(help));
    }
    let parsed: Result<CsAction, UnknownActionError> = given.parse();
    let error = match parsed {
        Ok(action) => return Ok(Found::Actions(vec![action])),
        Err(error) => error,
    };
    let help = help(given, error.suggestion().is_some());
    match of_other_service(given) {
        Some(about) if error.suggestion().is_none() => {
            Err(Failure::new(format!("{} is {about}", quoted(given))).help(LIST))
        }
        _ => Err(Failure::new(error).help(help)),
    }
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
