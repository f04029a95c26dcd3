//! From JSON to a statement.

use crate::json::{Node, Value};
use crate::policy::condition::{Operator, Value as ConditionValue};
use crate::policy::document::{Actions, Condition, Effect, Principal, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use crate::policy::reader::{Mode, Reader, located};
use crate::problem::{Problem, confusable_note, rename_help};
use crate::problem_code::Code;
use ram_diagnostics::escaped;
use ram_diagnostics::nearest;

impl Effect {
    pub(crate) const NAMES: [&'static str; 2] = ["Allow", "Deny"];
}

/// The message on a statement that lacks both `Resource` and `Principal`.
pub(crate) const NO_RESOURCE: &str = "the statement has no `Resource`";

const ELEMENTS: [&str; 6] = [
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "Condition",
    "Principal",
];

impl Reader<'_> {
    pub(crate) fn statement(&mut self, node: &Node<'_>) -> Option<Statement> {
        let Value::Object(_) = node.value else {
            let message = format!("a statement must be an object, not {}", node.kind());
            self.error(
                Code::WrongType,
                node.range,
                message,
                "write {\"Effect\": …, \"Action\": …, \"Resource\": …}",
            );
            return None;
        };
        let [effect, action, not_action, resource, condition, principal] =
            self.elements(node, ELEMENTS, "a statement");
        let effect = self.effect(node, effect);
        let actions = self.actions(node, action, not_action);
        let resources =
            resource.map(|resource| self.patterns(resource, "Resource", Pattern::resource));
        if resource.is_none() && principal.is_none() {
            let help = "write \"Resource\": \"*\" for all, or list them";
            self.error(Code::MissingElement, self.start_of(node), NO_RESOURCE, help);
        }
        for resource in resources.iter().flatten() {
            self.note_masked_account(resource);
        }
        let principal = principal.map(|principal| self.principal(principal));
        let conditions = condition.map(|condition| self.conditions(condition));
        Some(Statement {
            range: node.range,
            effect: match effect {
                None if self.mode == Mode::Partial => Effect::Allow,
                effect => effect?,
            },
            actions: actions?,
            resources,
            principal,
            conditions: conditions.unwrap_or_default(),
        })
    }

    fn effect(&mut self, statement: &Node<'_>, effect: Option<&Node<'_>>) -> Option<Effect> {
        let help = "write \"Allow\" or \"Deny\"";
        let Some(effect) = effect else {
            self.error(
                Code::MissingElement,
                self.start_of(statement),
                "the statement has no `Effect`",
                help,
            );
            return None;
        };
        let Some(text) = effect.as_str() else {
            let message = format!("`Effect` must be a string, not {}", effect.kind());
            self.error(Code::WrongType, effect.range, message, help);
            return None;
        };
        match text {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            other => {
                let meant = nearest(other, Effect::NAMES);
                let help = match meant {
                    Some(name) => format!("did you mean \"{name}\"?"),
                    None => help.to_owned(),
                };
                let message = format!(
                    "`{}` is not an effect{}",
                    escaped(other),
                    confusable_note(other)
                );
                let mut problem = Problem::new(Code::WrongEffect, effect.range, message, help);
                problem.suggestion = meant.map(|name| format!("\"{name}\""));
                self.problems.push(problem);
                meant
                    .filter(|_| self.mode == Mode::Partial)
                    .map(|name| match name {
                        "Deny" => Effect::Deny,
                        _ => Effect::Allow,
                    })
            }
        }
    }

    fn actions(
        &mut self,
        statement: &Node<'_>,
        action: Option<&Node<'_>>,
        not_action: Option<&Node<'_>>,
    ) -> Option<Actions> {
        match (action, not_action) {
            (Some(action), Some(not_action)) => {
                self.patterns(action, "Action", Pattern::action);
                self.patterns(not_action, "NotAction", Pattern::action);
                let message = "the statement has both `Action` and `NotAction`";
                let help = "keep one; for both, write two statements";
                self.error(Code::ActionAndNotAction, not_action.range, message, help);
                None
            }
            (None, None) => {
                let message = "the statement has neither `Action` nor `NotAction`";
                let help = "write \"Action\": [\"cs:DescribeEvents\"]";
                self.error(Code::MissingAction, self.start_of(statement), message, help);
                None
            }
            (Some(action), None) => Some(Actions {
                is_negated: false,
                patterns: self.patterns(action, "Action", Pattern::action),
            }),
            (None, Some(action)) => Some(Actions {
                is_negated: true,
                patterns: self.patterns(action, "NotAction", Pattern::action),
            }),
        }
    }

    fn patterns(
        &mut self,
        node: &Node<'_>,
        element: &str,
        pattern: fn(&str) -> Pattern,
    ) -> Vec<Located<Pattern>> {
        let texts = self.texts(node, element, false);
        let patterns = texts
            .into_iter()
            .map(|(text, node)| located(node, pattern(&text)));
        patterns.collect()
    }

    /// Returns the strings of an element, which is a string or a list. `takes_bare`: whether a number or a
    /// boolean counts as a string without its quotation marks.
    fn texts<'a, 't>(
        &mut self,
        node: &'a Node<'t>,
        element: &str,
        takes_bare: bool,
    ) -> Vec<(String, &'a Node<'t>)> {
        let items = match &node.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let element = escaped(element);
        if items.is_empty() {
            let help = "add at least one, or remove the statement";
            self.error(
                Code::EmptyList,
                node.range,
                format!("`{element}` is empty"),
                help,
            );
        }
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::String(text) => texts.push((text.clone().into_owned(), item)),
                Value::Bare(text) if takes_bare && *text != "null" => {
                    let message = "the value has no quotation marks";
                    let help = format!("all values are strings; write \"{text}\"");
                    let problem = Problem::new(Code::UnquotedValue, item.range, message, help);
                    self.repair(problem.suggesting(format!("\"{text}\"")));
                    texts.push(((*text).to_owned(), item));
                }
                _ => {
                    let message = format!(
                        "`{element}` must be a string or a list of strings, not {}",
                        item.kind()
                    );
                    let help = "put each value in double quotation marks, in one list at most";
                    self.error(Code::WrongType, item.range, message, help);
                }
            }
        }
        texts
    }

    fn principal(&mut self, node: &Node<'_>) -> Principal {
        let mut values = Vec::new();
        if let Value::Object(members) = &node.value {
            self.refuse_duplicates(node);
            if members.is_empty() {
                let help = "write {\"RAM\": […]}, {\"Service\": […]} or {\"Federated\": […]}";
                self.error(Code::EmptyList, node.range, "`Principal` is empty", help);
            }
            for member in members {
                let kinds = ["RAM", "Service", "Federated"];
                let key = &*member.key;
                if !kinds.contains(&key) {
                    let help = match nearest(key, kinds) {
                        Some(kind) => rename_help(kind, node.get(kind).is_some()),
                        None => "write `RAM`, `Service` or `Federated`".to_owned(),
                    };
                    let message = format!(
                        "`{}` is not a kind of principal{}",
                        escaped(key),
                        confusable_note(key)
                    );
                    self.error(Code::UnknownElement, member.key_range, message, help);
                }
                for (text, node) in self.texts(&member.value, key, true) {
                    let value = located(node, Pattern::resource(&text));
                    values.push((Some(key.to_owned()), value));
                }
            }
        } else {
            for (text, node) in self.texts(node, "Principal", true) {
                values.push((None, located(node, Pattern::resource(&text))));
            }
        }
        for (_, value) in &values {
            self.note_masked_account(value);
        }
        Principal {
            range: node.range,
            values,
        }
    }

    fn conditions(&mut self, node: &Node<'_>) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let Value::Object(operators) = &node.value else {
            let message = format!("`Condition` must be an object, not {}", node.kind());
            let help = "write {\"StringEquals\": {\"key\": [\"value\"]}}";
            self.error(Code::WrongType, node.range, message, help);
            return conditions;
        };
        self.refuse_duplicates(node);
        for operator in operators {
            let Value::Object(keys) = &operator.value.value else {
                let message = format!(
                    "an operator must have an object of keys and values, not {}",
                    operator.value.kind()
                );
                let help = "write {\"key\": [\"value\"]}";
                self.error(Code::WrongType, operator.value.range, message, help);
                continue;
            };
            if keys.is_empty() {
                let message = format!("`{}` has no keys", escaped(&operator.key));
                let help = "write {\"key\": [\"value\"]}, or remove the operator";
                self.error(Code::EmptyList, operator.value.range, message, help);
            }
            self.refuse_duplicates(&operator.value);
            let known = Located {
                value: Operator::new(&operator.key),
                range: operator.key_range,
            };
            for key in keys {
                let values = self.texts(&key.value, &key.key, true).into_iter();
                let values = values
                    .map(|(text, node)| located(node, ConditionValue::new(&text, &known.value)));
                conditions.push(Condition {
                    operator: known.clone(),
                    key: Located {
                        value: key.key.clone().into_owned(),
                        range: key.key_range,
                    },
                    values: values.collect(),
                });
            }
        }
        conditions
    }

    /// Notes an account ID that is masked with stars as in documentation, where they become wildcards.
    fn note_masked_account(&mut self, resource: &Located<Pattern>) {
        let account = resource
            .value
            .as_str()
            .split(':')
            .nth(3)
            .unwrap_or_default();
        if !account.contains("**") {
            return;
        }
        let message = match account.trim_end_matches('*') {
            "" => "the account ID is masked with stars, which match any account".to_owned(),
            start => format!(
                "the account ID is masked with stars, which match any account that starts with {}",
                escaped(start)
            ),
        };
        let help = "write the account's ID, or `*` if any account is meant";
        self.notes.push(Problem::new(
            Code::MaskedAccount,
            resource.range,
            message,
            help,
        ));
    }
}
