//! What the values of a folder are used for, by the places that refer to them.

use crate::field::{Shown, is_prose, shown_by};
use ram_policy::{Attachment, Kind};
use std::collections::HashMap;

/// A reference to a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Use {
    /// The address of the value, which may refer to another one.
    pub(super) target: String,
    pub(super) used: Used,
}

/// What the place of a reference says about the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Used {
    /// It is a policy, of this kind if the place shows one.
    Policy(Option<Kind>),
    /// It is a permission boundary.
    Boundary,
    /// It is not a policy there: a description, the policy of a stack, in a resource that is never created.
    Other,
}

/// The uses of values, by their addresses.
#[derive(Default)]
pub(super) struct Uses(HashMap<String, Vec<Used>>);

/// What the uses of a policy say about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judged {
    Kind(Option<Kind>),
    Boundary,
    /// It only limits others in one place, and may grant permissions in another.
    Mixed,
}

impl Uses {
    pub(super) fn new(uses: impl Iterator<Item = Use>) -> Self {
        let mut all: HashMap<String, Vec<Used>> = HashMap::new();
        for Use { target, used } in uses {
            let of_target = all.entry(target).or_default();
            if !of_target.contains(&used) {
                of_target.push(used);
            }
        }
        Self(all)
    }

    /// Reports whether a value is not a policy: its name or all places that refer to it say so.
    pub(super) fn is_other(&self, address: &Address<'_>) -> bool {
        let Some(value) = &address.value else {
            return false;
        };
        match self.0.get(value) {
            None => address.name().is_some_and(|name| is_prose(None, name)),
            Some(all) => all.iter().all(|used| *used == Used::Other),
        }
    }

    /// Judges a policy that has a kind if its own place shows one.
    pub(super) fn judge(&self, address: &Address<'_>, own: Option<Kind>) -> Judged {
        let all = self.0.get(address.target()).map_or(&[][..], Vec::as_slice);
        if all.contains(&Used::Boundary) {
            return Judged::Boundary;
        }
        let of_uses = all.iter().filter_map(|used| match used {
            Used::Policy(kind) => Some(*kind),
            Used::Boundary | Used::Other => None,
        });
        let kinds: Vec<Option<Kind>> = of_uses.chain(own.map(Some)).collect();
        if kinds.iter().all(Option::is_none) {
            return match address.shown() {
                Some(Shown::Boundary) => Judged::Boundary,
                Some(Shown::Kind(kind)) => Judged::Kind(Some(kind)),
                None => Judged::Kind(None),
            };
        }
        let only_limits = |kind: &Option<Kind>| kind.is_some_and(|kind| !kind.grants());
        let is_one = kinds.iter().all(|kind| *kind == kinds[0]);
        if !is_one && kinds.iter().any(only_limits) {
            return Judged::Mixed;
        }
        let is_of_resource =
            |kind: &Option<Kind>| kind.map(Attachment::of) == Some(Attachment::Resource);
        let shared = if is_one {
            kinds[0]
        } else {
            Some(Kind::Resource).filter(|_| kinds.iter().all(is_of_resource))
        };
        Judged::Kind(own.or(shared))
    }
}

/// The address of a policy in a file.
pub(super) struct Address<'a> {
    text: &'a str,
    /// The address that references to the value have, if it is one that others refer to, and is not a policy by its place.
    value: Option<String>,
}

impl<'a> Address<'a> {
    pub(super) fn new(file: &str, text: &'a str) -> Self {
        let value = match text.split_once('.') {
            _ if file.ends_with(".tfvars") => Some(format!("var.{text}")),
            Some(("variable", rest)) => {
                Some(format!("var.{}", rest.split('.').next().unwrap_or(rest)))
            }
            Some(("locals" | "data", _)) => Some(text.to_owned()),
            _ => None,
        };
        Self { text, value }
    }

    /// Returns the address that references have.
    pub(super) fn target(&self) -> &str {
        self.value.as_deref().unwrap_or(self.text)
    }

    /// Returns the name of the value itself, which is not a part of another.
    fn name(&self) -> Option<&str> {
        let (start, name) = self.value.as_deref()?.split_once('.')?;
        (start != "data" && !name.contains('.')).then_some(name)
    }

    /// Returns what the name of the value shows, or that of the one around it.
    fn shown(&self) -> Option<Shown> {
        let (start, names) = self.value.as_deref()?.split_once('.')?;
        let mut names = names.rsplit('.').take(3);
        names.find_map(shown_by).filter(|_| start != "data")
    }
}
