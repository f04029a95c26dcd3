//! Who made a call.

use std::borrow::Cow;
use std::fmt;

/// Who made a call. The sessions of a role are one caller, and its name is in lower case.
///
/// ```
/// use ack_catalog_needs::trail::Caller;
///
/// let user = Caller::of("ram-user", "ann");
/// assert_eq!(user.to_string(), "user/ann");
/// let role = Caller::of("assumed-role", "deployer:session-1");
/// assert_eq!(role.to_string(), "role/deployer");
/// let account = "1357924680135790";
/// assert!(role.is_named("deployer", account) && role.is_named("role/Deployer", account));
/// assert!(role.is_named("acs:ram::1357924680135790:role/deployer", account));
/// assert!(!role.is_named("acs:ram::2468013579246801:role/deployer", account));
///
/// // A role that a service of Alibaba Cloud assumes: its calls are not the user's.
/// let service = Caller::of("assumed-role", "AliyunServiceRoleForArms:session");
/// assert!(service.is_service());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Caller<'a> {
    /// A RAM user.
    User(Cow<'a, str>),
    /// A role of the account.
    Role(Cow<'a, str>),
    /// A role that services of Alibaba Cloud assume.
    ServiceRole(Cow<'a, str>),
    /// The account itself, which no policy limits.
    Root,
    /// A service.
    Service(Cow<'a, str>),
    /// Another type of caller, and the name.
    Other(Cow<'a, str>, Cow<'a, str>),
}

impl Default for Caller<'_> {
    fn default() -> Self {
        Self::Other(Cow::Borrowed(""), Cow::Borrowed(""))
    }
}

impl<'a> Caller<'a> {
    /// Recognises a caller by the type and the name in `userIdentity`.
    pub fn of(kind: impl Into<Cow<'a, str>>, name: impl Into<Cow<'a, str>>) -> Self {
        let (kind, name) = (kind.into(), name.into());
        match &*kind {
            "ram-user" => Self::User(name),
            "assumed-role" => {
                let end = name.find([':', '/']).unwrap_or(name.len());
                // Events have the names of roles in lower case or as they were given.
                let role = match name {
                    _ if name[..end].contains(|c: char| c.is_ascii_uppercase()) => {
                        Cow::Owned(name[..end].to_ascii_lowercase())
                    }
                    Cow::Borrowed(name) => Cow::Borrowed(&name[..end]),
                    Cow::Owned(name) => Cow::Owned(name[..end].to_owned()),
                };
                if is_service_role(&role) {
                    Self::ServiceRole(role)
                } else {
                    Self::Role(role)
                }
            }
            "root-account" => Self::Root,
            "system" => Self::Service(name),
            _ => Self::Other(kind, name),
        }
    }

    /// Returns whether the caller is a service of Alibaba Cloud, itself or in a role.
    pub fn is_service(&self) -> bool {
        matches!(self, Self::ServiceRole(_) | Self::Service(_))
    }

    /// Returns whether a person means this caller of an account: by the name, by `user/ann`, or as a policy names a
    /// principal.
    pub fn is_named(&self, asked: &str, account: &str) -> bool {
        let asked = match asked.strip_prefix("acs:ram::") {
            Some(rest) => match rest.split_once(':') {
                Some((of, _)) if of != account => return false,
                Some((_, name)) => name,
                None => rest,
            },
            None => asked,
        };
        let (kind, name) = self.parts();
        let named = asked
            .strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix('/'));
        let is_same = |other: &str| match self {
            Self::Role(_) | Self::ServiceRole(_) => name.eq_ignore_ascii_case(other),
            _ => name == other,
        };
        is_same(asked) || named.is_some_and(is_same)
    }

    /// Returns the kind and the name.
    fn parts(&self) -> (&str, &str) {
        match self {
            Self::User(name) => ("user", name),
            Self::Role(name) | Self::ServiceRole(name) => ("role", name),
            Self::Root => ("root", "root"),
            Self::Service(name) => ("service", name),
            Self::Other(kind, name) => (kind, name),
        }
    }

    /// Returns the caller without what it borrows.
    pub fn into_owned(self) -> Caller<'static> {
        let owned = |name: Cow<'_, str>| Cow::Owned(name.into_owned());
        match self {
            Self::User(name) => Caller::User(owned(name)),
            Self::Role(name) => Caller::Role(owned(name)),
            Self::ServiceRole(name) => Caller::ServiceRole(owned(name)),
            Self::Root => Caller::Root,
            Self::Service(name) => Caller::Service(owned(name)),
            Self::Other(kind, name) => Caller::Other(owned(kind), owned(name)),
        }
    }

    /// Returns the bytes that tell callers apart.
    pub(super) fn push_to(&self, key: &mut Vec<u8>) {
        let (kind, name) = self.parts();
        for part in [kind, name] {
            key.extend_from_slice(part.as_bytes());
            key.push(0xff);
        }
    }
}

/// Recognises the service-linked roles and the classic roles of services, such as `AliyunCSDefaultRole`.
fn is_service_role(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("aliyunservicerolefor")
        || (name.starts_with("aliyun")
            && name.ends_with("role")
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

impl fmt::Display for Caller<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = self.parts();
        match self {
            Self::Root => f.write_str("root"),
            _ => write!(f, "{kind}/{name}"),
        }
    }
}
