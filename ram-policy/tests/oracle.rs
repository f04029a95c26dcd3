//! A slow evaluator of RAM policies that follows the specification line by line.
//! It checks the fast one, here and in the fuzz targets, so nothing here is clever.

use ram_policy::{Context, Outcome};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::net::IpAddr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Allowed,
    ExplicitlyDenied,
    ImplicitlyDenied,
    Undecided,
}
use Verdict::{Allowed, ExplicitlyDenied, ImplicitlyDenied, Undecided};

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Allowed => Allowed,
            Outcome::ExplicitlyDenied => ExplicitlyDenied,
            Outcome::ImplicitlyDenied => ImplicitlyDenied,
            Outcome::Undecided => Undecided,
        }
    }
}

/// Stands in a value of a document for text that is not known, such as what Terraform fills in.
pub(crate) const HOLE: char = '\u{e000}';

/// Matches a pattern, which may have a hole: then a match is not certain.
fn matched(pattern: &str, matches: impl Fn(&str) -> Ternary) -> Ternary {
    if pattern.contains(HOLE) {
        matches(&pattern.replace(HOLE, "*")).min(Unknown)
    } else {
        matches(pattern)
    }
}

/// The documents of one question. `attached` has account-scope identity policies and resource-based
/// policies (those with a `Principal` in any statement).
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) control: Vec<Value>,
    pub(crate) session: Vec<Value>,
    pub(crate) endpoint: Vec<Value>,
    pub(crate) attached: Vec<Value>,
    pub(crate) resource_group: Vec<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) context: Vec<(String, Vec<String>)>,
    pub(crate) complete: bool,
    pub(crate) principal: Option<String>,
}

impl Question {
    /// The context in the library's type.
    pub(crate) fn context(&self) -> Context {
        let empty = if self.complete {
            Context::complete()
        } else {
            Context::open()
        };
        let given = self.context.iter();
        given.fold(empty, |context, (key, values)| {
            context.with_all(key, values)
        })
    }
}

/// Two choices where the documentation is silent; ours are `true` and `false`.
pub(crate) struct Interpretation {
    pub(crate) fold_action_case: bool,
    pub(crate) absent_matches: bool,
}

pub(crate) const DEFAULT: Interpretation = Interpretation {
    fold_action_case: true,
    absent_matches: false,
};

// In this order, AND is the minimum and OR the maximum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ternary {
    False,
    Unknown,
    True,
}
use Ternary::{False, True, Unknown};

fn truth(known: bool) -> Ternary {
    if known { True } else { False }
}

fn any_of(values: impl Iterator<Item = Ternary>) -> Ternary {
    values.max().unwrap_or(False)
}

fn not(truth: Ternary) -> Ternary {
    match truth {
        False => True,
        Unknown => Unknown,
        True => False,
    }
}

pub(crate) fn evaluate(
    world: &World,
    question: &Question,
    interpretation: &Interpretation,
) -> Verdict {
    let asked = Asked {
        question,
        interpretation,
    };
    let assumes_role = asked.is_action("sts:AssumeRole");
    let is_trust_alone =
        assumes_role && question.principal.as_deref().is_some_and(without_policies);
    let attached = world.attached.iter();
    let of_caller: Vec<&Value> = attached.clone().filter(|d| !is_resource_based(d)).collect();
    let beside: Vec<&Value> = attached
        .filter(|d| is_resource_based(d) && (!assumes_role || is_trust(d)))
        .collect();
    let has_caller = !of_caller.is_empty() || !world.resource_group.is_empty();
    // A role has a trust policy; who gives only that one did not give the caller's.
    let no_trust = assumes_role && beside.is_empty();
    let no_caller = assumes_role && !beside.is_empty() && !has_caller;
    let anything = BTreeSet::from([Allowed, ExplicitlyDenied, ImplicitlyDenied]);
    let nothing = BTreeSet::from([ImplicitlyDenied]);
    let (account, resource_group) = if is_trust_alone {
        (nothing.clone(), nothing)
    } else if no_caller {
        (anything.clone(), nothing)
    } else {
        let of_group = asked.decisions(world.resource_group.iter());
        (asked.decisions(of_caller.into_iter()), of_group)
    };
    let resource_based = if no_trust {
        anything
    } else {
        asked.decisions(beside.into_iter())
    };
    let gate = |documents: &[Value]| match documents {
        [] => BTreeSet::from([Allowed]),
        some => asked.decisions(some.iter()),
    };
    let session_set = gate(&world.session);
    // An endpoint leads to one service, so a policy about others is that of another endpoint.
    let endpoint = world.endpoint.iter().filter(|d| asked.is_about_service(d));
    let endpoint: Vec<Value> = endpoint.cloned().collect();
    let endpoint_set = gate(&endpoint);
    let both_needed = assumes_role && !is_trust_alone;
    let mut control_set = gate(&world.control);
    // An account has a control policy that allows; who gives only others did not give that one.
    let allows = |one: &Value| one["Effect"] == "Allow";
    let mut of_control = world.control.iter().flat_map(statements);
    if !of_control.any(allows) && control_set.contains(&ImplicitlyDenied) {
        control_set.insert(Allowed);
    }

    let mut members = BTreeSet::new();
    for control in control_set {
        for &session in &session_set {
            for &endpoint in &endpoint_set {
                for &account in &account {
                    for &group in &resource_group {
                        for &beside in &resource_based {
                            let choice = [control, session, endpoint, account, group, beside];
                            members.insert(outcome(choice, both_needed));
                        }
                    }
                }
            }
        }
    }
    match members.iter().collect::<Vec<_>>()[..] {
        [one] => *one,
        [ExplicitlyDenied, ImplicitlyDenied] => ImplicitlyDenied,
        _ => Undecided,
    }
}

