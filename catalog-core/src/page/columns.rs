//! The columns of a table of actions: their names, and the headers that pages give them.

use crate::page::word_list::word_list;
use std::fmt;

/// Defines the columns, and the list of all of them.
macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident,)*) => {
        /// A column that entries are made from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column {
            $($(#[$doc])* $column,)*
        }

        impl Column {
            /// All columns.
            pub const ALL: [Self; [$(stringify!($column)),*].len()] = [$(Self::$column),*];
        }
    };
}

columns! {
    /// The operation's name.
    Operation,
    /// The RAM actions.
    Action,
    /// The resources.
    Resource,
    /// The description and its link.
    Description,
}

impl Column {
    /// Returns the name by which output refers to the column, such as `operation`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Action => "action",
            Self::Resource => "resource",
            Self::Description => "description",
        }
    }

    /// Returns the option that sets the column's header, and its default. A catalog is not made
    /// from columns without one.
    const fn option(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Operation => Some(("operation", "Operation")),
            Self::Action => Some(("ram_action", "RAM Action")),
            Self::Description => Some(("description", "Description")),
            Self::Resource => None,
        }
    }

    /// Returns the headers that pages use, in lower case, in the singular and without spaces: whole
    /// ones, and last words.
    pub(crate) const fn known_headers(self) -> (WordList, WordList) {
        match self {
            Self::Action => (ACTION_HEADERS, ACTION_WORDS),
            Self::Operation => (OPERATION_HEADERS, OPERATION_WORDS),
            Self::Resource => (RESOURCE_HEADERS, RESOURCE_WORDS),
            Self::Description => (DESCRIPTION_HEADERS, DESCRIPTION_WORDS),
        }
    }
}

type WordList = &'static [&'static str];

// These lists are hints: where a header is in none of them, the cells decide. The words are written as
// `header_label` compares them: without accents, in simplified characters, and without an `s` at the end.

const OPERATION_HEADERS: &[&str] =
    word_list!("operationname apioperation apiname operacion vorgang");

const OPERATION_WORDS: &[&str] = word_list!(
    "operation api apicall interface command subcommand method methode metodo endpoint 接口 操作 \
    オペレーション 작업 오퍼레이션 operacao operazione bewerking operacja операция метод islem عملية \
    การดำเนินการ ऑपरेशन"
);

const ACTION_HEADERS: &[&str] = word_list!(
    "ramaction requiredaction permissionname rampermission rampermissoin aktion aktionen \
    berechtigung berechtigungen accion accione permiso acao acoe permissao permissoe autorisation \
    azione azioni autorizzazione autorizzazioni permesso permessi actie machtiging machtigingen \
    akcja akcje uprawnienie uprawnienia eylem izin izinler деиствие деиствия разрешение разрешения 授权操作 \
    鉴权操作"
);

const ACTION_WORDS: &[&str] = word_list!(
    "action permission 权限 授权项 权限项 权限点 动作 アクション 권한 액션 اجراء اذن صلاحية \
    สิทธิ์ अनुमति कार्रवाई"
);

const RESOURCE_HEADERS: &[&str] = word_list!(
    "arnformat arnvalue resourceformat resourcepattern authorizationrule \
    authenticationrule syntax 鉴权规则 资源描述 资源描述方法 完整资源描述 授权策略中的资源描述方法 \
    授权策略中的资源描述方式 recurso ressource ressourcen risorsa risorse zasob ресурс ресурсы kaynak"
);

const RESOURCE_WORDS: &[&str] = word_list!("resource arn 资源 リソース 리소스");

const DESCRIPTION_HEADERS: &[&str] = word_list!(
    "purpose meaning summary beschreibung descripcion descricao descrizione beschrijving \
    omschrijving opi описание опис aciklama"
);

const DESCRIPTION_WORDS: &[&str] =
    word_list!("description 说明 描述 含义 用途 설명 وصف คำอธิบาย विवरण");

/// Headers of operations if the cells are names, and else of descriptions.
pub(crate) const OPERATION_OR_DESCRIPTION: &[&str] = word_list!("function task 功能");

/// The header texts by which the operations table is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnHeaders(Vec<Header>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    column: Column,
    text: String,
    /// True if it was set, and is not the default.
    is_set: bool,
}

/// Returns a string of Rust or TOML, with this escape for characters that are not shown.
fn quoted(text: &str, escape: impl Fn(char) -> String) -> String {
    // After another character, marks of letters are shown.
    let is_shown = |c: char| format!("a{c}").escape_debug().count() == 2;
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        _ if c == '\'' || is_shown(c) => c.to_string(),
        _ => escape(c),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

fn rust_string(text: &str) -> String {
    quoted(text, |c| c.escape_unicode().to_string())
}

fn toml_string(text: &str) -> String {
    quoted(text, |c| match u32::from(c) {
        code @ ..=0xffff => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    })
}

/// The error for a column that has no option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn(String);

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = Column::ALL.into_iter().filter_map(Column::option);
        let options: Vec<String> = options.map(|(option, _)| format!("`{option}`")).collect();
        write!(
            f,
            "unknown column `{}`; expected one of {}",
            self.0.escape_debug(),
            options.join(", ")
        )
    }
}

