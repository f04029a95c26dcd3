//! Errors in JSON that is not a policy.

use crate::output::serde_message::reworded;
use ram_policy::{json, line_column};

pub(crate) struct Explained {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Explains an error in this text. The reader of policies has a plainer message for broken JSON.
pub(crate) fn explained(error: &serde_json::Error, text: &[u8]) -> Explained {
    let lossy = String::from_utf8_lossy(text);
    if !error.is_data()
        && let Some(problem) = json::parse(&lossy).problems.first()
    {
        let (line, column) = line_column(&lossy, problem.range.start);
        return Explained {
            message: problem.message.clone(),
            line,
            column,
        };
    }
    let full = error.to_string();
    let message = full
        .rsplit_once(" at line ")
        .map_or(&*full, |(text, _)| text);
    Explained {
        message: reworded(message),
        line: error.line().max(1),
        column: error.column().max(1),
    }
}
