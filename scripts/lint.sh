#!/usr/bin/env bash
# Formatting, clippy, dependencies, documentation, shell scripts. Stops at the first that complains.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

missing=()
has cc || missing+=(gcc libc6-dev)
has git || missing+=(git)
has shellcheck || missing+=(shellcheck)
((${#missing[@]} == 0)) || apt_install "${missing[@]}"
need_rust rustfmt clippy
cargo_tool cargo-deny 0.20.2

step() { say "— $*"; "$@"; }

locked=()
[[ -z ${CI-} ]] || locked=(--locked)

step shellcheck -x scripts/*.sh .ci/run
step cargo fmt --all --check
step cargo deny --workspace check bans licenses sources

unchecked=''
# Fetched as a step of its own, so that "the database isn't reachable" and "a dependency is vulnerable" can't be
# taken for each other: after it, a failure is a finding. A database of an earlier day is better than none.
if GIT_TERMINAL_PROMPT=0 cargo deny fetch db >/dev/null 2>&1 ||
  compgen -G "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs/*/crates" >/dev/null; then
  step cargo deny --offline --workspace check advisories
else
  unchecked=" (security advisories and yanked versions were NOT checked)"
  say "WARNING: security advisories and yanked versions were NOT checked: the advisory database can't be fetched"
fi

step cargo clippy --workspace --all-targets "${locked[@]}" -- -D warnings
RUSTDOCFLAGS='-D warnings' step cargo doc --no-deps --document-private-items --workspace --quiet "${locked[@]}"
say "Nothing to complain about$unchecked"
