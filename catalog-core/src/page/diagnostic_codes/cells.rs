//! Codes of rows and cells.

use super::code::{CodeLevel, PageCode, codes, page};

codes! {
    PROSE_IN_TABLE = PageCode {
        name: "prose-in-table",
        level: CodeLevel::Error,
        what: "A line of text directly follows a table.",
        why: "Markdown reads it as another row of the table.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "The operations above need a policy."
        ),
        fix: "Put a blank line above the text, or write it as a row.",
    };

    ROW_AFTER_TABLE = PageCode {
        name: "row-after-table",
        level: CodeLevel::Repaired,
        what: "A row follows the end of its table.",
        why: "Markdown reads it as text, so readers of the published page do not see a row.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "",
            "|StartAlert|cs:StartAlert|Enables an alert rule|"
        ),
        fix: "Delete the blank line, or whatever separates the row from the table. Start the row as the rows above start.",
    };

    ROW_OUTSIDE_TABLE = PageCode {
        name: "row-outside-table",
        level: CodeLevel::Error,
        what: "A line looks like a row with an action but belongs to no table.",
        why: "It is not read, so its action is missing from the catalog.",
        example: page!(
            "|StopAlert|cs:StopAlert|Disables an alert rule|",
            "",
            "Text.",
            "",
            "|StartAlert|cs:StartAlert|Enables an alert rule|"
        ),
        fix: "Move the line into the table, below the line of dashes and without a blank line above it.",
    };

    ROW_OVER_LINES = PageCode {
        name: "row-over-lines",
        level: CodeLevel::Repaired,
        what: "A row spans several lines.",
        why: "Markdown ends a row at the end of its first line.",
        example: page!("|StopAlert|cs:StopAlert|Disables", "an alert rule|"),
        fix: "Write the row as one line, with `<br>` for a line break in a cell.",
    };

    MISSING_CELL = PageCode {
        name: "missing-cell",
        level: CodeLevel::Repaired,
        what: "A row has fewer cells than the header.",
        why: "Markdown fills the row up on the right, so a cell may appear in the wrong column. The reader places the cells by what they look like.",
        example: page!("|StopAlert|cs:StopAlert|"),
        fix: "Add the missing cell. An empty cell still needs its `|`.",
    };

    FAR_FROM_ABOVE = PageCode {
        name: "far-from-above",
        level: CodeLevel::Error,
        what: "Rows with missing cells take more than 16 MiB of text from the rows above them.",
        why: "A small page could otherwise fill the memory. From this row on, nothing is taken from above.",
        example: "",
        fix: "Write the missing cells out.",
    };

    EXTRA_CELL = PageCode {
        name: "extra-cell",
        level: CodeLevel::Error,
        what: "A row has more cells than the header.",
        why: "Markdown drops the extra cells, so readers of the published page do not see them.",
        example: page!("|StopAlert|cs:StopAlert|Disables an alert rule|note|"),
        fix: "Delete the extra cells, or write `\\|` for a pipe inside a cell.",
    };

    UNESCAPED_PIPE = PageCode {
        name: "unescaped-pipe",
        level: CodeLevel::Error,
        what: "A `|` inside code, a link or parentheses splits a cell.",
        why: "In a table every `|` ends a cell, also inside code. The rest of the row moves to the right.",
        example: page!("|StopAlert|cs:StopAlert|Runs `stop | wait`|"),
        fix: "Write `\\|` for a pipe inside a cell.",
    };

    AMBIGUOUS_PIPE = PageCode {
        name: "ambiguous-pipe",
        level: CodeLevel::Error,
        what: "A cell contains `\\\\|`.",
        why: "Some Markdown readers end the cell there, and others do not.",
        example: page!("|StopAlert|cs:StopAlert|Disables rules in C:\\\\|"),
        fix: "Write `\\|` for a pipe inside a cell, or put a space before the `|` that ends it.",
    };

    EMPTY_CELL = PageCode {
        name: "empty-cell",
        level: CodeLevel::Repaired,
        what: "The cell of an operation, an action or a description is empty.",
        why: "An empty operation is taken from the row above. An action or a description cannot be guessed.",
        example: page!("|StopAlert||Disables an alert rule|"),
        fix: "Fill the cell in, or delete the row.",
    };

    HIDDEN_CHARACTER = PageCode {
        name: "hidden-character",
        level: CodeLevel::Repaired,
        what: "A cell contains a character that is invisible or that reorders the text.",
        why: "Two names can look the same and differ, and text can look like something that it is not.",
        example: page!("|StopAlert|cs:StopAlert|Disables an alert\u{200b} rule|"),
        fix: "Delete the character.",
    };

    ODD_LETTER = PageCode {
        name: "odd-letter",
        level: CodeLevel::Warning,
        what: "A name mixes ASCII letters with a confusable letter of another alphabet.",
        why: "A Cyrillic `а` looks like a Latin `a`, but the name is a different one.",
        example: page!("|St\u{43e}pAlert|cs:StopAlert|Disables an alert rule|"),
        fix: "Retype the word. Ignore this if the word is not a name.",
    };

    STAR_IN_NAME = PageCode {
        name: "star-in-name",
        level: CodeLevel::Repaired,
        what: "A name contains two `*` or two `_` that are not escaped.",
        why: "Markdown reads them as emphasis and does not show them.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|On acs:cs:*:*:cluster|\n",
        fix: "Write `\\*` and `\\_`, or put the name into backticks.",
    };

    BROKEN_LINK = PageCode {
        name: "broken-link",
        level: CodeLevel::Error,
        what: "A cell contains the brackets of a link, but Markdown reads no link.",
        why: "Readers of the published page see the brackets, and the link of the action is missing.",
        example: page!(
            "|StopAlert|cs:StopAlert|[Disables an alert rule](https://example.com/StopAlert|"
        ),
        fix: "Write `[text](address)`. Write `\\[` if no link is meant.",
    };

    LINK_WITHOUT_TARGET = PageCode {
        name: "link-without-target",
        level: CodeLevel::Error,
        what: "A link has no address.",
        why: "It leads nowhere.",
        example: page!("|StopAlert|cs:StopAlert|[Disables an alert rule]()|"),
        fix: "Write the address between the parentheses, or only the text.",
    };

    LINK_WITH_SPACE = PageCode {
        name: "link-with-space",
        level: CodeLevel::Repaired,
        what: "The address of a link contains a space.",
        why: "Most Markdown readers then read no link.",
        example: page!(
            "|StopAlert|cs:StopAlert|[Disables an alert rule](https://example.com/Stop Alert)|"
        ),
        fix: "Write `%20` for a space in an address.",
    };

    FURTHER_LINK = PageCode {
        name: "further-link",
        level: CodeLevel::Warning,
        what: "A cell contains a second link, or a link in HTML.",
        why: "An action has one link, which is the first one in Markdown.",
        example: page!(
            "|StopAlert|cs:StopAlert|[One](https://example.com/1), [two](https://example.com/2)|"
        ),
        fix: "Keep one link. Ignore this if the first link is the right one.",
    };

    NO_RESOURCE = PageCode {
        name: "no-resource",
        level: CodeLevel::Warning,
        what: "A cell in the column of resources does not contain a resource.",
        why: "It may be a misspelt resource, which is then missing.",
        example: "|API|RAM Action|Resource|\n|---|---|---|\n|StopAlert|cs:StopAlert|acs:cs:*:*:cluster/*|\n|StartAlert|cs:StartAlert|every cluster|\n",
        fix: "Write the resource as `acs:service:region:account:path`. Ignore this if the cell is not a resource.",
    };
}
