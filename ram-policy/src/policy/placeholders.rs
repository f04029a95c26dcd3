//! Policies with holes, such as those that Terraform fills in.

use crate::policy::condition::Operator;
use crate::policy::document::{Actions, Condition, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use ram_diagnostics::ByteRange;

impl Policy {
    /// Returns the policy with holes in these places of its text: parts that are unknown, such as `${…}` in Terraform.
    ///
    /// [Edits](crate::edit) then know that a hole may be any text. [`with_placeholders`](Self::with_placeholders) is
    /// for decisions.
    ///
    /// ```
    /// use ram_policy::edit::{RevokeError, revoke};
    /// use ram_policy::{ByteRange, Policy};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:${var.x}", "Resource": "*"}
    /// ]}"#;
    /// let start = text.find("${").expect("it is there");
    /// let policy = text.parse::<Policy>()?.with_holes(&[ByteRange::new(start, start + 8)]);
    /// let error = revoke(&policy, &["cs:StopAlert"], false).unwrap_err();
    /// assert!(matches!(error, RevokeError::Open { .. }));
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with_holes(mut self, places: &[ByteRange]) -> Self {
        self.holes = places.to_vec();
        self
    }

    /// Returns the places of the text that are unknown, in their order.
    pub fn holes(&self) -> &[ByteRange] {
        &self.holes
    }

    /// Returns the policy with unknown text in these places, for decisions.
    ///
    /// Whether a statement matches is [unknown](crate::Ternary::Unknown) where only an action, a resource or a
    /// principal with unknown text matches, whatever its effect is. The known text around a placeholder still counts:
    /// `cs:${var.x}` is never an action of another service. A condition with unknown text is unknown.
    ///
    /// A statement that is known in part becomes two: the known part in its place, and the rest at the end of the list.
    /// [`index_of`](Self::index_of) returns the index of both in the text.
    ///
    /// ```
    /// use ram_policy::{ByteRange, Outcome, Policies, Policy, Request};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": ["ecs:*", "cs:${var.x}"], "Resource": "acs:*:*:*:cluster/c1"}
    /// ]}"#;
    /// let start = text.find("${").expect("it is there");
    /// let policy = text.parse::<Policy>()?.with_placeholders(&[ByteRange::new(start, start + 8)]);
    /// let outcome = |action, resource| {
    ///     Policies::new().attach(&policy).outcome(&Request::new(action, resource))
    /// };
    /// assert_eq!(outcome("ecs:StopInstance", "acs:ecs:*:*:cluster/c1"), Outcome::Allowed);
    /// assert_eq!(outcome("cs:StopAlert", "acs:cs:*:*:cluster/c1"), Outcome::Undecided);
    /// assert_eq!(outcome("cs:StopAlert", "acs:cs:*:*:cluster/c2"), Outcome::ImplicitlyDenied);
    /// assert_eq!(outcome("oss:GetObject", "acs:oss:*:*:cluster/c1"), Outcome::ImplicitlyDenied);
    /// let request = Request::new("cs:StopAlert", "acs:cs:*:*:cluster/c1");
    /// assert_eq!(Policies::new().attach(&policy).decide(&request).by[0].statement, 0);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with_placeholders(mut self, places: &[ByteRange]) -> Self {
        let unknown = Unknown {
            text: &self.text,
            places,
        };
        let mut open: Vec<Statement> = Vec::new();
        for statement in &mut self.statements {
            open.extend(unknown.split(statement));
        }
        self.statements.extend(open);
        self.holes = places.to_vec();
        self
    }

    /// Returns the policy for questions about all that its holes may be.
    pub(crate) fn open(&self) -> Self {
        self.clone().with_placeholders(&self.holes)
    }

    /// Returns the narrowest pattern that matches all that a pattern of actions may be.
    pub(crate) fn widest_action(&self, pattern: &Located<Pattern>) -> Pattern {
        let unknown = Unknown {
            text: &self.text,
            places: &self.holes,
        };
        if unknown.is_in(pattern.range) {
            Pattern::action(&unknown.around(pattern.range))
        } else {
            pattern.value.clone()
        }
    }

    /// Returns true if a part of this range is a hole.
    pub(crate) fn has_hole(&self, range: ByteRange) -> bool {
        let first = self.holes.partition_point(|hole| hole.end <= range.start);
        self.holes
            .get(first)
            .is_some_and(|hole| hole.start < range.end)
    }
}

/// The unknown places of a text, in their order.
struct Unknown<'a> {
    text: &'a str,
    places: &'a [ByteRange],
}

