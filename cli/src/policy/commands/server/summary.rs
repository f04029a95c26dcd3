//! What a statement allows or denies, in words.

use super::complete::without_effect;
use super::markdown::code;
use super::matched::Matched;
use super::statement::{Part, Read};
use super::syntax::{Member, Node, Place, Value, element};
use crate::policy::group_by::grouped;
use ack_catalog::CsAction;
use ram_diagnostics::first_of;
use ram_policy::lint::KnownAction;
use ram_policy::{Effect, KnownActions};

/// The most names in a list.
const NAMED: usize = 12;

/// What is known of a statement.
pub(super) struct Summary<'k> {
    known: &'k dyn KnownActions,
    /// `None` if it is computed.
    effect: Option<Effect>,
    /// `None` if a part of them is computed.
    pub(super) actions: Option<Matched<'k>>,
    resources: Vec<String>,
    principals: Vec<String>,
    /// Operators with their keys.
    conditions: Vec<String>,
    /// The tool that computes parts.
    computed_by: Option<&'static str>,
    /// Those parts, as far as they have names.
    computed: Vec<Part>,
}

impl<'k> Summary<'k> {
    /// Summarizes a statement that was read. `None` if it has too many actions.
    pub(super) fn of_read(known: &'k dyn KnownActions, read: &Read) -> Option<Self> {
        let Read { statement, .. } = read;
        let actions = if read.has_known_actions {
            Some(Matched::of_actions(known, &statement.actions)?)
        } else if read.computed_by.is_some() {
            None
        } else {
            return None;
        };
        let resources = statement.resources.as_deref().unwrap_or_default().iter();
        let principals = statement.principal.iter().flat_map(|one| &one.values);
        let principals = principals.map(|(kind, one)| match kind {
            Some(kind) => format!("{} {}", code(kind), code(one.value.as_str())),
            None => code(one.value.as_str()),
        });
        let conditions = statement.conditions.iter();
        let conditions = conditions.map(|one| condition(one.operator.value.name(), &one.key.value));
        Some(Self {
            known,
            effect: Some(statement.effect),
            actions,
            resources: resources.map(|one| one.value.as_str().to_owned()).collect(),
            principals: principals.collect(),
            conditions: conditions.collect(),
            computed_by: read.computed_by.map(|tool| tool.name),
            computed: read.computed.clone(),
        })
    }

    /// Summarizes a statement of Terraform of which a part is computed that must be known, so that it is not read.
    pub(super) fn of_place(known: &'k dyn KnownActions, place: &Place<'_>) -> Option<Self> {
        let statement = place.node;
        let is_block = place.start != statement.range.start;
        let computed = computed_parts(statement);
        if computed.is_empty() {
            return None;
        }
        let is_known = |part: Part| !computed.contains(&part);
        let effect = match statement.get("Effect").map(Node::text) {
            // The default of a block.
            None if is_block => Some(Effect::Allow),
            None => return None,
            Some(Some(text)) if text.eq_ignore_ascii_case("Allow") => Some(Effect::Allow),
            Some(Some(text)) if text.eq_ignore_ascii_case("Deny") => Some(Effect::Deny),
            Some(_) if is_known(Part::Effect) => return None,
            Some(_) => None,
        };
        let actions = if is_known(Part::Actions) {
            Some(Matched::of_node(known, statement)?)
        } else {
            None
        };
        let resources = statement.get("Resource").map(Node::texts);
        let resources = resources.unwrap_or_default().into_iter();
        Some(Self {
            known,
            effect,
            actions,
            resources: resources
                .filter_map(|one| Some(one.text()?.to_owned()))
                .collect(),
            principals: Vec::new(),
            conditions: conditions(statement),
            computed_by: Some("Terraform"),
            computed,
        })
    }

