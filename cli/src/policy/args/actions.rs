//! Actions and operations on the command line.

use crate::output::failure::{Failure, note, warn};
use crate::policy::args::resources::{can_need, refuse_other_service, usable_resource};
use crate::policy::args::spelling::spelled;
use crate::policy::args::suggest;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::{SHOWN, quoted};
use crate::policy::input::confusable::retype;
use crate::policy::retired::{History, superseded};
use ack_catalog::{CS_NEWEST_SOURCE, CsAction, CsActionSet, Operation};
use clap::Args;
use ram_policy::is_wildcard;
use ram_policy::lint::KnownActions as _;
use std::collections::{HashMap, HashSet};

#[derive(Args)]
pub(crate) struct ActionArgs {
    /// RAM action, or pattern that selects actions of ACK
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: Vec<String>,

    /// Operation of ACK; selects the actions that it needs
    #[arg(long, value_name = "OPERATION", group = "operations")]
    pub(crate) operation: Vec<String>,
}

/// The actions and the operations that a command is about, each once and in the order given.
pub(crate) struct Asked {
    pub(crate) actions: Vec<String>,
    pub(crate) operations: Vec<&'static Operation>,
    /// The resources of the actions that a file of needs lists.
    pub(crate) listed: HashMap<String, Listed>,
    /// The callers of a trail whose calls such a file lists.
    pub(crate) callers: usize,
}

/// The lines of a file of needs that list an action.
#[derive(Default)]
pub(crate) struct Listed {
    pub(crate) lines: Vec<ListedLine>,
}

/// A line of a file of needs that lists an action.
pub(crate) struct ListedLine {
    pub(crate) place: String,
    /// The resources that it names. A line without any is about others.
    pub(crate) resources: Vec<String>,
}

impl Listed {
    /// Returns the resources that the lines name.
    pub(crate) fn named(&self) -> Vec<String> {
        let lines = self.lines.iter();
        lines.flat_map(|line| &line.resources).cloned().collect()
    }

    /// Returns whether a line names none, so that it is about others, too.
    fn has_others(&self) -> bool {
        self.lines.iter().any(|line| line.resources.is_empty())
    }
}

impl Asked {
    /// Returns the resources to ask about an action: those of the file of needs. For a line that names none, and for an
    /// action that is not in the file, it is the one of the option, or else all that the action can be used on.
    pub(crate) fn resources_of(&self, action: &str, option: Option<&str>) -> Vec<String> {
        let placed = self.placed(action, option, usable_resource);
        let mut resources: Vec<String> = placed.into_iter().map(|(one, _)| one).collect();
        resources.sort_unstable();
        resources.dedup();
        resources
    }

    /// Returns the resources as [`Self::resources_of`] does, with another default, each with the line that is about it.
    pub(crate) fn placed(
        &self,
        action: &str,
        option: Option<&str>,
        default: impl Fn(&str) -> String,
    ) -> Vec<(String, Option<&str>)> {
        let Some(listed) = self.listed.get(action) else {
            let one = option.map_or_else(|| default(action), str::to_owned);
            return vec![(one, None)];
        };
        // The option is one for all lines, and may be of ACK where an action is not.
        let option = option.filter(|option| can_need(action, option));
        let other = option.map_or_else(|| default(action), str::to_owned);
        let mut placed = Vec::new();
        for line in &listed.lines {
            let resources = match &line.resources[..] {
                [] => std::slice::from_ref(&other),
                named => named,
            };
            let place = Some(line.place.as_str());
            placed.extend(resources.iter().map(|one| (one.clone(), place)));
        }
        placed
    }

    /// Returns whether an option says on which resource an action is needed: no file of needs lists it, or a line of it
    /// names none.
    pub(crate) fn leaves_resource_open(&self, action: &str) -> bool {
        self.listed.get(action).is_none_or(Listed::has_others)
    }

    /// Refuses the resource of an option that is of another service than all lines of a file of needs which name none.
    pub(crate) fn refuse_resource_of_others(&self, option: Option<&str>) -> Result<(), Failure> {
        let mut open: Vec<&String> = { self.listed.keys() }
            .filter(|action| self.leaves_resource_open(action))
            .collect();
        open.sort_unstable();
        refuse_other_service(option, open)
    }

    /// Returns the actions that were asked for, and then the others that sources name for an operation.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = self.actions.clone();
        let facts = self.operations.iter().flat_map(|one| one.facts);
        for action in facts.flat_map(|fact| fact.actions) {
            if !names.iter().any(|name| name == action) {
                names.push((*action).to_owned());
            }
        }
        names
    }
}