impl Unknown<'_> {
    /// Reduces a statement to what is known of it. Returns the statement of all that it may match besides, under a
    /// condition with an unknown result, if there is any.
    fn split(&self, statement: &mut Statement) -> Option<Statement> {
        if !self.is_in(statement.range) {
            return None;
        }
        for condition in &mut statement.conditions {
            let values = condition.values.iter().map(|value| value.range);
            let mut parts = values.chain([condition.operator.range, condition.key.range]);
            if parts.any(|part| self.is_in(part)) {
                let name = condition.operator.value.name().to_owned();
                condition.operator.value = Operator::Unknown(name);
                condition.values.clear();
            }
        }
        let mut known = statement.clone();
        let mut lost: Vec<Located<Pattern>> = Vec::new();
        let Actions {
            is_negated,
            patterns,
        } = &mut statement.actions;
        if *is_negated {
            // What a hole may exclude is not certain; what it surely does not exclude is.
            self.widen(&mut known.actions.patterns, Pattern::action, &mut lost);
            patterns.retain(|pattern| !self.is_in(pattern.range));
            if let (true, Some(any)) = (patterns.is_empty(), lost.first()) {
                *is_negated = false;
                patterns.push(Located {
                    value: Pattern::action("*"),
                    range: any.range,
                });
            }
        } else {
            self.widen(patterns, Pattern::action, &mut lost);
            self.keep_known(&mut known.actions.patterns);
        }
        if let (Some(all), Some(known)) = (&mut statement.resources, &mut known.resources) {
            self.widen(all, Pattern::resource, &mut lost);
            self.keep_known(known);
        }
        if let (Some(all), Some(known)) = (&mut statement.principal, &mut known.principal) {
            let values = all.values.iter_mut().map(|(_, value)| value);
            self.widen(values, Pattern::resource, &mut lost);
            known.values.retain(|(_, value)| !self.is_in(value.range));
        }
        if lost.is_empty() {
            return None;
        }
        statement.conditions.extend(lost.iter().map(unknown));
        let is_empty = known.actions.patterns.is_empty()
            || known.resources.as_ref().is_some_and(Vec::is_empty)
            || known
                .principal
                .as_ref()
                .is_some_and(|all| all.values.is_empty());
        if is_empty {
            return None;
        }
        Some(std::mem::replace(statement, known))
    }

    fn keep_known(&self, patterns: &mut Vec<Located<Pattern>>) {
        patterns.retain(|pattern| !self.is_in(pattern.range));
    }

    /// Replaces each pattern with unknown text by the narrowest one that matches every possible value.
    fn widen<'p>(
        &self,
        patterns: impl IntoIterator<Item = &'p mut Located<Pattern>>,
        new: fn(&str) -> Pattern,
        lost: &mut Vec<Located<Pattern>>,
    ) {
        for pattern in patterns {
            if self.is_in(pattern.range) {
                lost.push(pattern.clone());
                pattern.value = new(&self.around(pattern.range));
            }
        }
    }

    fn is_in(&self, range: ByteRange) -> bool {
        !self.within(range).is_empty()
    }

    /// Returns the places that overlap a range.
    fn within(&self, range: ByteRange) -> &[ByteRange] {
        let first = self
            .places
            .partition_point(|place| place.end <= range.start);
        let end = self.places.partition_point(|place| place.start < range.end);
        self.places.get(first..end).unwrap_or_default()
    }

    /// Returns the known start and end of a string, with a `*` between them.
    fn around(&self, range: ByteRange) -> String {
        let places = self.within(range);
        let first = places.first().map_or(range.start, |place| place.start);
        let last = places.last().map_or(range.end, |place| place.end);
        // Without the quotation marks.
        let before = self.text.get(range.start + 1..first).unwrap_or_default();
        let after = self.text.get(last..range.end - 1).unwrap_or_default();
        if [before, after].iter().any(|known| known.contains('\\')) {
            return "*".to_owned();
        }
        format!("{before}*{after}")
    }
}

/// Reports whether a condition is unknown because of a hole.
pub(crate) fn is_unknown(condition: &Condition) -> bool {
    condition.values.is_empty()
}

/// Reports whether a condition is not written as one: it is that of a pattern with a hole.
pub(crate) fn is_of_pattern(condition: &Condition) -> bool {
    is_unknown(condition) && condition.key.range == condition.operator.range
}

