//! The meaning of a header, by its words: pages write it in several languages, with or without a
//! plural, a translation in brackets, and letters of full width.

use crate::page::columns::{Column, OPERATION_OR_DESCRIPTION};
use crate::page::header_fold::fold;
use crate::page::word_list::word_list;

/// The columns that a header may name: `操作（Action）` may be the operation or the action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    columns: [bool; Column::ALL.len()],
    /// True for columns of names that look like actions but are not those of the row: condition
    /// keys, and actions that others depend on.
    pub(crate) is_aside: bool,
    pub(crate) is_condition: bool,
    rest: Rest,
}

/// What is known of a header that names no column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Rest {
    #[default]
    Foreign,
    /// Its words say nothing, such as `Name`.
    Vague,
    /// Entries are not made from the column, such as `Error code`.
    Other,
    /// It has no text, so no option can name it.
    Empty,
}

impl Label {
    pub(crate) fn of(header: &str) -> Self {
        if header.len() > LONGEST_HEADER {
            return Self::default();
        }
        let folded = fold(header);
        let mut label = Self::default();
        if header.is_empty() {
            label.rest = Rest::Empty;
        }
        for words in parts(&folded) {
            label.add(&words);
        }
        label
    }

    /// Returns true if the header may name this column.
    pub(crate) fn names(self, column: Column) -> bool {
        self.columns[column as usize] && !self.is_aside
    }

    /// Returns true if the header may name this column and no other.
    pub(crate) fn names_only(self, column: Column) -> bool {
        let count = self.columns.iter().filter(|named| **named).count();
        self.names(column) && count == 1
    }

    /// Returns true if the header does not tell what the column holds.
    pub(crate) fn is_unknown(self) -> bool {
        self.is_foreign() || (self.names_nothing() && self.rest == Rest::Vague)
    }

    /// Returns true if the header has no known word at all.
    pub(crate) fn is_foreign(self) -> bool {
        self.names_nothing() && self.rest == Rest::Foreign
    }

    /// Returns true if the header has no text.
    pub(crate) fn is_empty(self) -> bool {
        self.rest == Rest::Empty
    }

    /// Returns true if the header names something that is not an action, such as a key, an image or a
    /// resource.
    pub(crate) fn is_not_action(self) -> bool {
        self.names_only(Column::Resource) || (self.names_nothing() && self.rest == Rest::Other)
    }

    fn names_nothing(self) -> bool {
        !self.is_aside && !self.columns.contains(&true)
    }

    /// Adds the meaning of a part of the header.
    fn add(&mut self, words: &[&str]) {
        let whole = words.concat();
        self.is_condition |= has(&whole, CONDITION_PARTS) || is(&whole, PARAMETERS);
        let head = last_word(words);
        self.is_condition |= is(&head, PARAMETERS);
        self.is_aside |= self.is_condition || has(&whole, DEPENDENT_PARTS);
        if is(&head, OPERATION_OR_DESCRIPTION) {
            self.columns[Column::Operation as usize] = true;
            self.columns[Column::Description as usize] = true;
            return;
        }
        let named = |column: Column| {
            let (exact, last) = column.known_headers();
            is(&whole, exact) || is(&head, exact) || is(&whole, last) || ends(&head, last)
        };
        // The last word decides, but for whole headers such as `资源描述`.
        let of_list = |column: &Column| is(&whole, column.known_headers().0);
        let known = Column::ALL.into_iter().find(of_list);
        let column = known.or_else(|| Column::ALL.into_iter().find(|column| named(*column)));
        if let Some(column) = column {
            self.columns[column as usize] = true;
        } else if ends(&head, OTHER_WORDS) || has(&whole, EXAMPLE_PARTS) {
            self.rest = Rest::Other;
        } else if ends(&head, VAGUE_WORDS) && self.rest == Rest::Foreign {
            self.rest = Rest::Vague;
        }
    }
}

/// Returns what tells a header from others, apart from letter case, plural, brackets and width: `ramaction`
/// for `RAM Action(s)`. Returns `None` for a header without words, and for one that is too long.
pub(crate) fn folded_header(header: &str) -> Option<String> {
    let folded = (header.len() <= LONGEST_HEADER).then(|| fold(header))?;
    let words: String = words(&folded).concat();
    Some(words).filter(|words| !words.is_empty())
}

