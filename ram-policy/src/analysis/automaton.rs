//! Exact reasoning about patterns: whether others cover one, and which sets of them match some text.
//!
//! A pattern is a regular language, so this is decidable. All patterns of a question run side by side over
//! the same text (the subset construction): a state is the set of places that the text so far may have
//! reached in each pattern. States are visited breadth first, so that the text to each is a shortest one.
//! Two facts keep them few: places before a star do not matter once the star is reached, and all characters
//! that no pattern waits for are equivalent. There can still be exponentially many, so that the work is
//! limited ([`limits::WORK`]); beyond that the answer is "not decided".

use crate::limits;
use crate::policy::pattern::{Case, Pattern, Symbol};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::rc::Rc;

/// The relation of a pattern to the union of others.
///
/// [`relation`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They match everything that it matches.
    Whole,
    /// They match some of it.
    Part {
        /// A text that it and one of them match.
        inside: String,
        /// A text that only it matches.
        outside: String,
    },
    /// They match nothing that it matches.
    None {
        /// A text that only it matches.
        outside: String,
    },
    /// Deciding would take too long.
    NotDecided,
}

/// The answer to a question about sets of patterns.
///
/// [`is_subset`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inclusion {
    /// Yes.
    Yes,
    /// No, and a text that shows it.
    No {
        /// The text.
        witness: String,
    },
    /// Deciding would take too long.
    NotDecided,
}

