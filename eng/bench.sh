#!/usr/bin/env bash
# make bench: the benchmark against a bare server, on a PostgreSQL of its own with durable settings. Arguments go to it.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

project=benchmarks/HrPlatform.Benchmarks
cluster=$data_dir/bench-postgres
[ -d "$root/$project" ] || fail "there is no benchmark project in $project"
mkdir -p "$data_dir"
take_lock "$data_dir/bench.lock" || fail "'make bench' already runs in this clone"
trap 'stop_build; "$root/eng/postgres.sh" stop "$cluster" 9>&-' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if [ -z "${ConnectionStrings__Platform:-}" ]; then
    say "Starting PostgreSQL"
    "$root/eng/postgres.sh" start "$cluster" >/dev/null 9>&-
    ConnectionStrings__Platform=$("$root/eng/postgres.sh" url "$cluster" 9>&-)
    export ConnectionStrings__Platform
fi
ensure_dotnet
say "Building"
build "$data_dir/logs/bench-build.log" build "$project" -c Release
cd "$root"
dotnet run --no-build -c Release --project "$project" -- "$@" 9>&-
