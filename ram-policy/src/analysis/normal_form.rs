//! Conditions and principals in a comparable form.

use crate::policy::document::Statement;
use std::collections::BTreeSet;

/// The conditions and principals of a statement, sorted.
#[derive(Default, PartialEq, Eq, Hash)]
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
