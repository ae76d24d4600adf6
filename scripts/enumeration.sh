#!/usr/bin/env bash
# Whether the time of an answer tells who has an account: medians for a known and an unknown address, in turns, against
# the release build as it is set for production. TRIES=200 each; it takes some minutes, as each try hashes a password.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

tries=${TRIES:-200}
if ! [[ $tries =~ ^[1-9][0-9]{0,3}$ ]]; then die "TRIES=$tries: expected a number from 1 to 9999"; fi
unset PORT CONSUL_HTTP_ADDR CONSUL_HTTP_TOKEN RUST_LOG "${!MINIBLOG_@}"
has setpriv || apt_install util-linux
need_rust
cargo build --release --example enumeration
cargo build --release --bin miniblog
built=${CARGO_TARGET_DIR:-target}/release

work=$(mktemp -d)
server=''
# shellcheck disable=SC2317 # the trap calls it
finish() {
  [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

port=$(free_port 18300)
export MINIBLOG__DATA__DIR=$work/data MINIBLOG__SERVER__PORT=$port MINIBLOG__LOG__LEVEL=warn
export MINIBLOG__CONSUL__ENABLED=false MINIBLOG__RATE_LIMIT__ENABLED=false
"$built/miniblog" seed --users 50 --posts 500 >/dev/null
setpriv --pdeathsig KILL -- "$built/miniblog" serve </dev/null >>"$work/log" 2>&1 &
server=$!
for ((i = 0; i < 100; i++)); do
  ! http_get 127.0.0.1 "$port" /health/ready >/dev/null || break
  sleep 0.1
done
"$built/examples/enumeration" "http://127.0.0.1:$port" mika@example.org "$tries"
