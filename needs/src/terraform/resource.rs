//! What one resource needs.

use super::calls::{Request, of_type};
use super::phase::Phase;
use crate::found::Found;
use ram_diagnostics::ByteRange;

/// Adds what a resource or a data source of this type needs in these phases.
///
/// `type_name` has `data.` before that of a data source; `has` tells whether it has an argument.
pub(crate) fn add(
    type_name: &str,
    phases: &[Phase],
    has: impl Fn(&str) -> bool,
    range: ByteRange,
    found: &mut Found,
) {
    let bare = type_name.trim_start_matches("data.");
    // Resources of other providers call no API of Alibaba Cloud.
    if !bare.starts_with("alicloud_") {
        return;
    }
    let Some(calls) = of_type(type_name) else {
        found.note(
            format!("the operations that `{bare}` calls are not known"),
            range,
        );
        return;
    };
    for call in calls {
        if !phases.contains(&call.phase) || !call.is_made_with(&has) {
            continue;
        }
        match call.request {
            Request::Known(call) => {
                if !found
                    .needs
                    .iter()
                    .any(|need| need.call == call && need.range == range)
                {
                    found.need(call, range);
                }
            }
            Request::Unknown(product, request) => {
                let (method, path) = request.split_once(':').unwrap_or_default();
                let message = format!(
                    "`{bare}` calls {method} {path} of {product}, whose action is not known"
                );
                if !found
                    .notes
                    .iter()
                    .any(|note| note.message == message && note.range == range)
                {
                    found.note(message, range);
                }
            }
        }
    }
}

/// Returns whether one of these names is an argument of the table, which can end in `*`.
pub(crate) fn has_argument<'a>(mut names: impl Iterator<Item = &'a str>, argument: &str) -> bool {
    match argument.strip_suffix('*') {
        Some(start) => names.any(|name| name.starts_with(start)),
        None => names.any(|name| name == argument),
    }
}
