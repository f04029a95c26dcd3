//! Fewer characters for a list of actions.

use std::collections::BTreeSet;

/// What a name costs in a policy besides its characters: quotation marks, comma and space.
const OVERHEAD: usize = 4;

/// Returns patterns that match these actions and no other known one, in as few characters as patterns that end in `*`
/// after a whole word or a common beginning allow. A single name stays as it is, and so does the order. So does an action
/// that is not known itself: others of its kind may not be known either.
///
/// RAM ignores the letter case of actions, and so does this.
///
/// ```
/// use ack_catalog_needs::shorten;
///
/// let known = ["cs:GetA", "cs:GetB", "cs:GetC", "cs:DeleteA"];
/// assert_eq!(shorten(&["cs:GetA", "cs:GetB", "cs:GetC"], &known), ["cs:Get*"]);
/// assert_eq!(shorten(&["cs:GetA", "cs:GetB"], &known), ["cs:GetA", "cs:GetB"]);
/// ```
pub fn shorten(actions: &[&str], known: &[&str]) -> Vec<String> {
    let needed: BTreeSet<String> = actions
        .iter()
        .map(|action| action.to_ascii_lowercase())
        .collect();
    let known: BTreeSet<String> = { known.iter() }
        .map(|action| action.to_ascii_lowercase())
        .collect();
    let others: BTreeSet<&str> = known.difference(&needed).map(String::as_str).collect();
    let is_known = |action: &&str| known.contains(&action.to_ascii_lowercase());
    let (mut names, unknown): (Vec<&str>, Vec<&str>) =
        actions.iter().partition(|one| is_known(one));
    names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let is_allowed = |prefix: &str| {
        let prefix = prefix.to_ascii_lowercase();
        let next = others.range(prefix.as_str()..).next();
        !next.is_some_and(|other| other.starts_with(&prefix))
    };
    // A pattern for a whole service would allow what nobody knows yet.
    let services = names.chunk_by(|a, b| service(a).eq_ignore_ascii_case(service(b)));
    let patterns =
        services.flat_map(|names| shortest(names, service(names[0]).len() + 1, &is_allowed));
    let mut patterns: Vec<String> = patterns.collect();
    patterns.extend(unknown.into_iter().map(str::to_owned));
    patterns.sort_by_cached_key(|pattern| {
        let is_first = |action: &&str| match pattern.strip_suffix('*') {
            Some(start) => starts_with(action, start),
            None => action.eq_ignore_ascii_case(pattern),
        };
        actions.iter().position(is_first)
    });
    patterns
}

/// Returns whether a text starts with another one, ignoring letter case.
fn starts_with(text: &str, start: &str) -> bool {
    let text = text.as_bytes().get(..start.len());
    text.is_some_and(|text| text.eq_ignore_ascii_case(start.as_bytes()))
}

/// Returns the service of an action, without the colon.
fn service(action: &str) -> &str {
    action.split(':').next().unwrap_or_default()
}

/// Returns the shortest list for sorted names, whose first `from` bytes are the same.
fn shortest(names: &[&str], from: usize, is_allowed: &impl Fn(&str) -> bool) -> Vec<String> {
    let [first, .., last] = names else {
        return names.iter().map(|name| (*name).to_owned()).collect();
    };
    let common = first
        .bytes()
        .zip(last.bytes())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    let parts = names.chunk_by(|a, b| next(a, common).eq_ignore_ascii_case(&next(b, common)));
    let apart: Vec<String> = parts
        .flat_map(|part| shortest(part, common + 1, is_allowed))
        .collect();
    let is_end = |at: &usize| *at == common || first.as_bytes()[*at].is_ascii_uppercase();
    let mut ends = (from.max(service(first).len() + 2)..=common).filter(is_end);
    let prefix = ends.find(|end| first.is_char_boundary(*end) && is_allowed(&first[..*end]));
    let length = |list: &[String]| -> usize { list.iter().map(|name| name.len() + OVERHEAD).sum() };
    match prefix {
        Some(end) if end + 1 + OVERHEAD < length(&apart) => vec![format!("{}*", &first[..end])],
        _ => apart,
    }
}

/// Returns the byte at which names part.
fn next(name: &str, at: usize) -> u8 {
    name.as_bytes().get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn patterns_end_where_nothing_else_is_allowed() {
        let known = [
            "cs:GetA",
            "cs:GetB",
            "cs:GetClusterA",
            "cs:GetClusterB",
            "cs:ListA",
        ];
        for (needed, wanted) in [
            (
                &["cs:GetClusterB", "cs:GetClusterA"][..],
                &["cs:GetCluster*"][..],
            ),
            (
                &[
                    "cs:GetA",
                    "cs:GetB",
                    "cs:GetClusterA",
                    "cs:GetClusterB",
                    "cs:ListA",
                ],
                &["cs:Get*", "cs:ListA"],
            ),
            (&["cs:ListA"], &["cs:ListA"]),
            // Not known themselves.
            (
                &["ecs:RunX", "cs:ListA", "ecs:RunY"],
                &["ecs:RunX", "cs:ListA", "ecs:RunY"],
            ),
            (
                &["cs:GetPolarisJob", "cs:GetPolarisPlan", "cs:ListA"],
                &["cs:GetPolarisJob", "cs:GetPolarisPlan", "cs:ListA"],
            ),
            (&["cs:getclustera", "cs:GetClusterB"], &["cs:getcluster*"]),
            (&["a:A", "a:B"], &["a:A", "a:B"]),
            (
                &["cs:Get", "cs:GetA", "cs:GetB"],
                &["cs:Get", "cs:GetA", "cs:GetB"],
            ),
            (&[], &[]),
        ] {
            assert_eq!(shorten(needed, &known), wanted, "{needed:?}");
        }
    }

    proptest::proptest! {
        /// Small universes, in which every name can be tried.
        #[test]
        fn patterns_allow_exactly_what_is_needed(bits in proptest::collection::vec(0..3_u8, 40)) {
            let names: Vec<String> = (0..40_u8)
                .map(|at| {
                    let word = ["Get", "GetC", "List", "ListNode", ""][usize::from(at % 5)];
                    format!("cs:{word}{}", ["A", "Ab", "Node", "Nodes", "B", "Cluster", "", "a"][usize::from(at / 5)])
                })
                .collect();
            let of = |kind: u8| -> Vec<&str> {
                let names = names.iter().zip(&bits).filter(|(_, bit)| **bit == kind);
                names.map(|(name, _)| name.as_str()).filter(|name| name.len() > 3).collect()
            };
            let (needed, known) = (of(0), of(1));
            let all = [&needed[..], &known[..]].concat();
            let patterns = shorten(&needed, &all);
            let is_matched = |name: &str| {
                patterns.iter().any(|pattern| {
                    let (name, pattern) = (name.to_ascii_lowercase(), pattern.to_ascii_lowercase());
                    pattern.strip_suffix('*').map_or(name == pattern, |prefix| name.starts_with(prefix))
                })
            };
            for name in &needed {
                proptest::prop_assert!(is_matched(name), "{} is missing: {:?}", name, patterns);
            }
            let is_needed = |name: &str| needed.iter().any(|other| other.eq_ignore_ascii_case(name));
            for name in known.iter().filter(|name| !is_needed(name)) {
                proptest::prop_assert!(!is_matched(name), "{} is allowed: {:?}", name, patterns);
            }
        }
    }
}
