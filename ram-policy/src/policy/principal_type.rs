//! The types of principals.

use crate::policy::pattern::is_wildcard;

/// The type of a principal. A value in `Principal` under the name of a type includes only principals of that type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrincipalType {
    /// An account, or a user, a role or a session in it.
    Ram,
    /// A service of the cloud.
    Service,
    /// An identity provider.
    Federated,
}

impl PrincipalType {
    pub(crate) const ALL: [Self; 3] = [Self::Service, Self::Ram, Self::Federated];

    /// Returns the type of a principal, if its name shows one.
    pub(crate) fn of(principal: &str) -> Option<Self> {
        if let Some(rest) = principal.strip_prefix("acs:") {
            let relative = rest.splitn(4, ':').nth(3).unwrap_or_default();
            let mut providers = ["oidc-provider/", "saml-provider/"].iter();
            let is_provider = providers.any(|kind| relative.starts_with(kind));
            return Some(if is_provider {
                Self::Federated
            } else {
                Self::Ram
            });
        }
        let is_id = !principal.is_empty() && principal.bytes().all(|byte| byte.is_ascii_digit());
        match () {
            () if is_id => Some(Self::Ram),
            () if principal.contains('.') => Some(Self::Service),
            () => None,
        }
    }

    /// Returns the type with a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.name() == name)
    }

    /// Reports whether a pattern may include a principal of the type.
    pub(crate) fn may_be_of(self, pattern: &str) -> bool {
        let own = pattern.split(is_wildcard).next().unwrap_or_default();
        if own.len() == pattern.len() {
            return Self::of(pattern).is_none_or(|of| of == self);
        }
        // It may include a name that shows no type, which may be of any.
        if !own.starts_with("acs:") && !pattern.contains('.') {
            return true;
        }
        let may_begin = |start: &str| own.starts_with(start) || start.starts_with(own);
        // A wildcard before the name may have any part of it.
        let relative = own.splitn(5, ':').nth(4).unwrap_or_default();
        let may_be_provider = |kind: &str| relative.starts_with(kind) || kind.starts_with(relative);
        let providers = ["oidc-provider/", "saml-provider/"];
        match self {
            Self::Ram => {
                may_begin("acs:") && !providers.iter().any(|kind| relative.starts_with(kind))
            }
            Self::Service => !own.starts_with("acs:"),
            Self::Federated => may_begin("acs:") && providers.into_iter().any(may_be_provider),
        }
    }

    /// Returns the name of the type in a policy.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ram => "RAM",
            Self::Service => "Service",
            Self::Federated => "Federated",
        }
    }
}
