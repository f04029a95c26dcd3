//! The meaning of a header, by its words: pages write it in several languages, with or without a
//! plural, a translation in brackets, and letters of full width.

use crate::page::columns::Column;

/// The columns that a header may name: `操作（Action）` may be the operation or the action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    columns: [bool; Column::ALL.len()],
    /// True for columns of names that look like actions but are not those of the row: condition
    /// keys, and actions that others depend on.
    pub(crate) is_aside: bool,
    pub(crate) is_condition: bool,
}

impl Label {
    pub(crate) fn of(header: &str) -> Self {
        if header.len() > LONGEST_HEADER {
            return Self::default();
        }
        let folded = fold(header);
        let mut label = Self::default();
        let separates = |c: char| "()[]{}【】「」〔〕/|&,、・:\n".contains(c);
        let parts = folded.split(separates).flat_map(|part| part.split(" or "));
        for words in parts.map(words).filter(|words| !words.is_empty()) {
            label.add(&words);
        }
        label
    }

    /// Returns true if the header may name this column.
    pub(crate) fn names(self, column: Column) -> bool {
        self.columns[column as usize] && !self.is_aside
    }

    /// Adds the meaning of a part of the header.
    fn add(&mut self, words: &[&str]) {
        let singular: Vec<&str> = words.iter().map(|word| singular(word)).collect();
        let whole = singular.concat();
        self.is_condition |= has(&whole, CONDITION_PARTS) || is(&whole, PARAMETERS);
        self.is_aside |= self.is_condition || has(&whole, DEPENDENT_PARTS);
        let head = head(&singular);
        let named = |column: Column| {
            let (exact, heads) = column.known_headers();
            is(&whole, exact) || is(&head, exact) || ends(&head, heads)
        };
        // The last word decides, but for whole headers such as `资源描述`.
        let of_list = |column: &Column| is(&whole, column.known_headers().0);
        let known = Column::ALL.into_iter().find(of_list);
        let column = known.or_else(|| Column::ALL.into_iter().find(|column| named(*column)));
        if let Some(column) = column {
            self.columns[column as usize] = true;
        }
    }
}

/// Returns what tells a header from others, apart from letter case, plural, brackets and width: `ramaction`
/// for `RAM Action(s)`. Returns `None` for a header without words, and for one that is too long.
pub(crate) fn folded_header(header: &str) -> Option<String> {
    let folded = (header.len() <= LONGEST_HEADER).then(|| fold(header))?;
    let words: String = words(&folded).into_iter().map(singular).collect();
    Some(words).filter(|words| !words.is_empty())
}

/// The longest header that is read, in bytes: a header may be as long as the page.
const LONGEST_HEADER: usize = 400;

/// Parts of headers of condition keys.
const CONDITION_PARTS: &str =
    "condition 条件 contextkey bedingung condición condições condição 조건";

/// Headers of tables of parameters, whose values may look like actions.
const PARAMETERS: &str = "parameter 参数 パラメータ パラメーター";

/// Parts of headers of the actions that an action depends on.
const DEPENDENT_PARTS: &str = "dependent dependency related associated 关联 依赖 依存 関連";

/// Words at the end of a header that do not change what the column holds.
const QUALIFIERS: [&str; 6] = ["name", "list", "required", "needed", "value", "id"];
const JOINED_QUALIFIERS: [&str; 6] = ["名称", "列表", "名前", "一覧", "名", "キー"];

/// Folds letter case and full width, and drops the marks of an optional plural and of emphasis.
fn fold(header: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    let folded: String = header
        .chars()
        .map(narrow)
        .filter(|c| *c != '*')
        .flat_map(char::to_lowercase)
        .collect();
    folded.replace("(s)", "").replace("(es)", "")
}

/// Returns the words: letters of ASCII, and runs of other letters.
fn words(part: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in part.split(|c: char| !c.is_alphanumeric() && c != 'ー') {
        let mut start = 0;
        let mut was_ascii = None;
        for (at, c) in word.char_indices() {
            if was_ascii.is_some_and(|was| was != c.is_ascii()) {
                words.push(&word[start..at]);
                start = at;
            }
            was_ascii = Some(c.is_ascii());
        }
        if start < word.len() {
            words.push(&word[start..]);
        }
    }
    words
}

/// Returns `action` for `actions`.
fn singular(word: &str) -> &str {
    let is_plural = word.is_ascii() && word.len() > 3 && !word.ends_with("ss");
    word.strip_suffix('s').filter(|_| is_plural).unwrap_or(word)
}