/// Combines one decision each of: control, session, endpoint, account scope, resource-group scope, resource-based.
fn outcome(choice: [Verdict; 6], both_needed: bool) -> Verdict {
    let [control, session, endpoint, account, group, beside] = choice;
    let identity = match account {
        ImplicitlyDenied => group,
        ended => ended,
    };
    match [control, session, endpoint, identity, beside] {
        [ExplicitlyDenied | ImplicitlyDenied, ..] => control,
        [_, ExplicitlyDenied | ImplicitlyDenied, ..] => session,
        [_, _, ExplicitlyDenied | ImplicitlyDenied, ..] => endpoint,
        [.., ExplicitlyDenied, _] | [.., ExplicitlyDenied] => ExplicitlyDenied,
        [.., Allowed, Allowed] => Allowed,
        [.., Allowed, _] | [.., Allowed] if !both_needed => Allowed,
        _ => ImplicitlyDenied,
    }
}

/// Returns the interpretations whose single change alters the verdict.
pub(crate) fn assumes(world: &World, question: &Question) -> Vec<&'static str> {
    let under = |fold_action_case, absent_matches| {
        let interpretation = Interpretation {
            fold_action_case,
            absent_matches,
        };
        evaluate(world, question, &interpretation)
    };
    let mut names = Vec::new();
    if under(false, false) != under(true, false) {
        names.push("action-case");
    }
    if under(true, true) != under(true, false) {
        names.push("absent-key");
    }
    names
}

/// Finds the verdicts of all combinations of unknown statements. Each is `true` for a Deny.
fn enumerate(statements: &[(bool, Ternary)]) -> BTreeSet<Verdict> {
    // Which effects the statements so far can have together.
    let mut possible = BTreeSet::from([BTreeSet::new()]);
    for &(deny, applies) in statements {
        let with = possible.iter().cloned().map(|mut effects: BTreeSet<bool>| {
            effects.insert(deny);
            effects
        });
        match applies {
            False => {}
            True => possible = with.collect(),
            Unknown => possible = with.chain(possible.clone()).collect(),
        }
    }
    let verdict = |effects: BTreeSet<bool>| match effects {
        _ if effects.contains(&true) => ExplicitlyDenied,
        _ if effects.contains(&false) => Allowed,
        _ => ImplicitlyDenied,
    };
    possible.into_iter().map(verdict).collect()
}

fn statements(document: &Value) -> &[Value] {
    document["Statement"].as_array().map_or(&[], Vec::as_slice)
}

fn is_resource_based(document: &Value) -> bool {
    statements(document)
        .iter()
        .any(|s| s.get("Principal").is_some())
}

/// A trust policy names no resource, or the action that only it is about.
fn is_trust(document: &Value) -> bool {
    statements(document).iter().any(|s| {
        let covers = |p: &str| truth(like(&p.to_ascii_lowercase(), "sts:assumerole"));
        let listed = |value: &Value| any_of(list(value).iter().map(|p| matched(p, covers)));
        let is_of_action = match s.get("NotAction") {
            Some(excluded) => listed(excluded) != True,
            None => listed(&s["Action"]) != False,
        };
        s.get("Resource").is_none() || is_of_action
    })
}

