#!/usr/bin/env bash
# A private PostgreSQL for this clone: found or installed, never the one that the machine already runs.
#
#   eng/postgres.sh ensure            find or install PostgreSQL 15+ with pgvector; prints the directory of its programs
#   eng/postgres.sh start DIR [PORT]  create the cluster in DIR if there is none, start it, prints its port
#   eng/postgres.sh stop DIR
#   eng/postgres.sh drop DIR          stop it and remove its files
#   eng/postgres.sh status DIR        exit code 0 and the port when it runs, 3 when it does not
#   eng/postgres.sh url DIR           the connection string for Npgsql (holds the password)
#
# Environment: HR_PG_BINDIR   programs of the PostgreSQL to use instead of looking for one
#              HR_PG_PROFILE  'durable' (default) or 'test' (no fsync: fast, and lost when the machine crashes)
#              HR_PG_PASSWORD password for the role hrplatform in a new cluster (default: random)
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

minimum_version=15
role=hrplatform
extensions="vector pg_trgm unaccent btree_gist"

# --- Finding and installing --------------------------------------------------------------------------------------

major_version() { "$1/postgres" --version 2>/dev/null | sed -nE 's/^postgres \(PostgreSQL\) ([0-9]+).*/\1/p'; }

is_server() { [ -x "$1/postgres" ] && [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/psql" ] && [ -x "$1/pg_config" ]; }

has_extension() {
    [ -f "$("$1/pg_config" --sharedir)/extension/$2.control" ] || return 1
    local library
    library=$("$1/pg_config" --pkglibdir)/$2
    [ -f "$library.so" ] || [ -f "$library.dylib" ]
}

has_contrib() { has_extension "$1" pg_trgm && has_extension "$1" unaccent && has_extension "$1" btree_gist; }

# Directories of PostgreSQL programs on this machine, 15 or newer, one a line, newest first.
installations() {
    local dir version seen=:
    {
        if has pg_config; then pg_config --bindir 2>/dev/null || true; fi
        for dir in "$data_dir"/pgsql/lib/postgresql/*/bin /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin \
            /usr/local/bin /usr/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
            /Applications/Postgres.app/Contents/Versions/*/bin; do
            if [ -d "$dir" ]; then echo "$dir"; fi
        done
    } | while read -r dir; do
        case $seen in *":$dir:"*) continue ;; esac
        seen=$seen$dir:
        is_server "$dir" || continue
        version=$(major_version "$dir")
        if [ -n "$version" ] && [ "$version" -ge "$minimum_version" ]; then printf '%s %s\n' "$version" "$dir"; fi
    done | sort -rn -s -k1,1 | cut -d' ' -f2-
}

# find_server [MAJOR]: the best installation (of that major version); one that has pgvector goes before a newer one.
find_server() {
    local dir first=
    if [ -n "${HR_PG_BINDIR:-}" ]; then
        is_server "$HR_PG_BINDIR" || fail "HR_PG_BINDIR=$HR_PG_BINDIR has no postgres, initdb, pg_ctl, psql and pg_config"
        echo "$HR_PG_BINDIR"
        return 0
    fi
    while read -r dir; do
        [ -n "$dir" ] || continue
        if [ -n "${1:-}" ] && [ "$(major_version "$dir")" != "$1" ]; then continue; fi
        has_contrib "$dir" || continue
        [ -n "$first" ] || first=$dir
        if has_extension "$dir" vector; then
            echo "$dir"
            return 0
        fi
    done <<<"$(installations)"
    [ -n "$first" ] && echo "$first"
}

install_server() {
    is_debian_like || fail "PostgreSQL $minimum_version or newer was not found on this machine" \
        "Install it with its contrib modules and pgvector by your system's package manager," \
        "or set ConnectionStrings__Platform to a server that you have."
    is_root || fail "PostgreSQL $minimum_version or newer was not found, and installing it needs root" \
        "Run once: sudo eng/postgres.sh ensure" \
        "or set ConnectionStrings__Platform to a server that you have."
    [ -n "$(apt_candidate postgresql)" ] || apt_update_once
    local offered
    offered=$(apt_candidate postgresql | sed -E 's/^([0-9]+:)?([0-9]+).*/\2/')
    [ -n "$offered" ] || fail_apt "PostgreSQL cannot be installed" \
        "Or install PostgreSQL $minimum_version or newer with pgvector yourself," \
        "or set ConnectionStrings__Platform to a server that you have."
    [ "$offered" -ge "$minimum_version" ] || fail "this distribution offers PostgreSQL $offered; $minimum_version or newer is needed" \
        "Add a source that has it, or set ConnectionStrings__Platform to a server that you have."
    # The package would create and start a cluster for the whole machine; this tells it not to, for this installation only.
    local switch=/etc/postgresql-common/createcluster.d/hrplatform.conf
    mkdir -p "$(dirname "$switch")"
    echo 'create_main_cluster = false' >"$switch"
    # shellcheck disable=SC2064 # the path is wanted as it is now
    trap "rm -f '$switch'" EXIT
    apt_install "postgresql-$offered" "postgresql-client-$offered"
    rm -f "$switch"
    trap - EXIT
}

# The suites that may hold a newer pgvector than this release, nearest first.
newer_suites() {
    case $1 in
        debian) echo stable testing unstable ;;
        ubuntu) echo devel ;;
    esac
}

