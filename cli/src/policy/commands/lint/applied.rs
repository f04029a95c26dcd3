//! What settings changed in a run.

use super::settings::Settings;
use super::totals::Totals;
use crate::output::failure::note;
use crate::output::printable::counted;
use ram_diagnostics::thousands;
use ram_policy::lint::SizeLimit;

/// Returns the name of the file, and reports what it suppressed.
pub(super) fn report_applied<'s>(
    settings: &'s Settings,
    totals: &Totals,
    excluded: usize,
) -> Option<&'s str> {
    let name = settings.name.as_deref()?;
    let default = SizeLimit::default();
    let parts = [
        (totals.ignored, "finding", " ignored"),
        (totals.excepted, "finding", " accepted"),
        (totals.lowered, "finding", " lowered"),
        (excluded, "file", " excluded"),
        (settings.pages, "page", " of known actions added"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts = parts.map(|(count, noun, what)| counted(count, noun) + what);
    let limit = (settings.size != default).then(|| {
        let characters = thousands(settings.size.most);
        format!("length limit {characters}")
    });
    let cause = match (settings.pages > 0, limit.is_some()) {
        (true, true) => "pages or the limit",
        (true, false) => "pages",
        _ => "the limit",
    };
    let avoided = (totals.avoided > 0).then(|| {
        format!(
            "{} suppressed by {cause}",
            counted(totals.avoided, "finding")
        )
    });
    let parts: Vec<String> = parts.chain(limit).chain(avoided).collect();
    if !parts.is_empty() {
        let message = format!("settings of {name}: {}", parts.join(", "));
        let help = "`--isolated` lints without these settings";
        note(&message, Some(help));
    }
    Some(name)
}
