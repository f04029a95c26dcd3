//! Differences on resources of other services than the action's.

use crate::analysis::change::Change;
use crate::analysis::comparison::Difference;
use std::collections::HashSet;

/// A difference for these principals; for all callers if there are none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) change: Change,
    pub(crate) principals: Vec<String>,
    /// The principals who have it not, of all callers.
    pub(crate) excluded: Vec<String>,
    /// The shortest resource with the difference: one of the action's service, if there is one.
    pub(crate) resource: String,
    pub(crate) is_of_service: bool,
}

/// What a difference is about, apart from the resource.
type Key = (Change, Vec<String>, Vec<String>);

impl Found {
    /// Reports whether the resource is all that may differ.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    fn key(&self) -> Key {
        let Self {
            change,
            principals,
            excluded,
            ..
        } = self;
        (*change, principals.clone(), excluded.clone())
    }
}

/// Differences on resources of other services than the action's.
#[derive(Default)]
pub(crate) struct Elsewhere {
    /// What the same members decide on resources of an action's service.
    in_services: HashSet<(Vec<usize>, Key)>,
    found: Vec<(Vec<usize>, Option<usize>, Key, Difference)>,
}

impl Elsewhere {
    /// Adds a difference to those of its kind.
    pub(crate) fn sort(
        &mut self,
        covering: &[usize],
        (service, action): (Option<usize>, &str),
        found: Found,
        of_services: &mut Vec<Difference>,
    ) {
        let key = found.key();
        let difference = Difference {
            change: found.change,
            action: action.to_owned(),
            resource: found.resource,
            principals: found.principals,
            excluded: found.excluded,
        };
        if found.is_of_service {
            let (change, principals, excluded) = key.clone();
            // What is no longer allowed is denied now, if the statements that make the difference deny.
            let weaker = match change {
                Change::Gained => Change::NoLongerDenied,
                Change::Lost => Change::NewlyDenied,
                same => same,
            };
            let weaker = (weaker, principals, excluded);
            for key in [key, weaker] {
                self.in_services.insert((covering.to_vec(), key));
            }
            of_services.push(difference);
        } else {
            self.found
                .push((covering.to_vec(), service, key, difference));
        }
    }

    /// Returns one for each service, change and group of principals, unless the same statements make the difference
    /// for actions of the resource's own service.
    pub(crate) fn into_differences(self) -> Vec<Difference> {
        let mut seen = HashSet::new();
        let mut left = Vec::new();
        for (covering, service, key, one) in self.found {
            let is_first = seen.insert((service, key.clone()));
            if is_first && !self.in_services.contains(&(covering, key)) {
                left.push(one);
            }
        }
        left
    }
}
