//! The checks of resources.

use crate::analysis::automaton::{Relation, relation};
use crate::analysis::intersect::intersect;
use crate::analysis::service::has_other_form;
use crate::lint::checker::{Checker, listed};
use crate::lint::known_actions::{
    KnownAction, LimitDoubt, Service, in_effect_on, resource_element,
};
use crate::lint::placeholder::placeholder;
use crate::lint::registry::{
    ACCOUNT_ID, ACTION_BEYOND_CLUSTER, ALL_IN_EFFECT, MASKED_ID, RELATIVE_ID, RESOURCE_FIELDS,
    RESOURCE_PREFIX, RESOURCE_SERVICE,
};
use crate::policy::aws;
use crate::policy::document::{Effect, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Pattern, is_wildcard};
use ram_diagnostics::Severity;
use ram_diagnostics::escaped;
use ram_diagnostics::nearest;
use std::collections::HashMap;

/// The fields of a resource. In a pattern, a `*` may match several of them.
struct Fields<'r> {
    service: &'r str,
    region: &'r str,
    account: &'r str,
    relative_id: &'r str,
}

impl<'r> Fields<'r> {
    fn of(resource: &'r str) -> Option<Self> {
        let mut fields = resource.splitn(5, ':').skip(1);
        Some(Self {
            service: fields.next()?,
            region: fields.next()?,
            account: fields.next()?,
            relative_id: fields.next()?,
        })
    }
}

impl<'a> Checker<'a> {
    pub(crate) fn resources(&mut self) {
        let mut on_all = HashMap::new();
        for statement in &self.policy.statements {
            let services = self.services_of(statement);
            for resource in statement.resources.iter().flatten() {
                if resource.value.as_str() != "*" {
                    self.resource(&services, resource);
                }
            }
            self.limits(statement, &mut on_all);
        }
    }

