//! The operations that each type calls.

use super::phase::Phase;
use crate::call::Call;
use crate::products;
use ack_catalog::CsAction;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A call of a type in a phase.
pub(crate) struct TypeCall {
    pub(crate) phase: Phase,
    pub(crate) request: Request,
    /// The arguments, one of which the resource needs to have: `a|b&c` is `a`, or `b` and `c`. Empty for a call that is
    /// always made. A name can end in `*`; `a=b` is an argument with this value, or with one that is computed.
    arguments: &'static str,
}

/// What a type calls.
pub(crate) enum Request {
    Known(Call),
    /// A method and a path whose operation is not published, with the product.
    Unknown(&'static str, &'static str),
}

impl TypeCall {
    /// Returns whether a resource with these arguments makes the call.
    pub(crate) fn is_made_with(&self, has: impl Fn(&str) -> bool) -> bool {
        self.arguments.is_empty() || { self.arguments.split('|') }
            .any(|all| all.split('&').all(&has))
    }
}

/// The lines of each type.
static TYPES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut types: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut last = "";
    for line in include_str!("calls.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some(calls) = line.strip_prefix(' ') {
            types.entry(last).or_default().push(calls);
        } else {
            last = line;
            types.entry(last).or_default();
        }
    }
    types
});

/// Returns the calls of a type, or none if the type is not known. `data.` comes before the type of a data source.
pub(crate) fn of_type(name: &str) -> Option<Vec<TypeCall>> {
    let lines = TYPES.get(name)?;
    let mut calls = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let phase = words
            .next()
            .and_then(|name| Phase::ALL.into_iter().find(|phase| phase.name() == name));
        let (Some(phase), Some(product)) = (phase, words.next()) else {
            continue;
        };
        calls.extend(words.map(|word| {
            let (operation, arguments) = word.split_once('?').unwrap_or((word, ""));
            TypeCall {
                phase,
                request: request(product, operation),
                arguments,
            }
        }));
    }
    Some(calls)
}

fn request(product: &'static str, operation: &'static str) -> Request {
    let known = match operation.split_once(':') {
        Some((method, path)) if product == "CS" => CsAction::operation_of(method, path),
        Some(_) => None,
        None if product == "CS" => CsAction::operation_named(operation),
        None => return Request::Known(Call::Elsewhere(products::action_of(product, operation))),
    };
    known.map_or(Request::Unknown(product, operation), |known| {
        Request::Known(Call::Operation(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert!(TYPES.len() > 1900);
        for (name, lines) in &*TYPES {
            let words: usize = lines.iter().map(|line| line.split(' ').count() - 2).sum();
            let calls = of_type(name).expect("a type");
            assert_eq!(calls.len(), words, "{name}");
            for call in calls {
                match call.request {
                    Request::Known(call) => assert!(!call.to_string().ends_with(':')),
                    Request::Unknown(_, request) => {
                        assert!(request.contains(":/"), "{name}: {request}");
                    }
                }
            }
        }
    }
}
