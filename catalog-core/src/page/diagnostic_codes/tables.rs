//! Codes of the file and of its tables.

use super::code::{CodeLevel, PageCode, codes, page};

codes! {
    BYTE_ORDER_MARK = PageCode {
        name: "byte-order-mark",
        level: CodeLevel::Warning,
        what: "The file starts with a byte order mark.",
        why: "UTF-8 does not need it, and some tools fail on it. The page is read as if it were absent.",
        example: "\u{feff}|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Save the file as UTF-8 without a byte order mark.",
    };

    CRLF = PageCode {
        name: "crlf",
        level: CodeLevel::Warning,
        what: "Lines end with a carriage return.",
        why: "The same page then has different bytes, and another checksum, on another machine.",
        example: "|Operation|RAM Action|Description|\r\n|---|---|---|\r\n|StopAlert|cs:StopAlert|Disables an alert rule|\r\n",
        fix: "Save the file with LF line ends, and write `*.md text eol=lf` into `.gitattributes`.",
    };

    NO_TABLE = PageCode {
        name: "no-table",
        level: CodeLevel::Error,
        what: "No table of the page has the expected columns.",
        why: "The catalog is made from one table, which is found by the texts of its header.",
        example: "|API|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Correct the header, or name the page's columns with the option `columns`. If the page has no table at all, check that it is the right file.",
    };

    TWO_TABLES = PageCode {
        name: "two-tables",
        level: CodeLevel::Error,
        what: "Two tables have the expected header.",
        why: "It is unclear which table to use.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n\nText.\n\n|Operation|RAM Action|Description|\n|---|---|---|\n|StartAlert|cs:StartAlert|Enables an alert rule|\n",
        fix: "Join the two tables, or give one of them another header.",
    };

    EMPTY_TABLE = PageCode {
        name: "empty-table",
        level: CodeLevel::Error,
        what: "The operations table has no rows.",
        why: "The enum would have no variants. The page may have been cut off.",
        example: page!(),
        fix: "Check that the file contains the whole page.",
    };

    DOUBLED_COLUMN = PageCode {
        name: "doubled-column",
        level: CodeLevel::Error,
        what: "Two columns of the operations table have the same header.",
        why: "It is unclear which of them to read.",
        example: "|Operation|RAM Action|Description|Description|\n|---|---|---|---|\n|StopAlert|cs:StopAlert|Disables|An alert rule|\n",
        fix: "Give one of the two columns another name.",
    };

    UNEVEN_HEADER = PageCode {
        name: "uneven-header",
        level: CodeLevel::Error,
        what: "The header and the line of dashes below it have different numbers of cells.",
        why: "Markdown then reads text instead of a table.",
        example: "|Operation|RAM Action|Description|\n|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Write one `---` for each cell of the header.",
    };

    HEADER_IN_FIRST_ROW = PageCode {
        name: "header-in-first-row",
        level: CodeLevel::Repaired,
        what: "The cells of the header are empty, and the first row contains the header.",
        why: "Readers of the published page see a table without a header.",
        example: "||||\n|---|---|---|\n|Operation|RAM Action|Description|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Move the first row above the line of dashes, in place of the empty header.",
    };

    ORPHAN_HEADER = PageCode {
        name: "orphan-header",
        level: CodeLevel::Repaired,
        what: "A header without rows is followed by a table with the same header.",
        why: "Readers of the published page see an empty table first.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n\n|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Delete the first header and its line of dashes.",
    };

    INDENTED_TABLE = PageCode {
        name: "indented-table",
        level: CodeLevel::Repaired,
        what: "A table is indented by four columns or more.",
        why: "Markdown reads code instead of a table.",
        example: "    |Operation|RAM Action|Description|\n    |---|---|---|\n    |StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Move the lines of the table to the left margin.",
    };

    UNSEEN_TABLE = PageCode {
        name: "unseen-table",
        level: CodeLevel::Repaired,
        what: "Lines look like a table, but Markdown does not read them as one.",
        why: "Readers of the published page see a line of text instead of the table.",
        example: "> |Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n",
        fix: "Put a blank line above the table. Start each of its lines with the same indentation and the same `>`. If a row further up spans lines, write it as one line.",
    };

    HTML_TABLE = PageCode {
        name: "html-table",
        level: CodeLevel::Warning,
        what: "The page has a table written in HTML.",
        why: "Tables in HTML are not read, so their actions are missing from the catalog.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n\n<table>\n<tr><td>cs:StartAlert</td></tr>\n</table>\n",
        fix: "Write the table in Markdown if it lists actions.",
    };

    OPEN_CODE = PageCode {
        name: "open-code",
        level: CodeLevel::Error,
        what: "A code block that is not closed, or that begins inside a row, contains rows.",
        why: "Markdown reads these rows as code, so their actions are missing from the catalog.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n\n```\nexample\n\n|StartAlert|cs:StartAlert|Enables an alert rule|\n",
        fix: "Close the code block before the rows. If the rows are an example, close it after them and put a blank line above it.",
    };

    OTHER_TABLE = PageCode {
        name: "other-table",
        level: CodeLevel::Warning,
        what: "Another table of the page also lists actions.",
        why: "Only the operations table is read, so the actions of the other one are missing from the catalog.",
        example: "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Disables an alert rule|\n\n|API|Action|\n|---|---|\n|StartAlert|cs:StartAlert|\n",
        fix: "Move its rows into the operations table. Ignore this if the table is left out on purpose.",
    };

    SUPPLEMENT = PageCode {
        name: "supplement",
        level: CodeLevel::Error,
        what: "A row of the supplement cannot be used.",
        why: "The supplement adds dated facts to the actions of the page. A fact for an unknown action, or without its month, cannot be shown.",
        example: "|RAM Action|Scope|API state|Earlier actions|Also required|\n|---|---|---|---|---|\n|cs:StopAlert|Cluster||||\n",
        fix: "Write the month after each fact, as in `Cluster (2021-09)`. Correct or delete rows of actions that are not on the page.",
    };
}
