#!/usr/bin/env bash
# make lint: what a reviewer should not have to look for. Runs every check, then fails when one failed.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bad=()

check() {
    local name=$1
    shift
    say "$name"
    # In a subshell, so that a check that ends the script ends only itself.
    (
        trap stop_build EXIT
        trap 'exit 130' INT TERM HUP
        "$@"
    ) >&2 || bad+=("$name")
}

formatting() { cd "$root" && dotnet tool restore >/dev/null && dotnet csharpier check .; }

analyzers() { build "$data_dir/logs/lint-build.log" build HrPlatform.sln -c Release -warnaserror; }

scripts() { cd "$root" && shellcheck -x eng/*.sh .ci/run; }

demo_data() { python3 "$root/eng/demo-data/check.py"; }

documentation() { cd "$root" && mkdocs build --strict --quiet --site-dir "$data_dir/site"; }

# available TOOL PACKAGE...: installs the packages where that can be done, and says so when the check is left out.
available() {
    local tool=$1
    shift
    if ! has "$tool" && is_root && is_debian_like; then (apt_install "$@") || true; fi
    has "$tool" || {
        note "left out: $tool is not installed (packages: $*)"
        return 1
    }
}

trap 'exit 130' INT TERM HUP
ensure_dotnet
check "No registry host, no machine path" "$root/eng/check-no-hosts.sh"
if available shellcheck shellcheck; then check "Shell scripts" scripts; fi
check "Formatting" formatting
check "Analyzers" analyzers
if available python3 python3; then check "Demo data" demo_data; fi
if [ -f "$root/mkdocs.yml" ] && available mkdocs mkdocs mkdocs-material; then check "Documentation" documentation; fi

if [ "${#bad[@]}" -gt 0 ]; then fail "lint found something in: $(printf '%s; ' "${bad[@]}" | sed 's/; $//')"; fi
say "Nothing to complain about"
