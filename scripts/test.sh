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
# What the whole suite over HTTP runs on; the rest names its database itself.
case ${DB-} in
  postgres) export TEST_DATABASE_URL=$TEST_POSTGRES_URL ;;
  mariadb) export TEST_DATABASE_URL=$TEST_MARIADB_URL ;;
esac

# On a CI machine the lock file is the truth; elsewhere Cargo may complete it.
locked=()
[[ -z ${CI-} ]] || locked=(--locked)

# ARGS is a list of words.
read -ra args <<<"${ARGS-}"
cargo nextest run --workspace "${locked[@]}" "${args[@]}" ${T:+"$T"}
# One chosen test is no reason to run every example in the documentation.
[[ -n ${T-}${ARGS-} ]] || cargo test --workspace --doc --quiet "${locked[@]}"