    /// Returns the services of a statement's actions; none unless all are known.
    fn services_of(&self, statement: &Statement) -> Vec<&'a str> {
        let settings = self.settings;
        let mut services: Vec<&str> = Vec::new();
        if statement.actions.is_negated {
            return services;
        }
        for pattern in &statement.actions.patterns {
            match settings.service_of(pattern.value.as_str()) {
                Some(service) if services.contains(&service.code) => {}
                Some(service) => services.push(service.code),
                None => return Vec::new(),
            }
        }
        services
    }

    fn resource(&mut self, services: &[&str], resource: &Located<Pattern>) {
        let text = resource.value.as_str();
        let whole = escaped(text);
        let range = resource.range;
        if self.is_confusable_name(text, range) {
            return;
        }
        if let Some((name, what)) = aws::name(text) {
            self.aws(name, what, range);
            return;
        }
        if is_all(&resource.value) {
            let message = format!("`{whole}` matches every resource");
            self.report(
                ALL_IN_EFFECT,
                range,
                message,
                "write `*` if all are meant, otherwise name the resources",
            );
            return;
        }
        let prefix = text.split(':').next().unwrap_or_default();
        if text.contains(':') && prefix != "acs" && !is_pattern(prefix) {
            let message = format!(
                "`{whole}` starts with `{}`; resources start with `acs`",
                escaped(prefix)
            );
            let help = "write `acs:<service>:<region>:<account-id>:<relative-id>`";
            self.report(RESOURCE_PREFIX, range, message, help);
            return;
        }
        let Some(fields) = Fields::of(text) else {
            let parts: Vec<&str> = text.split(':').collect();
            if parts.get(1).is_some_and(|service| has_other_form(service)) {
                self.placeholders(&parts, range);
            } else {
                self.too_few(resource);
            }
            return;
        };
        let service = self.settings.service(fields.service);
        let parts = [
            fields.service,
            fields.region,
            fields.account,
            fields.relative_id,
        ];
        let mut is_filled = !self.placeholders(&parts, range);
        // Names of an unknown service may contain any character.
        let is_name = |id: &str| id.is_ascii() && !id.contains(' ');
        if is_filled && service.is_some() && !is_name(fields.relative_id) {
            self.unfilled(fields.relative_id, range);
            is_filled = false;
        }
        if has_other_form(fields.service) {
            return;
        }
        if placeholder(fields.account).is_none() {
            self.account(fields.account, resource);
        }
        if is_filled && fields.relative_id.contains("***") {
            let message = format!(
                "`{}` is masked with stars, which match anything",
                escaped(fields.relative_id)
            );
            self.report(
                MASKED_ID,
                range,
                message,
                "write the whole ID, or one `*` if all are meant",
            );
        }
        if is_pattern(fields.service) {
            return;
        }
        if let Some(service) = service.filter(|_| is_filled) {
            self.relative_id(service, &fields, resource);
        }
        self.service_of_actions(services, &fields, resource);
    }

    fn too_few(&mut self, resource: &Located<Pattern>) {
        let text = resource.value.as_str();
        let count = text.split(':').count();
        let message = format!(
            "`{}` has {count} of the five fields of a resource",
            escaped(text)
        );
        // A star at the end also matches the missing fields.
        let is_open = text.ends_with('*') && text.contains(':');
        let help = if is_open {
            "write all five: `acs:<service>:<region>:<account-id>:<relative-id>`; its star matches the missing ones as well"
        } else {
            "write `acs:<service>:<region>:<account-id>:<relative-id>`, or `*` for all"
        };
        let finding = self.report(RESOURCE_FIELDS, resource.range, message, help);
        if is_open {
            finding.severity = Severity::Note;
        }
    }

    /// Checks the field of the account in a resource or a principal.
    pub(crate) fn account(&mut self, account: &str, resource: &Located<Pattern>) {
        let is_filled_in = account.contains("${");
        // `system` owns the policies of Alibaba Cloud. Another rule reports masked IDs.
        let is_id = account
            .chars()
            .all(|c| c.is_ascii_digit() || is_wildcard(c));
        if is_id || is_filled_in || account == "system" {
            return;
        }
        let message = format!(
            "`{}` is not an account ID, which consists of digits",
            escaped(account)
        );
        self.report(
            ACCOUNT_ID,
            resource.range,
            message,
            "write the account's ID, or `*` for any",
        );
    }

    fn relative_id(
        &mut self,
        service: &Service<'_>,
        fields: &Fields<'_>,
        resource: &Located<Pattern>,
    ) {
        let shapes = service.facts.relative_ids;
        let meets = |shape: &&str| {
            let id = Pattern::resource(fields.relative_id);
            intersect(&id, &Pattern::resource(shape)) != Ok(None)
        };
        if shapes.is_empty() || fields.relative_id.contains("${") || shapes.iter().any(meets) {
            return;
        }
        let kind = fields.relative_id.split('/').next().unwrap_or_default();
        let kinds = shapes
            .iter()
            .map(|shape| shape.split('/').next().unwrap_or_default());
        let help = match nearest(kind, kinds) {
            Some(near) if near != kind => format!("did you mean `{near}/…`?"),
            _ => format!("write {}, or `*` for the whole account", listed(shapes)),
        };
        let message = format!(
            "`{}` has no resources of the form `{}`",
            service.code,
            escaped(fields.relative_id)
        );
        self.report(RELATIVE_ID, resource.range, message, help);
    }

    /// Reports a resource of another service than the actions.
    fn service_of_actions(
        &mut self,
        services: &[&str],
        fields: &Fields<'_>,
        resource: &Located<Pattern>,
    ) {
        if services.is_empty() || services.contains(&fields.service) {
            return;
        }
        let message = format!(
            "the actions of this statement belong to {}, but the resource to `{}`",
            listed(services),
            escaped(fields.service)
        );
        let help = format!(
            "name a resource such as `acs:{}:*:*:…`, or `*`",
            services.first().unwrap_or(&"")
        );
        self.report(RESOURCE_SERVICE, resource.range, message, help);
    }

    /// Reports actions that cannot be limited to a resource, on resources that are all limited.
    fn limits(&mut self, statement: &Statement, on_all: &mut HashMap<(Effect, &'a str), bool>) {
        if statement.actions.is_negated {
            return;
        }
        let settings = self.settings;
        let mut limited: HashMap<&str, bool> = HashMap::new();
        for pattern in &statement.actions.patterns {
            let Some(service) = settings.service_of(pattern.value.as_str()) else {
                continue;
            };
            let Some((limit, kind)) = service.facts.limits else {
                continue;
            };
            let is_limited = limited.entry(limit);
            if !*is_limited.or_insert_with(|| is_limited_to(statement, limit)) {
                continue;
            }
            let is_literal = pattern.value.is_literal();
            let (mut refused, mut is_only) = (Vec::new(), true);
            let mut add = |action: KnownAction<'a>| match action.can_be_limited {
                Some(false) if !is_in_effect(statement, &action, limit) => refused.push(action),
                _ => is_only = false,
            };
            if is_literal {
                // This also finds a retired action.
                if let Some(action) = settings.known.find(pattern.value.as_str()) {
                    add(action);
                }
            } else {
                // Nobody needs an earlier name where the pattern also matches current ones.
                let mut matched = Vec::new();
                settings.known.each(&mut |action| {
                    if pattern.value.matches(action.name) {
                        matched.push(action);
                    }
                });
                let is_earlier = |action: &KnownAction<'_>| action.superseded.is_some();
                let is_allow = statement.effect == Effect::Allow;
                if is_allow && !matched.iter().all(is_earlier) {
                    matched.retain(|action| !is_earlier(action));
                }
                matched.into_iter().for_each(&mut add);
            }
            refused.retain(|action| {
                let on_all = on_all.entry((statement.effect, action.name));
                !*on_all.or_insert_with(|| self.is_on_all(statement.effect, action, limit))
            });
            // What is only suggested is not said of a pattern.
            if !is_literal {
                refused.retain(|action| !action.is_limit_inferred());
            }
            let Some(first) = refused.first() else {
                continue;
            };
            let doubt = first.limit_doubt.filter(|_| is_literal);
            let subject = if is_literal {
                ""
            } else {
                " matches actions that"
            };
            let result = match (statement.effect, is_literal) {
                (Effect::Allow, true) => "stays denied",
                (Effect::Allow, false) => "stay denied",
                (Effect::Deny, true) => "is not denied",
                (Effect::Deny, false) => "are not denied",
            };
            let on = resource_element(in_effect_on(&refused));
            let mut help = format!("write a separate statement with {on}");
            if !is_literal {
                let names: Vec<&str> = refused.iter().map(|action| action.name).collect();
                help = format!("{help} for {}", listed(&names));
            }
            let message = match doubt {
                Some(LimitDoubt::Inferred(suggestion)) => {
                    let result = match statement.effect {
                        Effect::Allow => "stay denied",
                        Effect::Deny => "not be denied",
                    };
                    help = match statement.effect {
                        Effect::Allow => format!("if the call is refused, {help}"),
                        Effect::Deny => format!("to be certain, {help}"),
                    };
                    format!("`{}` may {result} here: {suggestion}", pattern.value)
                }
                _ => format!(
                    "`{}`{subject} cannot be limited to a {kind}, and {result} here",
                    pattern.value
                ),
            };
            if let Some(LimitDoubt::Disputed(who)) = doubt {
                help = format!("{help}; {who}");
            }
            let finding = self.report(ACTION_BEYOND_CLUSTER, pattern.range, message, help);
            if !is_only || matches!(doubt, Some(LimitDoubt::Inferred(_))) {
                finding.severity = Severity::Note;
            }
        }
    }

    /// Reports whether a known action has an effect on the resources of a statement: one that cannot be limited has
    /// none where they are all limited.
    pub(crate) fn has_effect_on(&self, statement: &Statement, action: &str) -> bool {
        let known = self.settings.known.find(action);
        let limits = self
            .settings
            .service_of(action)
            .and_then(|service| service.facts.limits);
        let (Some(known), Some((limit, _))) = (known, limits) else {
            return true;
        };
        !known.cannot_be_limited() || is_in_effect(statement, &known, limit)
    }

    /// Reports whether a statement has the action where it has an effect.
    fn is_on_all(&self, effect: Effect, action: &KnownAction<'_>, limit: &str) -> bool {
        self.policy.statements.iter().any(|statement| {
            statement.effect == effect
                && statement.actions.cover(action.name)
                && is_in_effect(statement, action, limit)
        })
    }
}

