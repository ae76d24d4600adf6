# shellcheck shell=bash
# Throw-away database servers for the tests: in a temporary folder, on free ports, on loopback, gone with the script
# that sources this. To be sourced after lib.sh.

# In memory where there is much of it: each test has a database of its own, whose hundred files a disk takes a second
# or two to write.
database_base=${TMPDIR:-/tmp}
free_kb=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || true)
memory_kb=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null || true)
if ((${free_kb:-0} > 10000000 && ${memory_kb:-0} > 16000000)) && [[ -w /dev/shm ]]; then database_base=/dev/shm; fi
database_dir=$(mktemp -d -p "$database_base")
database_pids=()
# shellcheck disable=SC2317 # the trap calls it
stop_databases() {
  ((${#database_pids[@]} == 0)) || kill "${database_pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$database_dir"
}
trap stop_databases EXIT
chmod 755 "$database_dir"

# as USER COMMAND…: a server refuses to be root; whoever isn't root is himself. It dies with this script, even a
# killed one.
as() {
  local user=$1
  shift
  if ((EUID == 0)); then
    exec setpriv --reuid "$user" --regid "$user" --clear-groups --pdeathsig TERM -- "$@"
  fi
  exec setpriv --pdeathsig TERM -- "$@"
}

# own USER FOLDER: a folder that the server may write to.
own() {
  mkdir -p "$2"
  ((EUID != 0)) || chown "$1" "$2"
}

# wait_for PORT LOG: until somebody listens, for at most 30 s.
wait_for() {
  local _
  for _ in {1..300}; do
    in_use 127.0.0.1 "$1" && return
    sleep 0.1
  done
  tail -n 20 "$2" >&2
  return 1
}

# Sets TEST_POSTGRES_URL.
start_postgres() {
  local bin port data=$database_dir/postgres log=$database_dir/postgres.log
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) || bin=$(dirname "$(command -v initdb)") || return 1
  port=$(free_port 15432)
  own postgres "$data"
  (as postgres "$bin/initdb" --pgdata "$data" --username miniblog --auth trust --no-sync --encoding UTF8 --locale C.UTF-8) >"$log" 2>&1 ||
    { cat "$log" >&2; return 1; }
  # Losing everything at a power cut is fine here; waiting for the disk isn't.
  (as postgres "$bin/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
    -c max_connections=500) >>"$log" 2>&1 &
  database_pids+=($!)
  wait_for "$port" "$log" && export TEST_POSTGRES_URL="postgres://miniblog@127.0.0.1:$port/postgres"
}

# Sets TEST_MARIADB_URL.
start_mariadb() {
  local port data=$database_dir/mariadb log=$database_dir/mariadb.log init=$database_dir/init.sql
  port=$(free_port 13306)
  own mysql "$data"
  # A statement a line: that is how it is read.
  printf '%s\n' "CREATE USER 'miniblog'@'%';" "GRANT ALL ON *.* TO 'miniblog'@'%';" >"$init"
  (as mysql mariadb-install-db --no-defaults --datadir="$data" --skip-test-db --auth-root-authentication-method=normal) >"$log" 2>&1 ||
    { cat "$log" >&2; return 1; }
  (as mysql mariadbd --no-defaults --datadir="$data" --socket="$data/socket" --pid-file="$data/pid" --port="$port" \
    --bind-address=127.0.0.1 --skip-name-resolve --init-file="$init" --max-connections=500 \
    --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --debug-no-sync --sync-frm=OFF) >>"$log" 2>&1 &
  database_pids+=($!)
  wait_for "$port" "$log" && export TEST_MARIADB_URL="mysql://miniblog@127.0.0.1:$port/mysql"
}
