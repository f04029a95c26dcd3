//! The policy as data for a constant, which decides about the actions of any catalog.

use crate::policy::addition::{Addition, OpenKeys, resource_name};
use crate::policy::file::PolicyFile;
use crate::policy::regions::Grouped;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use ram_diagnostics::escaped;
use ram_policy::{Context, Effect, Statement, Ternary, is_wildcard};
use std::collections::BTreeMap;

/// Returns the type and the value of a constant, which decides on a resource and, if they are given, outside clusters and
/// on every cluster. `wide` is the addition for an action that cannot be limited to a cluster.
///
/// Every text of the policy becomes a literal, so none of it can become code.
pub(super) fn fixed(
    ack_catalog: &TokenStream,
    file: &PolicyFile<'_>,
    (resource, wide): (&str, Option<&TokenStream>),
    (on_resource, in_practice): (&Grouped, &[Grouped]),
    context: &Context,
) -> (TokenStream, TokenStream) {
    let mut numbers = BTreeMap::new();
    let mut statements = Vec::new();
    let mut actions = PackedActions::default();
    for (number, statement) in file.policy.statements().iter().enumerate() {
        let truth = truth(statement, context);
        let denies = statement.effect == Effect::Deny;
        let mut views = in_practice.iter().chain([on_resource]);
        if (denies && truth == Ternary::False) || views.all(|one| one.groups[number].is_none()) {
            continue;
        }
        for action in &statement.actions.patterns {
            actions.add(action.value.as_str(), statements.len());
        }
        numbers.insert(number, statements.len());
        let place = file.place(statement.range);
        let OpenKeys { keys, help } = keys(statement, context, truth);
        let is_negated = statement.actions.is_negated;
        let conditions = fixed_conditions(truth);
        let number = (number + 1).to_string();
        statements.push(quote! {
            #ack_catalog::support::FixedStatement {
                number: #number,
                place: #place,
                denies: #denies,
                conditions: #ack_catalog::support::FixedConditions::#conditions,
                depends_on: #keys,
                help: #help,
                is_negated: #is_negated,
            }
        });
    }
    let on_resource = view(ack_catalog, on_resource, &numbers);
    let in_practice = in_practice
        .iter()
        .map(|one| view(ack_catalog, one, &numbers));
    let [texts, literals, patterns] = actions.packed().map(|bytes| Literal::byte_string(&bytes));
    let addition = Addition::of(file, resource).fixed(ack_catalog, file);
    // There is one or none.
    let wide = wide.iter();
    let count = statements.len();
    let resource = escaped(resource).to_string();
    let value = quote! {
        #ack_catalog::support::FixedPolicy {
            resource: #resource,
            statements: [#(#statements),*],
            texts: #texts,
            literals: #literals,
            patterns: #patterns,
            on_resource: #on_resource,
            in_practice: &[#(#in_practice),*],
            addition: #addition,
            wide: &[#(#wide),*],
        }
    };
    (quote! { #ack_catalog::support::FixedPolicy<#count> }, value)
}

/// Returns a `FixedView`. `numbers` has the index of each statement in the constant.
fn view(
    ack_catalog: &TokenStream,
    grouped: &Grouped,
    numbers: &BTreeMap<usize, usize>,
) -> TokenStream {
    let groups = numbers.keys().map(|number| {
        let group = grouped.groups[*number].map(|group| quote! { #group });
        group.unwrap_or_else(|| quote! { #ack_catalog::support::NOWHERE })
    });
    let everywhere = numbers
        .iter()
        .filter(|(number, _)| grouped.groups[**number] == Some(0));
    let everywhere: Vec<usize> = everywhere.map(|(_, index)| *index).collect();
    let regions = grouped.regions.iter().map(|(group, region)| {
        let example = resource_name(&region.witness);
        let statements = region.statements.iter();
        let statements = statements.filter_map(|(_, number)| numbers.get(number));
        let statements = everywhere.iter().chain(statements);
        quote! {
            #ack_catalog::support::FixedRegion {
                group: #group,
                example: #example,
                statements: &[#(#statements),*],
            }
        }
    });
    quote! {
        #ack_catalog::support::FixedView {
            groups: [#(#groups),*],
            regions: &[#(#regions),*],
        }
    }
}

/// The actions of statements as bytes, which cost the compiler less than an expression for each.
#[derive(Default)]
struct PackedActions<'p> {
    texts: String,
    starts: BTreeMap<&'p str, usize>,
    /// Records of four numbers: the hash, where the text starts, its length, and the index of the statement.
    literals: Vec<[usize; 4]>,
    /// The same with the length of the text before the first wildcard, instead of the hash.
    patterns: Vec<[usize; 4]>,
}

impl<'p> PackedActions<'p> {
    fn add(&mut self, text: &'p str, statement: usize) {
        let start = *self.starts.entry(text).or_insert_with(|| {
            self.texts.push_str(text);
            self.texts.len() - text.len()
        });
        match text.find(is_wildcard) {
            Some(prefix) => self.patterns.push([prefix, start, text.len(), statement]),
            None => self
                .literals
                .push([hash(text), start, text.len(), statement]),
        }
    }

    /// Returns the texts and the records.
    fn packed(mut self) -> [Vec<u8>; 3] {
        self.literals.sort_unstable();
        // A file has fewer bytes than three bytes can count.
        let bytes = |records: Vec<[usize; 4]>| {
            let numbers = records.into_iter().flatten();
            numbers
                .flat_map(|number| number.to_le_bytes().into_iter().take(3))
                .collect()
        };
        [
            self.texts.into_bytes(),
            bytes(self.literals),
            bytes(self.patterns),
        ]
    }
}

/// Returns the hash of a text in lower case, as the constant computes it.
fn hash(text: &str) -> usize {
    let bytes = text
        .bytes()
        .map(|byte| u32::from(byte.to_ascii_lowercase()));
    let hash = bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ byte).wrapping_mul(0x0100_0193)
    });
    (hash & 0xff_ffff) as usize
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
