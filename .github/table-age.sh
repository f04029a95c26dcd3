#!/usr/bin/env bash
# Finds tables of facts that nobody has refreshed for more than six months: table-age.sh [YYYY-MM]
#
# The age of a table is that of the newest month in its column `As of`, and of the list of other services that in its
# comments, compared with the given month, by default this one. A row with the source `(not found)` is a search, and
# does not count. Standard output is the text of an issue, or empty if all tables are newer.
#
# Exit codes: 0 all are newer, 1 some are older, 2 an error.
set -euo pipefail
export LC_ALL=C

LISTS=needs/src/other-services.txt

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}
months() { echo $((10#${1%-*} * 12 + 10#${1#*-})); }

[ $# -le 1 ] || fail "expected: table-age.sh [YYYY-MM]"
now=${1:-$(date -u +%Y-%m)}
[[ $now =~ ^[0-9]{4}-(0[1-9]|1[0-2])$ ]] || fail "invalid month $(printf %q "$now"); expected YYYY-MM"
# The month that has begun somewhere on earth.
[[ ! $now > $(TZ=UTC-14 date +%Y-%m) ]] || fail "the month $now is in the future"
cd "$(dirname "$0")/.."

# Prints the newest month of a file: of a table in its column, of another list in its comments.
newest() {
    case $1 in
        *.md) awk -F '|' 'NF > 2 && $(NF - 1) !~ /\([Nn]ot found\) *$/ { print $(NF - 2) }' "$1" ;;
        *) grep '^#' "$1" ;;
    esac | grep -oE '[0-9]{4}-[0-9]{2}' | sort | tail -n 1
}

old=0
tables=()
for file in source-doc/*.md; do
    if grep -qiE '\| *As of *\| *Sources? *\|[[:space:]]*$' "$file"; then tables+=("$file"); fi
done
[ ${#tables[@]} -gt 0 ] || fail "source-doc has no table with the columns As of and Source at its end"
for file in "${tables[@]}" "$LISTS"; do
    newest=$(newest "$file") || fail "$file has no month"
    [[ ! $newest > $now ]] || fail "$file has the month $newest, which is after $now"
    age=$(($(months "$now") - $(months "$newest")))
    if [ "$age" -gt 6 ]; then
        printf -- '- `%s`: the newest source is of %s, %s months ago.\n' "$file" "$newest" "$age"
        old=1
    fi
done
if [ "$old" = 1 ]; then
    printf '\n`source-doc/README.md` says how to refresh it.\n'
    exit 1
fi
