//! Policies with placeholders, such as those that Terraform fills in.

use crate::policy::condition::Operator;
use crate::policy::document::{Condition, Effect, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use ram_diagnostics::ByteRange;

impl Policy {
    /// Returns the policy with unknown text in these places.
    ///
    /// Unknown text allows nothing: an `Allow` does not cover an action or a resource with unknown text.
    /// For a `Deny`, the match is [unknown](crate::Ternary::Unknown), as it is for a condition and a `NotAction`
    /// with unknown text.
    ///
    /// ```
    /// use ram_policy::{ByteRange, Outcome, Policies, Policy, Request};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "*"},
    ///     {"Effect": "Deny", "Action": "cs:${var.denied}", "Resource": "acs:cs:*:*:cluster/c1"}
    /// ]}"#;
    /// let start = text.find("${").expect("it is there");
    /// let policy = text.parse::<Policy>()?.with_placeholders(&[ByteRange::new(start, start + 13)]);
    /// let outcome = |resource| {
    ///     Policies::new().attach(&policy).outcome(&Request::new("cs:StopAlert", resource))
    /// };
    /// assert_eq!(outcome("acs:cs:*:*:cluster/c1"), Outcome::Undecided);
    /// assert_eq!(outcome("acs:cs:*:*:cluster/c2"), Outcome::Allowed);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with_placeholders(mut self, places: &[ByteRange]) -> Self {
        let unknown = Unknown {
            text: &self.text,
            places,
        };
        for statement in &mut self.statements {
            unknown.forget(statement);
        }
        self
    }
}

/// The unknown places of a text.
struct Unknown<'a> {
    text: &'a str,
    places: &'a [ByteRange],
}

impl Unknown<'_> {
    fn forget(&self, statement: &mut Statement) {
        let mut lost: Vec<Located<Pattern>> = Vec::new();
        let actions = &mut statement.actions;
        if actions.is_negated {
            // It may exclude any action. Its text as written matches no action, so that it can stay.
            let unknown = actions.patterns.iter();
            let unknown = unknown.filter(|pattern| self.is_in(pattern.range));
            lost.extend(unknown.cloned());
        } else if statement.effect == Effect::Deny {
            self.widen(&mut actions.patterns, Pattern::action, &mut lost);
        }
        if statement.effect == Effect::Deny {
            let resources = statement.resources.iter_mut().flatten();
            self.widen(resources, Pattern::resource, &mut lost);
            let values = statement
                .principal
                .iter_mut()
                .flat_map(|all| &mut all.values);
            let values = values.map(|(_, value)| value);
            self.widen(values, Pattern::resource, &mut lost);
        }
        for condition in &mut statement.conditions {
            let values = condition.values.iter().map(|value| value.range);
            let mut parts = values.chain([condition.operator.range, condition.key.range]);
            if parts.any(|part| self.is_in(part)) {
                let name = condition.operator.value.name().to_owned();
                condition.operator.value = Operator::Unknown(name);
            }
        }
        statement.conditions.extend(lost.iter().map(unknown));
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
        self.within(range).next().is_some()
    }

    fn within(&self, range: ByteRange) -> impl DoubleEndedIterator<Item = &ByteRange> {
        self.places
            .iter()
            .filter(move |place| place.start < range.end && range.start < place.end)
    }

    /// Returns the known start and end of a string, with a `*` between them.
    fn around(&self, range: ByteRange) -> String {
        let first = self.within(range).next();
        let first = first.map_or(range.start, |place| place.start);
        let last = self.within(range).next_back();
        let last = last.map_or(range.end, |place| place.end);
        // Without the quotation marks.
        let before = self.text.get(range.start + 1..first).unwrap_or_default();
        let after = self.text.get(last..range.end - 1).unwrap_or_default();
        if [before, after].iter().any(|known| known.contains('\\')) {
            return "*".to_owned();
        }
        format!("{before}*{after}")
    }
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
    fn placeholders_allow_nothing() {
        for (elements, expected) in [
            (
                r#""Action": "?x?", "Resource": "*""#,
                Outcome::ImplicitlyDenied,
            ),
            (r#""NotAction": "?x?", "Resource": "*""#, Outcome::Undecided),
            (
                r#""Action": "*", "Resource": "*", "Condition": {"NotIpAddress": {"acs:SourceIp": "?x?"}}"#,
                Outcome::Undecided,
            ),
        ] {
            let statement = format!(r#"{{"Effect": "Allow", {elements}}}"#);
            assert_eq!(outcome(&statement), expected, "{statement}");
        }
    }
}
