#!/usr/bin/env bash
# make test: builds everything and runs every test, from nothing. The last line is 'N passed, N failed, N skipped', summed
# over all runners. Exit code 1 when a test failed, a runner crashed, or nothing was executed.
#
#   eng/test.sh [NAME...]   only the test projects whose name contains one of the names
#
# Environment: HR_TEST_POSTGRES  connection string of a server to use instead of a private one; its role must be able to
#                                create databases and roles
#              HR_TEST_TIMEOUT   after which a test project is cut off and counts as failed (default 30m)
#              HR_TEST_PARALLEL  test projects that run at the same time (default 2)
#              HR_TEST_KILLS     how often the API is killed in the middle of its work (default 3)
#              CI=true           lock files must be up to date
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cluster=$data_dir/test-postgres
results=$data_dir/test-results
own_cluster=
complete=
runners=()
passed=0 failed=0 skipped=0

# shellcheck disable=SC2317 # the trap below calls it
stop_all() {
    trap '' INT TERM HUP
    local pid
    stop_build
    for pid in $(jobs -p); do stop_process "$pid" 10; done
    if [ -n "$own_cluster" ]; then "$root/eng/postgres.sh" drop "$cluster" 9>&-; fi
    # A run that did not get to its end has failed, whatever it counted until then.
    if [ -z "$complete" ]; then summary "$((failed + 1))"; fi
}

summary() { printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$1" "$skipped"; }

# wanted NAME ARGUMENT...
wanted() {
    local name=$1 part
    shift
    [ "$#" -gt 0 ] || return 0
    for part in "$@"; do case $name in *"$part"*) return 0 ;; esac done
    return 1
}

# run_project NAME: leaves NAME.log and, unless it crashed, NAME.trx in the results directory. Does not return.
run_project() {
    exec dotnet "$root/tests/$1/bin/Release/net10.0/$1.dll" --results-directory "$results" --report-trx --report-trx-filename "$1.trx" --no-ansi --progress off \
        --ignore-exit-code 8 --timeout "${HR_TEST_TIMEOUT:-30m}" --exit-on-process-exit "$$" \
        >"$results/$1.log" 2>&1 </dev/null 9>&-
}

# outcomes FILE: the outcome of each test in a TRX file, one a line.
outcomes() {
    awk 'BEGIN { RS = "<" } /^UnitTestResult[ \t\r\n]/ {
        if (match($0, /[ \t\r\n]outcome="[A-Za-z]*"/)) {
            text = substr($0, RSTART, RLENGTH); gsub(/^[^"]*"|"$/, "", text); print text } }' "$1"
}

# count NAME STATUS: adds a finished project to the sums and prints its line; the text of failures, too.
count() {
    local name=$1 status=$2 ok=0 bad=0 left_out=0 crashed=
    if [ -f "$results/$name.trx" ]; then
        ok=$(outcomes "$results/$name.trx" | grep -cx Passed || true)
        left_out=$(outcomes "$results/$name.trx" | grep -cxE 'NotExecuted|Inconclusive|Pending' || true)
        bad=$(outcomes "$results/$name.trx" | grep -cvxE 'Passed|NotExecuted|Inconclusive|Pending' || true)
    fi
    # 2 says that tests failed, which the file counts; anything else but 0 says that the runner did not get to the end.
    if ! [ -f "$results/$name.trx" ] || { [ "$status" != 0 ] && [ "$status" != 2 ]; } || { [ "$status" = 2 ] && [ "$bad" -eq 0 ]; }; then
        crashed=" (the runner ended with code $status)"
        bad=$((bad + 1))
    fi
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left_out))
    if [ "$bad" -gt 0 ]; then
        printf '\n'
        cat "$results/$name.log"
    fi
    printf '%s: %s passed, %s failed, %s skipped%s\n' "$name" "$ok" "$bad" "$left_out" "$crashed"
}

run_projects() {
    local name status running=() pids=() i rest_names rest_pids
    for name in "$@" ''; do
        # Wait until a place is free; at the end ('') until all have ended.
        while [ "${#pids[@]}" -ge "${HR_TEST_PARALLEL:-2}" ] || { [ -z "$name" ] && [ "${#pids[@]}" -gt 0 ]; }; do
            rest_names=() rest_pids=()
            for i in "${!pids[@]}"; do
                if is_alive "${pids[$i]}"; then
                    rest_names+=("${running[$i]}") rest_pids+=("${pids[$i]}")
                else
                    status=0
                    wait "${pids[$i]}" 2>/dev/null || status=$?
                    count "${running[$i]}" "$status"
                fi
            done
            running=(${rest_names[@]+"${rest_names[@]}"}) pids=(${rest_pids[@]+"${rest_pids[@]}"})
            sleep 0.2
        done
        if [ -n "$name" ]; then
            run_project "$name" &
            running+=("$name") pids+=($!)
        fi
    done
}

mkdir -p "$data_dir" 2>/dev/null || fail "cannot write to $data_dir" "Make it writable, or set HR_DATA_DIR to a directory that is."
if ! take_lock "$data_dir/test.lock"; then
    say "Waiting for another 'make test' in this clone"
    flock 9
fi
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
need_space "$data_dir" 2048
rm -rf "$results"
mkdir -p "$results"

ensure_dotnet
if [ -z "${HR_TEST_POSTGRES:-}" ]; then
    say "Starting PostgreSQL"
    own_cluster=1
    if [ -d "$cluster" ]; then "$root/eng/postgres.sh" drop "$cluster" 9>&-; fi
    HR_PG_PROFILE="test" "$root/eng/postgres.sh" start "$cluster" >/dev/null 9>&-
    HR_TEST_POSTGRES=$("$root/eng/postgres.sh" url "$cluster" 9>&-)
fi
export HR_TEST_POSTGRES
# Tests bring their own settings: what the caller's shell holds for 'make run' must not reach them.
unset ConnectionStrings__Platform ASPNETCORE_URLS ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT HR_DEMO HR_DEMO_KEY_FILE HR_PORT

say "Restoring and building"
locked=()
if [ "${CI:-}" = true ]; then locked=(--locked-mode); fi
build "$data_dir/logs/test-restore.log" restore HrPlatform.sln ${locked[@]+"${locked[@]}"}
build "$data_dir/logs/test-build.log" build HrPlatform.sln -c Release --no-restore

for project in "$root"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    wanted "$name" "$@" || continue
    if grep -q '<IsTestProject>false' "$project"; then continue; fi
    runners+=("$name")
done
[ "${#runners[@]}" -gt 0 ] || fail "no test project matches: $*"
say "Testing: ${runners[*]}"
run_projects "${runners[@]}"

if [ $((passed + failed)) -eq 0 ]; then say "No test was executed: that counts as a failure"; fi
complete=1
summary "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