/// A service, or an identity provider.
fn without_policies(principal: &str) -> bool {
    let parts: Vec<&str> = principal.splitn(5, ':').collect();
    match parts[..] {
        ["acs", _, _, _, relative] => {
            relative.starts_with("oidc-provider/") || relative.starts_with("saml-provider/")
        }
        ["acs", ..] => false,
        _ => principal.contains('.'),
    }
}

/// Returns the strings of a list or of a bare value, which is a list of one.
fn list(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    }
}

struct Asked<'a> {
    question: &'a Question,
    interpretation: &'a Interpretation,
}

impl Asked<'_> {
    /// Returns the possible verdicts of a set of policies.
    fn decisions<'v>(&self, documents: impl Iterator<Item = &'v Value>) -> BTreeSet<Verdict> {
        let mut all = Vec::new();
        for document in documents {
            for statement in statements(document) {
                let applies = self.applies(statement, is_resource_based(document));
                all.push((statement["Effect"] == "Deny", applies));
            }
        }
        enumerate(&all)
    }

    fn is_about_service(&self, document: &Value) -> bool {
        let Some((code, _)) = self.question.action.split_once(':') else {
            return true;
        };
        let start = format!("{code}:").to_ascii_lowercase();
        let may_start = |pattern: &str| {
            let pattern = pattern.replace(HOLE, "*").to_ascii_lowercase();
            let mut starts = (0..=pattern.len()).filter_map(|end| pattern.get(..end));
            starts.any(|prefix| like(prefix, &start))
        };
        statements(document).iter().any(|s| {
            s.get("NotAction").is_some() || list(&s["Action"]).iter().any(|p| may_start(p))
        })
    }

    fn applies(&self, statement: &Value, resource_based: bool) -> Ternary {
        let is_action = |p: &str| truth(self.is_action(p));
        let listed = |value: &Value| any_of(list(value).iter().map(|p| matched(p, is_action)));
        let action = match statement.get("NotAction") {
            Some(excluded) => not(listed(excluded)),
            None => listed(&statement["Action"]),
        };
        let is_resource = |p: &str| truth(like(p, &self.question.resource));
        let covers = |value: &Value| any_of(list(value).iter().map(|p| matched(p, is_resource)));
        let resource = statement.get("Resource").map_or(True, covers);
        let principal = match statement.get("Principal") {
            Some(principal) => principal_truth(principal, self.question.principal.as_deref()),
            None if resource_based => Unknown,
            None => True,
        };
        let mut needed = vec![action, resource, principal];
        let operators = statement.get("Condition").and_then(Value::as_object);
        for (operator, keys) in operators.into_iter().flatten() {
            for (key, values) in keys.as_object().into_iter().flatten() {
                needed.push(self.pair(operator, key, &list(values)));
            }
        }
        needed.into_iter().min().unwrap_or(True)
    }

    fn is_action(&self, pattern: &str) -> bool {
        let action = &self.question.action;
        let lower = str::to_ascii_lowercase;
        let folded = || like(&lower(pattern), &lower(action));
        like(pattern, action) || self.interpretation.fold_action_case && folded()
    }

    fn pair(&self, operator: &str, key: &str, wanted: &[&str]) -> Ternary {
        let (positive, negated) = match operator {
            "StringNotEquals" => ("StringEquals", true),
            "StringNotEqualsIgnoreCase" => ("StringEqualsIgnoreCase", true),
            "StringNotLike" => ("StringLike", true),
            "NumericNotEquals" => ("NumericEquals", true),
            "DateNotEquals" => ("DateEquals", true),
            "NotIpAddress" => ("IpAddress", true),
            other => (other, false),
        };
        let given = self.question.context.iter();
        let given = given
            .filter(|(_, values)| !values.is_empty())
            .find(|(name, _)| name == key);
        let one = |wanted: &&str| match (test(positive, wanted), given) {
            (Some(holds), Some((_, given))) => {
                any_of(given.iter().map(|g| holds(g).map_or(Unknown, truth)))
            }
            (Some(_), None) if self.question.complete => truth(self.interpretation.absent_matches),
            _ => Unknown,
        };
        if wanted.iter().any(|value| value.contains(HOLE)) {
            return Unknown;
        }
        let found = any_of(wanted.iter().map(one));
        if negated { not(found) } else { found }
    }
}

