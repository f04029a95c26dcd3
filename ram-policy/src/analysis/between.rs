//! The comparison of what the statements of two policies decide about one request.

use crate::analysis::change::{Callers, Change, Conditions, Status, UNCONDITIONAL};
use crate::analysis::comparison::Side;
use crate::analysis::normal_form::{NormalForm, has_others, includes};
use crate::policy::document::Statement;
use crate::policy::pattern::is_wildcard;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(crate) struct Member<'p> {
    pub(crate) side: Side,
    pub(crate) number: usize,
    pub(crate) statement: &'p Statement,
    /// One for each principal.
    pub(crate) conditions: Vec<Conditions>,
    /// True unless statements of the other policy with the same effect and conditions are proved to cover all of it.
    /// Requests that no such statement covers are decided the same.
    pub(crate) is_changed: bool,
}

/// The most conditions of a request that are told apart.
const MOST_APART: usize = 200;

/// Returns a principal as messages name it: a pattern does not show its type.
fn shown((of, name): &(Option<String>, String)) -> String {
    match of {
        Some(of) if name.contains(is_wildcard) => format!("{of} {name}"),
        _ => name.clone(),
    }
}

/// What the forms of conditions tell of callers.
struct OfForms<'f> {
    forms: &'f HashMap<Conditions, NormalForm>,
    work: &'f mut usize,
    /// False if there are too many.
    is_told_apart: bool,
}

impl Callers for OfForms<'_> {
    fn is_principal(&self, one: Conditions) -> bool {
        let form = self.forms.get(&one).filter(|_| self.is_told_apart);
        form.is_some_and(|form| form.only_principal().is_some())
    }

    fn is_apart(&mut self, one: Conditions, other: Conditions) -> bool {
        let both = (self.forms.get(&one), self.forms.get(&other));
        matches!(both, (Some(one), Some(other)) if one.is_apart(other, self.work))
    }

    fn includes(&mut self, outer: Conditions, inner: Conditions) -> bool {
        let both = [outer, inner].map(|one| self.forms.get(&one)?.only_principal());
        matches!(both, [Some(outer), Some(inner)] if includes(outer, inner, self.work))
    }

    fn has_others(&mut self, one: Conditions, others: &BTreeSet<Conditions>) -> bool {
        let principal = |one: &Conditions| self.forms.get(one).and_then(NormalForm::principal);
        let all: Option<Vec<_>> = others.iter().map(principal).collect();
        match (principal(&one), all) {
            (Some(one), Some(others)) => has_others(one, &others, self.work),
            _ => false,
        }
    }
}

/// The differences of one request.
#[derive(Default)]
pub(crate) struct Between {
    /// Each with the principals who have it, and with those of all callers who have it not.
    pub(crate) changes: Vec<(Change, Vec<String>, Vec<String>)>,
    pub(crate) not_compared: Vec<(Side, usize)>,
}

/// Compares what the statements of both sides that match a request decide.
pub(crate) fn between(
    matching: &[&Member<'_>],
    forms: &HashMap<Conditions, NormalForm>,
    work: &mut usize,
) -> Between {
    let mut found = Between::default();
    let [old, new] = [Side::Old, Side::New].map(|side| {
        let of_side = matching.iter().filter(|member| member.side == side);
        let statements: Vec<_> = of_side
            .flat_map(|member| {
                let each = member.conditions.iter();
                each.map(|conditions| (member.statement.effect, *conditions))
            })
            .collect();
        Status::of(&statements)
    });
    if old == new {
        return found;
    }
    let names = |all: &BTreeSet<Conditions>| {
        let names = all.iter().filter_map(|one| forms.get(one));
        let names = names.filter_map(NormalForm::principal);
        let mut names: Vec<String> = names.map(shown).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let counts = matching.iter().map(|member| member.conditions.len());
    let mut callers = OfForms {
        forms,
        work,
        is_told_apart: counts.sum::<usize>() <= MOST_APART,
    };
    let change = old.change_to(&new);
    if let Some(change) = change {
        let denied = old.denied_by_both(&new);
        found.changes.push((change, Vec::new(), names(&denied)));
    }
    let has_caller = |one: &Conditions| forms.get(one).and_then(NormalForm::principal).is_some();
    let opening = old.opening_to(&new).filter(|_| change.is_none());
    let opening = opening.filter(|(_, some)| some.iter().all(has_caller));
    let (changes, left) = match opening {
        Some((change, some)) => {
            let excluded = &some | &old.denied_by_both(&new);
            found.changes.push((change, Vec::new(), names(&excluded)));
            // Who has conditions may have a part of the difference.
            let is_principal = |one: &Conditions| {
                forms
                    .get(one)
                    .and_then(NormalForm::only_principal)
                    .is_some()
            };
            (
                Vec::new(),
                some.into_iter().filter(|one| !is_principal(one)).collect(),
            )
        }
        None if change.is_none() || new.is_conditional() => old.changes_to(&new, &mut callers),
        None => return found,
    };
    let open = matching.iter().filter(|member| {
        let names_callers = member.statement.principal.is_some();
        let mut open = member.conditions.iter().filter(|one| left.contains(one));
        open.any(|one| *one != UNCONDITIONAL || names_callers)
    });
    let open = open.filter(|member| change.is_none() || member.side == Side::New);
    let open = open.map(|member| (member.side, member.number));
    found.not_compared.extend(open);
    let mut alike = BTreeMap::<(Change, BTreeSet<Conditions>), BTreeSet<Conditions>>::new();
    for one in changes {
        let those = alike.entry((one.change, one.excluded)).or_default();
        those.insert(one.principal);
    }
    let alike = alike.into_iter();
    found
        .changes
        .extend(alike.map(|((change, excluded), all)| (change, names(&all), names(&excluded))));
    found
}