impl ActionArgs {
    /// Returns what is selected; without arguments, the actions that an operation needs today.
    pub(crate) fn asked(&self) -> Result<Asked, Failure> {
        let mut asked = asked(&self.action, &self.operation)?;
        if self.action.is_empty() && self.operation.is_empty() {
            let all = needed_today().into_iter();
            asked.actions = all.map(|action| action.ram_action().to_owned()).collect();
        }
        Ok(asked)
    }
}

/// Returns whether an argument is a pattern rather than the name of one action.
pub(crate) fn is_pattern(action: &str) -> bool {
    action.contains(is_wildcard)
}

pub(crate) fn asked(actions: &[String], operations: &[String]) -> Result<Asked, Failure> {
    asked_at(actions, operations, |_| None)
}

/// Selects actions, as their sources spell them. Warns about unknown and earlier ones, with the place of the one at this
/// index.
pub(crate) fn asked_at(
    actions: &[String],
    operations: &[String],
    place: impl Fn(usize) -> Option<String>,
) -> Result<Asked, Failure> {
    refuse_invalid_actions(actions)?;
    let mut selected: Vec<&str> = Vec::new();
    let (mut earlier, mut unknown) = (Vec::new(), Vec::new());
    let (mut respelled, mut unlisted) = (Vec::new(), Vec::new());
    for (index, action) in actions.iter().enumerate() {
        let placed = |message: String| match place(index) {
            Some(place) => format!("{place}: {message}"),
            None => message,
        };
        let listed = spelled(action);
        if listed != action {
            respelled.push(placed(format!("`{action}` is written `{listed}`")));
        }
        let of_action = selected_by(listed)?;
        // A pattern selects earlier names only if it matches no others.
        for name in &of_action {
            if let Some(known) = CsAction::from_ram_action(name) {
                earlier.extend(warning_about_earlier(known).map(placed));
            } else if let Some(about) = Unlisted::find(name) {
                if let Unlisted::NotAnAction(..) = about {
                    return Err(Failure::new(placed(about.to_string())).help(LIST));
                }
                unlisted.push(placed(about.to_string()));
            } else {
                unknown.extend(unknown_action(name).map(placed));
            }
        }
        selected.extend(of_action);
    }
    report_first(&note, &respelled, "are written differently", None);
    report_first(&warn, &earlier, "are earlier names", AS_GIVEN);
    report_first(&note, &unlisted, "are not documented", AS_GIVEN);
    let help = format!(
        "check the spelling; the newest source of ACK's actions is of {CS_NEWEST_SOURCE}, and the name is used as given"
    );
    let more = "are not known actions of ACK";
    report_first(&warn, &unknown, more, Some(&help));
    let mut seen = HashSet::new();
    selected.retain(|action| seen.insert(*action));
    let mut found: Vec<&'static Operation> = Vec::new();
    for name in operations {
        let operation = operation(name)?;
        if !found.contains(&operation) {
            found.push(operation);
        }
    }
    Ok(Asked {
        actions: selected.into_iter().map(str::to_owned).collect(),
        operations: found,
        listed: HashMap::new(),
        callers: 0,
    })
}

/// Returns a message about an action of ACK that neither a source nor a policy of Alibaba Cloud names.
pub(crate) fn unknown_action(name: &str) -> Option<String> {
    let error = name.parse::<CsAction>().err()?;
    let is_unknown = is_of_catalog(name) && Unlisted::find(name).is_none();
    is_unknown.then(|| error.to_string())
}

const AS_GIVEN: Option<&str> = Some("the name is used as given");

fn warning_about_earlier(action: CsAction) -> Option<String> {
    let retired = History::of(action).map(|history| format!("`{action}` is retired: {history}"));
    retired.or_else(|| superseded(action))
}

/// Returns the action of ACK with this name, ignoring letter case.
pub(crate) fn known_action(name: &str) -> Option<CsAction> {
    let known = CsAction::KNOWN.find(name)?;
    CsAction::from_ram_action(known.name)
}

/// Returns the actions that an operation needs by its newest source.
pub(crate) fn needed_today() -> CsActionSet {
    CsAction::iter()
        .filter(|action| !action.operations().is_empty())
        .collect()
}

/// Returns the actions of ACK that a pattern matches: those of today, or earlier ones if it matches no other.
pub(crate) fn matching(pattern: &str) -> CsActionSet {
    let all = CsActionSet::matching(pattern);
    let today = all.intersection(needed_today());
    if today.is_empty() { all } else { today }
}

