//! How a command that could do its work has ended.

pub(crate) enum ExitStatus {
    Done,
    /// There is something to attend to: exit code 1.
    Finding,
}

impl ExitStatus {
    pub(crate) fn finding_if(is_finding: bool) -> Self {
        if is_finding {
            Self::Finding
        } else {
            Self::Done
        }
    }
}
