#!/usr/bin/env bash
# Finds tables of facts that nobody has refreshed for more than six months: table-age.sh [YYYY-MM]
#
# The age of a table is that of the newest month in its column `As of`, compared with the given month, by default this
# one. Standard output is the text of an issue, or empty if all tables are newer.
#
# Exit codes: 0 all are newer, 1 some are older, 2 an error.
set -euo pipefail
export LC_ALL=C

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}
months() { echo $((10#${1%-*} * 12 + 10#${1#*-})); }

[ $# -le 1 ] || fail "expected: table-age.sh [YYYY-MM]"
now=${1:-$(date -u +%Y-%m)}
[[ $now =~ ^[0-9]{4}-[0-9]{2}$ ]] || fail "invalid month $(printf %q "$now"); expected YYYY-MM"
cd "$(dirname "$0")/.."

old=0
tables=0
for table in source-doc/*.md; do
    grep -q '|As of|Source|$' "$table" || continue
    tables=$((tables + 1))
    newest=$(awk -F '|' 'NF > 2 && $(NF - 2) ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ && $(NF - 2) > newest { newest = $(NF - 2) } END { print newest }' "$table")
    [ -n "$newest" ] || fail "$table has no month"
    age=$(($(months "$now") - $(months "$newest")))
    if [ "$age" -gt 6 ]; then
        printf -- '- `%s`: the newest source is of %s, %s months ago.\n' "$table" "$newest" "$age"
        old=1
    fi
done
[ "$tables" -gt 0 ] || fail "source-doc has no table with the columns As of and Source"
if [ "$old" = 1 ]; then
    printf '\n`source-doc/README.md` says how to refresh a table.\n'
    exit 1
fi
