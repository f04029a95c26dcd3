//! The kind of a policy, as its place or its elements show it.

use crate::json::Node;
use crate::policy::document::{Policy, Statement};
use crate::policy::foreign_documents::{statements, strings};
use crate::policy::kind::Kind;

impl Policy {
    /// Returns the policy as one of a kind that its place shows, if it shows one.
    ///
    /// Where each statement of the kind needs a `Principal`, one without is unknown in decisions.
    ///
    /// ```
    /// use ram_policy::{Kind, Outcome, Policies, Policy, Request};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"}
    /// ]}"#.parse()?;
    /// let of_bucket = policy.clone().of_kind(Some(Kind::Bucket));
    /// let request = Request::new("oss:GetObject", "acs:oss:*:*:logs/a");
    /// assert_eq!(Policies::new().attach(&policy).outcome(&request), Outcome::Allowed);
    /// assert_eq!(Policies::new().attach(&of_bucket).outcome(&request), Outcome::Undecided);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn of_kind(mut self, kind: Option<Kind>) -> Self {
        self.known_kind = kind.or(self.known_kind);
        self
    }

    /// Returns the kind of the policy: the one that its place shows, or else the one that its elements show.
    ///
    /// A policy without a `Principal` counts as one of an identity, since those of a session and of a resource directory
    /// look the same.
    pub fn kind(&self) -> Kind {
        if let Some(kind) = self.known_kind {
            return kind;
        }
        if !self.is_resource_based() {
            return Kind::Identity;
        }
        let statements = &self.statements;
        if statements.iter().any(is_trust) {
            return Kind::Trust;
        }
        let is_all = |code: &str| {
            let mut actions = statements.iter().flat_map(|one| &one.actions.patterns);
            actions.all(|action| is_of_service(action.value.as_str(), code))
        };
        match () {
            () if is_all("oss") => Kind::Bucket,
            () if is_all("kms") => Kind::Key,
            () => Kind::Resource,
        }
    }
}

/// Reports whether only a trust policy has such a statement.
fn is_trust(statement: &Statement) -> bool {
    let is_assuming = |action: &str| {
        let (code, name) = action.split_once(':').unwrap_or(("", action));
        let start = name.get(..10).unwrap_or_default();
        code.eq_ignore_ascii_case("sts") || start.eq_ignore_ascii_case("AssumeRole")
    };
    statement.principal.as_ref().is_some_and(|principal| {
        let mut kinds = principal
            .values
            .iter()
            .filter_map(|(kind, _)| kind.as_deref());
        let mut actions = statement.actions.patterns.iter();
        let all_named = principal.values.iter().all(|(kind, _)| kind.is_some());
        // Statements of other policies name their resources.
        let is_of_role = statement.resources.is_none() && all_named;
        is_of_role
            || kinds.any(|kind| kind == "Federated")
            || actions.any(|action| is_assuming(action.value.as_str()))
    })
}

fn is_of_service(action: &str, code: &str) -> bool {
    action
        .split_once(':')
        .is_some_and(|(service, _)| service.eq_ignore_ascii_case(code))
}

/// Reports whether a document is a key policy: it has a `Principal`, and no actions of other services than KMS.
pub(crate) fn is_key_policy(root: &Node<'_>) -> bool {
    let statements = statements(root);
    let mut actions = statements.iter().flat_map(|one| strings(one.get("Action")));
    statements.iter().any(|one| one.get("Principal").is_some())
        && statements.iter().all(|one| one.get("Action").is_some())
        && actions.all(|action| {
            let name = action.as_str().unwrap_or_default();
            name == "*" || is_of_service(name, "kms")
        })
}
