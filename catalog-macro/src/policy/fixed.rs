//! The policy as data for a constant, which decides about the actions of any catalog.

use crate::policy::addition::{Addition, OpenKeys, resource_name};
use crate::policy::file::PolicyFile;
use crate::policy::regions::Grouped;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use ram_diagnostics::escaped;
use ram_policy::{Context, Effect, Policies, Statement, Ternary, is_wildcard};
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
    let all = file.policy.statements();
    let Grouped { groups, regions } = Grouped::new(policies, all, resource).ok()?;
    let mut statements = Vec::new();
    let mut places = BTreeMap::new();
    let mut everywhere = Vec::new();
    let mut literals = BTreeMap::new();
    let mut patterns = Vec::new();
    for (number, statement) in all.iter().enumerate() {
        let Some(group) = groups[number] else {
            continue;
        };
        if truth(statement, context) == Ternary::False {
            continue;
        }
        if group == 0 {
            everywhere.push(statements.len());
        }
        places.insert(number, statements.len());
        let place = file.place(statement.range);
        let denies = statement.effect == Effect::Deny;
        let OpenKeys { keys, help } = open_keys(statement, context);
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
        let is_open = !keys.is_empty();
        let number = (number + 1).to_string();
        statements.push(quote! {
            #ack_catalog::support::FixedStatement {
                number: #number,
                group: #group,
                place: #place,
                denies: #denies,
                is_open: #is_open,
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
    let Addition { range, what } = Addition::of(file, resource);
    let place = file.place(range);
    let wide = Addition::wide(file, resource).map(|Addition { range, what }| {
        let place = file.place(range);
        quote! { #ack_catalog::support::FixedAddition { place: #place, what: #what } }
    });
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
            addition: #ack_catalog::support::FixedAddition { place: #place, what: #what },
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

/// Returns the conditions with an unknown result.
fn open_keys(statement: &Statement, context: &Context) -> OpenKeys {
    let conditions = statement.conditions.iter();
    let open = conditions.filter(|one| one.holds(context) == Ternary::Unknown);
    OpenKeys::of(
        open.map(|one| (&*one.key.value, one.operator.value.name())),
        context,
    )
}
