//! Patterns with `*` and `?`, and the texts that they match.
//!
//! `*` matches any number of characters, including none and the separators `:` and `/`; `?` matches exactly
//! one character. Both are documented. That `*` crosses the separators is our choice, since real policies
//! need it (`acs:*:*:*:user/*`). That actions ignore ASCII case (documented for "most cases") and resources
//! do not is our choice as well.

use std::fmt;

/// The treatment of letters that differ only in ASCII case.
///
/// [`Pattern`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// The letters are different.
    Exact,
    /// The letters are the same.
    Folded,
}

impl Case {
    /// Returns the character that represents all that are the same as this one.
    pub(crate) fn fold(self, c: char) -> char {
        match self {
            Self::Exact => c,
            Self::Folded => c.to_ascii_lowercase(),
        }
    }
}

/// A text with `*` and `?`, as an action or a resource of a policy is written.
///
/// ```
/// use ram_policy::{Case, Pattern};
///
/// // Of actions letter case does not matter, of resources it does.
/// assert_eq!(Pattern::action("cs:Get*").case(), Case::Folded);
/// assert_eq!(Pattern::resource("acs:cs:*:*:*").case(), Case::Exact);
/// assert!(!Pattern::action("cs:Get*").is_literal());
/// assert_eq!(Pattern::action("cs:Get*").as_str(), "cs:Get*");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: Box<str>,
    /// The text with each run of wildcards as one star and then its `?`, where it is written differently.
    lean: Option<Box<str>>,
    case: Case,
    is_literal: bool,
    /// True if wildcards in the first fields of a resource name match within their field.
    is_of_fields: bool,
}

/// Reports whether a character is a wildcard.
///
/// ```
/// assert!("cs:Get*".contains(ram_policy::is_wildcard));
/// ```
pub fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// A part of a pattern. Matching and exact reasoning know wildcards only by its methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    Char(char),
    /// `?`
    One,
    /// `*`, or several in a row.
    Star,
    /// `?` in a field of a resource name.
    OneOfField,
    /// `*` in a field of a resource name.
    StarOfField,
}

impl Symbol {
    /// Returns the only character that the symbol matches; `None` if it matches all.
    pub(crate) fn char(self) -> Option<char> {
        match self {
            Self::Char(c) => Some(c),
            Self::One | Self::Star | Self::OneOfField | Self::StarOfField => None,
        }
    }

    /// Reports whether it matches a folded character.
    pub(crate) fn accepts(self, c: char, case: Case) -> bool {
        match self {
            Self::Char(own) => case.fold(own) == c,
            Self::One | Self::Star => true,
            Self::OneOfField | Self::StarOfField => c != SEPARATOR,
        }
    }

    /// Returns the symbol for a place in a field of a resource name.
    fn in_field(self) -> Self {
        match self {
            Self::One => Self::OneOfField,
            Self::Star => Self::StarOfField,
            other => other,
        }
    }

    /// Reports whether it matches any number of characters, including none. Other symbols match one.
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::Star | Self::StarOfField)
    }
}

/// The separator of the fields of a resource name, and how many there are. The last field can contain more of them.
const SEPARATOR: char = ':';
const SEPARATORS: usize = 4;

impl Pattern {
    /// Creates a pattern; every text is a valid one.
    pub fn new(text: &str, case: Case) -> Self {
        Self {
            text: text.into(),
            lean: (text.contains("**") || text.contains("?*")).then(|| lean(text)),
            case,
            is_literal: !text.contains(is_wildcard),
            is_of_fields: false,
        }
    }

    /// Creates a pattern of an action, which ignores letter case.
    pub fn action(text: &str) -> Self {
        Self::new(text, Case::Folded)
    }

    /// Creates a pattern that matches only itself, even if it contains `*` or `?`.
    pub(crate) fn literal(text: &str) -> Self {
        Self {
            text: text.into(),
            lean: None,
            case: Case::Folded,
            is_literal: true,
            is_of_fields: false,
        }
    }

    /// Creates a pattern of the resources of a request: a wildcard in one of the first four fields does not match the
    /// separator. Only [`symbols`](Self::symbols) knows this.
    pub(crate) fn resources_of_request(text: &str) -> Self {
        Self {
            is_of_fields: text.matches(SEPARATOR).count() >= SEPARATORS,
            ..Self::resource(text)
        }
    }

    /// Creates a pattern of a resource, where letter case matters.
    pub fn resource(text: &str) -> Self {
        Self::new(text, Case::Exact)
    }

    /// Returns the text of the pattern.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the treatment of letter case.
    pub fn case(&self) -> Case {
        self.case
    }

    /// Reports whether the pattern has no wildcard.
    pub fn is_literal(&self) -> bool {
        self.is_literal
    }

