#!/usr/bin/env bash
# make run: the API with its own PostgreSQL and a demo tenant, until Ctrl-C.
#
# Environment: HR_PORT                      the API's port (default 5080)
#              ConnectionStrings__Platform  a PostgreSQL server to use instead of a private one
#              HR_DATA_DIR                  where the cluster, the logs and the demo key live (default .data)
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

api_port=${HR_PORT:-5080}
output=$root/src/HrPlatform.Api/bin/Release/net10.0
cluster=$data_dir/postgres
log=$data_dir/logs/api.log
key_file=$data_dir/demo-key
api_pid=
own_cluster=

# Whether a process is an API of this clone: a number alone may have been given to another process since.
is_our_api() { is_alive "${1:-}" && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF "$output/HrPlatform.Api.dll"; }

# shellcheck disable=SC2317 # the trap below calls it
stop_all() {
    trap '' INT TERM HUP
    stop_build
    if [ -n "$api_pid" ]; then
        stop_process "$api_pid" 20
        wait "$api_pid" 2>/dev/null || true
        rm -f "$data_dir/api.pid"
    fi
    if [ -n "$own_cluster" ]; then "$root/eng/postgres.sh" stop "$cluster" 9>&-; fi
    rm -f "$data_dir/run.pid"
}

# What a run that was cut off (kill -9, power) left behind.
stop_leftovers() {
    local pid
    pid=$(cat "$data_dir/api.pid" 2>/dev/null || true)
    if is_our_api "$pid"; then
        note "Stopping the API that an interrupted run left (process $pid)"
        stop_process "$pid" 20
    fi
    rm -f "$data_dir/api.pid"
}

# Names, times and sizes of everything the build reads; empty where find cannot print them, so that it always builds.
fingerprint() {
    (cd "$root" && find src data eng/BannedSymbols.txt ./*.props global.json .editorconfig \
        \( -name bin -o -name obj \) -prune -o -type f -printf '%p %T@ %s\n' 2>/dev/null | sort | cksum)
}

build_api() {
    local now
    now=$(fingerprint)
    if [ -f "$output/HrPlatform.Api.dll" ] && [ -n "$now" ] && [ "$now" = "$(cat "$data_dir/built" 2>/dev/null)" ]; then return 0; fi
    need_space "$data_dir" 1024
    say "Building (the first time takes a minute)"
    build "$data_dir/logs/build.log" build src/HrPlatform.Api/HrPlatform.Api.csproj -c Release
    # Restoring may have touched a lock file.
    fingerprint >"$data_dir/built"
}

# ready: whether /health/ready answers 200. Without curl, which a bare system may lack.
ready() {
    local status
    exec 5<>"/dev/tcp/127.0.0.1/$api_port" || return 1
    printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&5
    read -r -t 5 _ status _ <&5 || status=
    exec 5>&-
    [ "$status" = 200 ]
} 2>/dev/null

# Shows the progress lines (they begin with '==> ') that the API has written since the last call.
partial=
show_progress() {
    local line
    while IFS= read -r line <&7; do
        line=$partial$line
        partial=
        case $line in '==> '*) printf '%s\n' "$line" >&2 ;; esac
    done
    partial=$partial$line
}

start_api() {
    local waited=0 limit=${HR_START_TIMEOUT:-900}
    say "Starting the API"
    if [ -f "$log" ]; then mv -f "$log" "$data_dir/logs/api.1.log"; fi
    : >"$log"
    exec 7<"$log"
    # The content root is where the settings files lie; the password travels in the environment, never in arguments.
    (
        cd "$output"
        export ASPNETCORE_URLS=http://127.0.0.1:$api_port HR_DEMO=1 HR_DEMO_KEY_FILE=$key_file HR_DATA_DIR=$data_dir
        export Files__Root=${Files__Root:-$data_dir/files} Messages__Folder=${Messages__Folder:-$data_dir/messages}
        exec dotnet "$output/HrPlatform.Api.dll" >>"$log" 2>&1 </dev/null 7<&- 9>&-
    ) &
    api_pid=$!
    echo "$api_pid" >"$data_dir/api.pid"
    until ready; do
        show_progress
        is_alive "$api_pid" || api_ended
        if [ "$waited" -ge $((limit * 5)) ]; then
            tail -n 20 "$log" >&2
            fail "the API was not ready after $limit seconds; the end of its log stands above" "The whole log: $log"
        fi
        sleep 0.2
        waited=$((waited + 1))
    done
    show_progress
    exec 7<&-
}

api_ended() {
    local status=0
    wait "$api_pid" 2>/dev/null || status=$?
    api_pid=
    rm -f "$data_dir/api.pid"
    tail -n 20 "$log" >&2
    if grep -qi 'address already in use' "$log"; then
        fail "port $api_port is taken" "Set HR_PORT to a free port: HR_PORT=5081 make run"
    elif grep -qi 'no space left' "$log"; then
        fail "the disk is full" "Free some space and try again. The whole log: $log"
    fi
    fail "the API ended by itself (exit code $status); the end of its log stands above" "The whole log: $log"
}

print_welcome() {
    local url=http://127.0.0.1:$api_port key
    key=$(cat "$key_file" 2>/dev/null || true)
    [ -n "$key" ] || fail "the API is ready, but wrote no demo key to $key_file" "Its log: $log"
    cat <<TEXT

API        $url
Docs       $url/docs
API key    $key

curl -s '$url/v2/employees?limit=3' -H 'Authorization: Bearer $key'
curl -s $url/v1/search -H 'Authorization: Bearer $key' -H 'Content-Type: application/json' -d '{"query":"how much annual leave do I get?","top":3}'
curl -s $url/v1/agents/ask -H 'Authorization: Bearer $key' -H 'Content-Type: application/json' -d '{"question":"How many employees do we have?"}'

TEXT
    note "Ctrl-C stops everything. The API's log: $log"
}

case $api_port in
    '' | *[!0-9]*) fail "HR_PORT must be a number, not '$api_port'" ;;
esac
mkdir -p "$data_dir/logs" 2>/dev/null || fail "cannot write to $data_dir" "Make it writable, or set HR_DATA_DIR to a directory that is."
take_lock "$data_dir/run.lock" || fail "'make run' already runs in this clone (process $(cat "$data_dir/run.pid" 2>/dev/null))" \
    "Use that one, or stop it: make stop"
echo "$$" >"$data_dir/run.pid"
trap stop_all EXIT
# Being told to stop is no failure.
trap 'exit 0' INT TERM HUP

stop_leftovers
if port_in_use "$api_port"; then
    fail "port $api_port is taken by $(port_owner "$api_port" | grep . || echo 'another process')" \
        "Stop it, or choose another port: HR_PORT=5081 make run"
fi
ensure_dotnet
if [ -n "${ConnectionStrings__Platform:-}" ]; then
    say "Using the PostgreSQL server of ConnectionStrings__Platform"
else
    say "Starting PostgreSQL"
    own_cluster=1
    "$root/eng/postgres.sh" start "$cluster" >/dev/null 9>&-
    ConnectionStrings__Platform=$("$root/eng/postgres.sh" url "$cluster" 9>&-)
    export ConnectionStrings__Platform
fi
build_api
start_api
print_welcome
wait "$api_pid" 2>/dev/null || true
api_ended
