//! What an operation needs, according to its sources.

use ack_catalog::{EFFECTIVE, Fact, Operation};

/// Actions that an operation needs, all of them, according to these sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The actions.
    pub actions: &'static [&'static str],
    /// What the sources say, the newest first.
    pub facts: Vec<&'static Fact>,
    /// True for what the newest source says, or any since August 2021.
    pub is_current: bool,
}

impl Alternative {
    /// Returns the alternatives of an operation, that of the newest source first.
    ///
    /// ```
    /// use ack_catalog::CsAction;
    /// use ack_catalog_needs::Alternative;
    ///
    /// let operation = CsAction::operation_named("UpgradeClusterAddons").expect("an operation");
    /// let names: Vec<String> = Alternative::of(operation).iter().map(Alternative::names).collect();
    /// assert_eq!(names[..2], ["cs:UpgradeK8sComponents", "cs:UpgradeClusterAddons"]);
    /// ```
    pub fn of(operation: &'static Operation) -> Vec<Self> {
        let mut groups: Vec<(Vec<&str>, Vec<&'static Fact>)> = Vec::new();
        for fact in operation.requirements() {
            let mut names = fact.actions.to_vec();
            names.sort_unstable();
            match groups.iter_mut().find(|(other, _)| *other == names) {
                Some((_, facts)) => facts.push(fact),
                None => groups.push((names, vec![fact])),
            }
        }
        let groups = groups.into_iter().enumerate();
        groups
            .map(|(index, (_, facts))| Self {
                actions: facts[0].actions,
                // Sources from before the month of the change describe other actions.
                is_current: index == 0 || facts.iter().any(|fact| fact.is_since(&EFFECTIVE[..7])),
                facts,
            })
            .collect()
    }

    /// Names the actions: `cs:GetClusters and cs:DescribeClusters`.
    pub fn names(&self) -> String {
        self.actions.join(" and ")
    }

    /// Returns that no source states what the operation needs, if another document only suggests it.
    pub fn doubt(&self, operation: &str) -> Option<String> {
        let newest = self.facts.first().filter(|fact| fact.is_inferred)?;
        Some(format!(
            "no source states what `{operation}` needs; {} ({}) suggests {}",
            newest.source,
            newest.as_of,
            self.names()
        ))
    }

    /// Names the sources: `Table of RAM actions (2021-09) and Page (2021-08)`.
    pub fn sources(&self) -> String {
        let sources: Vec<String> = self.facts.iter().map(ToString::to_string).collect();
        match &sources[..] {
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            all => all.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(actions: &'static [&'static str], as_of: &'static str) -> Fact {
        Fact {
            actions,
            as_of,
            source: "Source",
            ..Fact::NONE
        }
    }

    fn operation(facts: Vec<Fact>) -> &'static Operation {
        Box::leak(Box::new(Operation {
            name: "Do",
            method: "",
            path: "",
            facts: facts.leak(),
        }))
    }

    #[test]
    fn the_only_source_is_current_however_old() {
        let alternatives = Alternative::of(operation(vec![fact(&["cs:A"], "2021-07")]));
        assert!(alternatives[0].is_current);
    }

    #[test]
    fn sources_that_agree_are_one_alternative() {
        let facts = vec![
            fact(&[], "2025-12"),
            fact(&["cs:A", "cs:B"], "undated"),
            fact(&["cs:C"], "2021-09"),
            fact(&["cs:B", "cs:A"], "2021-08"),
            fact(&["cs:D"], "2021-07"),
        ];
        let alternatives: Vec<(String, String, bool)> = Alternative::of(operation(facts))
            .iter()
            .map(|one| (one.names(), one.sources(), one.is_current))
            .collect();
        let of = |names: &str, sources: &str, is_current| {
            (names.to_owned(), sources.to_owned(), is_current)
        };
        assert_eq!(
            alternatives,
            [
                of(
                    "cs:A and cs:B",
                    "Source (undated) and Source (2021-08)",
                    true
                ),
                of("cs:C", "Source (2021-09)", true),
                of("cs:D", "Source (2021-07)", false),
            ]
        );
    }
}
