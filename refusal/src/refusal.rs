//! A refused call.

use crate::action::Action;
use crate::operation::Operation;
use crate::wrapping::Wrapping;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// A refused call.
///
/// ```
/// use ram_refusal::{Kind, find};
///
/// let log = r#"12:00 GET /clusters
/// 12:01 {"code":"StatusForbidden","message":"STSToken policy Forbidden for action cs:StartAlert","requestId":"0A1B"}
/// 12:02 {"code":"APISERVER_403","message":"no role"}"#;
/// let found = find(log);
/// // For a line of a report: the place, and the action that a policy would have to allow.
/// let line = log[..found[0].range.start].lines().count();
/// assert_eq!((line, found[0].code.as_deref()), (2, Some("StatusForbidden")));
/// assert_eq!(found[0].action.as_ref().map(|action| action.as_str()), Some("cs:StartAlert"));
/// // Where no policy helps, `missing` says what is needed instead.
/// assert_eq!((found[1].kind, found[1].action.is_none()), (Kind::Rbac, true));
/// assert!(found[0].missing.is_none() && found[1].missing.is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal<A = Action> {
    /// Whose check refused the call.
    pub kind: Kind,
    /// The action that was refused, if the text or its documentation names one.
    pub action: Option<A>,
    /// The resource, if the text names one.
    pub resource: Option<String>,
    /// The kind of the caller.
    pub caller: Option<Caller>,
    /// The caller: the id of a RAM user, `role:session`, or the user of a cluster.
    pub principal: Option<String>,
    /// The account that the caller belongs to.
    pub owner: Option<String>,
    /// The reason: a Deny statement, or no statement that allows the call.
    pub deny: Option<Deny>,
    /// The kind of the policy that decided.
    pub policy_type: Option<PolicyType>,
    /// The error code, as written in the text.
    pub code: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The missing permission in words, where a RAM policy cannot give it.
    pub missing: Option<String>,
    /// The actions of which one was refused, where the message does not decide it. If it names none, they are
    /// those of the service's documentation, and a single one is also the action. If a line break may be
    /// within a name or after it, they are both readings.
    pub candidates: Vec<String>,
    /// The encoded message that RAM's `DecodeDiagnosticMessage` decodes.
    pub diagnostic: Option<String>,
    /// The call, as far as the text says which it was.
    pub operation: Operation,
    /// The place of the message in the text, or of the code if there is no message.
    pub range: Range<usize>,
    /// The number of the line where that starts, from 1.
    pub line: usize,
    /// The wrapping that the message came in.
    pub wrapping: Wrapping,
    /// How many times the text contains it.
    pub count: usize,
}

impl<A> Refusal<A> {
    /// Returns the refusal with its action in another type, such as an enum of the actions that a
    /// program knows.
    ///
    /// ```
    /// use ram_refusal::find;
    ///
    /// let refusal = find("RAM policy Forbidden for action cs:StartAlert").remove(0);
    /// let refusal = refusal.map_action(|action| action.as_str().len());
    /// assert_eq!(refusal.action, Some(13));
    /// ```
    pub fn map_action<B>(self, map: impl FnOnce(A) -> B) -> Refusal<B> {
        Refusal {
            action: self.action.map(map),
            kind: self.kind,
            resource: self.resource,
            caller: self.caller,
            principal: self.principal,
            owner: self.owner,
            deny: self.deny,
            policy_type: self.policy_type,
            code: self.code,
            request_id: self.request_id,
            missing: self.missing,
            candidates: self.candidates,
            diagnostic: self.diagnostic,
            operation: self.operation,
            range: self.range,
            line: self.line,
            wrapping: self.wrapping,
            count: self.count,
        }
    }
}

/// Whose check refused a call. The [crate's documentation](crate) has examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// RAM: a policy can allow it.
    Ram,
    /// Kubernetes RBAC: a role in the cluster can allow it.
    Rbac,
    /// A check that ACK makes itself.
    Service,
    /// Another check, such as a bucket's policy, or an unknown one.
    Other,
}

