//! Exact reasoning about patterns: is one wholly inside others, do two meet.
//!
//! A pattern is a regular language, so this can be decided. All patterns of a question run side by
//! side over the same text, as the automata of textbooks do (the subset construction): a state is the
//! set of places that the text read so far may have reached in each pattern. The states are walked
//! breadth first, so the text that leads to one is a shortest. Two things keep them few: after a star,
//! what stands before it does not matter any more, and of all characters only those count that some
//! pattern waits for; the rest are one. There can still be exponentially many, so the work has a bound
//! ([`limits::WORK`]), past which the answer is "not decided".

use crate::limits;
use crate::policy::pattern::{Case, Pattern};
use std::collections::{HashSet, VecDeque};
use std::ops::ControlFlow;

/// How a pattern lies to what several others match together.
///
/// [`relation`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// All that it matches, they match.
    Whole,
    /// They match some of it.
    Part {
        /// A text that it and one of them match.
        inside: String,
        /// A text that it matches, and none of them.
        outside: String,
    },
    /// They match nothing of it.
    None {
        /// A text that it matches, and none of them.
        outside: String,
    },
    /// It would take too long to tell.
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
    /// It would take too long to tell.
    NotDecided,
}

/// How `pattern` lies to what `others` match together.
///
/// All are taken by the letter case rule of `pattern`.
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

/// Whether all that one of `inner` matches, one of `outer` matches, too.
///
/// All are taken by the letter case rule of the first of `inner`.
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
    let ended = Automaton::new(&all, case).run(work, |matches, text| {
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

/// The work that [`limits::WORK`] allows is done, and there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetExceeded;

impl std::fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the patterns are too many, or have too many stars, to reason about exactly")
    }
}

impl std::error::Error for BudgetExceeded {}

#[derive(Clone, Copy)]
enum Symbol {
    Char(char),
    One,
    Star,
    /// The pattern of this number has been matched.
    End(usize),
}

type State = Box<[u32]>;

pub(crate) struct Automaton {
    symbols: Vec<Symbol>,
    starts: Vec<u32>,
    /// The last place of each pattern.
    ends: Vec<u32>,
    case: Case,
    required: Vec<usize>,
    /// The last stars of patterns that settle the matter.
    settling: HashSet<u32>,
    /// How many of the first patterns count all the same.
    kept_when_settled: usize,
    /// If there are any: of texts that none of these patterns matches nothing is asked.
    of_interest: Vec<usize>,
}

impl Automaton {
    pub(crate) fn new(patterns: &[&Pattern], case: Case) -> Self {
        let mut automaton = Self {
            symbols: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            case,
            required: Vec::new(),
            settling: HashSet::new(),
            kept_when_settled: 0,
            of_interest: Vec::new(),
        };
        for (number, pattern) in patterns.iter().enumerate() {
            automaton.starts.push(place(automaton.symbols.len()));
            let is_literal = pattern.is_literal();
            let symbols = pattern.as_str().chars().map(|c| match c {
                '*' if !is_literal => Symbol::Star,
                '?' if !is_literal => Symbol::One,
                c => Symbol::Char(c),
            });
            automaton.symbols.extend(symbols);
            automaton.ends.push(place(automaton.symbols.len()));
            automaton.symbols.push(Symbol::End(number));
        }
        automaton
    }

    /// Only texts that this pattern matches are of interest.
    pub(crate) fn require(&mut self, pattern: usize) {
        self.required.push(pattern);
    }

    /// Of texts that one of these patterns matches, whatever follows, it is of no interest which others
    /// match them, but for the `first` ones.
    pub(crate) fn settle_by(&mut self, patterns: &[usize], first: usize) {
        let last_stars = patterns.iter().filter_map(|&pattern| {
            let last = self.ends[pattern].checked_sub(1)?;
            matches!(self.symbols.get(last as usize), Some(Symbol::Star)).then_some(last)
        });
        self.settling = last_stars.collect();
        self.kept_when_settled = first;
    }

    /// Only texts that one of these patterns matches are of interest; some others may be shown, too.
    pub(crate) fn require_any(&mut self, patterns: Vec<usize>) {
        self.of_interest = patterns;
    }