# download_pgvector WORK: a newer suite's source archive goes to WORK/source. The address comes from this machine's own
# apt configuration, the check from the distribution's keyring; lists and cache are WORK's, so that nothing of apt's
# state changes and no root is needed.
download_pgvector() {
    local work=$1 id codename archive keyring suite
    id=$(. /etc/os-release && echo "${ID:-}")
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    # shellcheck disable=SC2016 # apt-get fills these in, not the shell
    archive=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v release="$codename" '$1 == release && $2 == "main" { print $3; exit }')
    [ -n "$archive" ] || return 1
    keyring=/usr/share/keyrings/$id-archive-keyring.gpg
    [ -f "$keyring" ] || return 1
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/source"
    cat >"$work/apt.conf" <<CONF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Sandbox::User "";
CONF
    for suite in $(newer_suites "$id"); do
        echo "deb-src [signed-by=$keyring] $archive $suite main" >"$work/sources.list"
        # A failed download is only a warning to 'update'; going on would hide it behind a less telling error.
        if APT_CONFIG=$work/apt.conf apt_quiet update && [[ $apt_output != *'Failed to fetch'* ]] &&
            cd "$work/source" && APT_CONFIG=$work/apt.conf apt_quiet source --download-only --tar-only pgvector; then
            cd "$root"
            return 0
        fi
    done
    return 1
}

# download_headers WORK VERSION: unpacks the server's headers to WORK/dev. Installing their package would drag in a whole
# compiler suite. Headers of the very release that is installed are best; any of the same major version fit.
download_headers() (
    cd "$1"
    package=postgresql-server-dev-$2
    exact=$(dpkg-query -W -f '${Version}' "postgresql-$2" 2>/dev/null || true)
    apt_quiet -o APT::Sandbox::User= download "$package=$exact" ||
        apt_quiet -o APT::Sandbox::User= download "$package" &&
        dpkg-deb -x "$package"_*.deb dev
)

# private_copy BINDIR VERSION: without root, pgvector goes into a copy of the server's files: PostgreSQL finds its libraries
# relative to its programs. Sets bindir to the copy's.
private_copy() {
    local version=$2 home=$data_dir/pgsql
    [ "$1" = "/usr/lib/postgresql/$version/bin" ] || return 1
    need_space "$data_dir" 256
    mkdir -p "$home/lib/postgresql" "$home/share/postgresql"
    rm -rf "$home/lib/postgresql/$version" "$home/share/postgresql/$version"
    cp -R "/usr/lib/postgresql/$version" "$home/lib/postgresql/"
    rm -rf "$home/lib/postgresql/$version/lib/bitcode"
    cp -R "/usr/share/postgresql/$version" "$home/share/postgresql/"
    bindir=$home/lib/postgresql/$version/bin
}

