//! Names that are not actions of the catalog, but that a source has.

use ack_catalog::CsAction;
use ram_policy::lint::KnownActions as _;
use std::fmt;

/// A name that no source relates to an operation as its action.
#[derive(Clone, Copy)]
pub(crate) enum Unlisted {
    /// An action that only this source names.
    NamedOnly(&'static str, &'static str),
    /// The name of an operation, as an action, and the actions that the operation needs: none if no source documents them.
    Operation(&'static str, &'static [&'static str]),
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
            let operations = facts.operations.iter();
            let operations = operations.map(|(name, needed)| Self::Operation(name, needed));
            let others = { facts.not_actions.iter() };
            let others = others.map(|(name, what)| Self::NotAnAction(name, what));
            named.chain(operations).chain(others)
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NamedOnly(name, _) | Self::Operation(name, _) | Self::NotAnAction(name, _) => {
                name
            }
        }
    }

    /// Returns the name of the operation of ACK that an action would be named after.
    fn operation(name: &str) -> &str {
        name.split_once(':').map_or(name, |(_, name)| name)
    }

    /// Says of a name that ACK itself asks for in a refusal what sources say. `None` if it is not an action.
    pub(crate) fn when_refused(self) -> Option<String> {
        let says = match self {
            Self::NamedOnly(name, by) => format!("only {by} names `{name}`"),
            Self::Operation(name, []) => {
                let operation = Self::operation(name);
                format!("`{operation}` is an operation whose action no source documents")
            }
            Self::Operation(name, needed) => {
                let operation = Self::operation(name);
                let needed = needed.join(" and ");
                format!("sources name {needed} for `{operation}`")
            }
            Self::NotAnAction(..) => return None,
        };
        Some(format!("{says}; what ACK itself asks for counts"))
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NamedOnly(name, by) => write!(
                f,
                "only {by} names `{name}`; no source says which operation needs it"
            ),
            Self::Operation(name, []) => write!(
                f,
                "`{}` is an operation whose action no source documents; `{name}` may not be its action",
                Self::operation(name)
            ),
            Self::Operation(name, needed) => write!(
                f,
                "`{}` is an operation, not an action; it needs {}",
                Self::operation(name),
                needed.join(" and ")
            ),
            Self::NotAnAction(name, what) => write!(f, "`{name}` is {what}, not an action"),
        }
    }
}
