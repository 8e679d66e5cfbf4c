# shellcheck shell=bash
# What the scripts in this folder share. Source it; it has no effect of its own besides `root` and `data_dir`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# HR_DATA_DIR moves everything that a run keeps (clusters, logs, keys) to another disk.
data_dir=${HR_DATA_DIR:-$root/.data}

# Messages go to stderr: some callers read stdout.
say() { printf '==> %s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
fail() {
    printf '\nerror: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# Tools that insist on a home directory get one when the caller has none (cron, some CI systems).
if [ -z "${HOME:-}" ] || ! [ -d "$HOME" ]; then
    HOME=$data_dir/home
    mkdir -p "$HOME"
    export HOME
fi

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port below the range from which the kernel takes its own, so that no outgoing connection sits on it.
free_port() {
    local port tries=0
    while [ "$tries" -lt 200 ]; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        port_in_use "$port" || {
            echo "$port"
            return 0
        }
        tries=$((tries + 1))
    done
    fail "no free TCP port between 20000 and 31999 on 127.0.0.1" "Stop something that listens there and try again."
}

# Who listens on a port, for people; empty when the machine does not tell.
port_owner() {
    local line=
    if has ss; then
        line=$(ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:((\(.*\)))$/\1/p' | head -n 1)
        if [ -n "$line" ]; then
            echo "$line" | sed -E 's/^"([^"]*)",pid=([0-9]+).*/\1 (process \2)/'
            return 0
        fi
    fi
    if has lsof; then
        lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 " (process " $2 ")" }'
    fi
}

# need_space DIR MEGABYTES
need_space() {
    local free
    mkdir -p "$1" 2>/dev/null || fail "cannot create the directory $1" "Make it writable, or set HR_DATA_DIR to a directory that is."
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    if [ "${free:-0}" -lt "$2" ]; then
        fail "only $free MB are free on the disk that holds $1; $2 MB are needed" \
            "Free some space ('make clean' removes what this clone built and stored)," \
            "or set HR_DATA_DIR to a directory on another disk."
    fi
}

# Takes the lock FILE on descriptor 9 or returns 1. Start whatever outlives the script with 9>&-.
take_lock() {
    mkdir -p "$(dirname "$1")"
    exec 9>>"$1"
    has flock || return 0
    flock -n 9
}

is_alive() { [ -n "${1:-}" ] && kill -0 "$1" 2>/dev/null; }

# stop_process PID SECONDS: SIGTERM, then SIGKILL when it has not ended by then.
stop_process() {
    local waited=0
    is_alive "$1" || return 0
    kill -TERM "$1" 2>/dev/null || return 0
    while is_alive "$1"; do
        if [ "$waited" -ge $(($2 * 10)) ]; then
            kill -KILL "$1" 2>/dev/null || true
            return 0
        fi
        sleep 0.1
        waited=$((waited + 1))
    done
}

# --- Debian and Ubuntu -------------------------------------------------------------------------------------------

is_debian_like() { has apt-get && [ -r /etc/os-release ]; }

apt_quiet() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        -o Acquire::Retries=2 "$@" </dev/null >&2 9>&-
}

apt_candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'; }

apt_updated=
apt_update_once() {
    [ -z "$apt_updated" ] || return 0
    say "Refreshing the package lists"
    # Warnings about a third party's source are not ours to stop for: whether our packages can be had is checked after.
    apt_quiet update || true
    apt_updated=1
}

# apt_install PACKAGE...: installs what is missing, refreshing the lists only when it must.
apt_install() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    for package in "${missing[@]}"; do
        [ -n "$(apt_candidate "$package")" ] || apt_update_once
    done
    for package in "${missing[@]}"; do
        [ -n "$(apt_candidate "$package")" ] || fail "the distribution's archive offers no package '$package'" \
            "Either the archive cannot be reached (no network, or a proxy that apt does not know)" \
            "or this release does not have it. 'apt-get update' shows which."
    done
    say "Installing ${missing[*]}"
    apt_quiet install --no-install-recommends "${missing[@]}" && return 0
    # A list older than the archive names files that are gone.
    apt_updated=
    apt_update_once
    apt_quiet install --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install ${missing[*]}" "Its own message stands above; without a network, install them from where you can."
}
