//! Policy documents in the expressions of a Terraform file.

use super::file::File;
use super::find::find;
use super::found::{Documents, Unread, Why};
use super::parse::SyntaxError;
use super::scope::Scope;
use super::uses::{Address, Judged, Use, Uses};
use super::values::Values;
use crate::form::BOUNDARY;
use std::collections::{BTreeSet, HashSet};
use std::mem;
use std::sync::Arc;

/// Finds the documents of a Terraform file.
///
/// Since 0.9.9 `hcl-edit` rejects more than 64 levels of nesting, so that no file overflows the stack.
pub(crate) fn documents(name: &str, text: &str, scope: &Scope) -> Result<Documents, SyntaxError> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let file = Arc::new(File::new(name, text));
    let (mut found, scope) = visited(&file, scope)?;
    let of_aws = found.of_aws.iter().map(|(address, _)| address.clone());
    let addresses = found.read.iter().map(|document| document.address.clone());
    let addresses: HashSet<String> = addresses.chain(of_aws).collect();
    let own = mem::take(&mut found.uses).into_iter().map(|one| Use {
        target: scope.followed(one.target).0,
        used: one.used,
    });
    let unread = found.unread.iter().map(|unread| &unread.address);
    let targets: BTreeSet<String> = addresses
        .iter()
        .chain(unread)
        .map(|address| Address::new(name, address).target().to_owned())
        .collect();
    let of_others = targets.iter().flat_map(|target| scope.uses(target, uses));
    let uses = Uses::new(own.chain(of_others));
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
fn uses(file: &Arc<File>, scope: &Scope) -> Vec<Use> {
    visited(file, scope).map_or_else(|_| Vec::new(), |(found, _)| found.uses)
}

/// Visits a file of a folder, and returns what is there with the whole folder.
fn visited(file: &Arc<File>, scope: &Scope) -> Result<(Documents, Scope), SyntaxError> {
    let body = file.body.as_ref().map_err(Clone::clone)?;
    let values = Values::new(scope.with(file));
    let found = find(&file.source, body, &values);
    Ok((found, values.into_scope()))
}