/// Reports whether an action that cannot be limited to a resource has an effect on those of a statement.
fn is_in_effect(statement: &Statement, action: &KnownAction<'_>, limit: &str) -> bool {
    statement.resources.as_ref().is_none_or(|resources| {
        let mut resources = resources.iter().map(|one| one.value.as_str());
        resources.any(|resource| is_in_effect_on(resource, action, limit))
    })
}

/// Reports whether such an action has an effect on a resource.
fn is_in_effect_on(resource: &str, action: &KnownAction<'_>, limit: &str) -> bool {
    let Some(fields) = Fields::of(resource) else {
        return true;
    };
    let Some(id) = fields.relative_id.strip_prefix(limit) else {
        return true;
    };
    action.is_of_every() && is_any(fields.region) && is_any(id)
}

/// Reports whether a statement on this resource gives an action of the service an effect, as far as is known.
///
/// ```
/// use ram_policy::lint::{KnownAction, Service, ServiceFacts, has_effect_on};
///
/// static FACTS: ServiceFacts = ServiceFacts { limits: Some(("order/", "order")), ..ServiceFacts::NONE };
/// let service = Service { code: "shop", source: "a list of our own", facts: &FACTS };
/// let action = KnownAction { can_be_limited: Some(false), ..KnownAction::named("shop:CountOrders") };
/// assert!(has_effect_on(&service, &action, "acs:shop:*:*:*"));
/// assert!(!has_effect_on(&service, &action, "acs:shop:*:*:order/1"));
/// assert!(!has_effect_on(&service, &action, "acs:mail:*:*:*"));
/// ```
pub fn has_effect_on(service: &Service<'_>, action: &KnownAction<'_>, resource: &str) -> bool {
    let is_in_limits = service.facts.limits.is_none_or(|(limit, _)| {
        !action.cannot_be_limited() || is_in_effect_on(resource, action, limit)
    });
    is_in_limits && may_be_of(service, resource)
}

