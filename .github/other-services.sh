#!/usr/bin/env bash
# Prints the list of other services' actions for the linter:
#
#     other-services.sh OPERATIONS ACTIONS CODES [EXCEPT] > needs/src/other-services.txt
#
# All are tables with tabs and a header. OPERATIONS: product, operation. ACTIONS: service, action with its service,
# and in the fifth field how many tables of documentation have it. CODES: product, RAM codes with commas, evidence,
# confidence. EXCEPT lists actions to leave out, one a line.
set -euo pipefail
export LC_ALL=C

[ $# = 3 ] || [ $# = 4 ] || {
    echo 'error: expected: other-services.sh OPERATIONS ACTIONS CODES [EXCEPT]' >&2
    exit 2
}
operations=$1 actions=$2 codes=$3 except=${4:-/dev/null}

# `= NAME CODE…`: people write the name of this product, but its actions have one of these codes. No document or
# policy uses the name as a code.
aliases() {
    awk -F '\t' '
        function folded(text) { text = tolower(text); gsub(/[^a-z0-9]/, "", text); return text }
        FNR == 1 { file++; next }
        file == 1 { is_code[tolower($1)] = 1; next }
        $2 == "(none)" { next }
        {
            count = split($2, of, ",")
            for (i = 1; i <= count; i++) is_code[of[i]] = 1
            name = tolower($1)
            if ($4 == "low") next
            for (i = 1; i <= count; i++) if (folded(of[i]) == folded($1)) next
            codes[name] = $2
        }
        END {
            for (name in codes) if (!(name in is_code)) {
                list = codes[name]
                gsub(",", " ", list)
                print "= " name " " list
            }
        }' "$actions" "$codes" | sort
}

# Lines of a code and a name.
names() {
    awk -F '\t' '
        FNR == 1 { file++; next }
        file == 1 { codes[$1] = $2; next }
        file == 2 {
            count = split(codes[$1], of, ",")
            for (i = 1; i <= count; i++) if (of[i] != "(none)") print of[i] "\t" $2
            next
        }
        { name = $2; sub(/^[^:]*:/, "", name); print tolower($1) "\t" name }
    ' "$codes" "$operations" "$actions" | sort -u
}

aliases
# Names with the same first word share a line.
{
    aliases | awk '{ print "alias\t" $2 }'
    sed 's/^/except\t/' "$except"
    names
} | awk -F '\t' '
    $1 == "alias" { is_alias[$2] = 1; next }
    $1 == "except" { is_except[$2] = 1; next }
    $1 in is_alias || ($1 ":" $2) in is_except || $1 == "cs" || $2 !~ /^[A-Za-z0-9]+$/ { next }
    {
        word = ""
        if (match($2, /^[A-Z]?[a-z]+/)) word = substr($2, 1, RLENGTH)
        rest = substr($2, length(word) + 1)
        if (word == "") word = "."
        if (rest == "") rest = "."
        if ($1 != code) printf "%s[%s]", (code == "" ? "" : "\n"), $1
        if ($1 != code || word != last) printf "\n%s", word
        printf " %s", rest
        code = $1
        last = word
    }
    END { print "" }'
