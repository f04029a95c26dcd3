//! Names that are not actions of the catalog, but that a source has.

use ack_catalog::CsAction;
use ram_policy::lint::KnownActions as _;

/// Returns what is known about a name that no source relates to an operation as its action.
pub(crate) fn about_unlisted(name: &str) -> Option<String> {
    let has = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let services = CsAction::KNOWN.services();
    services.iter().find_map(|service| {
        if has(service.facts.named_only) {
            let message = "only Alibaba Cloud's own policies name";
            return Some(format!("{message} `{name}`; no source says what needs it"));
        }
        has(service.facts.undocumented).then(|| {
            format!("`{name}` is named after an operation of ACK whose action no source documents")
        })
    })
}
