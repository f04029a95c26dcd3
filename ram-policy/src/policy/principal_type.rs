//! The types of principals.

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

    /// Returns the name of the type in a policy.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ram => "RAM",
            Self::Service => "Service",
            Self::Federated => "Federated",
        }
    }
}
