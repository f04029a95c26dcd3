//! Statements prepared for many questions about what they cover.

use crate::analysis::automaton::{Inclusion, is_subset_as};
use crate::analysis::facts::written;
use crate::analysis::normal_form::NormalForm;
use crate::policy::document::Statement;
use crate::policy::located::Located;
use crate::policy::pattern::{Case, Pattern};
use std::collections::HashSet;

/// The number of pattern matches that take the time of one step of exact reasoning.
pub(crate) const LOOKS: usize = 16;

/// Charges pattern matches to the remaining work; `None` if too little remains.
pub(crate) fn charge(work: &mut usize, looks: usize) -> Option<()> {
    *work = work.checked_sub(looks / LOOKS + 1)?;
    Some(())
}

/// A pattern with a sample: a text that it matches, and that few patterns match that do not cover it.
pub(crate) struct Sample<'p> {
    pattern: &'p Pattern,
    text: String,
}

impl<'p> Sample<'p> {
    pub(crate) fn of(pattern: &'p Pattern) -> Self {
        let text = pattern.as_str();
        let text = if pattern.is_literal() {
            text.to_owned()
        } else {
            text.replace('*', "qzj").replace('?', "q")
        };
        Self { pattern, text }
    }

    /// Reports whether another pattern covers this one.
    fn is_covered_by(&self, outer: &Pattern, case: Case, work: &mut usize) -> bool {
        if !outer.matches_as(&self.text, case) {
            return false;
        }
        if let Some(prefix) = outer.prefix() {
            // From the first wildcard on, a text may differ from the prefix.
            return self.pattern.start().len() >= prefix.len();
        }
        self.pattern.is_literal()
            || self.pattern.as_str() == outer.as_str()
            || is_subset_as(&[self.pattern], &[outer], case, work) == Inclusion::Yes
    }
}

/// Reports whether one pattern covers another.
pub(crate) fn covers(outer: &Pattern, inner: &Pattern, case: Case, work: &mut usize) -> bool {
    Sample::of(inner).is_covered_by(outer, case, work)
}

/// Reports whether one of the others matches the sample of a pattern.
pub(crate) fn has_sample(others: &[&Pattern], pattern: &Pattern, case: Case) -> bool {
    let sample = Sample::of(pattern);
    others
        .iter()
        .any(|other| other.matches_as(&sample.text, case))
}

/// A statement with the sets that are looked up repeatedly.
pub(crate) struct Coverage<'s> {
    pub(crate) statement: &'s Statement,
    pub(crate) normal_form: NormalForm,
    /// The patterns of its `Action`, in lower case; empty for a `NotAction`.
    actions: HashSet<String>,
    resources: HashSet<&'s str>,
}

impl<'s> Coverage<'s> {
    pub(crate) fn all(statements: &'s [Statement], is_resource_based: bool) -> Vec<Self> {
        statements
            .iter()
            .map(|statement| Self::new(statement, is_resource_based))
            .collect()
    }

    fn new(statement: &'s Statement, is_resource_based: bool) -> Self {
        let actions = statement.actions.patterns.iter();
        let actions = actions.filter(|_| !statement.actions.is_negated);
        let resources = statement.resources.iter().flatten();
        Self {
            statement,
            normal_form: NormalForm::new(statement, is_resource_based, false),
            actions: actions
                .map(|action| written(&action.value, Case::Folded))
                .collect(),
            resources: resources.map(|resource| resource.value.as_str()).collect(),
        }
    }

    /// Reports whether the statement covers the sample of an action; `None` if too little work remains.
    pub(crate) fn covers_action_sample(
        &self,
        action: &Sample<'_>,
        work: &mut usize,
    ) -> Option<bool> {
        if self
            .actions
            .contains(&written(action.pattern, Case::Folded))
        {
            return Some(true);
        }
        charge(work, self.statement.actions.patterns.len())?;
        Some(self.statement.actions.cover(&action.text))
    }

    /// Reports which samples of resources the statement covers; `None` if too little work remains.
    pub(crate) fn covers_resource_samples(
        &self,
        resources: &[Sample<'_>],
        work: &mut usize,
    ) -> Option<Vec<bool>> {
        let mut on = Vec::with_capacity(resources.len());
        for resource in resources {
            let is_listed = self.resources.contains(resource.pattern.as_str());
            if !is_listed {
                charge(work, self.resources.len())?;
            }
            on.push(is_listed || self.statement.covers_resource(&resource.text));
        }
        Some(on)
    }

    /// Reports whether one pattern of its `Action` covers an action.
    pub(crate) fn covers_action(&self, action: &Sample<'_>, case: Case, work: &mut usize) -> bool {
        let is_listed =
            case == Case::Folded && self.actions.contains(&written(action.pattern, case));
        !self.statement.actions.is_negated
            && (is_listed || any_covers(&self.statement.actions.patterns, action, case, work))
    }

    /// Reports whether one pattern of its resources covers a resource.
    pub(crate) fn covers_resource(&self, resource: &Sample<'_>, work: &mut usize) -> bool {
        self.statement.resources.as_ref().is_none_or(|resources| {
            self.resources.contains(resource.pattern.as_str())
                || any_covers(resources, resource, Case::Exact, work)
        })
    }
}

fn any_covers(
    outer: &[Located<Pattern>],
    inner: &Sample<'_>,
    case: Case,
    work: &mut usize,
) -> bool {
    let mut each = outer.iter();
    charge(work, outer.len()).is_some()
        && each.any(|outer| inner.is_covered_by(&outer.value, case, work))
}
