//! The kind of a policy: what it is attached to.

use crate::json::Node;
use crate::policy::document::{Policy, Statement};
use crate::policy::foreign_documents::{statements, strings};

/// The kind of a policy. It decides which elements the policy has, how long it may be, and what it can grant.
///
/// ```
/// use ram_policy::{Kind, Policy};
///
/// let trust: Policy = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "sts:AssumeRole",
///     "Principal": {"Service": ["ecs.aliyuncs.com"]}
/// }]}"#.parse()?;
/// assert_eq!(trust.kind(), Kind::Trust);
/// assert!(Kind::Trust.has_principals() && !Kind::Session.has_principals());
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A policy of users, groups and roles.
    Identity,
    /// The trust policy of a role.
    Trust,
    /// The policy of an OSS bucket.
    Bucket,
    /// The policy of a key or secret of KMS.
    Key,
    /// The policy of another resource.
    Resource,
    /// The policy of a VPC endpoint.
    Endpoint,
    /// A control policy of a resource directory.
    Control,
    /// The policy of a session of a role.
    Session,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Trust,
        Self::Bucket,
        Self::Key,
        Self::Resource,
        Self::Endpoint,
        Self::Control,
        Self::Session,
    ];

    /// Returns `identity` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Trust => "trust",
            Self::Bucket => "bucket",
            Self::Key => "key",
            Self::Resource => "resource",
            Self::Endpoint => "endpoint",
            Self::Control => "control",
            Self::Session => "session",
        }
    }

    /// Reports whether each statement has a `Principal`. The other kinds have none.
    pub const fn has_principals(self) -> bool {
        match self {
            Self::Trust | Self::Bucket | Self::Key | Self::Resource | Self::Endpoint => true,
            Self::Identity | Self::Control | Self::Session => false,
        }
    }

    /// Reports whether an Allow grants a permission. The other kinds only limit what other policies grant, so that
    /// they often allow everything.
    pub const fn grants(self) -> bool {
        !matches!(self, Self::Endpoint | Self::Control | Self::Session)
    }

    /// Returns the kind as a phrase of a message, such as `a trust policy`.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Identity => "an identity policy",
            Self::Trust => "a trust policy",
            Self::Bucket => "a bucket policy",
            Self::Key => "a key policy",
            Self::Resource => "a policy of a resource",
            Self::Endpoint => "an endpoint policy",
            Self::Control => "a control policy",
            Self::Session => "a session policy",
        }
    }
}

impl Policy {
    /// Returns the kind that the elements of the policy show.
    ///
    /// A policy without a `Principal` counts as one of an identity, since those of a session and of a resource directory
    /// look the same.
    pub fn kind(&self) -> Kind {
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