    /// Calls `visit` once for each set of patterns that some text matches all of and no others, with
    /// the numbers of the patterns in their order, and a way to have a shortest such text.
    pub(crate) fn run(
        &self,
        work: &mut usize,
        mut visit: impl FnMut(&[usize], &dyn Fn() -> String) -> ControlFlow<()>,
    ) -> Result<(), BudgetExceeded> {
        let mut states: Vec<(State, Option<(usize, char)>)> = Vec::new();
        let mut known: HashSet<State> = HashSet::new();
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        let mut queue = VecDeque::new();
        let mut reach = |state: State, from, states: &mut Vec<_>, queue: &mut VecDeque<usize>| {
            if known.insert(state.clone()) {
                queue.push_back(states.len());
                states.push((state, from));
            }
        };
        reach(
            self.close(self.starts.clone()),
            None,
            &mut states,
            &mut queue,
        );
        while let Some(number) = queue.pop_front() {
            let state = states[number].0.clone();
            let matches: Vec<usize> = state.iter().filter_map(|&at| self.ended(at)).collect();
            let text = || spell(&states, number);
            if !seen.contains(&matches) {
                let flow = visit(&matches, &text);
                seen.insert(matches);
                if flow.is_break() {
                    return Ok(());
                }
            }
            let mut waited: Vec<char> = Vec::new();
            let mut takes_any = false;
            for &at in &state {
                match self.symbols[at as usize] {
                    Symbol::Char(c) => waited.push(c),
                    Symbol::One | Symbol::Star => takes_any = true,
                    Symbol::End(_) => {}
                }
            }
            waited.sort_unstable_by_key(|&c| self.fold(c));
            waited.dedup_by_key(|c| self.fold(*c));
            // To the texts that match nothing, too, where those are of interest.
            let is_open = takes_any || (self.required.is_empty() && !state.is_empty());
            let other = is_open.then(|| self.other(&waited));
            for c in waited.into_iter().chain(other) {
                let cost = state.len() + 1;
                *work = work.checked_sub(cost).ok_or(BudgetExceeded)?;
                let next = self.close(self.step(&state, c));
                if self.is_alive(&next) {
                    reach(next, Some((number, c)), &mut states, &mut queue);
                }
            }
        }
        Ok(())
    }

    fn ended(&self, at: u32) -> Option<usize> {
        match self.symbols[at as usize] {
            Symbol::End(number) => Some(number),
            _ => None,
        }
    }

    fn fold(&self, c: char) -> char {
        match self.case {
            Case::Exact => c,
            Case::Folded => c.to_ascii_lowercase(),
        }
    }

    /// A character that no pattern waits for.
    fn other(&self, waited: &[char]) -> char {
        let is_free = |c: &char| {
            !waited
                .iter()
                .any(|&waits| self.fold(waits) == self.fold(*c))
        };
        let plain = ('x'..='z').chain('a'..='w').chain('0'..='9');
        // There are more characters than places in all patterns that the limits let in.
        let rest = '\u{4e00}'..=char::MAX;
        plain.chain(rest).find(is_free).unwrap_or('x')
    }

    fn step(&self, state: &[u32], c: char) -> Vec<u32> {
        let c = self.fold(c);
        let moves = state
            .iter()
            .filter_map(|&at| match self.symbols[at as usize] {
                Symbol::Char(waited) => (self.fold(waited) == c).then_some(at + 1),
                Symbol::One => Some(at + 1),
                Symbol::Star => Some(at),
                Symbol::End(_) => None,
            });
        moves.collect()
    }

    /// Adds what a star lets pass without a character; drops what lies before a star of the same
    /// pattern, since whatever matches from there matches from the star, too.
    fn close(&self, mut places: Vec<u32>) -> State {
        let mut index = 0;
        while index < places.len() {
            if let Symbol::Star = self.symbols[places[index] as usize] {
                places.push(places[index] + 1);
            }
            index += 1;
        }
        places.sort_unstable();
        places.dedup();
        let mut kept = Vec::with_capacity(places.len());
        let mut star: Option<u32> = None;
        for &at in places.iter().rev() {
            // `star` is the last star of the pattern that `at` may belong to.
            let is_before_star = star.is_some_and(|star| {
                let start = self.starts[self.starts.partition_point(|&start| start <= star) - 1];
                at >= start
            });
            if is_before_star {
                continue;
            }
            kept.push(at);
            star = match self.symbols[at as usize] {
                Symbol::Star => Some(at),
                _ => None,
            };
        }
        kept.reverse();
        let settling = kept.iter().find(|at| self.settling.contains(at)).copied();
        if let Some(settling) = settling {
            let end = self.kept_when_settled.checked_sub(1);
            let end = end.and_then(|last| self.ends.get(last).copied());
            // Behind a last star is the pattern's end.
            let counts =
                |at| at == settling || at == settling + 1 || end.is_some_and(|end| at <= end);
            kept.retain(|&at| counts(at));
        }
        kept.into()
    }

    /// Whether the required patterns can still be matched.
    fn is_alive(&self, state: &[u32]) -> bool {
        let is_in = |&pattern: &usize| {
            let first = state.partition_point(|&at| at < self.starts[pattern]);
            state.get(first).is_some_and(|&at| at <= self.ends[pattern])
        };
        let is_of_interest = self.of_interest.is_empty() || self.of_interest.iter().any(is_in);
        is_of_interest && self.required.iter().all(is_in)
    }
}

/// A place among the symbols. There are fewer than bytes in the text of all patterns, and of those
/// [`limits::BYTES`] at most in a policy.
fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The text that led to a state.
fn spell(states: &[(State, Option<(usize, char)>)], number: usize) -> String {
    let mut reversed = Vec::new();
    let mut at = number;
    while let Some((before, c)) = states[at].1 {
        reversed.push(c);
        at = before;
    }
    reversed.into_iter().rev().collect()
}
