#!/usr/bin/env bash
# Takes over a new page into the table of operations: page-rows.sh DATE [TODAY]
#
# DATE is the day on which the page was published. An operation with the same actions as before keeps its row and its
# month, with the new description and link: a page does not confirm each row anew. An operation that is new, or has
# other actions, gets a row of the month of DATE, in the order of the months; its row of an earlier month stays, as does that of
# an operation that has left the page. In catalog/Cargo.toml, the date of the page becomes DATE, and that of the table
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

# `date` differs between systems, so the calendar is here.
is_day() {
    [[ $1 =~ ^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$ ]] || return 1
    local year=${1%%-*} last
    case ${1:5:2} in
        02) last=$((year % 4 == 0 ? 29 : 28)) ;;
        04 | 06 | 09 | 11) last=30 ;;
        *) last=31 ;;
    esac
    [ "${1:8}" -le "$last" ]
}

[ $# = 1 ] || [ $# = 2 ] || fail "expected: page-rows.sh DATE [TODAY]"
today=${2:-$(date -u +%Y-%m-%d)}
for date in "$1" "$today"; do
    is_day "$date" || fail "invalid date $(printf %q "$date"); expected YYYY-MM-DD"
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
        function row(operation, as_of) {
            return "|" operation "||" actions[operation] "|" texts[operation] "|||||" as_of "|Page|"
        }
        # Prints the new rows of the operations before one.
        function put(before, is_end) {
            for (; next_row <= count && (is_end || operations[next_row] < before); next_row++)
                if (!(operations[next_row] in is_kept)) print row(operations[next_row], month)
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
        # The first reading of the table finds the rows to keep, the second one prints.
        { is_row = /^\|[^-]/ && !/^\|Operation\|/ }
        { is_newest = is_row && $(NF - 1) == "Page" && !((file, $2) in seen) }
        is_newest { seen[file, $2] }
        { is_same = is_newest && $2 in actions && (actions[$2] == $4 || $(NF - 2) == month) }
        file == 2 {
            if (is_same) is_kept[$2]
            next
        }
        FNR == 1 { next_row = 1 }
        is_row {
            put($2)
            is_new = next_row <= count && operations[next_row] == $2 && !($2 in is_kept)
            if (is_new && age($(NF - 2)) < age(month)) {
                print row($2, month)
                next_row++
            }
        }
        { print is_same ? row($2, $(NF - 2)) : $0 }
        END { put("", 1) }
    ' "$PAGE" "$TABLE" "$TABLE") || fail "cannot read $TABLE"
    printf '%s\n' "$table" > "$TABLE"
fi
printf '%s\n' "$manifest" > "$MANIFEST"