impl std::error::Error for UnknownColumn {}

impl Default for ColumnHeaders {
    fn default() -> Self {
        let headers = Column::ALL.into_iter().filter_map(|column| {
            let (_, header) = column.option()?;
            Some(Header {
                column,
                text: header.to_owned(),
                is_set: false,
            })
        });
        Self(headers.collect())
    }
}

/// Shows the headers as the option `columns` of the macro has them.
impl fmt::Display for ColumnHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.0.iter().filter_map(|header| {
            let (option, _) = header.column.option()?;
            Some(format!("{option} = {}", rust_string(&header.text)))
        });
        f.write_str(&columns.collect::<Vec<_>>().join(", "))
    }
}

impl ColumnHeaders {
    /// Returns the option that names these headers, for the macro and for Cargo.toml.
    ///
    /// ```
    /// use ack_catalog_core::ColumnHeaders;
    ///
    /// let mut columns = ColumnHeaders::default();
    /// columns.set("ram_action", "Permission")?;
    /// let option = columns.option();
    /// assert!(option.starts_with("`columns(operation = \"Operation\", ram_action = \"Permission\""));
    /// # Ok::<(), ack_catalog_core::UnknownColumn>(())
    /// ```
    pub fn option(&self) -> String {
        let in_toml = self.in_toml();
        format!("`columns({self})`, in Cargo.toml `columns = {{ {in_toml} }}`")
    }

    /// Returns the headers as the option `columns` in Cargo.toml has them.
    fn in_toml(&self) -> String {
        let columns = self.0.iter().filter_map(|header| {
            let (option, _) = header.column.option()?;
            let option = option.replace('_', "-");
            Some(format!("{option} = {}", toml_string(&header.text)))
        });
        columns.collect::<Vec<_>>().join(", ")
    }

    /// Returns these headers, without those of columns that have no option.
    pub(crate) fn of<'h>(headers: impl Iterator<Item = (Column, &'h str)>) -> Self {
        let headers = headers.filter(|(column, _)| column.option().is_some());
        let headers = headers.map(|(column, text)| Header {
            column,
            text: text.to_owned(),
            is_set: true,
        });
        Self(headers.collect())
    }

    /// Sets the header text of a column, which is named as the option is: `ram_action`, or
    /// `ram-action` in Cargo.toml.
    ///
    /// # Errors
    ///
    /// When there is no such option.
    pub fn set(&mut self, option: &str, header: &str) -> Result<(), UnknownColumn> {
        let name = option.replace('-', "_");
        let is_named = |column: Column| column.option().is_some_and(|(option, _)| option == name);
        let Some(named) = self.0.iter_mut().find(|it| is_named(it.column)) else {
            return Err(UnknownColumn(option.to_owned()));
        };
        header.clone_into(&mut named.text);
        named.is_set = true;
        Ok(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Column, &str)> {
        self.0.iter().map(|header| (header.column, &*header.text))
    }

    /// Returns true if a table may lack the column: only the operation and the action must be there.
    pub(crate) fn is_optional(&self, column: Column) -> bool {
        let is_set = self.0.iter().any(|it| it.column == column && it.is_set);
        !matches!(column, Column::Operation | Column::Action) && !is_set
    }

    /// Returns the header texts that a table must have.
    pub(crate) fn required(&self) -> impl Iterator<Item = &str> {
        let required = self.iter().filter(|(column, _)| !self.is_optional(*column));
        required.map(|(_, header)| header)
    }

    /// Returns the header texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(_, header)| header)
    }
}

/// How many columns a message names.
const MOST_NAMED: usize = 12;

/// How many characters of a header a message shows: a header may be as long as the page.
const LONGEST: usize = 60;

/// Returns the first of `count` headers as a message shows them.
pub(crate) fn listed_headers<'a>(headers: impl Iterator<Item = &'a str>, count: usize) -> String {
    let mut listed: Vec<String> = headers
        .take(MOST_NAMED)
        .map(|header| {
            let (end, more) = match header.char_indices().nth(LONGEST) {
                Some((end, _)) => (end, "…"),
                None => (header.len(), ""),
            };
            format!("`{}{more}`", header[..end].escape_debug())
        })
        .collect();
    if count > MOST_NAMED {
        listed.push(format!("and {} more", count - MOST_NAMED));
    }
    listed.join(", ")
}