/// Returns a condition with an unknown result.
fn unknown(pattern: &Located<Pattern>) -> Condition {
    let range = pattern.range;
    let key = pattern.value.as_str().to_owned();
    Condition {
        operator: Located {
            value: Operator::Unknown("unknown".to_owned()),
            range,
        },
        key: Located { value: key, range },
        values: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Outcome, Policies, Request};

    /// Decides `cs:StopAlert` on a cluster, where each `?…?` in the statements is unknown.
    fn outcome(statements: &str) -> Outcome {
        let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        let marks: Vec<usize> = text.match_indices('?').map(|(at, _)| at).collect();
        let places = marks
            .chunks(2)
            .map(|pair| ByteRange::new(pair[0], pair[1] + 1));
        let places: Vec<ByteRange> = places.collect();
        let policy: Policy = text.parse().expect("a policy");
        let policy = policy.with_placeholders(&places);
        let context = Context::complete().with("acs:SourceIp", "10.0.0.1");
        let request = Request::new("cs:StopAlert", "acs:cs:cn:1:cluster/c2").under(&context);
        Policies::new().attach(&policy).outcome(&request)
    }

    #[test]
    fn deny_that_a_placeholder_may_match_is_unknown() {
        for (elements, expected) in [
            (r#""Action": "?x?", "Resource": "*""#, Outcome::Undecided),
            (r#""Action": "cs:?x?", "Resource": "*""#, Outcome::Undecided),
            (
                r#""Action": "cs:?x?Alert", "Resource": "*""#,
                Outcome::Undecided,
            ),
            (
                r#""Action": "cs:?x?-?y?", "Resource": "*""#,
                Outcome::Undecided,
            ),
            (
                r#""Action": "c\u0073:?x?", "Resource": "*""#,
                Outcome::Undecided,
            ),
            (
                r#""Action": ["ecs:?x?", "cs:Start?y?"], "Resource": "*""#,
                Outcome::Allowed,
            ),
            (r#""NotAction": "?x?", "Resource": "*""#, Outcome::Undecided),
            (
                r#""Action": "*", "Resource": "acs:cs:*:*:cluster/?x?""#,
                Outcome::Undecided,
            ),
            (
                r#""Action": "*", "Resource": "acs:cs:*:*:cluster/c1?x?""#,
                Outcome::Allowed,
            ),
            (
                r#""Action": "*", "Resource": "*", "Condition": {"IpAddress": {"acs:SourceIp": "?x?"}}"#,
                Outcome::Undecided,
            ),
            (
                r#""Action": "*", "Resource": "*", "Condition": {"Bool": {"?x?": "true"}}"#,
                Outcome::Undecided,
            ),
        ] {
            let allow = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
            let statements = format!(r#"{allow}, {{"Effect": "Deny", {elements}}}"#);
            assert_eq!(outcome(&statements), expected, "{statements}");
        }
    }

    #[test]
    fn parts_without_placeholders_are_kept() {
        let statements =
            r#"{"Effect": "Allow", "Action": ["cs:*", "?x?"], "Resource": ["*", "?y?"]}"#;
        assert_eq!(outcome(statements), Outcome::Allowed);
        let deny = r#"{"Effect": "Deny", "Action": "cs:Stop*", "Resource": "*"}"#;
        let statements = format!("{statements}, {deny}");
        assert_eq!(outcome(&statements), Outcome::ExplicitlyDenied);
    }

    #[test]
    fn allow_that_a_placeholder_may_match_is_unknown() {
        for (elements, expected) in [
            (r#""Action": "?x?", "Resource": "*""#, Outcome::Undecided),
            (r#""Action": "cs:?x?", "Resource": "*""#, Outcome::Undecided),
            (
                r#""Action": "ecs:?x?", "Resource": "*""#,
                Outcome::ImplicitlyDenied,
            ),
            (
                r#""Action": ["cs:?x?", "cs:Stop*"], "Resource": "*""#,
                Outcome::Allowed,
            ),
            (
                r#""Action": "cs:Stop*", "Resource": "acs:cs:*:*:cluster/?x?""#,
                Outcome::Undecided,
            ),
            (
                r#""Action": "cs:Stop*", "Resource": "acs:oss:*:*:?x?""#,
                Outcome::ImplicitlyDenied,
            ),
            (r#""NotAction": "?x?", "Resource": "*""#, Outcome::Undecided),
            (
                r#""NotAction": "ecs:?x?", "Resource": "*""#,
                Outcome::Allowed,
            ),
            (
                r#""NotAction": ["cs:*", "?x?"], "Resource": "*""#,
                Outcome::ImplicitlyDenied,
            ),
            (
                r#""Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"acs:SourceIp": "?x?"}}"#,
                Outcome::Undecided,
            ),
        ] {
            let statement = format!(r#"{{"Effect": "Allow", {elements}}}"#);
            assert_eq!(outcome(&statement), expected, "{statement}");
        }
    }

    #[test]
    fn known_part_of_a_deny_denies() {
        let allow = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
        let deny =
            r#"{"Effect": "Deny", "Action": ["ecs:?x?", "cs:Stop*"], "Resource": ["?y?", "*"]}"#;
        assert_eq!(
            outcome(&format!("{allow}, {deny}")),
            Outcome::ExplicitlyDenied
        );
    }
}
