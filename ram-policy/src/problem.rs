//! The problems of a document.

use crate::limits;
use crate::problem_code::Code;
use ram_diagnostics::{ByteRange, Confusable, Diagnostic, Source, line_column, thousands};
use std::fmt;

/// A problem of a document.
///
/// ```
/// use ram_policy::Policy;
///
/// let mut text = r#"{"Version": "1", "Statement": [
///     {"Effect": "Alow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.to_owned();
/// let error = text.parse::<Policy>().unwrap_err();
/// let problem = &error.problems()[0];
/// assert_eq!(problem.code, "wrong-effect");
/// let instead = problem.suggestion.as_deref().expect("a slip of the keyboard");
/// text.replace_range(problem.range.as_range(), instead);
/// assert!(text.parse::<Policy>().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable name of this kind of problem, such as `duplicate-key`.
    pub code: Code,
    /// The problem, in a sentence.
    pub message: String,
    /// The remedy, as an imperative.
    pub help: String,
    /// The place.
    pub range: ByteRange,
    /// The JSON that was probably meant.
    pub suggestion: Option<String>,
}

impl Problem {
    pub(crate) fn new(
        code: Code,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            range,
            suggestion: None,
        }
    }

    pub(crate) fn suggesting(mut self, json: impl Into<String>) -> Self {
        self.suggestion = Some(json.into());
        self
    }
}

/// The problems of an unreadable document, in the order of their places.
///
/// `Display` shows each with its line, its column, the line itself with a caret, and what to do.
///
/// ```
/// use ram_policy::Policy;
///
/// let text = "{\"Version\": \"1\",\n \"Statment\": []}";
/// let error = text.parse::<Policy>().unwrap_err();
/// let problem = &error.problems()[0];
/// assert_eq!(problem.code, "unknown-element");
/// assert_eq!(error.line_column(problem), (2, 2));
/// assert!(error.to_string().contains(&problem.help));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    text: String,
    problems: Vec<Problem>,
    more: usize,
}

impl ReadError {
    pub(crate) fn new(text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| (problem.range, problem.code.name()));
        let more = problems.len().saturating_sub(limits::PROBLEMS);
        problems.truncate(limits::PROBLEMS);
        Self {
            text: text.to_owned(),
            problems,
            more,
        }
    }

    /// Returns the number of problems beyond the [`limits::PROBLEMS`] that are kept.
    pub fn more(&self) -> usize {
        self.more
    }

    /// Returns the problems, at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the line and the column of a problem of this error, both counted from 1.
    pub fn line_column(&self, problem: &Problem) -> (usize, usize) {
        line_column(&self.text, problem.range.start)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = Source::new("policy", &self.text);
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            let Problem {
                code,
                range,
                message,
                help,
                ..
            } = problem;
            let diagnostic = Diagnostic::error(code.name(), *range, message, help);
            f.write_str(&diagnostic.render(&source))?;
        }
        if self.more > 0 {
            write!(f, "\n\nand {} more", thousands(self.more))?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadError {}

/// Returns the help for a wrong name that is similar to a right one. A rename to a taken name would make a
/// duplicate.
pub(crate) fn rename_help(right: &str, is_taken: bool) -> String {
    if is_taken {
        format!("remove it, or merge it into `{right}`")
    } else {
        format!("did you mean `{right}`?")
    }
}

/// Describes the first confusable letter of a word of the language, to follow a message about the word.
pub(crate) fn confusable_note(word: &str) -> String {
    Confusable::in_ascii(word).map_or_else(String::new, |found| format!(": it contains {found}"))
}
