//! The exit status of a command that ran to its end.

use std::process::ExitCode;

pub(crate) enum ExitStatus {
    Done,
    Finding,
    /// The input was reported as invalid.
    Invalid,
}

impl ExitStatus {
    pub(crate) fn finding_if(is_finding: bool) -> Self {
        if is_finding {
            Self::Finding
        } else {
            Self::Done
        }
    }

    pub(crate) fn invalid_if(is_invalid: bool) -> Self {
        if is_invalid {
            Self::Invalid
        } else {
            Self::Done
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Done => Self::SUCCESS,
            ExitStatus::Finding => Self::from(1),
            ExitStatus::Invalid => Self::from(2),
        }
    }
}