/// Under `RAM` are accounts, users and roles, under `Service` the names of services, and under `Federated` the
/// providers of an account. `None`: the name is of none of these forms.
fn is_of_kind(kind: &str, asking: &str) -> Option<bool> {
    let is_provider = ["oidc-provider/*", "saml-provider/*"]
        .iter()
        .any(|name| asking.matches(':').count() >= 4 && like(name, after_colons(asking, 4)));
    let is_named = like("acs:*", asking);
    let is_account = digits(asking).is_some();
    let is_service = !is_named && !is_account && asking.contains('.');
    if !is_named && !is_account && !is_service {
        return None;
    }
    Some(match kind {
        "Service" => is_service,
        "Federated" => is_named && is_provider,
        _ => is_account || is_named && !is_provider,
    })
}

fn after_colons(text: &str, count: usize) -> &str {
    (0..count).fold(text, |rest, _| {
        rest.split_once(':').map_or("", |(_, rest)| rest)
    })
}

fn principal_truth(principal: &Value, asking: Option<&str>) -> Ternary {
    let Some(asking) = asking else {
        return if !principal.is_object() && list(principal).contains(&"*") {
            True
        } else {
            Unknown
        };
    };
    let Value::Object(kinds) = principal else {
        return listed_truth(&list(principal), asking);
    };
    any_of(kinds.iter().map(|(kind, listed)| {
        let of_kind = is_of_kind(kind, asking).map_or(Unknown, truth);
        of_kind.min(listed_truth(&list(listed), asking))
    }))
}

fn listed_truth(listed: &[&str], asking: &str) -> Ternary {
    // An account has two names. Sessions have `sts` where users and roles have `ram`.
    let (account, relative) = match asking.split(':').collect::<Vec<_>>()[..] {
        [id] if digits(&id.replace('*', "")).is_some() => (id, "root"),
        ["acs", "ram" | "sts", "", account, ..] => (account, after_colons(asking, 4)),
        _ => ("", ""),
    };
    let mut names = Vec::new();
    // A provider is no member of its account.
    if !account.is_empty() && is_of_kind("Federated", asking) != Some(true) {
        let certainly = if relative == "root" { True } else { Unknown };
        names.push((format!("acs:ram::{account}:root"), certainly));
        if digits(&account.replace('*', "")).is_some() {
            names.push((account.to_owned(), certainly));
        }
        if let ["assumed-role", role, ..] = relative.split('/').collect::<Vec<_>>()[..] {
            names.push((format!("acs:ram::{account}:role/{role}"), Unknown));
        }
    }
    names.push((asking.to_owned(), True));
    // A role calls by its sessions, whatever these are named.
    let of_role = relative
        .strip_prefix("role/")
        .filter(|_| !account.is_empty());
    let session = of_role.map(|role| format!("acs:sts::{account}:assumed-role/{role}/"));
    any_of(listed.iter().map(|pattern| {
        matched(pattern, |pattern| {
            let fitting = names.iter().filter(|(name, _)| like(pattern, name));
            let truth = any_of(fitting.map(|(_, certainly)| *certainly));
            let starts = (0..=pattern.len()).filter_map(|end| pattern.get(..end));
            let mut starts =
                starts.filter(|start| session.as_ref().is_some_and(|of| like(start, of)));
            if truth == False && starts.next().is_some() {
                Unknown
            } else {
                truth
            }
        })
    }))
}

pub(crate) fn like(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // `fits[n]`: the pattern so far matches the first n characters. Plain recursion would take time
    // exponential in the stars, and a masked account ID has sixteen.
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    for p in pattern.chars() {
        let mut before = false;
        for n in 0..fits.len() {
            let now = match p {
                '*' => fits[n] || (n > 0 && fits[n - 1]),
                _ => before && (p == '?' || p == text[n - 1]),
            };
            before = std::mem::replace(&mut fits[n], now);
        }
    }
    fits[text.len()]
}

/// Tests one of the question's values; `None` if that value is invalid.
type Test<'a> = Box<dyn Fn(&str) -> Option<bool> + 'a>;

