//! The choices of how a page is read.

use crate::invalid_name::InvalidName;
use crate::page::columns::ColumnHeaders;
use crate::ram_action::is_service;
use std::fmt;
use std::str::FromStr;

/// How a page is read.
///
/// ```
/// use ack_catalog_core::{PageOptions, Tables};
///
/// let options = PageOptions {
///     service: Some("nas".parse()?),
///     tables: Tables::All,
///     ..PageOptions::default()
/// };
/// assert!(!options.repair);
/// # Ok::<(), ack_catalog_core::InvalidName>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// The header texts by which the operations table is found.
    pub columns: ColumnHeaders,
    /// The service of the actions that the page writes without one.
    pub service: Option<Service>,
    /// Which of several tables with these columns are read.
    pub tables: Tables,
    /// Accepts actions with wildcards, such as `ecs:Describe*`: each is a variant.
    pub wildcards: bool,
    /// Accepts pages that the reader has to repair, such as a missing cell or a row over several
    /// lines: each repair is then a warning instead of an error.
    pub repair: bool,
    /// Starts each variant with its service: `EcsStartInstance` for `ecs:StartInstance`.
    pub service_prefix: bool,
}

/// Which of several tables with the same header are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// The only one; a second is an error.
    #[default]
    One,
    /// All of them, as if they were one.
    All,
}

impl FromStr for Tables {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        match text {
            "one" => Ok(Self::One),
            "all" => Ok(Self::All),
            _ => Err(InvalidName::new(text, "`one` or `all`")),
        }
    }
}

/// The name of a service, as actions start with it: `nas` of `nas:CreateFileSystem`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service(String);

impl Service {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Service {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if is_service(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName::new(text, "a service, such as `nas`"))
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