# build_pgvector VERSION: compiles pgvector and installs it for the server in bindir.
build_pgvector() {
    local version=$1 work headers
    work=$(mktemp -d)
    # shellcheck disable=SC2064 # the path is wanted as it is now
    trap "rm -rf '$work'" EXIT
    say "Building pgvector for PostgreSQL $version from the distribution's source package"
    download_pgvector "$work" || fail_apt "the source package pgvector could not be downloaded" \
        "Or install pgvector for PostgreSQL $version yourself," \
        "or set ConnectionStrings__Platform to a server that has it."
    tar -xzf "$work"/source/pgvector_*.orig.tar.gz -C "$work/source"
    headers=/usr/include/postgresql/$version/server
    if ! [ -f "$headers/postgres.h" ]; then
        download_headers "$work" "$version" ||
            fail_apt "the package postgresql-server-dev-$version could not be downloaded"
        headers=$work/dev$headers
    fi
    # OPTFLAGS is empty so that the library runs on another processor too; bitcode would need clang and buys nothing here.
    if ! (cd "$work"/source/pgvector-* &&
        make -s -j"$(getconf _NPROCESSORS_ONLN)" all install OPTFLAGS="" with_llvm=no \
            PG_CONFIG="$bindir/pg_config" includedir_server="$headers") >"$work/make.log" 2>&1 9>&-; then
        tail -n 20 "$work/make.log" >&2
        fail "pgvector did not build; the end of the compiler's output stands above"
    fi
    rm -rf "$work"
    trap - EXIT
}

# Adds pgvector to the server in bindir; without root, to a copy of it.
install_pgvector() {
    local version package
    version=$(major_version "$bindir")
    package=postgresql-$version-pgvector
    is_debian_like || fail "pgvector for PostgreSQL $version ($bindir) was not found" \
        "Install it by your system's package manager, or set ConnectionStrings__Platform to a server that has it."
    if is_root; then
        [ -n "$(apt_candidate "postgresql-server-dev-$version")" ] || apt_update_once
        if [ -n "$(apt_candidate "$package")" ]; then
            apt_install "$package"
            return 0
        fi
        if ! has gcc || ! has make || ! [ -f /usr/include/stdio.h ]; then apt_install gcc libc6-dev make; fi
    elif [ -n "$(apt_candidate "$package")" ] || ! has gcc || ! has make || ! private_copy "$bindir" "$version"; then
        fail "pgvector for PostgreSQL $version was not found, and installing it needs root" \
            "Run once: sudo eng/postgres.sh ensure" \
            "or set ConnectionStrings__Platform to a server that has it."
    fi
    build_pgvector "$version"
}

# ensure_server [MAJOR]: sets bindir. One process installs at a time on a machine.
ensure_server() {
    bindir=$(find_server "${1:-}" || true)
    if [ -n "$bindir" ] && has_extension "$bindir" vector; then return 0; fi
    if [ -n "${1:-}" ] && [ -z "$bindir" ]; then
        fail "the cluster was created by PostgreSQL $1, which is not on this machine any more" \
            "Install PostgreSQL $1 again, or run 'make clean' to start with an empty cluster."
    fi
    if is_root && has flock; then
        exec 8>>/run/lock/hrplatform-install
        flock 8
        bindir=$(find_server "${1:-}" || true)
    fi
    if [ -z "$bindir" ]; then
        install_server
        bindir=$(find_server || true)
        [ -n "$bindir" ] || fail "PostgreSQL was installed, but its programs were not found"
    fi
    if ! has_extension "$bindir" vector; then
        install_pgvector
        has_extension "$bindir" vector || fail "pgvector was installed, but PostgreSQL in $bindir does not see it"
    fi
    exec 8>&-
}

# --- The cluster -------------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root: root hands it to the distribution's account for it.
choose_account() {
    account=
    if is_root; then
        if id postgres >/dev/null 2>&1; then account=postgres; else account=nobody; fi
    fi
}

