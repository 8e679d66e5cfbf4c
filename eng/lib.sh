# shellcheck shell=bash
# What the scripts in this folder share. Source it; it has no effect of its own besides `root` and `data_dir`.

# A caller's shell or a Git hook must not change which directory is meant.
unset CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
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

# Runs apt-get without questions and without noise; what it said is in apt_output.
apt_output=
apt_quiet() {
    apt_output=$(DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        -o Acquire::Retries=2 "$@" </dev/null 2>&1 9>&-)
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

# fail_apt MESSAGE [HINT...]: stops after saying what kept apt-get from the archive, as far as it said.
fail_apt() {
    local message=$1
    shift
    printf '%s\n' "$apt_output" | grep -E '^(E|W|Err)' | head -n 5 >&2 || true
    fail "$message: the distribution's archive was not reached, or does not have it" \
        "Check the network, or the proxy in apt's configuration; 'apt-get update' shows the cause." "$@"
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
        [ -n "$(apt_candidate "$package")" ] || fail_apt "'$package' cannot be installed"
    done
    say "Installing ${missing[*]}"
    apt_quiet install --no-install-recommends "${missing[@]}" && return 0
    # A list older than the archive names files that are gone.
    apt_updated=
    apt_update_once
    apt_quiet install --no-install-recommends "${missing[@]}" || {
        printf '%s\n' "$apt_output" | tail -n 20 >&2
        fail "apt-get could not install ${missing[*]}" "The end of its output stands above."
    }
}

# --- .NET --------------------------------------------------------------------------------------------------------

# Puts the SDK that global.json asks for on PATH, or says what is missing.
ensure_dotnet() {
    local candidate message
    if ! has dotnet; then
        for candidate in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
            if [ -n "$candidate" ] && [ -x "$candidate/dotnet" ]; then
                PATH=$candidate:$PATH
                break
            fi
        done
    fi
    has dotnet || fail "the .NET SDK 10 is missing" "Install it (package dotnet-sdk-10.0 where the system has one), or put it on PATH."
    # MSBuild takes variables of these names, in any case, for properties of every project.
    unset Platform PLATFORM Configuration CONFIGURATION Version VERSION TargetFramework OutputPath
    # No build server may outlive the command, no question may be asked, nothing is sent anywhere.
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 \
        DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_UI_LANGUAGE=en \
        MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
    message=$(cd "$root" && dotnet --version 2>&1) && return 0
    if printf '%s' "$message" | grep -qi 'ICU'; then
        if is_root && is_debian_like; then
            [ -n "$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null)" ] || apt_update_once
            apt_install "$(apt-cache search --names-only '^libicu[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1)"
            message=$(cd "$root" && dotnet --version 2>&1) && return 0
        else
            fail "the .NET SDK needs the ICU libraries" "Install them (package libicu on Debian and Ubuntu) and try again."
        fi
    fi
    printf '%s\n' "$message" | head -n 12 >&2
    fail "the .NET SDK 10 is missing; what 'dotnet' said stands above" \
        "Install it (package dotnet-sdk-10.0 where the system has one), or put it on PATH."
}

# Ends a build that is under way, with the processes that it started, and the compiler that outlives it by design.
build_group=
stop_build() {
    local process waited=0
    if [ -n "$build_group" ]; then
        kill -TERM -- "-$build_group" 2>/dev/null || true
        while kill -0 -- "-$build_group" 2>/dev/null && [ "$waited" -lt 50 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        kill -KILL -- "-$build_group" 2>/dev/null || true
        build_group=
    fi
    for process in $(grep -l -- "[-]pipename:hrplatform-$$-build" /proc/[0-9]*/cmdline 2>/dev/null || true); do
        process=${process#/proc/}
        kill "${process%/cmdline}" 2>/dev/null || true
    done
}

# build LOG ARGUMENT...: runs dotnet quietly; on failure shows the errors, and what to do when the network is the cause.
# The projects share one compiler process (a third faster), which is this build's own and ends with it. Whoever calls this
# calls stop_build when it is told to stop.
build() {
    local log=$1 server status=0
    shift
    mkdir -p "$(dirname "$log")"
    server=(-p:UseSharedCompilation=false)
    if [ -d /proc/self ]; then server=(-p:UseSharedCompilation=true "-p:SharedCompilationId=hrplatform-$$-build"); fi
    # In a process group of its own and in the background, so that a signal to this script ends all of it at once.
    set -m
    (cd "$root" && exec dotnet "$@" "${server[@]}" --nologo -v quiet -nodeReuse:false) >"$log" 2>&1 </dev/null 9>&- &
    build_group=$!
    set +m
    wait "$build_group" || status=$?
    build_group=
    stop_build
    [ "$status" -ne 0 ] || return 0
    grep -E '(error|warning) ?[A-Za-z0-9]*:' "$log" | sed -E 's/ \[[^]]*\]$//; s/^.*(error NU[0-9]+)/\1/' | sort -u | head -n 20 >&2 || true
    if grep -qE 'NU1301|NU1101|Unable to load the service index' "$log"; then
        fail "NuGet packages cannot be restored" "Check the network, and the package sources that 'dotnet nuget list source' shows." \
            "The whole output: $log"
    elif grep -qi 'no space left' "$log"; then
        fail "the disk is full" "Free some space and try again. The whole output: $log"
    fi
    fail "dotnet $1 failed" "The whole output: $log"
}
