//! The policy as data for a constant, which decides about the actions of any catalog.

use crate::policy::addition::{Addition, OpenKeys, resource_name};
use crate::policy::file::PolicyFile;
use proc_macro2::TokenStream;
use quote::quote;
use ram_diagnostics::escaped;
use ram_policy::{Context, Effect, Policies, Statement, Ternary};
use std::collections::BTreeMap;

/// Returns the type and the value of a constant; `None` if that takes too much reasoning about resources.
///
/// Every text of the policy becomes a literal, so none of it can become code.
pub(super) fn fixed(
    ack_catalog: &TokenStream,
    file: &PolicyFile<'_>,
    policies: &Policies<'_>,
    resource: &str,
    context: &Context,
) -> Option<(TokenStream, TokenStream)> {
    let regions = policies.regions(resource).ok()?;
    let mut statements = Vec::new();
    let mut places = BTreeMap::new();
    for (number, statement) in file.policy.statements().iter().enumerate() {
        let is_covering = regions
            .iter()
            .any(|region| region.statements.contains(&(0, number)));
        let truth = truth(statement, context);
        if !is_covering || truth == Ternary::False {
            continue;
        }
        places.insert(number, statements.len());
        let place = file.place(statement.range);
        let denies = statement.effect == Effect::Deny;
        let OpenKeys { keys, help } = open_keys(statement, context);
        let is_negated = statement.actions.is_negated;
        let actions = statement.actions.patterns.iter();
        let actions = actions.map(|pattern| pattern.value.as_str());
        let number = (number + 1).to_string();
        statements.push(quote! {
            #ack_catalog::support::FixedStatement {
                number: #number,
                place: #place,
                denies: #denies,
                depends_on: #keys,
                help: #help,
                is_negated: #is_negated,
                actions: &[#(#actions),*],
            }
        });
    }
    let is_one = regions.len() == 1;
    let regions = regions.iter().map(|region| {
        let example = if is_one { resource } else { &region.witness };
        let example = resource_name(example);
        let statements = region.statements.iter();
        let statements = statements.filter_map(|(_, number)| places.get(number));
        quote! {
            #ack_catalog::support::FixedRegion {
                example: #example,
                statements: &[#(#statements),*],
            }
        }
    });
    let Addition { range, what } = Addition::of(file, resource);
    let place = file.place(range);
    let count = statements.len();
    let resource = escaped(resource).to_string();
    let value = quote! {
        #ack_catalog::support::FixedPolicy {
            resource: #resource,
            statements: [#(#statements),*],
            regions: &[#(#regions),*],
            addition: #ack_catalog::support::FixedAddition { place: #place, what: #what },
        }
    };
    Some((quote! { #ack_catalog::support::FixedPolicy<#count> }, value))
}

/// Evaluates the conditions of a statement.
fn truth(statement: &Statement, context: &Context) -> Ternary {
    let conditions = statement.conditions.iter();
    conditions.fold(Ternary::True, |truth, condition| {
        truth.and(condition.holds(context))
    })
}

/// Returns the conditions with an unknown result.
fn open_keys(statement: &Statement, context: &Context) -> OpenKeys {
    let conditions = statement.conditions.iter();
    let open = conditions.filter(|one| one.holds(context) == Ternary::Unknown);
    OpenKeys::of(open.map(|one| (&*one.key.value, one.operator.value.name())))
}
