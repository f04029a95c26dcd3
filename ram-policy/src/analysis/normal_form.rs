//! Conditions and principals in a comparable form.

use crate::analysis::intersect::intersect_as;
use crate::eval::match_statement::is_account_of;
use crate::policy::document::Statement;
use crate::policy::pattern::{Case, Pattern};
use std::collections::BTreeSet;

/// The conditions and principals of a statement, sorted.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct NormalForm {
    conditions: BTreeSet<(String, String, BTreeSet<String>)>,
    principal: Option<BTreeSet<(Option<String>, String)>>,
    is_other_kind: bool,
    /// In a policy of a resource, the principals of such a statement are unknown.
    pub(crate) lacks_principal: bool,
}

impl NormalForm {
    pub(crate) fn new(statement: &Statement, is_resource_based: bool, is_other_kind: bool) -> Self {
        let conditions = statement.conditions.iter().map(|condition| {
            (
                condition.operator.value.name().to_owned(),
                condition.key.value.clone(),
                condition
                    .values
                    .iter()
                    .map(|value| value.value.as_str().to_owned())
                    .collect(),
            )
        });
        let principal = statement.principal.as_ref().map(|principal| {
            principal
                .values
                .iter()
                .map(|(kind, value)| (kind.clone(), value.value.as_str().to_owned()))
                .collect::<BTreeSet<_>>()
        });
        Self {
            conditions: conditions.collect(),
            // A principal of everyone restricts nothing.
            principal: principal.filter(|values| !values.contains(&(None, "*".to_owned()))),
            is_other_kind,
            lacks_principal: is_resource_based && statement.principal.is_none(),
        }
    }
}

impl NormalForm {
    /// Splits the form into one for each principal.
    pub(crate) fn by_principal(self) -> Vec<Self> {
        let Some(principals) = &self.principal else {
            return vec![self];
        };
        let each = principals.iter().map(|one| Self {
            principal: Some(BTreeSet::from([one.clone()])),
            ..self.clone()
        });
        each.collect()
    }

    /// Returns the only principal with its type, if there are no conditions.
    pub(crate) fn only_principal(&self) -> Option<&(Option<String>, String)> {
        let all = self.principal.as_ref()?;
        let is_plain = self.conditions.is_empty() && !self.is_other_kind && all.len() == 1;
        all.first().filter(|_| is_plain)
    }

    /// Reports whether no caller is a principal of both.
    pub(crate) fn is_apart(&self, other: &Self, work: &mut usize) -> bool {
        let all = |form: &Self| form.principal.clone().unwrap_or_default();
        let (own, others) = (all(self), all(other));
        !own.is_empty()
            && !others.is_empty()
            && own
                .iter()
                .all(|one| others.iter().all(|other| are_apart(one, other, work)))
    }
}

/// Reports whether no caller is both principals.
fn are_apart(
    (of_one, one): &(Option<String>, String),
    (of_other, other): &(Option<String>, String),
    work: &mut usize,
) -> bool {
    if let (Some(of_one), Some(of_other)) = (of_one, of_other)
        && of_one != of_other
    {
        return true;
    }
    let [left, right] = [one, other].map(|text| Pattern::resource(text));
    let is_account = |text: &str| text.ends_with(":root") || !text.contains(':');
    match intersect_as(&left, &right, Case::Exact, work) {
        // An account may delegate to the other.
        Ok(None) if left.is_literal() && right.is_literal() => {
            !is_account_of(one, other) && !is_account_of(other, one)
        }
        Ok(None) => !is_account(one) && !is_account(other),
        _ => false,
    }
}

/// A statement with its normal form, prepared for many questions.
pub(crate) struct Normalized<'s> {
    pub(crate) statement: &'s Statement,
    pub(crate) normal_form: NormalForm,
}

impl<'s> Normalized<'s> {
    pub(crate) fn new(statement: &'s Statement, is_resource_based: bool) -> Self {
        Self {
            statement,
            normal_form: NormalForm::new(statement, is_resource_based, false),
        }
    }

    pub(crate) fn all(statements: &'s [Statement], is_resource_based: bool) -> Vec<Self> {
        let all = statements.iter();
        all.map(|statement| Self::new(statement, is_resource_based))
            .collect()
    }
}
