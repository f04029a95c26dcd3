//! Values with their places in the text of a policy.

use ram_diagnostics::ByteRange;

/// A value and its place in the text.
///
/// ```
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.parse()?;
/// let action = &policy.statements()[0].actions.patterns[0];
/// assert_eq!(action.value.as_str(), "cs:Get*");
/// assert_eq!(&policy.text()[action.range.as_range()], r#""cs:Get*""#);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place; a string includes its quotation marks.
    pub range: ByteRange,
}

/// Returns what is located, without the places.
pub(crate) fn values<T>(located: &[Located<T>]) -> impl Iterator<Item = &T> + Clone {
    located.iter().map(|one| &one.value)
}
