//! A catalog in many sizes, written for each contestant.
//!
//! The smallest size is the project's own page; others are the first rows of the large page in the corpus.

use crate::{corpus, workspace};
use ack_catalog_core::{Action, Catalog, Settings, Source, rust_file};
use std::fmt::Write as _;
use std::fs;

/// The size of the project's own page.
pub const OWN: usize = ack_catalog::AckAction::COUNT;

const STRUM_DERIVES: &str = "strum::Display, strum::EnumString, strum::IntoStaticStr, \
                             strum::EnumMessage, strum::VariantArray";

/// A catalog of a given size.
pub struct Scale {
    pub page: String,
    pub catalog: Catalog,
    pub settings: Settings,
}

impl Scale {
    /// Returns `None`, with a message, if the corpus is missing.
    pub fn of(rows: usize) -> Option<Self> {
        let mut settings = Settings::new("Action".parse().expect("a name"));
        let page = if rows == OWN {
            let page = workspace().join("source-doc/ack-api-user-authentication.md");
            fs::read_to_string(page).expect("the page")
        } else {
            settings.page.service_prefix = true;
            let Some(corpus) = corpus() else {
                println!("no corpus: {rows} rows are left out");
                return None;
            };
            let page = fs::read_to_string(corpus.join("large-page.md")).expect("the large page");
            let (head, table) = page.split_once("\n|").expect("a table");
            // The header and the line below it are lines of the table too.
            let lines: Vec<&str> = table.lines().take(rows + 2).collect();
            format!("{head}\n|{}\n", lines.join("\n"))
        };
        let reading = Catalog::read(&Source::new("page.md", &page), &settings);
        assert_eq!(reading.catalog.actions.len(), rows, "rows");
        Some(Self {
            page,
            catalog: reading.catalog,
            settings,
        })
    }

    pub fn rows(&self) -> usize {
        self.catalog.actions.len()
    }

    /// Returns the generated file.
    pub fn ours(&self) -> String {
        rust_file(&self.catalog, &self.settings, "")
    }

    /// Returns only the enum of the generated file, with its documentation.
    pub fn bare(&self) -> String {
        let file = self.ours();
        let (item, _) = file.split_once("\n}\n").expect("an enum");
        let lines = item.lines().filter(|line| !line.contains("#[doc(alias"));
        format!("{}\n}}\n", lines.collect::<Vec<_>>().join("\n"))
    }

    /// Returns the enum with strum's derives.
    pub fn strum(&self) -> String {
        self.derived(STRUM_DERIVES, |action| {
            format!(
                "#[strum(serialize = {:?}, message = {:?}, detailed_message = {:?})]",
                action.ram_action.as_str(),
                action.texts.description,
                action.texts.doc_url
            )
        })
    }

    /// Returns the enum with strum's derives and `Debug`.
    pub fn strum_and_debug(&self) -> String {
        format!("#[derive(Debug)]\n{}", self.strum())
    }

    /// Returns the enum with serde's derives, which read and write the names.
    pub fn serde(&self) -> String {
        self.derived("Debug, serde::Serialize, serde::Deserialize", |action| {
            format!("#[serde(rename = {:?})]", action.ram_action.as_str())
        })
    }

    fn derived(&self, derives: &str, attribute: impl Fn(&Action) -> String) -> String {
        let mut out =
            format!("#[derive(Clone, Copy, PartialEq, Eq, Hash, {derives})]\npub enum Action {{\n");
        for action in &self.catalog.actions {
            let _ = writeln!(
                out,
                "    /// {}\n    {}\n    {},",
                action.texts.description.replace('\n', " "),
                attribute(action),
                action.variant
            );
        }
        out + "}\n"
    }

    /// Returns a hand-written enum with its names in a map of phf.
    pub fn phf(&self) -> String {
        let bare = self.bare();
        let entries = self.entries("Action", |name, variant| {
            format!("    {name} => {variant},\n")
        });
        let texts = self.catalog.actions.iter().map(|action| {
            format!(
                "            Self::{} => ({:?}, {:?}, {:?}),\n",
                action.variant,
                action.ram_action.as_str(),
                action.texts.description,
                action.texts.doc_url
            )
        });
        format!(
            "{bare}\npub static NAMES: phf::Map<&'static str, Action> = phf::phf_map! {{\n{entries}}};\n\n\
             impl Action {{\n    pub fn texts(self) -> (&'static str, &'static str, &'static str) {{\n\
             \x20       match self {{\n{}        }}\n    }}\n}}\n",
            texts.collect::<String>()
        )
    }

    /// Returns a line for each action, made from its name as a literal and its variant as a path.
    pub fn entries(&self, path: &str, line: impl Fn(&str, &str) -> String) -> String {
        let lines = self.catalog.actions.iter().map(|action| {
            let name = format!("{:?}", action.ram_action.as_str());
            line(&name, &format!("{path}::{}", action.variant))
        });
        lines.collect()
    }
}
