//! The rule on AWS's names in a policy that is otherwise readable.

use crate::lint::checker::Checker;
use crate::lint::registry::AWS_POLICY;
use ram_diagnostics::{ByteRange, escaped};

impl Checker<'_> {
    /// Reports a name that only AWS has. `what`: such as `an action`.
    pub(crate) fn aws(&mut self, name: &str, what: &str, range: ByteRange) {
        let message = format!(
            "`{}` is {what} of AWS, which RAM does not have",
            escaped(name)
        );
        self.report(AWS_POLICY, range, message, "rewrite it with RAM's names");
    }
}