/// Returns `None` for an unknown operator or an invalid policy value.
fn test<'a>(positive: &str, wanted: &'a str) -> Option<Test<'a>> {
    Some(match positive {
        "StringEquals" => Box::new(move |given| Some(given == wanted)),
        "StringEqualsIgnoreCase" => Box::new(|given| Some(given.eq_ignore_ascii_case(wanted))),
        "StringLike" => Box::new(|given| Some(like(wanted, given))),
        "NumericEquals" => ordered(number, wanted, Ordering::is_eq)?,
        "NumericLessThan" => ordered(number, wanted, Ordering::is_lt)?,
        "NumericLessThanEquals" => ordered(number, wanted, Ordering::is_le)?,
        "NumericGreaterThan" => ordered(number, wanted, Ordering::is_gt)?,
        "NumericGreaterThanEquals" => ordered(number, wanted, Ordering::is_ge)?,
        "DateEquals" => ordered(date, wanted, Ordering::is_eq)?,
        "DateLessThan" => ordered(date, wanted, Ordering::is_lt)?,
        "DateLessThanEquals" => ordered(date, wanted, Ordering::is_le)?,
        "DateGreaterThan" => ordered(date, wanted, Ordering::is_gt)?,
        "DateGreaterThanEquals" => ordered(date, wanted, Ordering::is_ge)?,
        "Bool" => ordered(|text| text.parse::<bool>().ok(), wanted, Ordering::is_eq)?,
        "IpAddress" | "IpAddressIncludeBorder" => {
            let network = network(wanted)?;
            Box::new(move |given| Some(inside(network, given.parse().ok()?)))
        }
        _ => return None,
    })
}

/// Compares the question's value, on the left, with the policy's.
fn ordered<'a, T: Ord + 'a>(
    read: fn(&str) -> Option<T>,
    wanted: &str,
    holds: fn(Ordering) -> bool,
) -> Option<Test<'a>> {
    let wanted = read(wanted)?;
    let holds = move |given: &str| Some(holds(read(given)?.cmp(&wanted)));
    Some(Box::new(holds))
}

fn digits(text: &str) -> Option<&str> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain.then_some(text)
}

fn sign(text: &str) -> (i128, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Returns a sign, a power of ten and digits, which compare as the numbers do. An exponent of more than 64 bits is
/// invalid.
fn number(text: &str) -> Option<(i128, i128, Vec<i128>)> {
    let (factor, text) = sign(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (direction, size) = sign(exponent);
    let exponent = direction * digits(size)?.parse::<i128>().ok()?;
    i64::try_from(exponent).ok()?;
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (digits(whole)?, digits(fraction)?),
        None => (digits(mantissa)?, ""),
    };
    let all = format!("{whole}{fraction}");
    let Some(zeros) = all.find(|c| c != '0') else {
        return Some((0, 0, Vec::new()));
    };
    let power = exponent + i128::try_from(whole.len()).ok()? - i128::try_from(zeros).ok()?;
    i64::try_from(power).ok()?;
    // The last zero makes -1.2 greater than -1.25.
    let values = all.trim_matches('0').bytes().chain([b'0']);
    let values = values.map(|digit| factor * i128::from(digit - b'0'));
    Some((factor, factor * power, values.collect()))
}

fn days_in(year: i128, month: i128) -> i128 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the half seconds since the start of year 0, counted year by year. A leap second is the half second before
/// the next minute, since it comes after the last second and before that minute.
pub(crate) fn date(text: &str) -> Option<i128> {
    let part = |from: usize, low: i128, high: i128| {
        let value = digits(text.get(from..from + 2)?)?.parse().ok()?;
        (low..=high).contains(&value).then_some(value)
    };
    let blank = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let shape: String = text.chars().map(blank).collect();
    let offset = match shape.strip_prefix("0000-00-00T00:00:00")? {
        "Z" => 0,
        "+00:00" => part(20, 0, 23)? * 60 + part(23, 0, 59)?,
        "-00:00" => -(part(20, 0, 23)? * 60 + part(23, 0, 59)?),
        _ => return None,
    };
    let (year, month) = (part(0, 0, 99)? * 100 + part(2, 0, 99)?, part(5, 1, 12)?);
    let day = part(8, 1, days_in(year, month))?;
    // Every fourth year from year 0 on is a leap year, but only every fourth century.
    let leap_days = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    let of_year: i128 = (1..month).map(|month| days_in(year, month)).sum();
    let days = year * 365 + leap_days + of_year + day;
    let minutes = (days * 24 + part(11, 0, 23)?) * 60 + part(14, 0, 59)? - offset;
    Some(match part(17, 0, 60)? {
        60 => minutes * 120 + 119,
        second => minutes * 120 + second * 2,
    })
}

fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(digits(length)?.parse().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let width = if address.is_ipv4() { 32 } else { 128 };
    let length = length.unwrap_or(width);
    (length <= width).then_some((address, length))
}

/// Compares both as IPv6 addresses, where 10.0.0.1 is `::ffff:10.0.0.1`. An IPv4 block is the last 32 bits of one.
fn inside((network, length): (IpAddr, u32), address: IpAddr) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    };
    let length = if network.is_ipv4() {
        length + 96
    } else {
        length
    };
    (bits(network) ^ bits(address)).leading_zeros() >= length
}
