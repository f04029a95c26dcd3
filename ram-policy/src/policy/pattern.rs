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
    /// The text with one star in place of several in a row, where there are such.
    lean: Option<Box<str>>,
    case: Case,
    shape: Shape,
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    Char(char),
    /// `?`
    One,
    /// `*`, or several in a row.
    Star,
}

/// The work that a match takes; most patterns need no search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Literal,
    /// A literal, and one `*` at its end.
    Prefix,
    General,
}

impl Pattern {
    /// Creates a pattern; every text is a valid one.
    pub fn new(text: &str, case: Case) -> Self {
        let shape = match text.find(['*', '?']) {
            None => Shape::Literal,
            Some(at) if text[at..] == *"*" => Shape::Prefix,
            Some(_) => Shape::General,
        };
        Self {
            text: text.into(),
            lean: text.contains("**").then(|| lean(text)),
            case,
            shape,
        }
    }

    /// Creates a pattern of an action, which ignores letter case.
    pub fn action(text: &str) -> Self {
        Self::new(text, Case::Folded)
    }

    /// Creates an action that matches only itself, even if it contains `*` or `?`.
    pub(crate) fn literal(action: &str) -> Self {
        Self {
            text: action.into(),
            lean: None,
            case: Case::Folded,
            shape: Shape::Literal,
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
        self.shape == Shape::Literal
    }

    /// Splits the pattern into its symbols.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = Symbol> {
        let is_literal = self.is_literal();
        let text = self.lean.as_deref().unwrap_or(&self.text);
        text.chars().map(move |c| match c {
            '*' if !is_literal => Symbol::Star,
            '?' if !is_literal => Symbol::One,
            c => Symbol::Char(c),
        })
    }

    /// Returns the text before the first wildcard.
    pub(crate) fn start(&self) -> &str {
        let end = self.text.find(['*', '?']).filter(|_| !self.is_literal());
        &self.text[..end.unwrap_or(self.text.len())]
    }

    /// Returns the prefix of a pattern that matches exactly the texts with that prefix.
    pub(crate) fn prefix(&self) -> Option<&str> {
        (self.shape == Shape::Prefix).then(|| self.start())
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

    pub(crate) fn matches_as(&self, text: &str, case: Case) -> bool {
        self.matches_with(text, case).is_some()
    }

    /// Returns the strictest treatment of case by which `text` matches, if it matches by `case`.
    pub(crate) fn matches_with(&self, text: &str, case: Case) -> Option<Case> {
        let pattern = self.text.as_bytes();
        let text = text.as_bytes();
        let (pattern, text) = match self.shape {
            Shape::Literal => (pattern, text),
            Shape::Prefix => {
                let prefix = &pattern[..pattern.len() - 1];
                (prefix, text.get(..prefix.len())?)
            }
            Shape::General => {
                let pattern = self.lean.as_deref().unwrap_or(&self.text).as_bytes();
                let by = |case| search(pattern, text, case).then_some(case);
                return by(case).and_then(|case| by(Case::Exact).or(Some(case)));
            }
        };
        if pattern == text {
            Some(Case::Exact)
        } else {
            same(pattern, text, case).then_some(case)
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

fn lean(text: &str) -> Box<str> {
    let mut lean = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '*' || !lean.ends_with('*') {
            lean.push(c);
        }
    }
    lean.into()
}

fn same(left: &[u8], right: &[u8], case: Case) -> bool {
    match case {
        Case::Exact => left == right,
        Case::Folded => left.eq_ignore_ascii_case(right),
    }
}

/// Matches with backtracking to the last star only: everything before that star has already matched as far
/// left as possible.
fn search(pattern: &[u8], text: &[u8], case: Case) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                p += 1;
                if p == pattern.len() {
                    return true;
                }
                retry = Some((p, t));
            }
            Some(b'?') => {
                p += 1;
                t += width(text[t]);
            }
            Some(byte) if same(&[*byte], &text[t..=t], case) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((after_star, from)) = retry else {
                    return false;
                };
                let from = from + width(text[from]);
                retry = Some((after_star, from));
                (p, t) = (after_star, from);
            }
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

/// Returns the length of the UTF-8 character that starts with this byte.
const fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// Reports whether names and patterns of actions can contain this character.
pub(crate) fn is_action_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.:/*?".contains(c)
}
