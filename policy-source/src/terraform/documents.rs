//! Policy documents in the expressions of a Terraform file.

use super::find::find;
use super::found::{Documents, Unread, Why};
use super::parse::{SyntaxError, parse};
use super::scope::Scope;
use super::uses::{Address, Judged, Use, Uses};
use super::values::Values;
use crate::form::BOUNDARY;
use std::collections::HashSet;
use std::mem;

/// Finds the documents of a Terraform file.
///
/// Since 0.9.9 `hcl-edit` rejects more than 64 levels of nesting, so that no file overflows the stack.
pub(crate) fn documents(name: &str, text: &str, scope: &Scope) -> Result<Documents, SyntaxError> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let (mut found, scope) = visited(name, text, scope)?;
    let of_aws = found.of_aws.iter().map(|(address, _)| address.clone());
    let addresses = found.read.iter().map(|document| document.address.clone());
    let addresses: HashSet<String> = addresses.chain(of_aws).collect();
    let of_others = if found.read.is_empty() && found.unread.is_empty() {
        Vec::new()
    } else {
        scope.uses(name, uses)
    };
    let uses = Uses::new(mem::take(&mut found.uses).into_iter().chain(of_others));
    let is_other = |address: &str| uses.is_other(&Address::new(name, address));
    let mut unread = mem::take(&mut found.unread);
    for mut document in mem::take(&mut found.read) {
        let address = Address::new(name, document.address());
        if uses.is_other(&address) {
            continue;
        }
        match uses.judge(&address, document.kind) {
            Judged::Kind(kind) => {
                document.kind = kind;
                found.read.push(document);
            }
            Judged::Boundary => unread.push(Unread::document(document, Why::Text(BOUNDARY))),
            Judged::Mixed => unread.push(Unread::document(document, Why::Kinds)),
        }
    }
    unread.retain(|unread| {
        let target = unread.target.as_deref();
        target.is_none_or(|target| !addresses.contains(target)) && !is_other(&unread.address)
    });
    found.unread = unread;
    Ok(found)
}

/// Returns what a file refers to.
fn uses(name: &str, text: &str, scope: &Scope) -> Vec<Use> {
    visited(name, text, scope).map_or_else(|_| Vec::new(), |(found, _)| found.uses)
}

/// Visits a file of a folder, and returns what is there with the whole folder.
fn visited(name: &str, text: &str, scope: &Scope) -> Result<(Documents, Scope), SyntaxError> {
    // Terraform ignores a byte order mark, but `hcl-edit` does not. Spaces keep the offsets.
    let source = match text.strip_prefix('\u{feff}') {
        Some(rest) => &format!("   {rest}"),
        None => text,
    };
    let body = parse(source)?;
    let values = Values::new(scope.with(name, source, &body));
    let found = find(source, &body, &values);
    Ok((found, values.into_scope()))
}
