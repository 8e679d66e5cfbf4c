#!/usr/bin/env bash
# make clean: removes what this clone built and stored, the demo database included.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for lock in run test; do
    take_lock "$data_dir/$lock.lock" || fail "'make $lock' runs in this clone" "Stop it first."
    exec 9>&-
done
for cluster in "$data_dir"/*/superuser-password; do
    if [ -f "$cluster" ]; then "$root/eng/postgres.sh" drop "$(dirname "$cluster")"; fi
done
rm -rf "$data_dir" "$root/artifacts" "$root/site"
find "$root" \( -name .git -o -name node_modules \) -prune -o -type d \( -name bin -o -name obj \) -prune -print |
    while read -r dir; do
        # Only a project's own output; a folder of sources may have such a name too.
        if ls "$(dirname "$dir")"/*.csproj >/dev/null 2>&1; then rm -rf "$dir"; fi
    done