    /// Says all that is known, and what is computed.
    pub(super) fn text(&self) -> String {
        let verb = match self.effect {
            None => "Allows or denies",
            Some(Effect::Allow) => "Allows",
            Some(Effect::Deny) => "Denies",
        };
        let actions = self.actions.as_ref().map_or_else(
            || "actions that are computed".to_owned(),
            |matched| format!("{}{}", matched.covered(code), by_level(matched)),
        );
        let mut about = format!("**{verb}** {actions}");
        let quoted = |texts: &[String]| {
            let texts = texts.iter().map(|one| code(one));
            first_of(NAMED, texts, ", ")
        };
        if !self.resources.is_empty() {
            about.extend(["\n\nOn ", &quoted(&self.resources)]);
        }
        if let (None, Some(matched)) = (self.computed_by, &self.actions) {
            let resources: Vec<&str> = self.resources.iter().map(String::as_str).collect();
            about.push_str(&without_effect(self.known, &resources, &matched.actions));
        }
        if !self.principals.is_empty() {
            let principals = self.principals.iter().cloned();
            about.extend(["\n\nFor ", &first_of(NAMED, principals, ", ")]);
        }
        if !self.conditions.is_empty() {
            let conditions = self.conditions.iter().cloned();
            about.extend(["\n\nIf ", &first_of(NAMED, conditions, " and ")]);
        }
        if let Some(tool) = self.computed_by {
            about.extend(["\n\n", tool, " computes ", &in_words(&self.computed)]);
        }
        about
    }
}

fn condition(operator: &str, key: &str) -> String {
    code(&format!("{operator} {key}"))
}

/// Names what is computed: `the effect, the actions and the conditions`.
fn in_words(parts: &[Part]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.phrase()).collect();
    match &parts[..] {
        [] => "a part of it".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Returns the parts of a statement with an expression in them.
fn computed_parts(statement: &Node) -> Vec<Part> {
    let mut found = Vec::new();
    for member in statement.members() {
        // A dynamic block is computed altogether.
        let (key, is_dynamic) = match (&*member.key, &member.labels[..]) {
            ("dynamic", [label, ..]) => (label, true),
            _ => (&member.key, false),
        };
        let is_computed = is_dynamic || member.value.as_ref().is_some_and(is_computed);
        let part = Part::of(key).filter(|part| is_computed && !found.contains(part));
        found.extend(part);
    }
    found
}

fn is_computed(node: &Node) -> bool {
    match &node.value {
        Value::Object(members) => {
            let mut values = members.iter().filter_map(|member| member.value.as_ref());
            values.any(is_computed)
        }
        Value::Array(items) => items.iter().any(is_computed),
        Value::Text(text, _) => text.contains("${") || text.contains("%{"),
        Value::Word => true,
    }
}

/// Returns the operators with their keys: of an object, or of blocks.
fn conditions(statement: &Node) -> Vec<String> {
    let is_condition = |member: &&Member| element(&member.key) == "condition";
    let all = statement.members().iter().filter(is_condition);
    let mut found = Vec::new();
    for value in all.filter_map(|member| member.value.as_ref()) {
        let text = |key: &str| value.get(key).and_then(Node::text);
        if let (Some(operator), Some(key)) = (text("operator"), text("variable")) {
            found.push(condition(operator, key));
            continue;
        }
        for operator in value.members() {
            let keys = operator.value.iter().flat_map(Node::members);
            found.extend(keys.map(|key| condition(&operator.key, &key.key)));
        }
    }
    found
}

/// Lists actions by their access level, and those of other services.
pub(super) fn by_level(matched: &Matched<'_>) -> String {
    let level = |action: &KnownAction<'_>| {
        let of_ack = CsAction::from_ram_action(action.name);
        of_ack.map_or("unknown", |action| action.access_level().name())
    };
    let actions = matched.actions.iter();
    let levels = grouped(actions.map(|action| (level(action), action.name)));
    let listed = matched.listed.iter();
    let listed = listed.map(|one| (code(&one.code), one.actions.clone()));
    let levels = levels
        .into_iter()
        .map(|(level, names)| (level.to_owned(), names));
    let all = levels.chain(listed).filter(|(_, names)| !names.is_empty());
    let lines = all.map(|(label, names)| {
        let count = names.len();
        let names = names.iter().map(|name| code(name));
        format!("- {label} ({count}): {}", first_of(NAMED, names, ", "))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("\n\n{}", lines.join("\n"))
}