/// Returns the action of this name, or the actions of ACK that this pattern selects.
pub(crate) fn selected_by(action: &str) -> Result<Vec<&str>, Failure> {
    refuse_invalid_action(action)?;
    if !is_pattern(action) {
        return Ok(vec![action]);
    }
    let matching = matching(action);
    if matching.is_empty() {
        let message = format!("no known action of ACK matches {}", quoted(action));
        let help = did_you_mean(suggest::action_or_pattern(action)).unwrap_or_else(|| {
            "run `ack-catalog list` to see the actions, or give the full name of another action"
                .to_owned()
        });
        return Err(Failure::new(message).help(help));
    }
    Ok(matching.iter().map(CsAction::ram_action).collect())
}

/// Returns the operation of ACK with this name, ignoring letter case.
pub(crate) fn known_operation(name: &str) -> Option<&'static Operation> {
    let mut all = CsAction::OPERATIONS.iter();
    let folded = || all.find(|one| one.name.eq_ignore_ascii_case(name));
    CsAction::operation_named(name).or_else(folded)
}

/// Finds an operation, and refuses one whose actions no source names.
pub(crate) fn operation(name: &str) -> Result<&'static Operation, Failure> {
    let Some(operation) = known_operation(name) else {
        let message = match name.trim() {
            "" => "the name of the operation is empty".to_owned(),
            _ => format!("{} is not a known operation of ACK", quoted(name)),
        };
        let help = retype(name)
            .or_else(|| did_you_mean(meant_operation(name)))
            .unwrap_or_else(|| help_on_operations(name));
        return Err(Failure::new(message).help(help));
    };
    if operation.required_actions().is_empty() {
        let message = format!(
            "no source documents which action the operation `{}` needs",
            operation.name
        );
        let help = "call it, and pass the refusal to `ack-catalog explain`; or name the action with `--action`";
        return Err(Failure::new(message).help(help));
    }
    Ok(operation)
}

/// Returns the operation that was probably meant: that of a request or of an action with its service, or a similar one.
fn meant_operation(given: &str) -> Option<&'static str> {
    let of_request = given.split_once(' ');
    let of_request =
        of_request.and_then(|(method, path)| CsAction::operation_of(method, path.trim()));
    let of_action = given.split_once(':');
    let of_action = of_action.filter(|_| is_of_catalog(given));
    let of_action = of_action.and_then(|(_, name)| known_operation(name));
    let meant = of_request.or(of_action).map(|operation| operation.name);
    meant.or_else(|| suggest::operation(given))
}

/// Returns how to name an operation, or what to do about one that is not known.
fn help_on_operations(given: &str) -> String {
    let is_name = !given.is_empty() && given.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_name {
        return "write the name of one operation, such as `DescribeEvents`; `--action` takes actions and patterns"
            .to_owned();
    }
    format!(
        "the newest source of ACK's actions is of {CS_NEWEST_SOURCE}; name the actions of a newer operation with `--action`"
    )
}

/// Returns the help that names what was probably meant.
pub(crate) fn did_you_mean(meant: Option<impl AsRef<str>>) -> Option<String> {
    meant.map(|meant| format!("did you mean {}?", quoted(meant.as_ref())))
}

/// Returns whether an action belongs to a service in the catalog.
pub(crate) fn is_of_catalog(action: &str) -> bool {
    let services = CsAction::KNOWN.services();
    let is_of =
        |service: &str| { services.iter() }.any(|one| one.code.eq_ignore_ascii_case(service));
    action
        .split_once(':')
        .is_none_or(|(service, _)| is_of(service))
}

/// Reports the first few of these messages about names.
fn report_first(
    report: &dyn Fn(&str, Option<&str>),
    messages: &[String],
    more: &str,
    help: Option<&str>,
) {
    for message in messages.iter().take(SHOWN) {
        report(message, help);
    }
    if messages.len() > SHOWN {
        let message = format!("{} more actions {more}", messages.len() - SHOWN);
        report(&message, None);
    }
}

/// Says where all actions are.
pub(crate) const LIST: &str = "`ack-catalog list` shows all known actions of ACK";

/// Refuses what cannot be an action or a pattern of actions.
pub(crate) fn refuse_invalid_actions(given: &[String]) -> Result<(), Failure> {
    given
        .iter()
        .try_for_each(|action| refuse_invalid_action(action))
}

pub(crate) fn refuse_invalid_action(action: &str) -> Result<(), Failure> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_./:*?".contains(c))
    };
    let is_whole = action == "*"
        || action
            .split_once(':')
            .is_some_and(|(service, name)| is_name(service) && is_name(name));
    if is_whole {
        return Ok(());
    }
    let message = format!("{} is not a valid action", quoted(action));
    let help = retype(action)
        .or_else(|| did_you_mean(suggest::action_or_pattern(action)))
        .unwrap_or_else(|| "write `<service>:<name>`, such as `cs:DescribeEvents`".to_owned());
    Err(Failure::new(message).help(help))
}
