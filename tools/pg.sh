#!/usr/bin/env bash
# A private PostgreSQL for tests: its own folder, its own free port, loopback only, gone afterwards.
# It trades durability for speed (fsync off): never for real data. HOITHI_PG_DURABLE=1 leaves a server as it comes,
# for what is measured or must survive a kill.
#
#   tools/pg.sh run CMD...   start, export HOITHI_TEST_PG, run CMD, always stop; exit code of CMD
#   tools/pg.sh start        start one in the background and print its address
#   tools/pg.sh stop         stop the one that `start` began
#   tools/pg.sh where        print the folder of the server programs
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

state=$TOOLS_DIR/pg-state # the folder of the cluster that `start` began
bin=
dir=
user=
child=

bin_dir() { # the newest one found
    local d
    if [ -n "${HOITHI_PG_BIN:-}" ]; then
        [ -x "$HOITHI_PG_BIN/initdb" ] && echo "$HOITHI_PG_BIN" && return 0
    fi
    for d in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/pgsql-*/bin /usr/local/pgsql/bin; do
        [ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && echo "$d" && return 0
    done
    d=$(command -v initdb) && dirname "$d" && return 0
    return 1
}

# PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
pick_user() {
    [ "$(id -u)" = 0 ] || return 0
    local u
    for u in postgres nobody; do
        if id "$u" >/dev/null 2>&1; then
            user=$u
            return
        fi
    done
    die "root cannot run PostgreSQL, and there is no user postgres or nobody"
}

as_owner() {
    if [ -n "$user" ]; then
        (cd "$dir" && runuser -u "$user" -- "$@")
    else
        "$@"
    fi
}

free_port() {
    local p
    while :; do
        p=$((RANDOM % 20000 + 30000))
        (: <"/dev/tcp/127.0.0.1/$p") 2>/dev/null || break
    done
    echo "$p"
}

begin() { # sets dir and url
    local port try
    bin=$(bin_dir) || die "no PostgreSQL server programs found (Debian: apt-get install postgresql)"
    pick_user
    dir=$(mktemp -d "${TMPDIR:-/tmp}/hoithi-pg.XXXXXXXX")
    if [ -n "$user" ]; then
        if ! runuser -u "$user" -- test -x "$dir/.." 2>/dev/null; then # a TMPDIR closed to that user
            rmdir "$dir"
            dir=$(mktemp -d /tmp/hoithi-pg.XXXXXXXX)
        fi
        chown "$user" "$dir"
    fi
    if ! as_owner "$bin/initdb" --pgdata="$dir/data" --username=hoithi --auth=trust --locale=C \
        --encoding=UTF8 --no-sync >"$dir/initdb.log" 2>&1; then
        cat "$dir/initdb.log" >&2
        die "initdb failed"
    fi
    local quick=''
    [ "${HOITHI_PG_DURABLE:-}" = 1 ] ||
        quick=$(printf '%s = off\n' fsync synchronous_commit full_page_writes autovacuum)
    as_owner tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 128MB
$quick
timezone = 'UTC'
log_min_messages = fatal
CONF
    for try in 1 2 3 4 5; do
        port=$(free_port)
        if as_owner "$bin/pg_ctl" start --pgdata="$dir/data" --wait --timeout=60 --silent \
            --log="$dir/server.log" --options="-p $port" >/dev/null 2>&1; then
            as_owner "$bin/createdb" --host=127.0.0.1 --port="$port" --username=hoithi hoithi
            url=postgres://hoithi@127.0.0.1:$port/hoithi
            return
        fi
        [ "$try" = 5 ] || echo "port $port was taken, trying another" >&2
    done
    cat "$dir/server.log" >&2
    die "PostgreSQL did not start"
}

end() { # stops the cluster in $dir and removes it
    # (`return` alone would hand on the exit code of the command that ended the script)
    if [ -z "$dir" ] || [ ! -d "$dir" ]; then return 0; fi
    if [ -f "$dir/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" stop --pgdata="$dir/data" --mode=immediate --silent >/dev/null 2>&1 || true
    fi
    rm -rf "$dir"
    dir=
}

case ${1:-} in
run)
    shift
    [ $# -gt 0 ] || die "usage: tools/pg.sh run CMD..."
    trap end EXIT
    trap 'exit 130' INT
    trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 143' TERM
    begin
    PATH=$bin:$PATH HOITHI_TEST_PG=$url "$@" <&0 & # in the background, so that a signal is answered at once
    child=$!
    wait "$child"
    ;;
start)
    [ ! -f "$state" ] || die "already started: tools/pg.sh stop"
    mkdir -p "$TOOLS_DIR"
    trap end EXIT
    begin
    echo "$dir" >"$state"
    trap - EXIT
    echo "export HOITHI_TEST_PG=$url"
    ;;
stop)
    [ -f "$state" ] || exit 0
    dir=$(cat "$state")
    rm -f "$state"
    bin=$(bin_dir)
    pick_user
    end
    ;;
where) bin_dir ;;
*) die "usage: tools/pg.sh run CMD... | start | stop | where" ;;
esac
