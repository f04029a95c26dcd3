//! Resources on the command line.

use crate::output::failure::{Failure, note};
use crate::policy::excerpt::quoted;
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::scope::is_of_clusters;
use ack_catalog_needs::CLUSTERS;
use ram_policy::{Pattern, intersect, is_wildcard};

/// Refuses an invalid resource, or one with a placeholder left in it, and warns about confusable letters.
pub(crate) fn refuse_invalid_resource(resource: &str) -> Result<(), Failure> {
    check_resource(resource)?;
    warn_about_confusable(resource);
    Ok(())
}

/// Refuses an invalid resource, or one with a placeholder left in it.
pub(crate) fn check_resource(resource: &str) -> Result<(), Failure> {
    if is_list(resource) {
        let message = format!("{} is more than one resource", quoted(resource));
        return Err(Failure::new(message).help("write each for itself, without a comma"));
    }
    let is_whole =
        resource == "*" || (resource.splitn(5, ':').count() == 5 && resource.starts_with("acs:"));
    let is_plain = !resource.contains(['<', '>', '"']) && !resource.contains(char::is_control);
    if is_whole && is_plain {
        return Ok(());
    }
    let message = format!("{} is not a valid resource", quoted(resource));
    let help = "write `acs:<service>:<region>:<account-id>:<relative-id>` with each `<…>` filled in, or `*`";
    Err(Failure::new(message).help(help))
}

/// Returns whether a text has resources with commas between them. The names of other services can have commas.
fn is_list(resource: &str) -> bool {
    let is_of_ack = resource.starts_with("acs:cs:") && resource.contains(',');
    is_of_ack || resource.contains(",acs:") || resource.ends_with(',')
}

/// Refuses a resource that is of the service of no action, and notes the actions of other services that it is not for.
pub(crate) fn refuse_other_service<'a>(
    resource: Option<&str>,
    actions: impl IntoIterator<Item = &'a String>,
) -> Result<(), Failure> {
    let Some(resource) = resource else {
        return Ok(());
    };
    let (own, others): (Vec<&String>, Vec<&String>) =
        { actions.into_iter() }.partition(|action| can_need(action, resource));
    let Some(other) = others.first() else {
        return Ok(());
    };
    let message = format!("{} is not a resource of `{other}`", quoted(resource));
    if own.is_empty() {
        return Err(Failure::new(message).help(of_service_help(other)));
    }
    let message = match others.len() - 1 {
        0 => message,
        more => format!("{message} and {more} more"),
    };
    note(
        &message,
        Some("name the resources of other services in a file of needs"),
    );
    Ok(())
}

/// Returns what to write as a resource of an action.
pub(crate) fn of_service_help(action: &str) -> String {
    format!(
        "write one of its service, such as `{}`",
        all_of_service(action)
    )
}

/// Returns all resources that an action can be used on: every cluster for one of ACK that a source limits to clusters,
/// or else all of its service.
pub(crate) fn usable_resource(action: &str) -> String {
    if is_of_clusters(action) {
        CLUSTERS.to_owned()
    } else {
        all_of_service(action)
    }
}

/// Returns all resources of an action's service, or all roles for an action of STS.
pub(crate) fn all_of_service(action: &str) -> String {
    // Services are written in lower case in resources, and letter case matters there.
    let service = action.split(':').next().unwrap_or_default();
    match service.to_ascii_lowercase().as_str() {
        "sts" => ROLES.to_owned(),
        service => format!("acs:{service}:*:*:*"),
    }
}

/// All roles. Their names have no region.
const ROLES: &str = "acs:ram:*:*:role/*";

/// Returns whether an action may need this resource. One of a service other than ACK may need resources of a further
/// service: `nas:CreateMountTarget` a vSwitch.
pub(crate) fn can_need(action: &str, resource: &str) -> bool {
    let code = action.split(':').next().unwrap_or_default();
    let is_of_ack = code.eq_ignore_ascii_case("cs") || resource.starts_with("acs:cs:");
    !is_of_ack || is_of_service(&[resource.to_owned()], &[action.to_owned()])
}

/// Returns whether one of these resources is of the service of each action.
pub(crate) fn is_of_service(resources: &[String], actions: &[String]) -> bool {
    actions.iter().all(|action| {
        let code = action.split(':').next().unwrap_or_default();
        let of_service = Pattern::resource(&all_of_service(action));
        code.contains(is_wildcard)
            || resources
                .iter()
                .any(|resource| intersect(&Pattern::resource(resource), &of_service) != Ok(None))
    })
}
