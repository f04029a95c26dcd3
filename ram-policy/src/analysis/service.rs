//! Services, as actions and resources name them.

use crate::policy::pattern::{Pattern, is_wildcard};
use std::collections::HashMap;

/// Services whose resources have another form: `acs:odps:*:projects/…/tables/…`.
///
/// Source: the documentation of `odps`.
const OTHER_FORM: [&str; 2] = ["maxcompute", "odps"];

/// Reports whether the resources of a service have fewer fields than those of others.
pub(crate) fn has_other_form(code: &str) -> bool {
    OTHER_FORM.contains(&code)
}

/// A service: its actions, and the resources on which it checks them.
pub(crate) struct Service {
    pub(crate) actions: Pattern,
    pub(crate) resources: Vec<Pattern>,
}

impl Service {
    fn new(code: &str) -> Self {
        let resources = |of: &str| {
            let rest = if has_other_form(of) { "*" } else { "*:*:*" };
            Pattern::resource(&format!("acs:{of}:{rest}"))
        };
        // The roles that `sts:AssumeRole` is about are resources of RAM.
        let resources = match code {
            "sts" => vec![resources("ram"), resources("sts")],
            of => vec![resources(of)],
        };
        Self {
            actions: Pattern::action(&format!("{code}:*")),
            resources,
        }
    }
}

/// The services that some actions and resources name.
#[derive(Default)]
pub(crate) struct Services {
    pub(crate) all: Vec<Service>,
    /// By the code in lower case.
    numbers: HashMap<String, usize>,
}

impl Services {
    fn add(&mut self, code: &str) {
        let code = code.to_ascii_lowercase();
        if !code.is_empty() && !code.contains(is_wildcard) && self.find(&code).is_none() {
            self.all.push(Service::new(&code));
            self.numbers.insert(code, self.all.len() - 1);
        }
    }

    /// Adds the service of an action, or of a pattern of actions of one service.
    pub(crate) fn add_of_action(&mut self, action: &str) {
        if let Some((code, _)) = action.split_once(':') {
            self.add(code);
        }
    }

    /// Adds the services whose actions are about a resource, if its name or pattern is of one service.
    pub(crate) fn add_of_resource(&mut self, resource: &str) {
        let Some(code) = code_of(resource) else {
            return;
        };
        self.add(code);
        if code == "ram" {
            self.add("sts");
        }
    }

    /// Returns the number of the service with a code in lower case.
    fn find(&self, code: &str) -> Option<usize> {
        self.numbers.get(code).copied()
    }

    /// Returns the number of an action's service.
    pub(crate) fn of_action(&self, action: &str) -> Option<usize> {
        let (code, _) = action.split_once(':')?;
        self.find(&code.to_ascii_lowercase())
    }

    /// Reports whether a resource is named as one of these services.
    pub(crate) fn have(&self, resource: &str) -> bool {
        code_of(resource).is_some_and(|code| self.find(&code.to_ascii_lowercase()).is_some())
    }
}

/// Returns the code of the service in the name of a resource.
fn code_of(resource: &str) -> Option<&str> {
    let (code, _) = resource.strip_prefix("acs:")?.split_once(':')?;
    Some(code)
}
