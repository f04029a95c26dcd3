//! What Terraform needs for the resource that an error names.

use ack_catalog_needs::{Call, Language, Phase, read};

/// Returns the actions that a resource needs in each phase, by its address. What only some arguments need is not among
/// them.
pub(super) fn of_type(address: &str) -> Vec<(Phase, Vec<String>)> {
    let address = without_keys(address);
    let parts: Vec<&str> = address.split('.').collect();
    let Some(place) = parts.iter().position(|part| part.starts_with("alicloud_")) else {
        return Vec::new();
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = parts[place];
    if !name.chars().all(is_name) {
        return Vec::new();
    }
    let is_data = place > 0 && parts[place - 1] == "data";
    let block = if is_data { "data" } else { "resource" };
    let text = format!("{block} \"{name}\" \"a\" {{}}\n");
    let phases = Phase::ALL.into_iter().filter_map(|phase| {
        let found = read(Language::Terraform, &text, &[phase]).ok()?;
        let mut needs: Vec<String> = Vec::new();
        for need in found.needs.iter().flat_map(|need| actions(&need.call)) {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        (!needs.is_empty()).then_some((phase, needs))
    });
    phases.collect()
}

fn actions(call: &Call) -> Vec<String> {
    match call {
        Call::Operation(operation) => {
            let required = operation.required_actions().iter();
            required.map(|action| (*action).to_owned()).collect()
        }
        call => vec![call.to_string()],
    }
}

/// Returns an address without the keys of its modules and resources, which may contain anything.
fn without_keys(address: &str) -> String {
    let mut depth = 0_usize;
    let outside = address.chars().filter(|c| {
        match c {
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}
