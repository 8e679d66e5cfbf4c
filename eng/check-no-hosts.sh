#!/usr/bin/env bash
# Fails when a tracked file names a package registry's host or a path of somebody's machine. Such a name makes a build that
# works only where it was written. The patterns are spelt so that this file does not match itself.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || {
    note "left out: not a Git working tree"
    exit 0
}

found=
# report TITLE ARGUMENT...: the arguments go to git grep.
report() {
    local title=$1 lines
    shift
    lines=$(git grep -nIE "$@" || true)
    [ -n "$lines" ] || return 0
    found=1
    printf '%s:\n' "$title" >&2
    printf '%s\n' "$lines" | cut -c 1-200 | head -n 20 | sed 's/^/    /' >&2
}

labels='registry|packages|pkgs|pypi|pythonhosted|npmjs|npm|yarnpkg|nuget|crates|archive|mirrors?|deb|security|snapshot|ports'
report "A registry's host" "(^|[^A-Za-z0-9_])(($labels)[.])+([a-z0-9-]+[.])*(org|com|net|io|dev|cloud)([^A-Za-z0-9_.(]|[.]?\$)"
report "A path of a machine" '(^|[^A-Za-z0-9_.~-])/(work|root|home/[a-z][a-z0-9_-]*|Users/[A-Za-z]+)/'
report "A path of a machine" '/tmp/w[t]'
report "An address in a lock file" 'https?:/''/' -- '*packages.lock.json'
report "An address in a lock file" '"resolved"|"(https?|git)[:+]' -- '*package-lock.json' '*npm-shrinkwrap.json'
report "A package source in the repository" -i '<add [^>]*value="https?:' -- '*[Nn]u[Gg]et.[Cc]onfig'

[ -z "$found" ] || fail "the lines above tie the repository to one machine or one registry"
