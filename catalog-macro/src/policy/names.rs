//! The decisions on actions that the macro knows by name.

use crate::policy::addition::{Addition, CANNOT_BE_LIMITED, OpenKeys, of_statement, resource_name};
use crate::policy::file::PolicyFile;
use ram_diagnostics::escaped;
use ram_policy::edit::{Grant, GrantError, Granted};
use ram_policy::{Cause, Context, Decision, NotGiven, Outcome, Part, Policies, Reach, Request};

/// The required decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Required {
    Allowed,
    Denied,
}

/// The answer of the macro about an action.
pub(super) enum Answer {
    AsRequired,
    Problem(Problem),
    /// Only a constant can decide it.
    Open,
}

/// The text of an error.
pub(super) struct Problem {
    pub(super) text: String,
    /// The text if the action cannot be limited to a cluster, which only the catalog knows.
    pub(super) if_wide: String,
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        let if_wide = text.clone();
        Self { text, if_wide }
    }
}

/// Decides actions on all of a resource.
pub(super) struct Names<'a> {
    file: &'a PolicyFile<'a>,
    resource: &'a str,
    context: &'a Context,
    reach: Reach<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn new(
        file: &'a PolicyFile<'a>,
        policies: &'a Policies<'a>,
        resource: &'a str,
        context: &'a Context,
    ) -> Self {
        let request = Request::new("", resource).under(context);
        Self {
            file,
            resource,
            context,
            reach: Reach::new(policies, request, &[]),
        }
    }

    pub(super) fn answer(&mut self, action: &str, required: Required) -> Answer {
        let Ok(parts) = self.reach.of(action) else {
            return Answer::Open;
        };
        let with = |wanted| parts.iter().find(|part| part.decision.outcome == wanted);
        let undecided = with(Outcome::Undecided).map(|part| self.undecided(action, &part.decision));
        let is_assumed = parts.iter().any(|part| !part.decision.assumes.is_empty());
        let problem = match required {
            Required::Allowed => with(Outcome::ExplicitlyDenied)
                .map(|part| Problem::from(self.denied(action, part, parts.len())))
                .or_else(|| {
                    let denied = with(Outcome::ImplicitlyDenied)?;
                    let in_part = with(Outcome::Allowed).is_some();
                    Some(self.not_allowed(action, in_part.then_some(denied)))
                }),
            Required::Denied => {
                with(Outcome::Allowed).map(|part| self.allowed(action, part, parts.len()).into())
            }
        };
        match problem.or(undecided.map(Problem::from)) {
            Some(problem) => Answer::Problem(problem),
            // Another treatment of letter case may still give the required decision.
            None if is_assumed => Answer::Open,
            None => Answer::AsRequired,
        }
    }

    fn not_allowed(&self, action: &str, example: Option<&Part>) -> Problem {
        let shown = escaped(action);
        let (path, resource) = (self.file.path().value(), escaped(self.resource));
        let example = example.map_or_else(String::new, |part| {
            format!(", for example on {}", resource_name(&part.witness))
        });
        let message = format!("{path} does not allow `{shown}` on {resource}{example}");
        let addition = Addition::of(self.file, self.resource);
        let grant = Grant {
            actions: &[action],
            resources: &[self.resource],
            unconditional: false,
        };
        let (range, help) = match grant.to(&self.file.policy) {
            Err(
                error @ (GrantError::Conditional { statement, .. }
                | GrantError::Denied { statement, .. }),
            ) => {
                let range = self.file.policy.statements()[statement].range;
                (range, error.to_string())
            }
            Ok(Granted::Already | Granted::Edited { .. }) | Err(_) => {
                (addition.range, format!("{}: `{shown}`", addition.what))
            }
        };
        let Some(wide) = Addition::wide(self.file, self.resource) else {
            return self.file.render("not-allowed", range, message, help).into();
        };
        let why = format!("`{shown}` {CANNOT_BE_LIMITED}");
        let wide_help = format!("{}: `{shown}`", wide.what);
        Problem {
            text: self.file.render("not-allowed", range, message, help),
            if_wide: self.file.render("not-allowed", wide.range, why, wide_help),
        }
    }

    fn denied(&self, action: &str, part: &Part, of: usize) -> String {
        let (shown, on) = (escaped(action), resource_name(self.on(part, of)));
        self.by(&part.decision, "denied", |statement| {
            (
                format!("{statement} denies `{shown}` on {on}"),
                "narrow this Deny; no Allow overrides it".to_owned(),
            )
        })
    }

    fn allowed(&self, action: &str, part: &Part, of: usize) -> String {
        let (shown, on) = (escaped(action), resource_name(self.on(part, of)));
        self.by(&part.decision, "allowed", |statement| {
            (
                format!("{statement} allows `{shown}` on {on}"),
                format!("narrow {statement}, or add a Deny"),
            )
        })
    }

    fn undecided(&self, action: &str, decision: &Decision) -> String {
        let shown = escaped(action);
        if decision.not_given == Some(NotGiven::TrustPolicy) && decision.depends_on.is_empty() {
            let range = self.file.policy.statements()[0].range;
            return self.file.render(
                "undecided",
                range,
                format!("`{shown}` is undecided, depends on the role's trust policy"),
                "leave it out; only a trust policy can allow it".to_owned(),
            );
        }
        let open = decision.depends_on.iter();
        let open = OpenKeys::of(open.map(|one| (&*one.key, &*one.operator)), self.context);
        self.by(decision, "undecided", |_| {
            (
                format!("`{shown}` is undecided, depends on {}", open.keys),
                open.help.clone(),
            )
        })
    }

    /// Names a part of the resource, of so many.
    fn on<'n>(&'n self, part: &'n Part, of: usize) -> &'n str {
        if of == 1 {
            self.resource
        } else {
            &part.witness
        }
    }

    /// Renders an error at the first statement that a decision is based on.
    fn by(
        &self,
        decision: &Decision,
        code: &'static str,
        texts: impl Fn(&str) -> (String, String),
    ) -> String {
        let (number, range) = match decision.by.first() {
            Some(Cause {
                statement, range, ..
            }) => (*statement, *range),
            None => (0, self.file.policy.statements()[0].range),
        };
        let (message, help) = texts(&of_statement(number));
        self.file.render(code, range, message, help)
    }
}
