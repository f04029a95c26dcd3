//! Names that are not actions of the catalog, but that a source has.

use ack_catalog::CsAction;
use ram_policy::lint::KnownActions as _;
use std::fmt;

/// A name that no source relates to an operation as its action.
#[derive(Clone, Copy)]
pub(crate) enum Unlisted {
    /// An action that only this source names.
    NamedOnly(&'static str, &'static str),
    /// The name of an operation, as an action.
    Undocumented(&'static str),
    /// Something else, such as `a condition key`.
    NotAnAction(&'static str, &'static str),
}

impl Unlisted {
    /// Returns what is known about a name, ignoring letter case.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::all().find(|one| one.name().eq_ignore_ascii_case(name))
    }

    /// Returns all of them, in the order of their names within each kind.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let services = CsAction::KNOWN.services().into_iter();
        services.flat_map(|service| {
            let facts = service.facts;
            let named = { facts.named_only.iter() }.map(|(name, by)| Self::NamedOnly(name, by));
            let silent = facts.undocumented.iter();
            let silent = silent.map(|name| Self::Undocumented(name));
            let others = { facts.not_actions.iter() };
            let others = others.map(|(name, what)| Self::NotAnAction(name, what));
            named.chain(silent).chain(others)
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NamedOnly(name, _) | Self::Undocumented(name) | Self::NotAnAction(name, _) => {
                name
            }
        }
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NamedOnly(name, by) => write!(
                f,
                "only {by} names `{name}`; no source says which operation needs it"
            ),
            Self::Undocumented(name) => {
                let operation = name.split_once(':').map_or(*name, |(_, name)| name);
                write!(
                    f,
                    "`{operation}` is an operation whose action no source documents; `{name}` may not be its action"
                )
            }
            Self::NotAnAction(name, what) => write!(f, "`{name}` is {what}, not an action"),
        }
    }
}
