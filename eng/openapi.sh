#!/usr/bin/env bash
# make openapi: writes the documents that the API serves to openapi/*.json, by the test that otherwise compares the two.
#
# Environment: HR_TEST_POSTGRES  as for eng/test.sh: a server to use instead of a private one
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cluster=$data_dir/openapi-postgres
own_cluster=

# shellcheck disable=SC2317 # the trap below calls it
stop_all() {
    trap '' INT TERM HUP
    stop_build
    if [ -n "$own_cluster" ]; then "$root/eng/postgres.sh" drop "$cluster"; fi
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir -p "$data_dir/logs" 2>/dev/null || fail "cannot write to $data_dir" "Make it writable, or set HR_DATA_DIR to a directory that is."
ensure_dotnet
if [ -z "${HR_TEST_POSTGRES:-}" ]; then
    say "Starting PostgreSQL"
    own_cluster=1
    if [ -d "$cluster" ]; then "$root/eng/postgres.sh" drop "$cluster"; fi
    HR_PG_PROFILE="test" "$root/eng/postgres.sh" start "$cluster" >/dev/null
    HR_TEST_POSTGRES=$("$root/eng/postgres.sh" url "$cluster")
fi
export HR_TEST_POSTGRES

say "Building"
build "$data_dir/logs/openapi-build.log" build tests/HrPlatform.Api.Tests/HrPlatform.Api.Tests.csproj -c Release
say "Writing openapi/v1.json and openapi/v2.json"
HR_UPDATE_OPENAPI=1 dotnet "$root/tests/HrPlatform.Api.Tests/bin/Release/net10.0/HrPlatform.Api.Tests.dll" \
    --filter-method '*The_committed_document_is_the_served_one' --no-ansi --progress off >"$data_dir/logs/openapi.log" 2>&1 </dev/null || {
    cat "$data_dir/logs/openapi.log" >&2
    fail "the documents could not be written"
}
note "Look at them with: git diff --stat openapi"
