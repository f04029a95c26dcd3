//! What the three doors (program, macro, build script) may choose.

/// The header texts of the columns that a catalog is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The column of the operation's name.
    pub operation: String,
    /// The column of the RAM action or actions.
    pub ram_action: String,
    /// The column of the description and its link.
    pub description: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            operation: "Operation".to_owned(),
            ram_action: "RAM Action".to_owned(),
            description: "Description".to_owned(),
        }
    }
}

/// How a page is read and what the catalog's items are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The columns to read.
    pub columns: Columns,
    /// Whether a variant starts with its service: `EcsStartInstance` for `ecs:StartInstance`.
    pub service_prefix: bool,
    /// The name of the enum.
    pub enum_name: String,
    /// The name of the set type.
    pub set_name: String,
    /// The path of the crate `ack-catalog` in the code that is written.
    pub crate_path: String,
}

impl Settings {
    /// The defaults for an enum of this name: its set is called `…Set`, the columns have the
    /// headers `Operation`, `RAM Action` and `Description`.
    pub fn new(enum_name: impl Into<String>) -> Self {
        let enum_name = enum_name.into();
        Self {
            columns: Columns::default(),
            service_prefix: false,
            set_name: format!("{enum_name}Set"),
            enum_name,
            crate_path: "::ack_catalog".to_owned(),
        }
    }
}
