//! A policy of the account, from its file.

use super::policy_name::PolicyName;
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::policy::input::confusable::{confusables, warn_about_confusables};
use crate::policy::input::documents::Input;
use crate::policy::input::load::only;
use ram_policy::{Attachment, Policy};
use serde_json::Value;
use std::path::Path;

/// Reads a policy, with the name in the answer or else that of the file.
pub(super) fn read_policy(path: &Path) -> Result<(PolicyName, Policy), Failure> {
    let input = Input::File(path.to_owned());
    let bytes = input.bytes()?;
    let answer: Option<Value> = serde_json::from_slice(&bytes).ok();
    let of_answer = |key: &str| answer.as_ref()?.get("Policy")?.get(key)?.as_str();
    let folder = path.parent().and_then(Path::file_name);
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let name = PolicyName {
        is_system: match of_answer("PolicyType") {
            Some(kind) => kind == "System",
            None => folder.is_some_and(|folder| folder.eq_ignore_ascii_case("system")),
        },
        name: of_answer("PolicyName")
            .or(stem)
            .unwrap_or_default()
            .to_owned(),
    };
    let shown = path_name(path);
    let document = only(&shown, input.documents(&bytes)?)?;
    if document.is_inactive_version() {
        let message = format!("{shown} is not the default version of the policy");
        let help = "save the default version, which `aliyun ram GetPolicy` returns";
        return Err(Failure::new(message).help(help));
    }
    let policy = document.text().parse::<Policy>().map_err(|error| {
        Failure::new(format!("{shown}: invalid policy: {error}"))
            .help("RAM stores no invalid policies; check whether the file was changed")
    })?;
    let policy = policy.of_kind(document.kind());
    if Attachment::Account.place(&policy) != Ok(Attachment::Account) {
        let kind = policy.kind().phrase();
        let message = format!("{shown} is {kind}, which is not attached to users, groups or roles");
        let help = "move the file elsewhere; `check` decides with it and the caller's policies";
        return Err(Failure::new(message).help(help));
    }
    warn_about_confusables(&document, &confusables(&policy));
    Ok((name, policy))
}
