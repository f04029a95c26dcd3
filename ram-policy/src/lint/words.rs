//! The words of names of actions.

use std::collections::HashSet;

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

/// Returns whether a word, or its singular or plural, is one of those in lower case.
pub(crate) fn is_one_of(word: &str, known: &HashSet<String>) -> bool {
    let word = word.to_ascii_lowercase();
    let singulars = [
        word.strip_suffix('s').map(str::to_owned),
        word.strip_suffix("es").map(str::to_owned),
        word.strip_suffix("ies").map(|stem| format!("{stem}y")),
    ];
    let mut singulars = singulars.into_iter().flatten();
    known.contains(&word)
        || known.contains(&plural(&word))
        || singulars.any(|singular| plural(&singular) == word && known.contains(&singular))
}

/// Returns the regular plural of a word in lower case, or the word itself if it looks like half of one on `-us`.
fn plural(word: &str) -> String {
    let before = word.bytes().nth_back(1);
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else if word.ends_with(['u', 'i']) {
        word.to_owned()
    } else if word.ends_with('y') && !before.is_some_and(|before| b"aeiou".contains(&before)) {
        format!("{}ies", &word[..word.len() - 1])
    } else {
        format!("{word}s")
    }
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

    #[test]
    fn a_known_word_is_known_in_singular_and_plural() {
        let known = [
            "instance",
            "images",
            "addresses",
            "policy",
            "keys",
            "status",
            "access",
        ];
        let known = known.map(str::to_owned).into();
        for word in [
            "Instances",
            "Image",
            "Address",
            "Policies",
            "Key",
            "Status",
            "ACCESS",
        ] {
            assert!(is_one_of(word, &known), "{word}");
        }
        for word in [
            "Instancs", "Imags", "Addres", "Policie", "Statu", "Acces", "Accesss",
        ] {
            assert!(!is_one_of(word, &known), "{word}");
        }
    }
}