/// Returns the last word that is not a qualifier.
fn head(words: &[&str]) -> String {
    let mut words = words.to_vec();
    while let [.., last] = words.as_mut_slice() {
        let short = JOINED_QUALIFIERS
            .iter()
            .find_map(|end| last.strip_suffix(end));
        match short {
            Some(short) if !short.is_empty() => {
                *last = short;
                break;
            }
            _ if words.len() > 1
                && (short.is_some() || QUALIFIERS.contains(&words[words.len() - 1])) =>
            {
                words.pop();
            }
            _ => break,
        }
    }
    words.last().copied().unwrap_or_default().to_owned()
}

fn is(text: &str, list: &str) -> bool {
    list.split_whitespace().any(|it| it == text)
}

fn has(text: &str, list: &str) -> bool {
    list.split_whitespace().any(|it| text.contains(it))
}

/// Returns true if a word is one of a list, or ends with one that its language joins to the words
/// before it.
fn ends(word: &str, list: &str) -> bool {
    list.split_whitespace()
        .any(|it| it == word || (!it.is_ascii() && word.ends_with(it)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Column::{Action, Description, Operation, Resource};

    #[track_caller]
    fn assert_named(cases: &[(&[Column], &[&str])]) {
        for (columns, headers) in cases {
            for header in *headers {
                let label = Label::of(header);
                let named = Column::ALL
                    .into_iter()
                    .filter(|column| label.names(*column));
                assert_eq!(named.collect::<Vec<_>>(), *columns, "{header}");
            }
        }
    }

    #[test]
    fn words_of_a_header_name_operation_and_action() {
        assert_named(&[
            (
                &[Action],
                &[
                    "Action",
                    "ACTIONS",
                    "Action(s)",
                    "Ａｃｔｉｏｎ",
                    "Action Name",
                    "Action names",
                    "Action名称",
                    "**Action**",
                    "RAM action",
                    "RamActions",
                    "Required permissions",
                    "Permissions required",
                    "Required Permissions (API Actions)",
                    "Permission",
                    "授权项",
                    "权限名称（Action）",
                    "权限（Permission）",
                    "调用此API所需的权限名称",
                    "所需权限",
                    "鉴权 Action",
                    "授权操作",
                    "动作【Action】",
                    "アクション",
                    "アクション名",
                    "必要な権限",
                    "Aktion",
                    "Berechtigungen",
                    "Acciones",
                    "Ação",
                    "필요한 권한",
                ],
            ),
            (
                &[Operation],
                &[
                    "Operation",
                    "API",
                    "APIs",
                    "API operations",
                    "API Name",
                    "API名称",
                    "API 名称",
                    "接口名称",
                    "接口",
                    "操作",
                    "操作名称",
                    "オペレーション",
                    "API 名",
                    "CLI subcommand",
                    "ＡＰＩ",
                    "Vorgang",
                    "Opération",
                    "작업",
                ],
            ),
            (
                &[Operation, Action],
                &[
                    "操作（Action）",
                    "操作(Actions)",
                    "API 名称/Action",
                    "Action (API)",
                    "接口名称／授权项",
                    "操作 [Action]",
                ],
            ),
        ]);
    }

    #[test]
    fn words_of_a_header_name_texts_or_nothing() {
        assert_named(&[
            (
                &[Resource],
                &[
                    "Resource",
                    "Resources",
                    "资源",
                    "ARN",
                    "ARN format",
                    "资源描述",
                    "Resource (ARN)",
                    "リソース",
                    "资源（Resource）",
                ],
            ),
            (
                &[Description],
                &[
                    "Description",
                    "Descriptions",
                    "说明",
                    "Action描述",
                    "权限说明",
                    "API 描述",
                    "Action description",
                    "説明",
                ],
            ),
            (
                &[],
                &[
                    "Condition keys",
                    "Condition key(s)",
                    "Conditions",
                    "条件（Condition）",
                    "条件键",
                    "Service-specific condition keys",
                    "Parameters",
                    "参数",
                    "上下文 条件关键字",
                    "Condition/Action",
                    "Bedingungen",
                    "조건 키",
                    "Dependent actions",
                    "关联操作",
                    "Resource type",
                    "资源类型",
                    "Action type",
                    "Access level",
                    "Action prefixes",
                    "Result",
                    "",
                    "（）",
                    "*",
                ],
            ),
        ]);
    }
}