as_account() {
    if [ -z "$account" ]; then
        "$@" 9>&-
    elif has setpriv; then
        (cd / && HOME=/ exec setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups "$@" 9>&-)
    else
        (cd / && HOME=/ exec runuser -u "$account" -- "$@" 9>&-)
    fi
}

# locate DIR: sets dir and pgdata. Where the server's account may not enter DIR (a clone below a closed home directory),
# the files live in /var/lib/hrplatform and DIR is a link to them.
locate() {
    choose_account
    mkdir -p "$(dirname "$1")" || fail "cannot create $(dirname "$1")"
    dir=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
    if [ -n "$account" ] && ! [ -e "$dir" ] && ! as_account test -x "$(dirname "$dir")"; then
        local elsewhere
        elsewhere=/var/lib/hrplatform/$(basename "$dir")-$(printf %s "$dir" | cksum | cut -d' ' -f1)
        mkdir -p "$elsewhere"
        ln -sfn "$elsewhere" "$dir"
        note "The account '$account' may not enter $(dirname "$dir"): the cluster lives in $elsewhere"
    fi
    mkdir -p "$dir/"
    dir=$(cd "$dir" && pwd -P)
    pgdata=$dir/data
}

server_pid() { if [ -f "$pgdata/postmaster.pid" ]; then head -n 1 "$pgdata/postmaster.pid"; fi; }

# Whether the server of this very cluster runs. A process that merely got a dead server's number does not count.
is_running() {
    local pid
    pid=$(server_pid)
    is_alive "$pid" || return 1
    if [ -d "/proc/$pid" ]; then
        [ "$(readlink "/proc/$pid/cwd")" = "$pgdata" ]
    fi
}

# Processes of this cluster that are left, one number a line.
children_left() {
    local link process
    for link in /proc/[0-9]*/cwd; do
        [ "$(readlink "$link" 2>/dev/null)" = "$pgdata" ] || continue
        process=${link%/cwd}
        case $(readlink "$process/exe" 2>/dev/null) in */postgres*) echo "${process#/proc/}" ;; esac
    done
}

