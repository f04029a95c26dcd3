//! The statements of a fixed policy that cover an action.

use super::fixed_policy::{FixedPolicy, FixedView, NOWHERE};
use super::wildcard::{Case, matches_bytes};

/// The statements that cover an action on a resource.
pub(super) struct Covering<const N: usize> {
    pub(super) statements: [Covers; N],
    /// The number of their group on a part of the resource; 0 without a group. There is at most one group.
    pub(super) group: usize,
    /// True if letter case changes which statements they are.
    pub(super) depends_on_case: bool,
}

/// Whether a statement covers an action, without and with attention to letter case.
#[derive(Clone, Copy)]
pub(super) struct Covers {
    pub(super) if_folded: bool,
    pub(super) if_exact: bool,
}

impl Covers {
    const NOT: Self = Self {
        if_folded: false,
        if_exact: false,
    };
}

/// The bytes of a number: little-endian, since no policy has 16 MiB.
const NUMBER: usize = 3;

/// The bytes of a record: its key, where the text starts, its length, and the index of the statement.
const RECORD: usize = 4 * NUMBER;

/// Returns a number of a record.
const fn number(records: &[u8], at: usize) -> usize {
    records[at] as usize | (records[at + 1] as usize) << 8 | (records[at + 2] as usize) << 16
}

/// Finds the statements that cover an action.
pub(super) const fn covering<const N: usize>(
    policy: &FixedPolicy<N>,
    view: &FixedView<N>,
    action: &str,
) -> Covering<N> {
    let mut statements = [Covers::NOT; N];
    let action = action.as_bytes();
    let len = action.len();
    let hash = hash(action, len);
    let (records, end) = (policy.literals, policy.literals.len());
    let mut at = first_with(records, end, hash);
    while at < end && number(records, at) == hash {
        cover(&mut statements, policy.texts, (records, at), (action, len));
        at += RECORD;
    }
    let (records, end) = (policy.patterns, policy.patterns.len());
    let mut at = 0;
    while at < end {
        let prefix = number(records, at);
        // Most patterns start with the same service and verb, and differ before the wildcard.
        let is_other = prefix > len
            || (prefix > 0 && {
                let last = number(records, at + NUMBER) + prefix - 1;
                policy.texts[last] | 0x20 != action[prefix - 1] | 0x20
            });
        if !is_other {
            cover(&mut statements, policy.texts, (records, at), (action, len));
        }
        at += RECORD;
    }
    let (mut group, mut depends_on_case) = (0, false);
    let mut at = 0;
    while at < N {
        if view.groups[at] == NOWHERE {
            statements[at] = Covers::NOT;
        } else {
            let is_negated = policy.statements[at].is_negated;
            let if_folded = statements[at].if_folded ^ is_negated;
            let if_exact = statements[at].if_exact ^ is_negated;
            statements[at] = Covers {
                if_folded,
                if_exact,
            };
            depends_on_case |= if_folded != if_exact;
            if group == 0 && (if_folded || if_exact) {
                group = view.groups[at];
            }
        }
        at += 1;
    }
    Covering {
        statements,
        group,
        depends_on_case,
    }
}

/// Notes the statement of a record if its text matches an action.
const fn cover<const N: usize>(
    statements: &mut [Covers; N],
    texts: &[u8],
    (records, at): (&[u8], usize),
    action: (&[u8], usize),
) {
    let covers = &mut statements[number(records, at + 3 * NUMBER)];
    if covers.if_exact {
        return;
    }
    let (_, text) = texts.split_at(number(records, at + NUMBER));
    let text = (text, number(records, at + 2 * NUMBER));
    if matches_bytes(text, action, Case::Folded) {
        covers.if_folded = true;
        covers.if_exact = matches_bytes(text, action, Case::Exact);
    }
}

/// Returns the hash of a text in lower case (24 bits of FNV-1a), as the macro computes it.
const fn hash(text: &[u8], len: usize) -> usize {
    let mut hash = 0x811c_9dc5_u64;
    let mut at = 0;
    while at < len {
        let mut byte = text[at];
        if byte >= b'A' && byte <= b'Z' {
            byte |= 0x20;
        }
        hash = ((hash ^ byte as u64) * 0x0100_0193) & 0xffff_ffff;
        at += 1;
    }
    (hash & 0xff_ffff) as usize
}

/// Returns the place of the first record whose key is not less than this one.
const fn first_with(records: &[u8], end: usize, key: usize) -> usize {
    let (mut from, mut to) = (0, end / RECORD);
    while from < to {
        let middle = from + (to - from) / 2;
        if number(records, middle * RECORD) < key {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from * RECORD
}
