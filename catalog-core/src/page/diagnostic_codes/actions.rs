//! Codes of actions, and of how rows relate to each other.

use super::code::{CodeLevel, PageCode, codes, page};

codes! {
    NOT_AN_ACTION = PageCode {
        name: "not-an-action",
        level: CodeLevel::Error,
        what: "The cell of the action does not contain a RAM action.",
        why: "Without its action the row cannot become a variant.",
        example: page!("|StopAlert|cs/StopAlert|Disables an alert rule|"),
        fix: "Write the action as `service:Name`: a service in lower case, then letters, digits, `-` and `_`.",
    };

    ACTION_WITHOUT_SERVICE = PageCode {
        name: "action-without-service",
        level: CodeLevel::Repaired,
        what: "An action lacks its service.",
        why: "A policy needs the service. The reader takes it from the resources of the row, or from what the rest of the page names.",
        example: page!(
            "|StartAlert|cs:StartAlert|Enables an alert rule|",
            "|StopAlert|StopAlert|Disables an alert rule|"
        ),
        fix: "Write the action with its service, such as `cs:StopAlert`.",
    };

    SPACED_ACTION = PageCode {
        name: "spaced-action",
        level: CodeLevel::Repaired,
        what: "An action has a space after its colon.",
        why: "Copied into a policy, it matches nothing.",
        example: page!("|StopAlert|cs: StopAlert|Disables an alert rule|"),
        fix: "Delete the space.",
    };

    WILDCARD_ACTION = PageCode {
        name: "wildcard-action",
        // A catalog makes it an error whatever the settings; an inspection reads it.
        level: CodeLevel::Repaired,
        what: "The cell of the action contains a pattern, such as `cs:Stop*`.",
        why: "A variant is one action. In a catalog this is always an error.",
        example: page!("|StopAlert|cs:Stop*|Disables an alert rule|"),
        fix: "Write out each action.",
    };

    TEXT_AMONG_ACTIONS = PageCode {
        name: "text-among-actions",
        level: CodeLevel::Repaired,
        what: "The cell of the action contains other words besides its actions.",
        why: "A word may be a misspelt action, which is then missing.",
        example: page!("|StopAlert|cs:StopAlert (optional)|Disables an alert rule|"),
        fix: "Write only the actions, with commas between them.",
    };

    UNREAD_ACTION = PageCode {
        name: "unread-action",
        level: CodeLevel::Note,
        what: "Text in a table looks like an action but was not read as one.",
        why: "An action in the wrong column is missing from what was read.",
        example: page!("|StopAlert|cs:StopAlert|Also needs cs:StartAlert|"),
        fix: "Move it into the column of actions. Ignore this if it is not an action.",
    };

    DUPLICATE_ACTION = PageCode {
        name: "duplicate-action",
        // Two rows that differ are always an error.
        level: CodeLevel::Repaired,
        what: "An operation has the same action twice, in one row or with different descriptions.",
        why: "One of the two may be meant for another action.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "|StopAlert|cs:StopAlert|Deletes an alert rule|"
        ),
        fix: "Delete the wrong row, or correct its action.",
    };

    DUPLICATE_ROW = PageCode {
        name: "duplicate-row",
        level: CodeLevel::Error,
        what: "The page contains the same row twice.",
        why: "One of the two may be meant for another action.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "|StopAlert|cs:StopAlert|Disables an alert rule|"
        ),
        fix: "Delete one of the two rows.",
    };

    LETTER_CASE = PageCode {
        name: "letter-case",
        level: CodeLevel::Error,
        what: "Two actions differ only in letter case.",
        why: "RAM treats them as the same action, so they cannot be two variants.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "|EndAlert|cs:stopAlert|Ends an alert rule|"
        ),
        fix: "Write the action the same way in both rows.",
    };

    NAME_CLASH = PageCode {
        name: "name-clash",
        level: CodeLevel::Error,
        what: "Two actions would become the same variant.",
        why: "A variant is named after its action, without the service and without hyphens.",
        example: page!(
            "|StopEcs|ecs:Stop|Stops an instance|",
            "|StopCluster|cs:Stop|Stops a cluster|"
        ),
        fix: "Set the option `service_prefix`, so that each variant starts with its service. Within one service, rename one of the actions.",
    };

    SHARED_ACTION = PageCode {
        name: "shared-action",
        level: CodeLevel::Warning,
        what: "Several operations need the same action.",
        why: "That is valid, but it may also be a copy-and-paste mistake. The action has the description of its first row.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "|StartAlert|cs:StopAlert|Enables an alert rule|"
        ),
        fix: "Correct the action of the wrong row. Ignore this if the operations do share it.",
    };
}
