//! Conditions and principals in a comparable form.

use crate::analysis::automaton::{Inclusion, is_subset_as};
use crate::analysis::intersect::intersect_as;
use crate::eval::match_statement::in_account;
use crate::policy::document::Statement;
use crate::policy::pattern::{Case, Pattern, is_wildcard};
use crate::policy::principal_type::PrincipalType;
use std::collections::BTreeSet;

/// The conditions and principals of a statement, sorted.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct NormalForm {
    conditions: BTreeSet<(String, String, BTreeSet<String>)>,
    /// Without those that include nobody.
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
                .filter(|(kind, value)| {
                    let of = kind.as_deref().and_then(PrincipalType::named);
                    !value.is_empty() && of.is_none_or(|of| of.may_be_of(value))
                })
                .map(|(kind, value)| (kind, root_of(value)))
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
        self.principal().filter(|_| self.conditions.is_empty())
    }

    /// Returns the only principal with its type, whatever the conditions are.
    pub(crate) fn principal(&self) -> Option<&(Option<String>, String)> {
        let all = self.principal.as_ref()?;
        all.first()
            .filter(|_| all.len() == 1 && !self.is_other_kind)
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

/// Returns a principal; an account that its ID names, as its root.
fn root_of(name: String) -> String {
    let is_id = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_id {
        format!("acs:ram::{name}:root")
    } else {
        name
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
    let is_of_other_type = |of: &Option<String>, name: &str| {
        let of = of.as_deref().and_then(PrincipalType::named);
        of.is_some_and(|of| !of.may_be_of(name))
    };
    if is_of_other_type(of_one, other) || is_of_other_type(of_other, one) {
        return true;
    }
    let [one, other] = [one, other].map(|text| reached_by(text, work));
    let mut pairs = one
        .iter()
        .flat_map(|one| other.iter().map(move |other| (one, other)));
    pairs.all(|(one, other)| matches!(intersect_as(one, other, Case::Exact, work), Ok(None)))
}

/// Reports whether each caller whom the inner principal includes is proved to be one whom the outer one includes.
pub(crate) fn includes(
    (of_outer, outer): &(Option<String>, String),
    (of_inner, inner): &(Option<String>, String),
    work: &mut usize,
) -> bool {
    let shown = PrincipalType::of(inner).map(PrincipalType::name);
    let of_inner = of_inner.as_deref().or(shown);
    let name = Pattern::resource(inner);
    let has_name = Pattern::resource(outer).covers(&name, Case::Exact, work);
    let reached = reached_by(outer, work);
    let mut is_reached = |inner: &Pattern| {
        let mut reached = reached.iter();
        reached.any(|outer| outer.covers(inner, Case::Exact, work))
    };
    (of_outer.is_none() || of_outer.as_deref() == of_inner)
        && has_name
        && reached_by(inner, &mut 0).iter().all(&mut is_reached)
}

/// Reports whether a principal with a wildcard is proved to include callers whom none of the others can include.
pub(crate) fn has_others(
    (of, name): &(Option<String>, String),
    others: &[&(Option<String>, String)],
    work: &mut usize,
) -> bool {
    let all = match of.as_deref().and_then(PrincipalType::named) {
        // Some that are of the type.
        Some(PrincipalType::Ram) if name == "*" => "acs:ram::*:user/*",
        Some(PrincipalType::Federated) if name == "*" => "acs:ram::*:oidc-provider/*",
        Some(PrincipalType::Service) if name == "*" => "*.aliyuncs.com",
        _ => name,
    };
    let all = Pattern::resource(all);
    let others: Vec<Pattern> = { others.iter() }
        .flat_map(|(_, name)| reached_by(name, work))
        .collect();
    let others: Vec<&Pattern> = others.iter().collect();
    let included = is_subset_as(&[&all], &others, Case::Exact, work);
    !all.is_literal() && matches!(included, Inclusion::No { .. })
}

/// Returns patterns of all callers that a principal includes, or to whom its account or role may delegate.
fn reached_by(text: &str, work: &mut usize) -> Vec<Pattern> {
    let pattern = Pattern::resource(text);
    let is_literal = pattern.is_literal();
    let own = text.split(is_wildcard).next().unwrap_or_default();
    let of_account = in_account(own).filter(|_| is_literal || own.starts_with("acs:"));
    let Some((account, relative)) = of_account else {
        let names = ["acs:ram::*:root", "acs:ram::*:role/*"];
        let mut may_be = |names: &str| {
            let names = Pattern::resource(names);
            !matches!(intersect_as(&pattern, &names, Case::Exact, work), Ok(None))
        };
        let may_be_id = text.chars().all(|c| is_wildcard(c) || c.is_ascii_digit());
        let is_any = !is_literal && (may_be_id || names.into_iter().any(&mut may_be));
        return vec![if is_any {
            Pattern::resource("*")
        } else {
            pattern
        }];
    };
    let may_begin =
        |name: &str| relative.starts_with(name) || (!is_literal && name.starts_with(relative));
    let around = if may_begin("root") {
        vec![
            account.to_owned(),
            format!("acs:ram::{account}:*"),
            format!("acs:sts::{account}:*"),
        ]
    } else if may_begin("role/") {
        let role = relative.strip_prefix("role/").unwrap_or_default();
        vec![format!("acs:sts::{account}:assumed-role/{role}*")]
    } else {
        Vec::new()
    };
    let around = around.iter().map(|name| Pattern::resource(name));
    around.chain([pattern]).collect()
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
