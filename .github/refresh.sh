#!/usr/bin/env bash
# Makes a branch with a new page: refresh.sh PAGE [DATE]
#
# PAGE is a file or an https address. DATE is the day on which it was published, by default today. The current branch
# and its files stay as they are. Standard output is the text of a pull request, or empty if there is nothing to do.
#
# Exit codes: 0 done or nothing to do, 2 an error, after which nothing has changed.
set -euo pipefail

PAGE=source-doc/ack-api-user-authentication.md
SERVICE=catalog/src/cs/generated.rs

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "error: $*"
    exit 2
}
sha256() {
    if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -c 1-12
}

[ $# = 1 ] || [ $# = 2 ] || fail "expected: refresh.sh PAGE [DATE]"
date=${2:-$(date -u +%Y-%m-%d)}
[[ $date =~ ^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$ ]] || fail "invalid date $(printf %q "$date"); expected YYYY-MM-DD"
# The day that has begun somewhere on earth.
today=$(TZ=UTC-14 date +%Y-%m-%d)
[[ ! $date > $today ]] || fail "the date $date is in the future"

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
finish() {
    code=$?
    if [ -d "$work/tree" ]; then git -C "$root" worktree remove --force "$work/tree"; fi
    rm -rf "$work"
    [ $code = 0 ] || exit 2
}
trap finish EXIT

case $1 in
    https://*)
        curl --fail --location --proto '=https' --silent --show-error --max-time 60 --output "$work/new.md" -- "$1" ||
            fail "cannot fetch the page"
        ;;
    *://*) fail "the page is neither a file nor an https address" ;;
    *) cp -- "$1" "$work/new.md" || fail "cannot read the page" ;;
esac

cd "$root"
git show "HEAD:$PAGE" > "$work/old.md"
if cmp -s "$work/old.md" "$work/new.md"; then
    say "the page is unchanged"
    exit 0
fi

# The name contains the page's hash, so that one page gets one branch.
branch="refresh-$(sha256 "$work/new.md")"
if git show-ref --quiet --verify "refs/heads/$branch"; then
    say "the branch $branch exists already"
    exit 0
fi
if git remote get-url origin > /dev/null 2>&1; then
    found=$(git ls-remote origin "refs/heads/$branch") || fail "cannot read the branches of origin"
    if [ -n "$found" ]; then
        say "the branch $branch exists already in origin"
        exit 0
    fi
fi

git worktree add --quiet --detach "$work/tree" HEAD
cd "$work/tree"
ack_catalog() { cargo run --quiet --manifest-path "$root/Cargo.toml" -- "$@"; }

cp "$work/new.md" "$PAGE"
.github/page-rows.sh "$date" || fail "nothing was changed"
ack_catalog generate >&2 || fail "nothing was changed"
# Exit code 1 means that the catalogs differ.
compare() { ack_catalog diff "$1" "$2" --format markdown || [ $? = 1 ] || fail "nothing was changed"; }
compare "$work/old.md" "$PAGE" > "$work/page.md"
if git show "HEAD:$SERVICE" > "$work/old.rs" 2> "$work/no-service"; then
    compare "$work/old.rs" "$SERVICE" > "$work/service.md"
else
    : > "$work/service.md"
fi
# The entries of both catalogs, each once, and the higher of the two versions.
awk '
    BEGIN { split("none patch minor major", names, " "); for (rank in names) ranks["Version: " names[rank]] = rank }
    /^Version: / {
        split($0, parts, ",")
        if (ranks[parts[1]] > highest) { highest = ranks[parts[1]]; version = $0 }
    }
    /^- / && $0 != "- No change." && !seen[$0]++ { entries = entries $0 "\n" }
    END { printf "### Catalog\n\n%s\n%s\n", entries == "" ? "- No change.\n" : entries, version }
' "$work/page.md" "$work/service.md" > "$work/text.md"

# Puts the entry under `### Catalog` of the version that is not released yet.
grep '^- ' "$work/text.md" | grep -v '^- No change\.$' > "$work/entry" || true
if [ -s "$work/entry" ]; then
    awk -v entry="$work/entry" '
        function add(line) {
            while ((getline line < entry) > 0) print line
        }
        /^## \[/ { sections += 1 }
        NR == FNR {
            if (sections == 1 && /^## \[/) is_open = /not released|Unreleased/
            if (sections == 1 && /^### Catalog$/) has_heading = 1
            next
        }
        FNR == 1 { sections = /^## \[/ }
        /^## \[/ && sections == 1 && !is_open {
            print "## [Unreleased]\n\n### Catalog\n"
            add()
            print ""
        }
        { print }
        /^## \[/ && sections == 1 && is_open && !has_heading {
            print "\n### Catalog\n"
            add()
        }
        /^### Catalog$/ && sections == 1 && is_open {
            getline
            print
            add()
        }
    ' CHANGELOG.md CHANGELOG.md > "$work/edited"
    cat "$work/edited" > CHANGELOG.md
fi

# The message has no text of the page: it could mention people, or close issues.
git add --all
git commit --quiet --message "catalog: refresh the page" --message "It was published on $date."
git branch "$branch" HEAD
say "made the branch $branch"

cat "$work/text.md"
cat << EOF

---

The page date is $date. If the page was published on another day, delete this branch and run
\`.github/refresh.sh PAGE DATE\`. Review the diff as in step 4 of \`docs/page-changed.md\`.
EOF
