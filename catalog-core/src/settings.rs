//! The choices of the program, the macro and a build script.

use crate::invalid_name::InvalidName;
use crate::page::options::PageOptions;
use crate::ram_action::is_identifier;
use std::fmt;
use std::str::FromStr;
use syn::parse::Parser as _;

/// The name of a type in the generated code, such as `AckAction`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName(String);

/// The path of a crate or module in the generated code, such as `::ack_catalog`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CratePath(String);

/// The primitive types that have a name. An item of such a name would hide the type from generated code.
const PRIMITIVES: [&str; 19] = [
    "bool", "char", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize", "str",
    "u8", "u16", "u32", "u64", "u128", "usize",
];

impl FromStr for TypeName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let wanted = if !is_identifier(text) {
            "the name of a type, such as `AckAction`"
        } else if PRIMITIVES.contains(&text) {
            "a free name: it is a primitive type of Rust; expected one such as `AckAction`"
        } else if text == "support" || text.starts_with("__") {
            "a free name: the generated code has it; expected one such as `AckAction`"
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(InvalidName::new(text, wanted))
    }
}

impl FromStr for CratePath {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let Ok(path) = syn::Path::parse_mod_style.parse_str(text) else {
            let wanted = "the path of a crate, such as `::ack_catalog`";
            return Err(InvalidName::new(text, wanted));
        };
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

/// How a page is read, and how the items of the catalog are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How the page is read.
    pub page: PageOptions,
    /// The name of the enum.
    pub enum_name: TypeName,
    /// The name of the set type.
    pub set_name: TypeName,
    /// The path of the crate `ack-catalog` in the generated code.
    pub crate_path: CratePath,
}

/// Returns true if a path is absolute on any system, and so names a file on one machine only.
pub fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':')
}

impl Settings {
    /// Sets the name of the set.
    ///
    /// # Errors
    ///
    /// When it is the name of the enum.
    pub fn set_name(mut self, name: TypeName) -> Result<Self, InvalidName> {
        if name == self.enum_name {
            let wanted = "available as the name of the set: the enum has it";
            return Err(InvalidName::new(&name.0, wanted));
        }
        self.set_name = name;
        Ok(self)
    }

    /// Creates the default settings for an enum of this name: its set is named `…Set`, and the columns
    /// have the headers `Operation`, `RAM Action` and `Description`.
    pub fn new(enum_name: TypeName) -> Self {
        Self {
            page: PageOptions::default(),
            set_name: TypeName(format!("{enum_name}Set")),
            enum_name,
            crate_path: CratePath("::ack_catalog".to_owned()),
        }
    }
}
