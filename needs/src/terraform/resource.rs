//! What one resource needs.

use super::calls::{Request, of_type};
use super::phase::Phase;
use crate::call::Call;
use crate::found::{Found, Module};
use ram_diagnostics::ByteRange;

/// Adds what a block needs: `resource`, `data`, and others that have a type, such as `ephemeral`.
pub(crate) fn add_of_kind(
    kind: &str,
    type_name: &str,
    phases: &[Phase],
    has: impl Fn(&str) -> bool,
    range: ByteRange,
    found: &mut Found,
) {
    match kind {
        "resource" => add(type_name, phases, has, range, found),
        "data" => {
            let phases: Vec<Phase> = phases
                .iter()
                .copied()
                .filter(|phase| *phase == Phase::Read)
                .collect();
            if !phases.is_empty() {
                add(&format!("data.{type_name}"), &phases, has, range, found);
            }
        }
        "provider" if type_name == "alicloud" && has("assume_role") => {
            found.need(Call::Elsewhere("sts:AssumeRole".to_owned()), range);
        }
        // Other settings of a provider, and what has no type.
        _ if !type_name.starts_with("alicloud_") => {}
        _ => found.note(
            format!("the operations that `{type_name}` calls as `{kind}` are not known"),
            range,
        ),
    }
}

/// Adds a module, whose resources are elsewhere.
pub(crate) fn add_module(name: &str, source: Option<&str>, range: ByteRange, found: &mut Found) {
    match source {
        Some(folder) if folder.starts_with("./") || folder.starts_with("../") => {
            let folder = folder.to_owned();
            found.modules.push(Module { folder, range });
        }
        Some(source) => {
            let source = source.escape_debug();
            let message = format!(
                "the resources of the module `{name}` are in `{source}`, not in this folder"
            );
            found.note(message, range);
        }
        None => found.note(
            format!("the source of the module `{name}` is computed"),
            range,
        ),
    }
}

/// Adds what Terraform calls to delete a resource that is no longer there: `removed { from = alicloud_vpc.a }`.
pub(crate) fn add_removed(from: &str, phases: &[Phase], range: ByteRange, found: &mut Found) {
    if let Some(type_name) = type_of(from) {
        let own: Vec<Phase> = [Phase::Read, Phase::Delete]
            .into_iter()
            .filter(|phase| phases.contains(phase))
            .collect();
        // Its arguments are gone.
        add(type_name, &own, |_| true, range, found);
    } else if from.contains("module.") {
        found.note(
            "what is deleted with this module is not known".to_owned(),
            range,
        );
    }
}

/// Adds what Terraform calls to read a resource that it takes over: `import { to = alicloud_vpc.a }`. It can have no block
/// yet: `terraform plan -generate-config-out` writes one.
pub(crate) fn add_imported(to: &str, phases: &[Phase], range: ByteRange, found: &mut Found) {
    if let Some(type_name) = type_of(to).filter(|_| phases.contains(&Phase::Read)) {
        // Its arguments are elsewhere.
        add(type_name, &[Phase::Read], |_| true, range, found);
    }
}

/// Returns the type in an address: that of `module.alicloud_net.alicloud_vpc.a[0]` is `alicloud_vpc`.
fn type_of(address: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut words = address.split(|c| !is_part(c));
    while let Some(word) = words.next() {
        match word {
            "module" => _ = words.next(),
            _ if word.starts_with("alicloud_") => return Some(word),
            _ => {}
        }
    }
    None
}

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

/// Returns whether one of these arguments, each with its value if that is a text, is an argument of the table: a name,
/// which can end in `*`, or a name with a value.
pub(crate) fn has_argument<'a>(
    mut given: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    argument: &str,
) -> bool {
    if let Some((wanted, text)) = argument.split_once('=') {
        return given.any(|(name, value)| {
            name == wanted && value.is_none_or(|value| value.eq_ignore_ascii_case(text))
        });
    }
    match argument.strip_suffix('*') {
        Some(start) => given.any(|(name, _)| name.starts_with(start)),
        None => given.any(|(name, _)| name == argument),
    }
}
