//! What the three doors (program, macro, build script) may choose.

use crate::page::columns::ColumnHeaders;
use crate::ram_action::is_identifier;
use std::fmt;
use std::str::FromStr;
use syn::parse::Parser as _;

/// The name of a type in the code that is written, such as `AckAction`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName(String);

/// The path of a crate or module in the code that is written, such as `::ack_catalog`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CratePath(String);

/// A text is no name or path of Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRust {
    given: String,
    wanted: &'static str,
}

impl fmt::Display for NotRust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.given.escape_debug(), self.wanted)
    }
}

impl std::error::Error for NotRust {}

impl FromStr for TypeName {
    type Err = NotRust;

    fn from_str(text: &str) -> Result<Self, NotRust> {
        if is_identifier(text) {
            return Ok(Self(text.to_owned()));
        }
        Err(NotRust {
            given: text.to_owned(),
            wanted: "the name of a type, such as `AckAction`",
        })
    }
}

impl FromStr for CratePath {
    type Err = NotRust;

    fn from_str(text: &str) -> Result<Self, NotRust> {
        match syn::Path::parse_mod_style.parse_str(text) {
            Ok(path) => {
                let names = path
                    .segments
                    .iter()
                    .map(|segment| segment.ident.to_string());
                let names: Vec<String> = names.collect();
                let root = if path.leading_colon.is_some() {
                    "::"
                } else {
                    ""
                };
                Ok(Self(format!("{root}{}", names.join("::"))))
            }
            Err(_) => Err(NotRust {
                given: text.to_owned(),
                wanted: "the path of a crate, such as `::ack_catalog`",
            }),
        }
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CratePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a page is read and what the catalog's items are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The columns to read.
    pub columns: ColumnHeaders,
    /// Whether a page is accepted where the reader had to mend it: a cell that is missing, a row
    /// over several lines. What was mended is then a warning, and otherwise an error.
    pub repair: bool,
    /// Whether a variant starts with its service: `EcsStartInstance` for `ecs:StartInstance`.
    pub service_prefix: bool,
    /// The name of the enum.
    pub enum_name: TypeName,
    /// The name of the set type.
    pub set_name: TypeName,
    /// The path of the crate `ack-catalog` in the code that is written.
    pub crate_path: CratePath,
}

/// Whether a path is absolute on any system, and so means a file on one machine.
pub fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':')
}

impl Settings {
    /// Gives the set another name.
    ///
    /// # Errors
    ///
    /// When it is the name of the enum.
    pub fn set_name(mut self, name: TypeName) -> Result<Self, NotRust> {
        if name == self.enum_name {
            return Err(NotRust {
                given: name.0,
                wanted: "another name than that of the enum",
            });
        }
        self.set_name = name;
        Ok(self)
    }

    /// The defaults for an enum of this name: its set is called `…Set`, the columns have the
    /// headers `Operation`, `RAM Action` and `Description`.
    pub fn new(enum_name: TypeName) -> Self {
        Self {
            columns: ColumnHeaders::default(),
            service_prefix: false,
            repair: false,
            set_name: TypeName(format!("{enum_name}Set")),
            enum_name,
            crate_path: CratePath("::ack_catalog".to_owned()),
        }
    }
}