impl Kind {
    /// Returns `ram`, `rbac`, `service` or `other`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ram => "ram",
            Self::Rbac => "rbac",
            Self::Service => "service",
            Self::Other => "other",
        }
    }
}

/// The kind of a caller.
///
/// ```
/// use ram_refusal::{Caller, find};
///
/// let of = |kind: &str| {
///     let text = format!(r#"{{"message": "RAM policy Forbidden for action cs:StartAlert",
///         "accessDeniedDetail": {{"AuthPrincipalType": "{kind}"}}}}"#);
///     find(&text).remove(0).caller
/// };
/// assert_eq!(of("SubUser"), Some(Caller::RamUser));
/// assert_eq!(Caller::RamUser.as_str(), "SubUser");
/// // An unknown word is kept.
/// assert_eq!(of("Robot"), Some(Caller::Other("Robot".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// A RAM user, `SubUser`.
    RamUser,
    /// The session of a role, `AssumedRoleUser`.
    RoleSession,
    /// A user of an identity provider, `Federated`.
    Federated,
    /// The account itself, `RootUser`.
    RootUser,
    /// An unknown word.
    Other(String),
}

/// The reason why RAM refused a call.
///
/// ```
/// use ram_refusal::{Deny, find};
///
/// let found = find(r#"{"message": "RAM policy Forbidden for action cs:StartAlert",
///     "accessDeniedDetail": {"NoPermissionType": "ExplicitDeny"}}"#);
/// // Another policy that allows the action will not help.
/// assert_eq!(found[0].deny, Some(Deny::Explicit));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Deny {
    /// Nothing allows the call.
    Implicit,
    /// A Deny statement matched.
    Explicit,
    /// An unknown word.
    Other(String),
}

/// The kind of the policy that decided.
///
/// ```
/// use ram_refusal::{PolicyType, find};
///
/// let found = find(r#"{"message": "RAM policy Forbidden for action cs:StartAlert",
///     "accessDeniedDetail": {"PolicyType": "ControlPolicy"}}"#);
/// // The caller's own policies cannot help.
/// assert_eq!(found[0].policy_type, Some(PolicyType::ControlPolicy));
/// assert_eq!(PolicyType::ControlPolicy.as_str(), "ControlPolicy");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PolicyType {
    /// A policy of the caller, for the whole account.
    AccountLevelIdentityBasedPolicy,
    /// A policy of the caller, for a resource group.
    ResourceGroupLevelIdentityBasedPolicy,
    /// A policy of the caller.
    IdentityBasedPolicy,
    /// The policy of a role's session.
    SessionPolicy,
    /// A control policy of the resource directory.
    ControlPolicy,
    /// The trust policy of a role.
    AssumeRolePolicy,
    /// A policy of the resource.
    ResourceBasedPolicy,
    /// An unknown word.
    Other(String),
}

/// Implements the words on the wire for an enum whose `Other` keeps an unknown word.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Returns the word for it on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(text) => text,
                }
            }

            pub(crate) fn new(text: String) -> Self {
                match text.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Other(text),
                }
            }
        }
    };
}

words!(Caller {
    RamUser = "SubUser",
    RoleSession = "AssumedRoleUser",
    Federated = "Federated",
    RootUser = "RootUser",
});
words!(Deny {
    Implicit = "ImplicitDeny",
    Explicit = "ExplicitDeny",
});
words!(PolicyType {
    AccountLevelIdentityBasedPolicy = "AccountLevelIdentityBasedPolicy",
    ResourceGroupLevelIdentityBasedPolicy = "ResourceGroupLevelIdentityBasedPolicy",
    IdentityBasedPolicy = "IdentityBasedPolicy",
    SessionPolicy = "SessionPolicy",
    ControlPolicy = "ControlPolicy",
    AssumeRolePolicy = "AssumeRolePolicy",
    ResourceBasedPolicy = "ResourceBasedPolicy",
});
