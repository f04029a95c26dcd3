//! A document that the editor has open.

use super::position::{Encoding, Lines};
use super::syntax::{Language, Node, parse};
use crate::output::uri::file_path;
use crate::policy::input::documents::Input;
use crate::policy::input::walk;
use gen_lsp_types::{Position, Range};
use ram_diagnostics::ByteRange;
use ram_policy_source::is_read;
use std::path::{Path, PathBuf};

/// The size in bytes above which a document is not checked while it is typed.
pub(super) const MOST: usize = 2 << 20;

/// The size in bytes above which a document is not completed and explained. Each of its patterns is compared with each
/// action.
const MOST_EXPLAINED: usize = 256 << 10;

pub(super) struct Document {
    pub(super) uri: String,
    pub(super) version: i32,
    pub(super) text: String,
    pub(super) content: Content,
    pub(super) path: Option<PathBuf>,
    lines: Lines,
}

/// What a document contains, by its name and its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Perhaps a policy, in a file of this extension.
    Policy {
        extension: Option<String>,
    },
    /// Perhaps a page of actions.
    Page,
    Other,
}

/// The languages of policies, as editors name them, each with the extension of such files.
const LANGUAGES: [(&str, &str); 7] = [
    ("json", "json"),
    ("jsonc", "json"),
    ("jsonl", "jsonl"),
    ("terraform", "tf"),
    ("terraform-vars", "tfvars"),
    ("opentofu", "tofu"),
    ("opentofu-vars", "tfvars"),
];

impl Content {
    /// The extension counts more than the language, as the program has only that.
    fn of(path: Option<&Path>, language: &str) -> Self {
        let extension = path.and_then(walk::extension);
        let by_language = LANGUAGES.iter().find(|(name, _)| *name == language);
        match extension.as_deref() {
            Some("md" | "markdown") => Self::Page,
            Some(known) if is_read(known) && known != "xml" => Self::Policy { extension },
            _ if language == "markdown" => Self::Page,
            _ => match by_language {
                // Such a file is read by its content.
                Some(_) if path.is_some() => Self::Policy { extension },
                Some((_, extension)) => Self::Policy {
                    extension: Some((*extension).to_owned()),
                },
                None => Self::Other,
            },
        }
    }
}

impl Document {
    pub(super) fn new(
        uri: String,
        language: &str,
        version: i32,
        text: String,
        encoding: Encoding,
    ) -> Self {
        let path = file_path(&uri);
        Self {
            content: Content::of(path.as_deref(), language),
            path,
            lines: Lines::new(&text, encoding),
            uri,
            version,
            text,
        }
    }

    /// Takes the place of the text.
    pub(super) fn replace(&mut self, version: i32, text: String, encoding: Encoding) {
        self.lines = Lines::new(&text, encoding);
        self.version = version;
        self.text = text;
    }

    /// Returns the document as an input of commands that run in `folder`.
    pub(super) fn input(&self, folder: &Path) -> Input {
        let path = self.path.as_deref();
        let name = path.map(|path| path.strip_prefix(folder).unwrap_or(path));
        Input::Open {
            name: name.map_or_else(|| self.uri.clone(), |name| name.display().to_string()),
            path: self.path.clone(),
            extension: match &self.content {
                Content::Policy { extension } => extension.clone(),
                Content::Page | Content::Other => None,
            },
        }
    }

    /// Returns the language of a policy.
    pub(super) fn language(&self) -> Option<Language> {
        match &self.content {
            Content::Policy { extension } => Some(match extension.as_deref() {
                Some("tf" | "tofu" | "tfvars") => Language::Terraform,
                _ => Language::Json,
            }),
            Content::Page | Content::Other => None,
        }
    }

    /// Returns the values of the document, or none if it is not explained.
    pub(super) fn tree(&self) -> Vec<Node> {
        match self.language() {
            Some(language) if self.is_explained() => parse(&self.text, language),
            _ => Vec::new(),
        }
    }

    /// Returns true if it may be a policy, and is not too large to read at every question.
    pub(super) fn is_explained(&self) -> bool {
        self.language().is_some() && self.text.len() <= MOST_EXPLAINED
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.lines.encoding()
    }

    pub(super) fn range(&self, range: ByteRange) -> Range {
        self.lines.range(&self.text, range)
    }

    pub(super) fn offset(&self, position: Position) -> usize {
        self.lines.offset(&self.text, position)
    }
}
