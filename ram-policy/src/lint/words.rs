//! The words of names of actions.

/// Returns the words of a name as [`singular`] writes them.
pub(crate) fn words_of(name: &str) -> impl Iterator<Item = String> {
    words(name).map(|(_, word)| singular(word))
}

/// Returns the words of a name of ASCII and their places: a capital and the small letters after it, several capitals,
/// or digits.
pub(crate) fn words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let run = |is: fn(&u8) -> bool, from: usize| {
            from + bytes[from..].iter().take_while(|byte| is(byte)).count()
        };
        let capitals = run(u8::is_ascii_uppercase, start);
        let small = run(u8::is_ascii_lowercase, capitals);
        at = match (capitals - start, small - capitals) {
            (0, 0) => run(|byte| !byte.is_ascii_alphabetic(), start),
            (2.., 1..) => capitals - 1,
            _ => small,
        };
        (start < at).then(|| (start, &name[start..at]))
    })
}

/// Returns a word in lower case and without the ending of a plural.
pub(crate) fn singular(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    let short = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
    short.unwrap_or(&word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        let cases = [
            ("DescribeDBInstances", "Describe DB Instances"),
            ("ListV2", "List V 2"),
            ("getBucket", "get Bucket"),
            ("PUB", "PUB"),
            ("Set2FA", "Set 2 FA"),
            ("", ""),
        ];
        for (name, expected) in cases {
            let found: Vec<&str> = words(name).map(|(_, word)| word).collect();
            assert_eq!(found.join(" "), expected);
        }
    }
}
