//! What other policies would change for the calls of a trail.

use super::judge::{Judge, Judgement, judge};
use crate::call::Call;
use crate::trail::{
    CallResult, Day, Mentioned, Question, RecordedCall, Seen, UnknownCall, add_unknown,
    merge_unknown,
};
use ram_policy::{Outcome, Policies};
use serde::Serialize;
use std::collections::BTreeMap;

/// Decides each call of a trail with policies.
///
/// ```
/// use ack_catalog_needs::replay::Replay;
/// use ack_catalog_needs::trail::{Records, Tally};
/// use ram_policy::{Policies, Policy};
///
/// let new: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.parse()?;
/// let new = Policies::new().attach(&new);
/// let trail = br#"{"eventId": "1", "eventType": "ApiCall", "serviceName": "CS", "eventName": "DeleteCluster",
///     "eventTime": "2026-11-03T08:15:02Z", "acsRegion": "cn-hangzhou", "requestParameters": {"ClusterId": "c1"},
///     "userIdentity": {"type": "ram-user", "accountId": "1357924680135790", "userName": "ann"}}"#;
///
/// let replay = Replay::new(&new, None);
/// let mentioned = replay.mentioned();
/// let mut tally = Tally::new(replay, None, mentioned);
/// for block in Records::new(&trail[..])? {
///     block.each(|event| tally.add(&event.expect("an event")));
/// }
/// let (replay, _) = tally.finish();
/// let changes = replay.changes();
/// assert_eq!((&*changes.newly_refused[0].caller, &*changes.newly_refused[0].action), ("user/ann", "cs:DeleteCluster"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Replay<'p> {
    new: Judge<'p>,
    old: Option<Judge<'p>>,
    mentioned: Mentioned,
    found: BTreeMap<Key, Counts>,
    days: BTreeMap<Day, [u64; 4]>,
    unknown: BTreeMap<(String, String), UnknownCall>,
}

/// What is one line of the result.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    caller: String,
    action: String,
    operation: String,
    is_assumed: bool,
    outcome: &'static str,
    depends_on: Vec<String>,
    assumes: Vec<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    NewlyRefused,
    NewlyAllowed,
    Undecided,
    Unchanged,
}

#[derive(Clone, Default)]
struct Counts {
    seen: Seen,
    refused: u64,
    failed: u64,
    of_console: u64,
}

/// What policies would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Calls that were not refused, and would be.
    pub newly_refused: Vec<ReplayedCall>,
    /// Calls that were refused, and would be allowed.
    pub newly_allowed: Vec<ReplayedCall>,
    /// Calls whose decision depends on what the events do not tell.
    pub undecided: Vec<ReplayedCall>,
    /// All others.
    pub unchanged: Vec<ReplayedCall>,
    /// Operations whose actions no source names.
    pub unknown: Vec<UnknownCall>,
    /// The days that have calls, in order.
    pub days: Vec<DayChanges>,
}

/// The calls of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DayChanges {
    /// The day, in UTC.
    pub day: Day,
    /// How many were not refused, and would be.
    pub newly_refused: u64,
    /// How many were refused, and would be allowed.
    pub newly_allowed: u64,
    /// How many have a decision that depends on what the events do not tell.
    pub undecided: u64,
    /// All others.
    pub unchanged: u64,
}

/// Calls of one caller that need the same action, with the same result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplayedCall {
    /// The caller, such as `user/ann`.
    pub caller: String,
    /// The action, or all that the operation needs by the newest source, joined by ` and `.
    pub action: String,
    /// The operation.
    pub operation: String,
    /// Whether the action is that of another service in the usual form, which can be wrong.
    pub is_assumed: bool,
    /// The decision of the policies.
    pub decision: &'static str,
    /// What an undecided decision depends on.
    pub depends_on: Vec<String>,
    /// The assumptions without which an undecided call would not be allowed.
    pub assumes: Vec<&'static str>,
    /// How many of the calls were refused.
    pub refused: u64,
    /// How many of the calls failed for another reason than a missing permission.
    pub failed: u64,
    /// How many of them are operations of the console, whose names can be others.
    pub of_console: u64,
    /// How often, and when.
    #[serde(flatten)]
    pub seen: Seen,
}

impl Changes {
    /// Returns how many calls that were not refused would be allowed only under an assumption.
    pub fn assumed(&self) -> u64 {
        let assumed = self.undecided.iter().filter(|one| !one.assumes.is_empty());
        assumed.map(|one| one.seen.count - one.refused).sum()
    }
}