# After kill -9 of the server: its children may live on for a moment and hold the shared memory, and its pid file may
# name a process that has nothing to do with it.
clear_remains() {
    local pid waited=0
    for pid in $(children_left); do kill -QUIT "$pid" 2>/dev/null || true; done
    while [ -n "$(children_left)" ] && [ "$waited" -lt 100 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    rm -f "$pgdata/postmaster.pid"
}

write_secret() { (umask 077 && printf '%s' "$2" >"$1"); }

create_cluster() {
    local locale=C.UTF-8 file
    need_space "$dir" 1024
    say "Creating a PostgreSQL $(major_version "$bindir") cluster in $dir"
    rm -rf "$dir/data" "$dir/data.new" "$dir/log" "$dir/prepared"
    [ -f "$dir/superuser-password" ] || write_secret "$dir/superuser-password" "$(random_hex 24)"
    [ -f "$dir/password" ] || write_secret "$dir/password" "${HR_PG_PASSWORD:-$(random_hex 24)}"
    if has locale && ! locale -a 2>/dev/null | grep -qiE '^C\.utf-?8$'; then locale=en_US.UTF-8; fi
    file=$dir/initdb-password
    (umask 077 && cat "$dir/superuser-password" >"$file")
    mkdir -p "$dir/data.new" "$dir/log"
    chmod 700 "$dir/data.new" "$dir/log"
    if [ -n "$account" ]; then chown "$account" "$dir/data.new" "$dir/log" "$file"; fi
    as_account "$bindir/initdb" -D "$dir/data.new" --username=postgres --pwfile="$file" --auth=scram-sha-256 \
        --encoding=UTF8 --locale="$locale" --data-checksums --no-instructions >"$dir/initdb.log" 2>&1 || {
        rm -f "$file"
        cat "$dir/initdb.log" >&2
        fail "initdb failed; its output stands above"
    }
    rm -f "$file" "$dir/initdb.log"
    as_account tee -a "$dir/data.new/postgresql.conf" <<<"include_if_exists = 'hrplatform.conf'" >/dev/null
    mv "$dir/data.new" "$pgdata"
}

# write_settings PORT
write_settings() {
    local memory=2048 buffers=512 connections=200 shm=posix
    if [ -r /proc/meminfo ]; then memory=$(awk '$1 == "MemTotal:" { print int($2 / 1024) }' /proc/meminfo); fi
    if [ "${HR_PG_PROFILE:-durable}" = test ]; then buffers=256 connections=300; fi
    if [ "$buffers" -gt $((memory / 4)) ]; then buffers=$((memory / 4)); fi
    # A container's small /dev/shm would make a parallel index build fail.
    if ! as_account test -w /dev/shm || [ "$(df -Pm /dev/shm | awk 'NR == 2 { print $4 }')" -lt 512 ]; then shm=sysv; fi
    {
        echo "# Written by eng/postgres.sh at every start."
        echo "listen_addresses = '127.0.0.1'"
        echo "port = $1"
        # TCP with a password is the only door: no socket file, whose path could be too long, is needed.
        echo "unix_socket_directories = ''"
        echo "max_connections = $connections"
        echo "shared_buffers = ${buffers}MB"
        echo "effective_cache_size = $((memory / 2))MB"
        echo "work_mem = 8MB"
        echo "maintenance_work_mem = 128MB"
        echo "dynamic_shared_memory_type = $shm"
        # One transaction of a fleet job may touch the tables of many tenants' schemas.
        echo "max_locks_per_transaction = 1024"
        echo "max_wal_size = 2GB"
        echo "min_wal_size = 256MB"
        echo "checkpoint_completion_target = 0.9"
        echo "wal_compression = on"
        echo "random_page_cost = 1.1"
        # Compiling a query costs more than the short queries of an API give back.
        echo "jit = off"
        echo "timezone = 'UTC'"
        echo "log_timezone = 'UTC'"
        echo "lc_messages = 'C'"
        echo "log_line_prefix = '%m [%p] %q%u@%d '"
        if [ "${HR_PG_PROFILE:-durable}" = test ]; then
            echo "fsync = off"
            echo "synchronous_commit = off"
            echo "full_page_writes = off"
        else
            echo "fsync = on"
            echo "synchronous_commit = on"
        fi
    } | as_account tee "$pgdata/hrplatform.conf" >/dev/null
}

# sql DATABASE: runs standard input as the superuser.
sql() {
    PGPASSWORD=$(cat "$dir/superuser-password") PGOPTIONS='-c client_min_messages=warning' \
        "$bindir/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d "$1" 9>&-
}

# Role, database and extensions; template1 has the extensions too, so that a database which the role creates has them
# although only a superuser may install them. So it is with set_config, which nobody but the login may call: by it one
# tenant's role could take another's place.
prepare() {
    local database extension
    [ "$(cat "$dir/prepared" 2>/dev/null)" != "$extensions set_config" ] || return 0
    sql postgres <<SQL
DO \$\$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role') THEN
        CREATE ROLE $role;
    END IF;
END \$\$;
ALTER ROLE $role LOGIN CREATEROLE CREATEDB NOSUPERUSER PASSWORD '$(cat "$dir/password")';
DO \$\$ BEGIN
    -- From 16 on, the creator of a role may only act as it when told so.
    IF current_setting('server_version_num')::int >= 160000 THEN
        ALTER ROLE $role SET createrole_self_grant = 'set, inherit';
    END IF;
END \$\$;
SELECT 'CREATE DATABASE $role OWNER $role'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$role') \gexec
SQL
    for database in template1 "$role"; do
        {
            for extension in $extensions; do
                echo "CREATE EXTENSION IF NOT EXISTS $extension WITH SCHEMA public;"
            done
            echo "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO $role;"
            echo "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;"
        } | sql "$database"
    done
    printf '%s\n' "$extensions set_config" >"$dir/prepared"
}

start() {
    local wanted=${1:-} tries=0
    if is_running && [ -f "$dir/port" ] && [ -f "$dir/prepared" ]; then
        port=$(cat "$dir/port")
        if [ -n "$wanted" ] && [ "$wanted" != "$port" ]; then
            fail "the cluster in $dir already runs, on port $port" "Stop it first: eng/postgres.sh stop $dir"
        fi
        echo "$port"
        return 0
    fi
    if [ -f "$pgdata/PG_VERSION" ]; then ensure_server "$(cat "$pgdata/PG_VERSION")"; else ensure_server; fi
    # The account may only exist since the installation.
    choose_account
    [ -f "$pgdata/PG_VERSION" ] || create_cluster
    need_space "$dir" 256
    if ! is_running; then
        if [ -f "$pgdata/postmaster.pid" ]; then
            note "The last run was cut off; PostgreSQL recovers"
            clear_remains
        fi
        port=${wanted:-$(cat "$dir/port" 2>/dev/null || true)}
        while :; do
            if [ -z "$port" ] || { [ -z "$wanted" ] && port_in_use "$port"; }; then port=$(free_port); fi
            if port_in_use "$port"; then
                fail "port $port is taken by $(port_owner "$port" | grep . || echo 'another process')" "Choose another one."
            fi
            write_settings "$port"
            if [ -f "$dir/log/postgresql.log" ]; then mv -f "$dir/log/postgresql.log" "$dir/log/postgresql.1.log"; fi
            if as_account "$bindir/pg_ctl" start -w -t 120 -s -D "$pgdata" -l "$dir/log/postgresql.log" >&2; then break; fi
            tries=$((tries + 1))
            # Another clone may have taken the port between our look and the start.
            if [ -z "$wanted" ] && [ "$tries" -lt 5 ] && grep -qE 'could not (bind|create any TCP)' "$dir/log/postgresql.log"; then
                port=
                continue
            fi
            tail -n 20 "$dir/log/postgresql.log" >&2 || true
            fail "PostgreSQL did not start; the end of its log stands above" "The whole log: $dir/log/postgresql.log"
        done
        echo "$port" >"$dir/port"
    fi
    port=$(cat "$dir/port")
    prepare
    echo "$port"
}

stop() {
    local pid
    if is_running; then
        pid=$(server_pid)
        # SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything committed is written.
        kill -INT "$pid" 2>/dev/null || true
        local waited=0
        while is_running; do
            if [ "$waited" -ge 600 ]; then
                kill -QUIT "$pid" 2>/dev/null || true
                note "PostgreSQL took more than a minute to stop and was cut off; it recovers at the next start"
                break
            fi
            sleep 0.1
            waited=$((waited + 1))
        done
    fi
}

drop() {
    [ -f "$dir/superuser-password" ] || fail "$given holds no cluster of this script; nothing was removed"
    stop
    rm -rf "$dir"
    if [ -L "$given" ]; then rm -f "$given"; fi
}

url() {
    [ -f "$dir/port" ] || fail "there is no cluster in $dir" "Start it first: eng/postgres.sh start $dir"
    printf 'Host=127.0.0.1;Port=%s;Username=%s;Password=%s;Database=%s\n' \
        "$(cat "$dir/port")" "$role" "$(cat "$dir/password")" "$role"
}

usage() {
    sed -n 's/^# \{0,1\}//p' "$0" | sed -n '3,9p' >&2
    exit 2
}

command=${1:-}
case $command in
    ensure)
        ensure_server
        echo "$bindir"
        ;;
    start | stop | drop | status | url)
        [ -n "${2:-}" ] || usage
        if [ "$command" != start ] && ! [ -d "$2" ]; then
            case $command in stop | drop) exit 0 ;; esac
            [ "$command" = status ] && exit 3
            fail "there is no cluster in $2"
        fi
        given=$2
        locate "$given"
        case $command in
            start | stop | drop)
                # Two starts at once would both create the cluster.
                if has flock; then
                    exec 9>>"$dir/lock"
                    flock 9
                fi
                "$command" "${3:-}"
                ;;
            status)
                is_running || exit 3
                cat "$dir/port"
                ;;
            url) url ;;
        esac
        ;;
    *) usage ;;
esac
