//! Examples of resources as a person writes them.

use ram_policy::{Pattern, Statement};

/// How many looks at statements are spent on better examples.
const MOST_LOOKS: usize = 100_000;

/// Replaces the shortest names of a reasoner.
pub(super) struct Examples<'a> {
    resource: &'a str,
    is_asked: Pattern,
    except: &'a [&'a Pattern],
    looks: usize,
}

impl<'a> Examples<'a> {
    pub(super) fn new(resource: &'a str, except: &'a [&'a Pattern]) -> Self {
        Self {
            resource,
            is_asked: Pattern::resource(resource),
            except,
            looks: MOST_LOOKS,
        }
    }

    /// Returns a resource with values as in real requests that the same of these statements cover, or else the shortest
    /// one.
    pub(super) fn of(&mut self, shortest: &str, statements: &[&Statement]) -> String {
        if shortest == self.resource {
            return shortest.to_owned();
        }
        let found = candidates(shortest).into_iter().find(|candidate| {
            let Some(left) = self.looks.checked_sub(2 * statements.len()) else {
                return false;
            };
            self.looks = left;
            self.is_asked.matches(candidate)
                && !self.except.iter().any(|one| one.matches(candidate))
                && statements
                    .iter()
                    .all(|one| one.covers_resource(candidate) == one.covers_resource(shortest))
        });
        found.unwrap_or_else(|| shortest.to_owned())
    }
}

/// Returns resources with more text in empty fields and at their ends, the most complete first.
fn candidates(shortest: &str) -> Vec<String> {
    let fields: Vec<&str> = shortest.splitn(5, ':').collect();
    let ["acs", service, region, account, id] = fields[..] else {
        return Vec::new();
    };
    let service = if service.is_empty() { "cs" } else { service };
    let regions = match region {
        "" => vec![
            "cn-hangzhou".to_owned(),
            "cn-beijing".to_owned(),
            String::new(),
        ],
        start if start.ends_with('-') => vec![format!("{start}hangzhou"), start.to_owned()],
        region => vec![region.to_owned()],
    };
    let accounts = match account {
        "" => vec!["1234567890123456", ""],
        account => vec![account],
    };
    let ids = match id {
        "" => vec!["cluster/c0ffee".to_owned(), String::new()],
        start if start.ends_with(['/', '-']) => vec![format!("{start}c0ffee"), start.to_owned()],
        id => vec![id.to_owned()],
    };
    let mut found = Vec::new();
    for id in &ids {
        for account in &accounts {
            for region in &regions {
                found.push(format!("acs:{service}:{region}:{account}:{id}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Examples;
    use ram_policy::Policy;

    #[test]
    fn example_is_on_the_same_side_of_each_statement() {
        let policy: Policy = r#"{"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*"},
            {"Effect": "Deny", "Action": "cs:*", "Resource": "acs:cs:cn-hangzhou:*:cluster/*"},
            {"Effect": "Deny", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/production-*"}
        ]}"#
        .parse()
        .expect("a policy");
        let statements: Vec<_> = policy.statements().iter().collect();
        let mut examples = Examples::new("acs:cs:*:*:cluster/*", &[]);
        let mut of = |shortest: &str| examples.of(shortest, &statements);
        assert_eq!(
            of("acs:cs:cn-hangzhou::cluster/"),
            "acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee"
        );
        // Hangzhou is the region of the second statement.
        assert_eq!(
            of("acs:cs:::cluster/"),
            "acs:cs:cn-beijing:1234567890123456:cluster/c0ffee"
        );
        assert_eq!(
            of("acs:cs:cn-::cluster/production-"),
            "acs:cs:cn-:1234567890123456:cluster/production-c0ffee"
        );
        assert_eq!(of("acs:cs:*:*:cluster/*"), "acs:cs:*:*:cluster/*");
        assert_eq!(of(""), "");
    }
}
