//! How a file contains a policy.

/// The form in which a file contains the text of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Container {
    /// As it is.
    #[default]
    Plain,
    /// In a string of JSON, such as an answer of the API.
    JsonString,
    /// In a heredoc of HCL, whose lines have this indentation in addition.
    Heredoc {
        /// The number of characters.
        indent: usize,
    },
    /// In a string of HCL.
    HclString,
    /// As an expression of HCL that is an argument of `jsonencode`.
    JsonEncode,
    /// As `statement` blocks of Terraform, which are not text.
    Blocks,
}

impl Container {
    /// Reports whether Terraform reads the text: `${` and `%{` begin computed parts.
    pub fn is_terraform(self) -> bool {
        matches!(
            self,
            Self::Heredoc { .. } | Self::HclString | Self::JsonEncode
        )
    }
}
