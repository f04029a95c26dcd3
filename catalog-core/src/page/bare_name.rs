//! Words that may be the names of actions without their service.

/// What a word among the actions may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BareName {
    /// A name: it has several words, or a wildcard.
    Name,
    /// A name of one word, or another word: the rest of the page decides.
    Word,
    /// A word that tells something about an action.
    Other,
}

/// Words that tell something about an action, in lower case.
const OTHERS: &[&str] = &[
    "yes",
    "no",
    "true",
    "false",
    "all",
    "any",
    "every",
    "other",
    "others",
    "various",
    "custom",
    "required",
    "notrequired",
    "optional",
    "mandatory",
    "conditional",
    "recommended",
    "deprecated",
    "obsolete",
    "removed",
    "retired",
    "disabled",
    "enabled",
    "supported",
    "unsupported",
    "notsupported",
    "available",
    "unavailable",
    "notavailable",
    "internal",
    "private",
    "public",
    "beta",
    "preview",
    "planned",
    "pending",
    "comingsoon",
    "unknown",
    "undefined",
    "default",
    "above",
    "below",
    "readonly",
    "writeonly",
    "readwrite",
    "fullaccess",
    "noaccess",
    "noaction",
    "nopermission",
    "allactions",
    "allpermissions",
];

impl BareName {
    pub(crate) fn of(word: &str) -> Self {
        if OTHERS.contains(&&*word.to_ascii_lowercase().replace('_', "")) {
            return Self::Other;
        }
        if word.contains('*') || has_words(word.as_bytes()) {
            Self::Name
        } else {
            Self::Word
        }
    }
}

/// Returns true if a capital in a name starts a word: after another character than a capital, or before a
/// small letter.
fn has_words(name: &[u8]) -> bool {
    let starts = |of: &[u8]| {
        of[1].is_ascii_uppercase()
            && (!of[0].is_ascii_uppercase() || of.get(2).is_some_and(u8::is_ascii_lowercase))
    };
    name.iter().any(u8::is_ascii_lowercase) && (1..name.len()).any(|at| starts(&name[at - 1..]))
}

#[cfg(test)]
mod tests {
    use super::{BareName, BareName::*};

    #[test]
    fn names_have_several_words() {
        for (kind, words) in [
            (
                Name,
                &[
                    "ListDisks",
                    "listDisks",
                    "GetV2Disk",
                    "List*",
                    "DNSList",
                    "Get_Disk",
                ][..],
            ),
            (
                Word,
                &["Encrypt", "encrypt", "GET", "Disk2", "READ_WRITE_ALL"],
            ),
            (
                Other,
                &[
                    "Yes",
                    "all",
                    "Required",
                    "DEPRECATED",
                    "NotSupported",
                    "Read_Only",
                ],
            ),
        ] {
            for word in words {
                assert_eq!(BareName::of(word), kind, "{word}");
            }
        }
    }
}