/// Returns true if a part of a header, such as the one before a translation in brackets, has this folded name
/// apart from words such as "name".
pub(crate) fn has_part(header: &str, name: &str) -> bool {
    header.len() <= LONGEST_HEADER
        && parts(&fold(header)).any(|words| without_qualifiers(&words).concat() == name)
        && !Label::of(header).is_aside
}

/// The longest header that is read, in bytes: a header may be as long as the page.
const LONGEST_HEADER: usize = 400;

/// Parts of headers of condition keys.
const CONDITION_PARTS: &[&str] = word_list!(
    "condition conditi 条件 contextkey bedingung condicion condicao condicoe 조건 услови condizion warunk voorwaarde \
    villkor betingelse vilkar podmink podmien feltetel kosul умов uslov uvjet pogoj salyg nosacijum tingimus ehtoavain \
    đieukien syarat kondisi συνθήκ προϋπόθεσ شرط شروط תנאי เงื่อนไข शर्त শর্ত"
);

/// Headers of tables of parameters, whose values may look like actions.
const PARAMETERS: &[&str] = word_list!(
    "parameter 参数 パラメータ パラメーター 引数 매개변수 파라미터 параметр параметры параметри parametro parametri \
    parametr parametry parametre parametru parametar parametra thamso παράμετρος παράμετροι פרמטר معلمة معامل \
    พารามิเตอร์ पैरामीटर"
);

/// Parts of headers of examples.
const EXAMPLE_PARTS: &[&str] = word_list!(
    "示例 样例 范例 举例 取值 例値 値例 サンプル 設定例 예시 예제 beispiel ejempl exempl exempel eksempel esempi voorbeeld przyklad \
    пример приклад priklad primjer primer pelda piemer pavyzd esimerk ornek vidu contoh παράδειγμα דוגמה مثال ตัวอย่าง \
    उदाहरण উদাহরণ"
);

/// Parts of headers of the actions that an action depends on.
const DEPENDENT_PARTS: &[&str] =
    word_list!("dependent dependency related associated 关联 关连 依赖 依存");

/// Last words of headers that name something else than operations, actions and descriptions.
const OTHER_WORDS: &[&str] = word_list!(
    "key attribute image event code type kind category class version region zone example tag \
    label role policy policie user group account level scope state status property option argument variable id no \
    number index date time size unit default format path uri url host port protocol effect prefix result response \
    error reason message product service domain module principal owner access required optional mandatory 键 关键字 \
    属性 镜像 事件 码 代码 类型 类别 分类 版本 地域 区域 示例 例 标签 角色 策略 用户 级别 范围 状态 编号 序号 \
    日期 时间 默认值 格式 路径 产品 服务 模块 结果 必选 必填 キー イベント 种类 タイプ 키 이벤트 유형 ключ код \
    событие тип образ атрибут роль klucz kod zdarzenie typ rola clave chave clef cle chiave sleutel schlussel \
    ereignis evento evenement gebeurtenis attribut attributo atributo atrybut immagine imagen imagem bild obraz \
    codigo codice tipo rol ruolo rolle anahtar olay tur نوع مفتاح حدث رمز ประเภท เหตุการณ์ รหัส प्रकार कुंजी"
);

/// Last words of headers that do not tell what the column holds, often names of parameters.
const VAGUE_WORDS: &[&str] = word_list!(
    "name value field list item 名称 名 字段 值 이름 имя название nazwa nome nombre nom naam isim"
);

/// Words at the end of a header that do not change what the column holds.
const QUALIFIERS: [&str; 6] = ["name", "list", "required", "needed", "value", "id"];
const JOINED_QUALIFIERS: [&str; 6] = ["名称", "列表", "名前", "一覧", "名", "キー"];

/// Returns the words of each part of a folded header: before, inside and after brackets, and beside slashes.
fn parts(folded: &str) -> impl Iterator<Item = Vec<&str>> {
    let separates = |c: char| "()[]{}【】「」〔〕/|&,、・:\n".contains(c);
    let parts = folded.split(separates);
    let parts = parts.flat_map(|part| part.split(" or ")).map(words);
    parts.filter(|words| !words.is_empty())
}