    /// Splits the pattern into its symbols.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = Symbol> + Clone {
        let is_literal = self.is_literal;
        let mut separators = if self.is_of_fields { SEPARATORS } else { 0 };
        let text = self.lean.as_deref().unwrap_or(&self.text);
        text.chars().map(move |c| {
            let symbol = match c {
                '*' if !is_literal => Symbol::Star,
                '?' if !is_literal => Symbol::One,
                c => Symbol::Char(c),
            };
            let is_in_field = separators > 0;
            separators -= usize::from(is_in_field && c == SEPARATOR);
            if is_in_field {
                symbol.in_field()
            } else {
                symbol
            }
        })
    }

    /// Returns a text that the pattern matches, and that few patterns match that do not cover it. It is a pattern too,
    /// so that matching it can be limited.
    pub(crate) fn sample(&self) -> Self {
        let mut sample = String::new();
        for symbol in self.symbols() {
            match symbol.char() {
                Some(c) => sample.push(c),
                None => sample.push_str(if symbol.repeats() { "qzj" } else { "q" }),
            }
        }
        Self::literal(&sample)
    }

    /// Reports whether it is proved within the remaining work that this pattern matches all that `inner` matches.
    pub(crate) fn covers(&self, inner: &Self, case: Case, work: &mut usize) -> bool {
        // A step takes much less time than one of the automaton.
        const STEPS: usize = 16;
        let mut steps = work.saturating_mul(STEPS);
        let is_covered = search(self.symbols(), inner.symbols(), case, &mut steps);
        *work = steps / STEPS;
        is_covered == Some(true)
    }

    /// Reports whether the pattern matches the whole of `text`.
    ///
    /// The time is at most the product of the two lengths, regardless of the number of stars.
    ///
    /// ```
    /// use ram_policy::Pattern;
    ///
    /// assert!(Pattern::action("cs:Get*").matches("cs:getupgradestatus"));
    /// assert!(Pattern::resource("acs:*:user/?").matches("acs:ram::123:user/é"));
    /// ```
    pub fn matches(&self, text: &str) -> bool {
        self.matches_as(text, self.case)
    }

    /// Reports whether the pattern matches a text that starts with this one.
    pub(crate) fn may_start_with(&self, start: &str) -> bool {
        let symbols: Vec<Symbol> = self.symbols().collect();
        let mut reached = vec![false; symbols.len() + 1];
        reached[0] = true;
        for c in start.chars().map(Some).chain([None]) {
            // A star needs no character.
            for (at, symbol) in symbols.iter().enumerate() {
                reached[at + 1] |= reached[at] && symbol.repeats();
            }
            let Some(c) = c else { break };
            let mut next = vec![false; symbols.len() + 1];
            for (at, symbol) in symbols.iter().enumerate() {
                if reached[at] && symbol.accepts(self.case.fold(c), self.case) {
                    next[at + usize::from(!symbol.repeats())] = true;
                }
            }
            reached = next;
        }
        // Whatever is left of a pattern matches some text.
        reached.contains(&true)
    }

    pub(crate) fn matches_as(&self, text: &str, case: Case) -> bool {
        self.matches_with(text, case).is_some()
    }

    /// Returns the strictest treatment of case by which `text` matches, if it matches by `case`.
    pub(crate) fn matches_with(&self, text: &str, case: Case) -> Option<Case> {
        if self.is_literal {
            return match case {
                _ if *self.text == *text => Some(Case::Exact),
                Case::Folded if self.text.eq_ignore_ascii_case(text) => Some(case),
                _ => None,
            };
        }
        let text = text.chars().map(Symbol::Char);
        let by = |case| search(self.symbols(), text.clone(), case, &mut usize::MAX.clone());
        let is_match = |case| by(case) == Some(true);
        is_match(case).then(|| {
            if is_match(Case::Exact) {
                Case::Exact
            } else {
                case
            }
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

fn lean(text: &str) -> Box<str> {
    let mut lean = String::with_capacity(text.len());
    let (mut has_star, mut ones) = (false, 0);
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some('*') => has_star = true,
            Some('?') => ones += 1,
            other => {
                lean.extend(has_star.then_some('*'));
                lean.extend(std::iter::repeat_n('?', ones));
                lean.extend(other);
                (has_star, ones) = (false, 0);
            }
        }
    }
    lean.into()
}

/// Matches a text, or all texts of another pattern, whose star is then a symbol that only a star matches. `None` if
/// this takes more than the remaining steps.
///
/// Backtracks to the last star only: everything before that star has already matched as far left as possible. This
/// is exact for two patterns because there are always characters that neither of them contains, and because the
/// star precedes its `?`: the symbols that both match together include a star of the other wherever it is.
fn search(
    mut pattern: impl Iterator<Item = Symbol> + Clone,
    mut text: impl Iterator<Item = Symbol> + Clone,
    case: Case,
    steps: &mut usize,
) -> Option<bool> {
    let mut retry = None;
    // True from a star to the next character.
    let mut is_in_run = false;
    loop {
        *steps = steps.checked_sub(1)?;
        let before = pattern.clone();
        let place = pattern.next();
        if place.is_some_and(Symbol::repeats) {
            if pattern.clone().next().is_none() {
                return Some(true);
            }
            retry = Some((pattern.clone(), text.clone()));
            is_in_run = true;
            continue;
        }
        let Some(symbol) = text.next() else {
            return Some(place.is_none());
        };
        if symbol.repeats() && is_in_run {
            pattern = before;
            continue;
        }
        let is_match = !symbol.repeats()
            && place.is_some_and(|place| {
                let Some(c) = place.char() else { return true };
                symbol
                    .char()
                    .is_some_and(|other| case.fold(c) == case.fold(other))
            });
        if is_match {
            is_in_run &= place.is_some_and(|place| place.char().is_none());
            continue;
        }
        let Some((after_star, from)) = &mut retry else {
            return Some(false);
        };
        from.next();
        (pattern, text) = (after_star.clone(), from.clone());
        is_in_run = true;
    }
}

/// Reports whether names and patterns of actions can contain this character.
pub(crate) fn is_action_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.:/*?".contains(c)
}
