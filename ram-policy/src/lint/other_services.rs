//! Names of actions of services that no catalog covers.

/// A list of actions of services that the catalog does not have.
///
/// The list may lack actions, so nothing is wrong only because it is missing. An action is misspelt only if the list
/// says so.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, OtherServices};
///
/// struct Ecs;
/// impl OtherServices for Ecs {
///     fn find(&self, action: &str) -> Option<&str> {
///         Some("ecs:DescribeDisks").filter(|name| name.eq_ignore_ascii_case(action))
///     }
///     fn meant(&self, action: &str) -> Option<&str> {
///         (action == "ecs:DecsribeDisks").then_some("ecs:DescribeDisks")
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

    /// Returns the listed action that is meant by a misspelt one. It is called only for actions that are not
    /// listed.
    fn meant(&self, action: &str) -> Option<&str>;

    /// Returns the RAM codes of the service that people call by this name, if the name is not a code itself.
    fn codes(&self, name: &str) -> &[&str];
}
