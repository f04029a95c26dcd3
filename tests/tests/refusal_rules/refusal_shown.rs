//! What is found in a text, as the tables of the tests have it.

use ack_catalog::refusal::{Action, Caller, Deny, PolicyType, Refusal, find};

/// ACK's message.
pub(crate) const EVENTS: &str = "RAM policy Forbidden for action cs:DescribeEvents";

/// A text of a table, in which `GET` and `PUT` stand for the shortest sentences that refuse a call.
pub(crate) fn spelt(text: &str) -> String {
    let sentence = "denied by sts or ram, action: log:";
    text.replace("GET", &format!("{sentence}Get"))
        .replace("PUT", &format!("{sentence}Put"))
}

/// A line for each call: its kind, and each of its fields that the text has.
pub(crate) fn calls(text: &str) -> Vec<String> {
    find(&spelt(text)).iter().map(shown).collect()
}

/// The place of the only call of a text, which is taken as it is.
#[track_caller]
pub(crate) fn place(text: &str) -> &str {
    let found = find(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    text.get(found[0].range.clone()).expect("a place")
}

/// The name of the form of the only call of a text.
#[track_caller]
pub(crate) fn form(text: &str) -> &'static str {
    let found = find(&spelt(text));
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    found[0].form.name()
}

/// A table of texts and of the calls in them.
#[track_caller]
pub(crate) fn assert_calls(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        assert_eq!(calls(text), *expected, "in: {text}");
    }
}

fn shown(refusal: &Refusal) -> String {
    let count = (refusal.count > 1).then(|| refusal.count.to_string());
    let fields = [
        ("action", refusal.action.as_ref().map(Action::as_str)),
        ("resource", refusal.resource.as_deref()),
        ("caller", refusal.caller.as_ref().map(Caller::as_str)),
        ("principal", refusal.principal.as_deref()),
        ("owner", refusal.owner.as_deref()),
        ("deny", refusal.deny.as_ref().map(Deny::as_str)),
        (
            "policy",
            refusal.policy_type.as_ref().map(PolicyType::as_str),
        ),
        ("code", refusal.code.as_deref()),
        ("id", refusal.request_id.as_deref()),
        ("count", count.as_deref()),
    ];
    let fields = fields.iter().filter_map(|(name, value)| {
        let value = (*value)?;
        Some(format!(" {name}={value}"))
    });
    refusal.kind.name().to_owned() + &fields.collect::<String>()
}
