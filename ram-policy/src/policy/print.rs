//! Policies as text.

use crate::policy::document::{Effect, Policy, Statement};
use std::fmt;

impl Policy {
    /// Creates the policy that allows these actions on this resource, and nothing else. Without actions it has
    /// no statements, and RAM rejects such a policy.
    ///
    /// ```
    /// use ram_policy::Policy;
    ///
    /// let policy = Policy::allowing(["cs:DescribeEvents"], "*");
    /// assert!(policy.statements()[0].actions.cover("cs:DescribeEvents"));
    /// assert_eq!(policy.text(), policy.to_string());
    /// ```
    pub fn allowing<'a>(actions: impl IntoIterator<Item = &'a str>, resource: &str) -> Self {
        let actions: Vec<&str> = actions.into_iter().collect();
        Self::allowing_each([(actions.as_slice(), [resource].as_slice())])
    }

    /// Creates the policy with a statement for each pair of actions and the resources to allow them on. A pair without
    /// actions has no statement.
    ///
    /// ```
    /// use ram_policy::Policy;
    ///
    /// let of_cluster = (&["cs:DeleteCluster"][..], &["acs:cs:*:*:cluster/c1"][..]);
    /// let policy = Policy::allowing_each([of_cluster, (&["cs:DescribeEvents"], &["*"])]);
    /// assert_eq!(policy.statements().len(), 2);
    /// assert_eq!(policy.text(), policy.to_string());
    /// ```
    pub fn allowing_each<'a>(
        statements: impl IntoIterator<Item = (&'a [&'a str], &'a [&'a str])>,
    ) -> Self {
        let mut text = String::from("{\n  \"Version\": \"1\",\n  \"Statement\": [");
        let mut end = "]\n}";
        let with_actions = |(actions, _): &(&[&str], &[&str])| !actions.is_empty();
        for (index, (actions, resources)) in statements.into_iter().filter(with_actions).enumerate()
        {
            text.push_str(if index == 0 {
                "\n    {\n"
            } else {
                ",\n    {\n"
            });
            text.push_str("      \"Effect\": \"Allow\",\n");
            // Writing to a `String` does not fail.
            let _ = write_list(&mut text, "Action", actions.iter().copied());
            text.push_str(",\n");
            let _ = write_list(&mut text, "Resource", resources.iter().copied());
            text.push_str("\n    }");
            end = "\n  ]\n}";
        }
        text.push_str(end);
        text.parse().unwrap_or_else(|_| Self {
            holes: Vec::new(),
            known_kind: None,
            text: text.into(),
            statements: Vec::new(),
            notes: Vec::new(),
        })
    }
}

/// The policy as JSON in a normalized layout: policies that differ only in white space and the order of elements
/// print the same.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{\n  \"Version\": \"1\",\n  \"Statement\": [")?;
        for (index, statement) in self.statements.iter().enumerate() {
            f.write_str(if index == 0 {
                "\n    {\n"
            } else {
                ",\n    {\n"
            })?;
            write_statement(f, statement)?;
            f.write_str("\n    }")?;
        }
        f.write_str(if self.statements.is_empty() {
            "]\n}"
        } else {
            "\n  ]\n}"
        })
    }
}

fn write_statement(out: &mut impl fmt::Write, statement: &Statement) -> fmt::Result {
    let effect = match statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    write!(out, "      \"Effect\": \"{effect}\"")?;
    if let Some(principal) = &statement.principal {
        out.write_str(",\n")?;
        write_principal(out, &principal.values)?;
    }
    let actions = &statement.actions;
    let name = if actions.is_negated {
        "NotAction"
    } else {
        "Action"
    };
    out.write_str(",\n")?;
    write_list(
        out,
        name,
        actions.patterns.iter().map(|action| action.value.as_str()),
    )?;
    if let Some(resources) = &statement.resources {
        out.write_str(",\n")?;
        write_list(
            out,
            "Resource",
            resources.iter().map(|resource| resource.value.as_str()),
        )?;
    }
    if !statement.conditions.is_empty() {
        out.write_str(",\n      \"Condition\": {")?;
        let mut last = None;
        for condition in &statement.conditions {
            let operator = condition.operator.value.name();
            match last {
                Some(last) if last == operator => out.write_str(", ")?,
                Some(_) => {
                    out.write_str("},\n        ")?;
                    write_operator(out, operator)?;
                }
                None => {
                    out.write_str("\n        ")?;
                    write_operator(out, operator)?;
                }
            }
            last = Some(operator);
            write_string(out, &condition.key.value)?;
            out.write_str(": ")?;
            write_values(
                out,
                condition.values.iter().map(|value| value.value.as_str()),
            )?;
        }
        out.write_str("}\n      }")?;
    }
    Ok(())
}

fn write_operator(out: &mut impl fmt::Write, operator: &str) -> fmt::Result {
    write_string(out, operator)?;
    out.write_str(": {")
}

type PrincipalValues = [(Option<String>, crate::Located<crate::Pattern>)];

fn write_principal(out: &mut impl fmt::Write, values: &PrincipalValues) -> fmt::Result {
    out.write_str("      \"Principal\": ")?;
    let texts = |kind: Option<&str>| {
        let of_kind = move |(other, _): &&(Option<String>, _)| other.as_deref() == kind;
        let values: Vec<&str> = values
            .iter()
            .filter(of_kind)
            .map(|(_, value)| value.value.as_str())
            .collect();
        values
    };
    let bare = texts(None);
    if !bare.is_empty() {
        return write_values(out, bare.into_iter());
    }
    let mut kinds: Vec<&str> = values
        .iter()
        .filter_map(|(kind, _)| kind.as_deref())
        .collect();
    kinds.dedup();
    out.write_char('{')?;
    for (index, kind) in kinds.into_iter().enumerate() {
        if index > 0 {
            out.write_str(", ")?;
        }
        write_string(out, kind)?;
        out.write_str(": ")?;
        write_values(out, texts(Some(kind)).into_iter())?;
    }
    out.write_char('}')
}

/// Writes a list on one line.
fn write_values<'a>(
    out: &mut impl fmt::Write,
    values: impl Iterator<Item = &'a str>,
) -> fmt::Result {
    out.write_char('[')?;
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.write_str(", ")?;
        }
        write_string(out, value)?;
    }
    out.write_char(']')
}

/// Writes a list with a line for each value.
fn write_list<'a>(
    out: &mut impl fmt::Write,
    name: &str,
    values: impl Iterator<Item = &'a str>,
) -> fmt::Result {
    write!(out, "      \"{name}\": [")?;
    for (index, value) in values.enumerate() {
        out.write_str(if index == 0 {
            "\n        "
        } else {
            ",\n        "
        })?;
        write_string(out, value)?;
    }
    out.write_str("\n      ]")
}

/// Writes a text as a string of JSON.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    // Writing to a `String` does not fail.
    let _ = write_string(&mut out, text);
    out
}

fn write_string(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(out, "\\{c}")?,
            '\n' => out.write_str("\\n")?,
            c if c.is_control() || ram_diagnostics::is_invisible(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}
