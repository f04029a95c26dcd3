//! Names of actions of services that no catalog covers.

/// A list of actions of services that the catalog does not have.
///
/// The list may lack actions, so nothing is wrong only because it is missing.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, OtherServices};
///
/// const DISKS: &str = "ecs:DescribeDisks";
///
/// struct Ecs;
/// impl OtherServices for Ecs {
///     fn find(&self, action: &str) -> Option<&str> {
///         Some(DISKS).filter(|name| name.eq_ignore_ascii_case(action))
///     }
///     fn actions(&self, service: &str) -> Vec<&str> {
///         if service == "ecs" { vec![DISKS] } else { Vec::new() }
///     }
///     fn each_name(&self, visit: &mut dyn FnMut(&str)) {
///         visit("DescribeDisks");
///     }
///     fn codes(&self, _: &str) -> &[&str] {
///         &[]
///     }
/// }
///
/// let found = Linter::new(&NothingKnown).other_services(&Ecs).text(r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "ecs:DecsribeDisks", "Resource": "acs:ecs:*:*:disk/*"}
/// ]}"#);
/// assert_eq!(found[0].rule.name, "misspelt-action");
/// ```
pub trait OtherServices: Sync {
    /// Returns the listed action of this name, ignoring letter case: the same text if that is listed.
    fn find(&self, action: &str) -> Option<&str>;

    /// Returns the listed actions of the service with this code, ignoring letter case.
    fn actions(&self, service: &str) -> Vec<&str>;

    /// Visits the name of every listed action, without its service.
    fn each_name(&self, visit: &mut dyn FnMut(&str));

    /// Returns the RAM codes of the service that people call by this name, if the name is not a code itself.
    fn codes(&self, name: &str) -> &[&str];
}
