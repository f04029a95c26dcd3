//! The kind of a policy: what it is attached to.

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

    /// Reports whether statements have a `Principal`. Those of the other kinds have none.
    pub const fn has_principals(self) -> bool {
        match self {
            Self::Trust | Self::Bucket | Self::Key | Self::Resource | Self::Endpoint => true,
            Self::Identity | Self::Control | Self::Session => false,
        }
    }

    /// Reports whether each statement needs a `Principal`. The policies of some resources have statements without one, such
    /// as those of a project of Simple Log Service.
    pub(crate) const fn needs_principals(self) -> bool {
        self.has_principals() && !matches!(self, Self::Resource)
    }

    /// Reports whether an Allow grants a permission. The other kinds only limit what other policies grant, so that
    /// they often allow everything.
    pub const fn grants(self) -> bool {
        !matches!(self, Self::Endpoint | Self::Control | Self::Session)
    }

    /// Reports whether policies of the kind are attached to a resource, whose policy names the callers.
    pub(crate) const fn is_of_resource(self) -> bool {
        self.has_principals() && self.grants()
    }

    /// Returns the kind as a phrase of a message, such as `a trust policy`.
    pub const fn phrase(self) -> &'static str {
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