impl<'p> Replay<'p> {
    /// Creates a replay. With the old policies, a call that the new ones decide as the old ones did is unchanged,
    /// whatever its event says: another policy allowed or denied it.
    pub fn new(new: &'p Policies<'p>, old: Option<&'p Policies<'p>>) -> Self {
        let mut mentioned = Mentioned::by(new);
        if let Some(old) = old {
            mentioned.add(old);
        }
        Self {
            new: Judge::new(new),
            old: old.map(Judge::new),
            mentioned,
            found: BTreeMap::new(),
            days: BTreeMap::new(),
            unknown: BTreeMap::new(),
        }
    }

    /// Returns the condition keys that the policies mention.
    pub fn mentioned(&self) -> Mentioned {
        self.mentioned.clone()
    }

    /// Returns what was found, the most frequent calls first.
    pub fn changes(self) -> Changes {
        let mut changes = Changes {
            unknown: self.unknown.into_values().collect(),
            days: { self.days.into_iter() }
                .map(|(day, counts)| {
                    let [newly_refused, newly_allowed, undecided, unchanged] = counts;
                    DayChanges {
                        day,
                        newly_refused,
                        newly_allowed,
                        undecided,
                        unchanged,
                    }
                })
                .collect(),
            ..Changes::default()
        };
        for (key, counts) in self.found {
            let list = match key.kind {
                Kind::NewlyRefused => &mut changes.newly_refused,
                Kind::NewlyAllowed => &mut changes.newly_allowed,
                Kind::Undecided => &mut changes.undecided,
                Kind::Unchanged => &mut changes.unchanged,
            };
            list.push(ReplayedCall {
                caller: key.caller,
                action: key.action,
                operation: key.operation,
                is_assumed: key.is_assumed,
                decision: key.outcome,
                depends_on: key.depends_on,
                assumes: key.assumes,
                refused: counts.refused,
                failed: counts.failed,
                of_console: counts.of_console,
                seen: counts.seen,
            });
        }
        for list in [
            &mut changes.newly_refused,
            &mut changes.newly_allowed,
            &mut changes.undecided,
            &mut changes.unchanged,
        ] {
            list.sort_by_key(|one| std::cmp::Reverse(one.seen.count));
        }
        changes
    }

    fn kind(&self, recorded: &RecordedCall, call: &Call, new: Outcome) -> Kind {
        if new == Outcome::Undecided {
            return Kind::Undecided;
        }
        if self
            .old
            .as_ref()
            .map(|old| judge(old, recorded, call).outcome)
            .is_some_and(|old| is_same(old, new))
        {
            return Kind::Unchanged;
        }
        match (recorded.result, new) {
            (CallResult::Refused, Outcome::Allowed) => Kind::NewlyAllowed,
            (CallResult::Refused, _) | (_, Outcome::Allowed) => Kind::Unchanged,
            // A call that failed for another reason had passed the policies.
            _ => Kind::NewlyRefused,
        }
    }
}

/// Returns whether a call is decided alike: what a Deny denies and what nothing allows are both refused. But a new Deny
/// also denies what another policy allowed.
fn is_same(old: Outcome, new: Outcome) -> bool {
    old == new || (old, new) == (Outcome::ExplicitlyDenied, Outcome::ImplicitlyDenied)
}

impl Question for Replay<'_> {
    fn take(&mut self, recorded: &RecordedCall) {
        let Some(call) = recorded.call() else {
            return add_unknown(&mut self.unknown, recorded);
        };
        let Judgement { outcome, grounds } = judge(&self.new, recorded, &call);
        let key = Key {
            kind: self.kind(recorded, &call, outcome),
            caller: recorded.caller.to_string(),
            action: call.actions().join(" and "),
            operation: recorded.name.clone(),
            is_assumed: matches!(call, Call::Elsewhere(_)),
            outcome: outcome.name(),
            depends_on: grounds.depends_on.into_iter().collect(),
            assumes: grounds.assumes.into_iter().collect(),
        };
        for (day, count) in recorded.days.iter() {
            self.days.entry(day).or_default()[key.kind as usize] += count;
        }
        let counts = self.found.entry(key).or_default();
        let count = recorded.seen.count;
        counts.seen.merge(&recorded.seen);
        match recorded.result {
            CallResult::Succeeded => {}
            CallResult::Refused => counts.refused += count,
            CallResult::Failed => counts.failed += count,
        }
        counts.of_console += if recorded.is_of_console { count } else { 0 };
    }

    fn merge(&mut self, other: Self) {
        for (key, from) in other.found {
            let counts = self.found.entry(key).or_default();
            counts.seen.merge(&from.seen);
            counts.refused += from.refused;
            counts.failed += from.failed;
            counts.of_console += from.of_console;
        }
        for (day, from) in other.days {
            let into = self.days.entry(day).or_default();
            into.iter_mut()
                .zip(from)
                .for_each(|(into, from)| *into += from);
        }
        merge_unknown(&mut self.unknown, other.unknown);
    }
}