/// Returns the words in the singular: letters of ASCII, and runs of other letters.
fn words(part: &str) -> Vec<&str> {
    let mut words = Vec::new();
    // Marks of Thai and Indic letters are parts of words, and not all of them are letters.
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, 'ー' | '\u{900}'..='\u{e7f}');
    for word in part.split(|c: char| !is_part(c)) {
        let mut start = 0;
        let mut was_ascii = None;
        for (at, c) in word.char_indices() {
            if was_ascii.is_some_and(|was| was != c.is_ascii()) {
                words.push(singular(&word[start..at]));
                start = at;
            }
            was_ascii = Some(c.is_ascii());
        }
        if start < word.len() {
            words.push(singular(&word[start..]));
        }
    }
    words
}

/// Returns `action` for `actions`.
fn singular(word: &str) -> &str {
    let is_plural = word.is_ascii() && word.len() > 3 && !word.ends_with("ss");
    let is_plural = is_plural && !word.ends_with("us") && !(word.len() > 4 && word.ends_with("is"));
    word.strip_suffix('s').filter(|_| is_plural).unwrap_or(word)
}

/// Returns the words without qualifiers at either end.
fn without_qualifiers<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut words = words.to_vec();
    while words.len() > 1 && QUALIFIERS.contains(&words[0]) {
        words.remove(0);
    }
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
    words
}

/// Returns the last word that is not a qualifier.
fn last_word(words: &[&str]) -> String {
    let words = without_qualifiers(words);
    words.last().copied().unwrap_or_default().to_owned()
}

fn is(text: &str, list: &[&str]) -> bool {
    list.contains(&text)
}

fn has(text: &str, list: &[&str]) -> bool {
    list.iter().any(|it| text.contains(it))
}

/// Returns true if a word is one of a list, or ends with one that its language joins to the words
/// before it.
fn ends(word: &str, list: &[&str]) -> bool {
    is(word, list)
        || (!word.is_ascii() && list.iter().any(|it| !it.is_ascii() && word.ends_with(it)))
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
    fn known_words_are_written_as_they_are_compared() {
        let columns = Column::ALL.into_iter().map(Column::known_headers);
        let lists = columns.flat_map(|(exact, last)| [exact, last]);
        for list in lists.chain([
            OPERATION_OR_DESCRIPTION,
            CONDITION_PARTS,
            PARAMETERS,
            EXAMPLE_PARTS,
            DEPENDENT_PARTS,
            OTHER_WORDS,
            VAGUE_WORDS,
        ]) {
            for word in list.iter().copied() {
                assert_eq!(folded_header(word).as_deref(), Some(word));
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
                    "所需權限",
                    "Permissões",
                    "Autorizzazioni",
                    "Machtigingen",
                    "Uprawnienie",
                    "Действие",
                    "İzinler",
                    "الإذن",
                    "สิทธิ์",
                    "अनुमति",
                    // Decomposed.
                    "Ac\u{327}a\u{303}o",
                    "\u{1100}\u{116f}\u{11ab}\u{1112}\u{1161}\u{11ab}",
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
                    "Ope\u{301}ration",
                    "작업",
                    "오퍼레이션",
                    "オ\u{30d8}\u{309a}レーション",
                    "操作名稱",
                    "Method",
                    "Méthode",
                    "API call",
                    "Endpoint",
                    "Операция",
                    "Operacja",
                    "İşlem",
                    "العملية",
                    "การดำเนินการ",
                    "ऑपरेशन",
                    "Operazione",
                    "Bewerking",
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
                &[Operation, Description],
                &["Function", "Functions", "Task", "功能"],
            ),
            (
                &[Description],
                &[
                    "Описание",
                    "Açıklama",
                    "الوصف",
                    "คำอธิบาย",
                    "विवरण",
                    "Opis",
                    "說明",
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
                    "Key",
                    "Keys",
                    "Attribute",
                    "Image ID",
                    "Error code",
                    "Event name",
                    "错误码",
                    "Ключ",
                    "Names",
                    "",
                    "（）",
                    "*",
                ],
            ),
        ]);
    }
}
