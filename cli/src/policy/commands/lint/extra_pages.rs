//! The actions that the linter knows: those of the catalog, and of pages in the settings.

use crate::files::read::{PAGE, read};
use crate::output::failure::Failure;
use ack_catalog::CsAction;
use ack_catalog_core::{Inspection, Source};
use ram_policy::KnownActions;
use ram_policy::lint::{KnownAction, Service, ServiceFacts};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Default)]
pub(crate) struct Known {
    pages: Vec<Page>,
}

struct Page {
    /// The page as messages name it.
    name: String,
    services: BTreeSet<String>,
    /// By their names in lower case.
    actions: BTreeMap<String, String>,
}

impl Known {
    /// Adds the actions on a page.
    pub(crate) fn read(&mut self, path: &Path, name: &str) -> Result<(), Failure> {
        let bytes = read(path, name, PAGE)?;
        let source = Source::from_bytes(name, &bytes).map_err(Failure::new)?;
        let page = Inspection::read(&source);
        let actions: BTreeMap<String, String> = page
            .tables
            .iter()
            .flat_map(|table| &table.entries)
            .flat_map(|entry| &entry.actions)
            .map(|action| (action.text.to_ascii_lowercase(), action.text.clone()))
            .collect();
        if actions.is_empty() {
            let help = "`ack-catalog inspect` shows how the page is read";
            return Err(Failure::new(format!("{name} lists no actions")).help(help));
        }
        let services: BTreeSet<String> = actions
            .values()
            .filter_map(|name| name.split_once(':'))
            .map(|(code, _)| code.to_owned())
            .collect();
        self.pages.push(Page {
            name: format!("the page {name}"),
            services,
            actions,
        });
        Ok(())
    }
}

impl KnownActions for Known {
    fn services(&self) -> Vec<Service<'_>> {
        let mut services = CsAction::KNOWN.services();
        for page in &self.pages {
            for code in &page.services {
                if !services.iter().any(|service| service.code == code) {
                    services.push(Service {
                        code,
                        source: &page.name,
                        facts: &ServiceFacts::NONE,
                    });
                }
            }
        }
        services
    }

    fn find(&self, action: &str) -> Option<KnownAction<'_>> {
        CsAction::KNOWN.find(action).or_else(|| {
            let key = action.to_ascii_lowercase();
            let name = self.pages.iter().find_map(|page| page.actions.get(&key));
            name.map(|name| KnownAction::named(name))
        })
    }

    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
        CsAction::KNOWN.each(visit);
        for name in self.pages.iter().flat_map(|page| page.actions.values()) {
            visit(KnownAction::named(name));
        }
    }
}
