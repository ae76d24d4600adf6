#!/usr/bin/env bash
# Every test. T=name: only those with that in their name; DB=postgres|mariadb: on that database;
# ARGS: more arguments for cargo nextest run.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck source=scripts/databases.sh
. scripts/databases.sh

case ${DB-} in
  '' | sqlite | postgres | mariadb) ;;
  *) die "DB=$DB: expected sqlite, postgres or mariadb" ;;
esac

# Nothing that a developer's shell happens to hold may decide how a test ends.
unset PORT MINIBLOG_ENV CONSUL_HTTP_ADDR CONSUL_HTTP_TOKEN "${!MINIBLOG__@}"

CONSUL_BIN=$(scripts/test-setup.sh)
if [[ -n $CONSUL_BIN ]]; then export CONSUL_BIN; else unset CONSUL_BIN; fi

start_postgres || say "The tests that need PostgreSQL can't run"
start_mariadb || say "The tests that need MariaDB can't run"
# On a CI machine the lock file is the truth; elsewhere Cargo may complete it.
locked=()
[[ -z ${CI-} ]] || locked=(--locked)

# ARGS is a list of words.
read -ra args <<<"${ARGS-}"
# on DATABASE COMMAND…: with the suite over HTTP on that database. The other suites name theirs themselves.
on() {
  local database=$1 url=''
  shift
  case $database in
    postgres) url=${TEST_POSTGRES_URL-} ;;
    mariadb) url=${TEST_MARIADB_URL-} ;;
  esac
  [[ $database == sqlite || -n $url ]] || die "There is no $database to test on"
  # Unset and not empty: an empty one would name a database.
  if [[ -n $url ]]; then TEST_DATABASE_URL=$url "$@"; else env -u TEST_DATABASE_URL "$@"; fi
}

on "${DB:-sqlite}" cargo nextest run --workspace "${locked[@]}" "${args[@]}" ${T:+"$T"}
# One chosen test is no reason to run everything else.
[[ -z ${T-}${ARGS-} ]] || exit 0
cargo test --workspace --doc --quiet "${locked[@]}"
# A person at the keyboard chooses a database with DB; CI wants them all.
[[ -z ${CI-} || -n ${DB-} ]] || for database in postgres mariadb; do
  say "The suite over HTTP on $database"
  on "$database" cargo nextest run "${locked[@]}" --test http --status-level fail
done
