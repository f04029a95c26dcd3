//! The output formats of `lint`, a file each.

mod github;
mod json;
mod markdown;
mod renderer;
mod sarif;
mod text;

use clap::ValueEnum;
pub(super) use renderer::Renderer;

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    /// For people
    #[default]
    Text,
    /// Array of objects
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub workflows
    Github,
    /// Table for a comment
    Markdown,
}

impl LintFormat {
    pub(super) fn renderer(self) -> &'static dyn Renderer {
        match self {
            Self::Text => &text::Text,
            Self::Json => &json::Json,
            Self::Sarif => &sarif::Sarif,
            Self::Github => &github::Github,
            Self::Markdown => &markdown::Markdown,
        }
    }
}
