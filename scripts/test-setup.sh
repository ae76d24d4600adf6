#!/usr/bin/env bash
# What the tests need beside a Rust toolchain: installed where it's missing (root on Debian), named otherwise.
# Prints the path of Consul, or nothing where it can't be had.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

any() { compgen -G "$1" >/dev/null; }

missing=()
has cc || missing+=(gcc libc6-dev)
has chromium || missing+=(chromium)
has chromedriver || missing+=(chromium-driver)
# The tests start throw-away servers of their own, so what counts is the programs.
has initdb || any '/usr/lib/postgresql/*/bin/initdb' || missing+=(postgresql)
has mariadbd || missing+=(mariadb-server)
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
has openssl || missing+=(openssl)
((${#missing[@]} == 0)) || apt_install "${missing[@]}"

need_rust
# Without its self-updater, and so without the TLS and HTTP stack that would double the build.
cargo_tool cargo-nextest 0.9.143 --no-default-features --features default-no-update >&2
# Somebody else's code, and so not kept here; one accessibility test uses it.
if [[ ! -e .cache/axe/node_modules/axe-core/axe.min.js ]] && has npm; then
  npm install --silent --no-audit --no-fund --prefix .cache/axe axe-core@4.14.1 >&2 || say "axe-core can't be fetched: its test can't run"
fi
scripts/consul.sh || say "The tests that need a Consul agent can't run"
