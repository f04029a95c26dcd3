//! Callers who stand for those that a difference is about.

use ram_policy::{Difference, Pattern, Policy};

/// Those who have a difference, and those who have it not.
pub(super) type Those<'d> = (&'d [String], &'d [String]);

pub(super) fn those(difference: &Difference) -> Those<'_> {
    (&difference.principals, &difference.excluded)
}

// Callers whom policies hardly name, of each type: they stand for everyone else.
const ANY_USER: &str = "acs:ram::1234567890123456:user/any";
const ANY_USER_ELSEWHERE: &str = "acs:ram::6543210987654321:user/any";
const ANY_SERVICE: &str = "any.aliyuncs.com";
const ANY_PROVIDER: &str = "acs:ram::1234567890123456:oidc-provider/any";

/// Splits a difference into one for each principal: the resources on which each has it may be others.
pub(super) fn by_principal(difference: &Difference) -> Vec<Difference> {
    if difference.principals.len() < 2 {
        return vec![difference.clone()];
    }
    let each = difference.principals.iter().map(|one| Difference {
        principals: vec![one.clone()],
        ..difference.clone()
    });
    each.collect()
}

/// Returns a caller for each principal that policies name; `None` if these are no policies of resources.
pub(super) fn named_callers(policies: [&Policy; 2]) -> Option<Vec<String>> {
    if !policies.iter().any(|policy| policy.is_resource_based()) {
        return None;
    }
    let statements = policies.into_iter().flat_map(Policy::statements);
    let principals = statements.filter_map(|one| one.principal.as_ref());
    let named = principals.flat_map(|principal| &principal.values);
    let mut named: Vec<String> = named
        .map(|(of, name)| sample(of.as_deref(), name.value.as_str()))
        .collect();
    named.extend([ANY_USER, ANY_USER_ELSEWHERE, ANY_SERVICE, ANY_PROVIDER].map(str::to_owned));
    named.sort_unstable();
    named.dedup();
    Some(named)
}

/// Returns callers who all have a difference if everyone of whom it is has it.
pub(super) fn callers_of(difference: &Difference, named: Option<&[String]>) -> Vec<Option<String>> {
    let Some(named) = named else {
        return vec![None];
    };
    let includes = |shown: &String, caller: &str| {
        let (of, name) = typed(shown);
        of.is_none_or(|of| of == type_of(caller)) && Pattern::resource(name).matches(caller)
    };
    let is_excluded = |caller: &str| {
        let mut excluded = difference.excluded.iter();
        excluded.any(|one| includes(one, caller) || is_in_account(one, caller))
    };
    let is_of = |caller: &&String| {
        let mut principals = difference.principals.iter();
        let has = difference.principals.is_empty() || principals.any(|one| includes(one, caller));
        has && !is_excluded(caller)
    };
    let mut callers: Vec<Option<String>> = named.iter().filter(is_of).cloned().map(Some).collect();
    if difference.principals.is_empty() && difference.excluded.is_empty() {
        callers.push(None);
    }
    let samples = difference.principals.iter().map(|shown| {
        let (of, name) = typed(shown);
        sample(of, name)
    });
    for one in samples.map(Some) {
        if !callers.contains(&one) && !one.as_deref().is_some_and(is_excluded) {
            callers.push(one);
        }
    }
    callers
}

/// Splits a principal as differences name it: a pattern may have its type before it.
fn typed(shown: &str) -> (Option<&str>, &str) {
    match shown.split_once(' ') {
        Some((of, name)) => (Some(of), name),
        None => (None, shown),
    }
}

/// Reports whether a principal is the account that a caller belongs to, which may delegate to it.
fn is_in_account(principal: &str, caller: &str) -> bool {
    let account = principal.strip_prefix("acs:ram::");
    let account = account.and_then(|rest| rest.strip_suffix(":root"));
    account.is_some_and(|account| {
        let mut services = ["ram", "sts"].into_iter();
        services.any(|of| caller.starts_with(&format!("acs:{of}::{account}:")))
    })
}

fn type_of(caller: &str) -> &'static str {
    match () {
        () if caller.starts_with("acs:") && caller.contains("-provider/") => "Federated",
        () if caller.starts_with("acs:") || caller.bytes().all(|c| c.is_ascii_digit()) => "RAM",
        () => "Service",
    }
}

/// Returns a caller whom a principal includes, or the principal itself if it is one.
fn sample(of: Option<&str>, name: &str) -> String {
    let any = match of {
        Some("Service") => ANY_SERVICE,
        Some("Federated") => ANY_PROVIDER,
        _ => ANY_USER,
    };
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("acs:ram::{name}:root");
    }
    if Pattern::resource(name).is_literal() {
        return name.to_owned();
    }
    let of_account = name.replacen("::*", "::1234567890123456", 1);
    let filled = of_account.replace(['*', '?'], "x");
    let whole = [any.to_owned(), filled];
    let found = whole
        .into_iter()
        .find(|one| Pattern::resource(name).matches(one));
    found.unwrap_or_else(|| name.to_owned())
}
