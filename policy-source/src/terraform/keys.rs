//! The keys of objects, and the call that encodes them.

use hcl_edit::expr::{FuncCall, ObjectKey};

pub(super) fn is_jsonencode(call: &FuncCall) -> bool {
    !call.name.is_namespaced() && call.name.name.as_str() == "jsonencode"
}

pub(super) fn is_statement_key(key: &ObjectKey) -> bool {
    key_name(key) == "Statement"
}

pub(super) fn key_name(key: &ObjectKey) -> &str {
    match key {
        ObjectKey::Ident(name) => name.as_str(),
        ObjectKey::Expression(key) => key.as_str().unwrap_or("*"),
    }
}
