//! The policy as data for a constant, which decides about the actions of any catalog.

use crate::policy::addition::{Addition, OpenKeys, resource_name};
use crate::policy::file::PolicyFile;
use crate::policy::regions::Grouped;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use ram_diagnostics::escaped;
use ram_policy::{Context, Effect, Pattern, Policies, Statement, Ternary, is_wildcard};
use std::collections::BTreeMap;

/// Returns the type and the value of a constant for a resource without what some patterns match; `None` if that takes too much reasoning about resources.
///
/// Every text of the policy becomes a literal, so none of it can become code.
pub(super) fn fixed(
    ack_catalog: &TokenStream,
    file: &PolicyFile<'_>,
    policies: &Policies<'_>,
    (resource, except): (&str, &[&Pattern]),
    context: &Context,
) -> Option<(TokenStream, TokenStream)> {
    let all = file.policy.statements();
    let Grouped { groups, regions } = Grouped::new(policies, all, (resource, except)).ok()?;
    let mut statements = Vec::new();
    let mut places = BTreeMap::new();
    let mut everywhere = Vec::new();
    let mut literals = BTreeMap::new();
    let mut patterns = Vec::new();
    for (number, statement) in all.iter().enumerate() {
        let Some(group) = groups[number] else {
            continue;
        };
        let denies = statement.effect == Effect::Deny;
        let truth = truth(statement, context);
        if denies && truth == Ternary::False {
            continue;
        }
        if group == 0 {
            everywhere.push(statements.len());
        }
        places.insert(number, statements.len());
        let place = file.place(statement.range);
        let OpenKeys { keys, help } = keys(statement, context, truth);
        let is_negated = statement.actions.is_negated;
        for action in &statement.actions.patterns {
            let text = action.value.as_str();
            let Some(prefix) = text.find(is_wildcard) else {
                let of: &mut Vec<usize> = literals.entry((hash(text), text)).or_default();
                of.push(statements.len());
                continue;
            };
            let (len, bytes) = (text.len(), Literal::byte_string(text.as_bytes()));
            let statement = statements.len();
            patterns.push(quote! {
                #ack_catalog::support::FixedPattern {
                    len: #len,
                    prefix: #prefix,
                    bytes: #bytes,
                    statement: #statement,
                }
            });
        }
        let conditions = fixed_conditions(truth);
        let number = (number + 1).to_string();
        statements.push(quote! {
            #ack_catalog::support::FixedStatement {
                number: #number,
                group: #group,
                place: #place,
                denies: #denies,
                conditions: #ack_catalog::support::FixedConditions::#conditions,
                depends_on: #keys,
                help: #help,
                is_negated: #is_negated,
            }
        });
    }
    let regions = regions.iter().map(|(group, region)| {
        let example = resource_name(&region.witness);
        let statements = region.statements.iter();
        let statements = statements.filter_map(|(_, number)| places.get(number));
        let statements = everywhere.iter().chain(statements);
        quote! {
            #ack_catalog::support::FixedRegion {
                group: #group,
                example: #example,
                statements: &[#(#statements),*],
            }
        }
    });
    let literals = literals.iter().map(|((hash, text), statements)| {
        let (len, bytes) = (text.len(), Literal::byte_string(text.as_bytes()));
        quote! {
            #ack_catalog::support::FixedLiteral {
                hash: #hash,
                len: #len,
                bytes: #bytes,
                statements: &[#(#statements),*],
            }
        }
    });
    let addition = Addition::of(file, resource).fixed(ack_catalog, file);
    let wide = Addition::wide(file, resource).map(|wide| wide.fixed(ack_catalog, file));
    // There is one or none.
    let wide = wide.iter();
    let count = statements.len();
    let resource = escaped(resource).to_string();
    let value = quote! {
        #ack_catalog::support::FixedPolicy {
            resource: #resource,
            statements: [#(#statements),*],
            literals: &[#(#literals),*],
            patterns: &[#(#patterns),*],
            regions: &[#(#regions),*],
            addition: #addition,
            wide: &[#(#wide),*],
        }
    };
    Some((quote! { #ack_catalog::support::FixedPolicy<#count> }, value))
}

/// Returns the hash of a text in lower case, as the constant computes it.
fn hash(text: &str) -> u64 {
    let bytes = text
        .bytes()
        .map(|byte| u64::from(byte.to_ascii_lowercase()));
    bytes.fold(0x811c_9dc5, |hash, byte| {
        ((hash ^ byte) * 0x0100_0193) & 0xffff_ffff
    })
}

/// Evaluates the conditions of a statement.
fn truth(statement: &Statement, context: &Context) -> Ternary {
    let conditions = statement.conditions.iter();
    conditions.fold(Ternary::True, |truth, condition| {
        truth.and(condition.holds(context))
    })
}

/// Returns the variant of `FixedConditions`.
fn fixed_conditions(truth: Ternary) -> TokenStream {
    match truth {
        Ternary::True => quote! { Hold },
        Ternary::Unknown => quote! { Open },
        Ternary::False => quote! { Fail },
    }
}

/// Returns the conditions with an unknown result, or those that do not hold.
fn keys(statement: &Statement, context: &Context, truth: Ternary) -> OpenKeys {
    if truth == Ternary::False {
        OpenKeys::failing(conditions(statement, context, Ternary::False))
    } else {
        OpenKeys::of(conditions(statement, context, Ternary::Unknown), context)
    }
}

/// Returns the keys and the operators of the conditions with a result.
fn conditions<'s>(
    statement: &'s Statement,
    context: &Context,
    result: Ternary,
) -> impl Iterator<Item = (&'s str, &'s str)> {
    let conditions = statement.conditions.iter();
    let with_result = conditions.filter(move |one| one.holds(context) == result);
    with_result.map(|one| (&*one.key.value, one.operator.value.name()))
}