/// Reports whether a resource may be one of a service, by the forms of its resources if they are known.
fn may_be_of(service: &Service<'_>, resource: &str) -> bool {
    if resource == "*" || resource.contains("${") {
        return true;
    }
    let meets = |one: &str, other: &str| {
        intersect(&Pattern::resource(one), &Pattern::resource(other)) != Ok(None)
    };
    match Fields::of(resource).filter(|fields| !is_pattern(fields.service)) {
        Some(fields) => {
            let ids = service.facts.relative_ids;
            let has_form = ids.is_empty() || ids.iter().any(|id| meets(fields.relative_id, id));
            resource.starts_with("acs:") && fields.service == service.code && has_form
        }
        // A star may match several fields.
        None => meets(resource, &format!("acs:{}:*:*:*", service.code)),
    }
}

/// Reports whether all resources of a statement are of a kind.
fn is_limited_to(statement: &Statement, limit: &str) -> bool {
    statement.resources.as_ref().is_some_and(|resources| {
        resources.iter().all(|resource| {
            Fields::of(resource.value.as_str())
                .is_some_and(|fields| fields.relative_id.starts_with(limit))
        })
    })
}

/// Reports whether a pattern matches every well-formed resource.
fn is_all(pattern: &Pattern) -> bool {
    // Most patterns do not match this resource, which spares the exact test.
    pattern.matches("acs:q:q:q:q")
        && relation(&Pattern::resource("acs:*:*:*:*"), &[pattern]) == Relation::Whole
}

/// Reports whether a part is a star.
fn is_any(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte == b'*')
}

fn is_pattern(text: &str) -> bool {
    text.contains(is_wildcard)
}
