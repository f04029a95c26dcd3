#!/usr/bin/env bash
# Takes over a new page into the table of operations: page-rows.sh DATE [TODAY]
#
# DATE is the day on which the page was published. In the table, the rows whose source is the page become those of the
# new page, in the order of the months. An operation that has left the page keeps its row. In catalog/Cargo.toml, the date of the page becomes DATE, and that of the table
# TODAY. Nothing else changes.
#
# Exit codes: 0 done, 2 an error, after which nothing has changed.
set -euo pipefail
export LC_ALL=C

PAGE=source-doc/ack-api-user-authentication.md
TABLE=source-doc/ack-actions.md
MANIFEST=catalog/Cargo.toml

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

[ $# = 1 ] || [ $# = 2 ] || fail "expected: page-rows.sh DATE [TODAY]"
today=${2:-$(date -u +%Y-%m-%d)}
for date in "$1" "$today"; do
    [[ $date =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || fail "invalid date $(printf %q "$date"); expected YYYY-MM-DD"
done
cd "$(dirname "$0")/.."

manifest=$(awk -v page="$PAGE" -v table="$TABLE" -v date="$1" -v today="$today" '
    /^page = / { day = index($0, page) ? date : index($0, table) ? today : "" }
    /^page-date = / && day != "" { $0 = "page-date = \"" day "\"" }
    { print }
' "$MANIFEST") || fail "cannot read $MANIFEST"

if [ -f "$TABLE" ]; then
    table=$(awk -F '|' -v month="${1%-??}" '
        # An undated source is newer than all of 2021.
        function age(as_of) { return as_of == "undated" ? "2021-99" : as_of }
        function put() {
            print "|" operations[next_row] "||" actions[operations[next_row]] "|" texts[operations[next_row]] "|||||" month "|Page|"
            next_row += 1
        }
        FNR == 1 { file += 1 }
        file == 1 && match($0, /^\|[^|]+\|[^|]*:[^|]+\|/) {
            operation = $2
            gsub(/^ +| +$/, "", operation)
            if (operation in actions) {
                actions[operation] = actions[operation] ", " $3
                next
            }
            text = substr($0, RLENGTH + 1)
            sub(/\|[ \r]*$/, "", text)
            sub(/\?spm=[^)]*\)/, ")", text)
            actions[operation] = $3
            texts[operation] = text
            # The operations are sorted as those of the table.
            for (at = ++count; at > 1 && operations[at - 1] > operation; at -= 1) operations[at] = operations[at - 1]
            operations[at] = operation
        }
        file == 1 { next }
        FNR == 1 { next_row = 1 }
        /^\|[^-]/ && !/^\|Operation\|/ {
            if ($(NF - 1) == "Page" && $2 in actions) next
            while (next_row <= count && operations[next_row] < $2) put()
            if (next_row <= count && operations[next_row] == $2 && age($(NF - 2)) < age(month)) put()
        }
        { print }
        END { while (next_row <= count) put() }
    ' "$PAGE" "$TABLE") || fail "cannot read $TABLE"
    printf '%s\n' "$table" > "$TABLE"
fi
printf '%s\n' "$manifest" > "$MANIFEST"
