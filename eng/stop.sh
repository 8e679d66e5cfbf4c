#!/usr/bin/env bash
# make stop: ends what 'make run' started in this clone, also when that was cut off.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! take_lock "$data_dir/run.lock"; then
    pid=$(cat "$data_dir/run.pid" 2>/dev/null || true)
    say "Stopping 'make run' (process $pid)"
    stop_process "$pid" 60
fi
pid=$(cat "$data_dir/api.pid" 2>/dev/null || true)
if is_alive "$pid" && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$root/src/HrPlatform.Api/bin/"; then
    say "Stopping the API (process $pid)"
    stop_process "$pid" 20
fi
rm -f "$data_dir/api.pid"
"$root/eng/postgres.sh" stop "$data_dir/postgres" 9>&-
