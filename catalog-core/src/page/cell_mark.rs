//! Marks that pages write into a cell in place of its text.

/// The meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellMark {
    /// The cell has no text: it is empty, or a dash or a word says so.
    Nothing,
    /// The cell has the text of the cell above.
    AsAbove,
}

/// Returns true for a character of which signs for nothing consist.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '‐'
            | '‑'
            | '‒'
            | '–'
            | '—'
            | '―'
            | '−'
            | '－'
            | '─'
            | '━'
            | 'ー'
            | '~'
            | '～'
            | '/'
            | '／'
            | '\\'
            | '.'
            | '。'
            | '…'
            | '·'
            | '・'
            | '?'
            | '？'
            | '×'
            | '✗'
            | '✘'
            | '❌'
    ) || c.is_whitespace()
}

/// Returns true for a character of which signs for the cell above consist, also with dashes at both sides.
fn is_above(c: char) -> bool {
    matches!(
        c,
        '^' | '"'
            | '\''
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '″'
            | '′'
            | '〃'
            | '〞'
            | 'ʺ'
            | '˝'
            | '´'
            | '`'
            | '↑'
            | '⇧'
            | '⬆'
            | '仝'
            | '々'
    )
}

/// Returns true for a character that may stand around a word.
fn is_around(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '（'
            | '）'
            | '['
            | ']'
            | '【'
            | '】'
            | '<'
            | '>'
            | '-'
            | '–'
            | '—'
            | '.'
            | '。'
            | ' '
    )
}

/// Words for nothing, in lower case.
const NOTHING_WORDS: &[&str] = &[
    "none",
    "nil",
    "null",
    "nothing",
    "n/a",
    "na",
    "n.a",
    "tbd",
    "tba",
    "todo",
    "not applicable",
    "notapplicable",
    "not available",
    "to be determined",
    "to be defined",
    "无",
    "暂无",
    "不涉及",
    "不适用",
    "没有",
    "空",
    "待定",
    "無",
    "無し",
    "なし",
    "該当なし",
    "未定",
    "없음",
    "해당 없음",
    "해당없음",
    "미정",
    "not required",
    "not needed",
    "no permission required",
    "no permissions required",
    "no authorization required",
    "无需",
    "无需授权",
    "无需权限",
    "不需要",
    "不需要授权",
    "不要",
    "keine",
    "entfällt",
    "aucun",
    "aucune",
    "ninguno",
    "ninguna",
    "nenhum",
    "nenhuma",
    "nessuno",
    "nessuna",
];

/// Words for the cell above, in lower case.
const ABOVE_WORDS: &[&str] = &[
    "ditto",
    "dito",
    "idem",
    "ídem",
    "ibid",
    "same",
    "same as above",
    "as above",
    "see above",
    "same as previous",
    "do.",
    "同上",
    "同前",
    "同上一行",
    "上記と同じ",
    "上と同じ",
    "同様",
    "상동",
    "위와 같음",
    "위와같음",
    "wie oben",
    "siehe oben",
];

/// The longest mark, in bytes. Longer cells need no look.
const LONGEST: usize = 32;

impl CellMark {
    /// Returns the meaning of a cell's text if it is a mark.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Nothing);
        }
        if text.len() > LONGEST {
            return None;
        }
        if text.chars().all(is_dash) {
            return Some(Self::Nothing);
        }
        if text
            .chars()
            .all(|c| is_dash(c) || is_above(c) || text == ",,")
        {
            return Some(Self::AsAbove);
        }
        // No word has these, but most names of actions do.
        if text.contains([':', '_', '*']) || is_long_word(text) {
            return None;
        }
        let word = text.to_lowercase();
        if ABOVE_WORDS.contains(&&*word) {
            return Some(Self::AsAbove);
        }
        let word = word.trim_matches(is_around);
        if ABOVE_WORDS.contains(&word) {
            Some(Self::AsAbove)
        } else {
            NOTHING_WORDS.contains(&word).then_some(Self::Nothing)
        }
    }
}

/// Returns true for a single word of ASCII letters that is longer than each of the words above, as most names are.
fn is_long_word(text: &str) -> bool {
    text.len() > "notapplicable".len() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_mark() {
        for (words, mark) in [
            (NOTHING_WORDS, CellMark::Nothing),
            (ABOVE_WORDS, CellMark::AsAbove),
        ] {
            for word in words {
                for text in [(*word).to_owned(), word.to_uppercase()] {
                    assert_eq!(CellMark::of(&text), Some(mark), "{text}");
                }
            }
        }
    }

    #[test]
    fn marks_say_nothing_or_as_above() {
        for text in [
            "",
            "-",
            "--",
            "---",
            "–",
            "—",
            "——",
            "/",
            "…",
            "...",
            "?",
            "N/A",
            "n/a",
            "NA",
            "N.A.",
            "None",
            "none.",
            "(none)",
            "<none>",
            "NULL",
            "TBD",
            "Not applicable",
            "无",
            "（无）",
            "Not required",
            "（无需授权）",
            "なし",
            "없음",
        ] {
            assert_eq!(CellMark::of(text), Some(CellMark::Nothing), "{text}");
        }
        for text in [
            "^",
            "^^",
            "\"",
            "''",
            "”",
            "〃",
            "- \" -",
            "—〃—",
            "ditto",
            "Ditto.",
            "do.",
            "Same as above",
            "(see above)",
            "同上",
            "同上。",
            "（同上）",
            "↑",
            ",,",
        ] {
            assert_eq!(CellMark::of(text), Some(CellMark::AsAbove), "{text}");
        }
        for text in [
            "*",
            "a",
            "Do",
            "None of them",
            "NoneOf",
            "svc:-",
            "1",
            "+",
            "✓",
            "${a}",
            ":",
            ",: ",
            "/a",
            "同左",
        ] {
            assert_eq!(CellMark::of(text), None, "{text}");
        }
    }
}