/// Returns the relation of `pattern` to the union of `others`.
///
/// The letter case rule of `pattern` applies to all.
///
/// ```
/// use ram_policy::{Pattern, Relation, relation};
///
/// let all = Pattern::resource("acs:cs:*:*:*");
/// let one = Pattern::resource("acs:cs:*:*:cluster/c1");
/// assert_eq!(relation(&one, &[&all]), Relation::Whole);
/// let Relation::Part { outside, .. } = relation(&all, &[&one]) else { unreachable!() };
/// assert!(all.matches(&outside) && !one.matches(&outside));
/// ```
pub fn relation(pattern: &Pattern, others: &[&Pattern]) -> Relation {
    let all: Vec<&Pattern> = [&[pattern], others].concat();
    let (mut inside, mut outside) = (None, None);
    let mut automaton = Automaton::new(&all, pattern.case());
    automaton.require(0);
    let ended = automaton.run(&mut limits::work(), |matches, text| {
        match matches {
            [0] => outside = outside.take().or_else(|| Some(text())),
            [0, ..] => inside = inside.take().or_else(|| Some(text())),
            _ => {}
        }
        if inside.is_some() && outside.is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    match (inside, outside) {
        (Some(inside), Some(outside)) => Relation::Part { inside, outside },
        _ if ended.is_err() => Relation::NotDecided,
        (None, Some(outside)) => Relation::None { outside },
        (_, None) => Relation::Whole,
    }
}

/// Reports whether `outer` together match everything that `inner` match.
///
/// The letter case rule of the first of `inner` applies to all.
///
/// ```
/// use ram_policy::{Inclusion, Pattern, is_subset};
///
/// let reads = [&Pattern::action("cs:Get*"), &Pattern::action("cs:Describe*")];
/// assert_eq!(is_subset(&[&Pattern::action("cs:GetUpgrade*")], &reads), Inclusion::Yes);
/// // Not all of `cs:D*`: the witness is a shortest action that shows it.
/// let Inclusion::No { witness } = is_subset(&[&Pattern::action("cs:D*")], &reads) else { unreachable!() };
/// assert_eq!(witness.to_lowercase(), "cs:d");
/// ```
pub fn is_subset(inner: &[&Pattern], outer: &[&Pattern]) -> Inclusion {
    let case = inner.first().map_or(Case::Exact, |pattern| pattern.case());
    is_subset_as(inner, outer, case, &mut limits::work())
}

pub(crate) fn is_subset_as(
    inner: &[&Pattern],
    outer: &[&Pattern],
    case: Case,
    work: &mut usize,
) -> Inclusion {
    let all = [inner, outer].concat();
    let mut witness = None;
    let mut automaton = Automaton::new(&all, case);
    automaton.require_any((0..inner.len()).collect());
    let ended = automaton.run(work, |matches, text| {
        let is_inner = matches.first().is_some_and(|&first| first < inner.len());
        let is_outer = matches.last().is_some_and(|&last| last >= inner.len());
        if is_inner && !is_outer {
            witness = Some(text());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    match (witness, ended) {
        (Some(witness), _) => Inclusion::No { witness },
        (None, Ok(())) => Inclusion::Yes,
        (None, Err(BudgetExceeded)) => Inclusion::NotDecided,
    }
}

/// The reasoning exceeded [`limits::WORK`] without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetExceeded;

impl std::fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the patterns are too many, or have too many stars, to reason about exactly")
    }
}

impl std::error::Error for BudgetExceeded {}

#[derive(Clone, Copy)]
enum Place {
    Symbol(Symbol),
    /// The end of the pattern with this number.
    End(usize),
}

/// The places that a text may have reached, in ascending order.
type State = Rc<[u32]>;

/// The automata of several patterns, side by side.
pub(crate) struct Automaton {
    places: Vec<Place>,
    /// The first place of the pattern that a place belongs to.
    starts: Vec<u32>,
    /// The first and the last place of each pattern.
    bounds: Vec<(u32, u32)>,
    case: Case,
    required: Vec<usize>,
    /// By place, whether it is the last star of a pattern that settles the result. Empty if none does.
    settling: Vec<bool>,
    /// The number of first patterns that still matter then.
    kept_when_settled: usize,
    /// Unless empty, texts that none of these patterns matches do not matter.
    of_interest: Vec<usize>,
}

impl Automaton {
    pub(crate) fn new(patterns: &[&Pattern], case: Case) -> Self {
        let mut automaton = Self {
            places: Vec::new(),
            starts: Vec::new(),
            bounds: Vec::new(),
            case,
            required: Vec::new(),
            settling: Vec::new(),
            kept_when_settled: 0,
            of_interest: Vec::new(),
        };
        for (number, pattern) in patterns.iter().enumerate() {
            let start = place(automaton.places.len());
            for symbol in pattern.symbols() {
                automaton.push(Place::Symbol(symbol), start);
            }
            automaton.push(Place::End(number), start);
            let end = place(automaton.places.len() - 1);
            automaton.bounds.push((start, end));
        }
        automaton
    }

    fn push(&mut self, place: Place, start: u32) {
        self.places.push(place);
        self.starts.push(start);
    }

    /// Restricts the texts to those that this pattern matches.
    pub(crate) fn require(&mut self, pattern: usize) {
        self.required.push(pattern);
    }

    /// Ignores which other patterns match a text, except the `first` ones, once one of these patterns matches it
    /// whatever follows.
    pub(crate) fn settle_by(&mut self, patterns: &[usize], first: usize) {
        let mut settling = vec![false; self.places.len()];
        for &pattern in patterns {
            let last = self.bounds[pattern].1.checked_sub(1);
            if let Some(last) = last.filter(|last| self.repeats(*last)) {
                settling[last as usize] = true;
            }
        }
        if settling.contains(&true) {
            self.settling = settling;
        }
        self.kept_when_settled = first;
    }

    /// Restricts the texts to those that one of these patterns matches; some others may be visited as well.
    pub(crate) fn require_any(&mut self, patterns: Vec<usize>) {
        self.of_interest = patterns;
    }

    /// Calls `visit` once for each set of patterns that some text matches all of and no others, with the numbers of
    /// the patterns in ascending order, and a function that returns a shortest such text.
    pub(crate) fn run(
        &self,
        work: &mut usize,
        mut visit: impl FnMut(&[usize], &dyn Fn() -> String) -> ControlFlow<()>,
    ) -> Result<(), BudgetExceeded> {
        let mut next: Vec<u32> = Vec::new();
        for &(start, _) in &self.bounds {
            self.enter(&mut next, start);
        }
        self.settle(&mut next);
        let first: State = next.as_slice().into();
        let mut known = HashSet::from([Rc::clone(&first)]);
        // Breadth first: the queue is the list of states itself.
        let mut states: Vec<(State, Option<(usize, char)>)> = vec![(first, None)];
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        let (mut matches, mut waited) = (Vec::new(), Vec::new());
        let mut number = 0;
        while number < states.len() {
            let state = Rc::clone(&states[number].0);
            matches.clear();
            waited.clear();
            let mut takes_any = false;
            for &at in &*state {
                match self.places[at as usize] {
                    Place::Symbol(symbol) => match symbol.char() {
                        Some(c) => waited.push((self.case.fold(c), c)),
                        None => takes_any = true,
                    },
                    Place::End(pattern) => matches.push(pattern),
                }
            }
            if !seen.contains(&matches) {
                seen.insert(matches.clone());
                if visit(&matches, &|| spell(&states, number)).is_break() {
                    return Ok(());
                }
            }
            waited.sort_by_key(|&(folded, _)| folded);
            waited.dedup_by_key(|(folded, _)| *folded);
            // Without required patterns, texts that match nothing matter as well.
            if takes_any || (self.required.is_empty() && !state.is_empty()) {
                waited.push(self.other(&waited));
            }
            // Where any character will do, a text with another field or folder would look odd.
            waited.sort_by_key(|(folded, _)| [':', '/'].contains(folded));
            for &(c, written) in &waited {
                let left = work.checked_sub(state.len() + 1);
                // The budget ended: the rest is too little for another step.
                *work = left.unwrap_or_default();
                left.ok_or(BudgetExceeded)?;
                self.step(&state, c, &mut next);
                if self.is_alive(&next) && !known.contains(next.as_slice()) {
                    let next: State = next.as_slice().into();
                    known.insert(Rc::clone(&next));
                    states.push((next, Some((number, written))));
                }
            }
            number += 1;
        }
        Ok(())
    }

    fn repeats(&self, at: u32) -> bool {
        matches!(self.places[at as usize], Place::Symbol(symbol) if symbol.repeats())
    }

    /// Returns a character that no pattern waits for, folded and as written.
    fn other(&self, waited: &[(char, char)]) -> (char, char) {
        let is_free = |c: &char| {
            waited
                .iter()
                .all(|&(folded, _)| folded != self.case.fold(*c))
        };
        let plain = ('x'..='z').chain('a'..='w').chain('0'..='9');
        // There are more characters than places in all patterns within the limits.
        let rest = '\u{4e00}'..=char::MAX;
        let free = plain.chain(rest).find(is_free).unwrap_or('x');
        (free, free)
    }

    /// Follows a folded character from a state to the next one.
    fn step(&self, state: &[u32], c: char, next: &mut Vec<u32>) {
        next.clear();
        for &at in state {
            let Place::Symbol(symbol) = self.places[at as usize] else {
                continue;
            };
            if symbol.accepts(c, self.case) {
                self.enter(next, at + u32::from(!symbol.repeats()));
            }
        }
        self.settle(next);
    }

    /// Adds a place, and after a star the next one, which needs no character. Drops the places of the same pattern
    /// before a star, since whatever matches from there also matches from the star. The places come in ascending
    /// order, except those that a star has already added.
    fn enter(&self, places: &mut Vec<u32>, at: u32) {
        if places.last().is_some_and(|&last| at <= last) {
            return;
        }
        if self.repeats(at) {
            // A star in a field does not match what is between the fields.
            let is_in_field =
                matches!(self.places[at as usize], Place::Symbol(Symbol::StarOfField));
            while !is_in_field
                && places
                    .last()
                    .is_some_and(|&last| last >= self.starts[at as usize])
            {
                places.pop();
            }
            places.push(at);
            places.push(at + 1);
        } else {
            places.push(at);
        }
    }

    /// Drops the places that do not matter once a settling pattern matches.
    fn settle(&self, places: &mut Vec<u32>) {
        if self.settling.is_empty() {
            return;
        }
        let settling = places
            .iter()
            .find(|&&at| self.settling[at as usize])
            .copied();
        if let Some(settling) = settling {
            let first = self.bounds[..self.kept_when_settled].last();
            // The pattern's end follows a last star.
            places.retain(|&at| {
                at == settling || at == settling + 1 || first.is_some_and(|(_, end)| at <= *end)
            });
        }
    }

    /// Reports whether the required patterns can still match.
    fn is_alive(&self, state: &[u32]) -> bool {
        let is_in = |&pattern: &usize| {
            let (start, end) = self.bounds[pattern];
            let first = state.partition_point(|&at| at < start);
            state.get(first).is_some_and(|&at| at <= end)
        };
        (self.of_interest.is_empty() || self.of_interest.iter().any(is_in))
            && self.required.iter().all(is_in)
    }
}

/// Returns a place among the symbols. There are fewer than bytes in the text of all patterns, which
/// [`limits::BYTES`] bounds.
fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Returns the text that led to a state.
fn spell(states: &[(State, Option<(usize, char)>)], number: usize) -> String {
    let mut reversed = Vec::new();
    let mut at = number;
    while let Some((before, c)) = states[at].1 {
        reversed.push(c);
        at = before;
    }
    reversed.into_iter().rev().collect()
}
