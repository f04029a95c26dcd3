//! How a command that could do its work has ended.

pub(crate) enum ExitStatus {
    Done,
    /// There is something to attend to: exit code 1.
    Finding,
}
