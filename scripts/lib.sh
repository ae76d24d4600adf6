# shellcheck shell=bash
# What the scripts share. To be sourced; goes to the repository's root.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
# Cargo's tools that this project installs for itself live in .cache/tools. Servers are in sbin, which isn't on
# everybody's PATH.
export PATH="$PWD/.cache/tools/bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# Messages go to standard error: standard output is for what a caller wants to read.
say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# need_rust [COMPONENT…]: a compiler, a linker, and rustup's components of these names.
need_rust() {
  has cargo || die "Rust is missing: install it with rustup (https://rustup.rs), version $(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml) or newer"
  has cc || apt_install gcc libc6-dev
  local component
  for component; do
    cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$component" >&2 ||
      die "cargo has no $component: install it with 'rustup component add $component'"
  done
}

# cargo_tool NAME VERSION [OPTION…]: NAME from PATH, or else built once, into .cache/tools.
cargo_tool() {
  local name=$1 version=$2
  shift 2
  has "$name" && return
  say "Building $name $version into .cache/tools, once; this takes a few minutes"
  # A target directory of its own: the workspace's must not decide how a tool is built.
  CARGO_TARGET_DIR=.cache/tools/target cargo install "$name" --version "$version" --locked --root .cache/tools "$@" >&2
  rm -rf .cache/tools/target
}

# apt_install PACKAGE…: as root on a Debian; elsewhere it says what is needed and stops.
apt_install() {
  has apt-get || die "Please install what Debian calls: $*"
  ((EUID == 0)) || die "Please run: sudo apt-get install --no-install-recommends $*"
  say "Installing $*"
  # A subshell, so that its traps are not the caller's.
  (
    log=$(mktemp) guard=/usr/sbin/policy-rc.d kept='' policy=0 guarded=0
    # shellcheck disable=SC2317 # the trap calls it
    restore() {
      rm -f "$log"
      ((guarded)) || return 0
      rm -f "$guard"
      [[ -z $kept ]] || mv -f "$kept" "$guard"
    }
    trap restore EXIT
    trap 'exit 130' INT TERM HUP
    # Only the programs are wanted. Debian would start the servers as well, unless this file says 101.
    "$guard" postgresql start >/dev/null 2>&1 || policy=$?
    if ((policy != 101)); then
      if [[ -e $guard || -L $guard ]]; then kept=$guard.before-miniblog; fi
      [[ -z $kept ]] || mv -f "$guard" "$kept"
      guarded=1
      printf '#!/bin/sh\n# There only while miniblog installs packages.\nexit 101\n' >"$guard"
      chmod 755 "$guard"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt() { apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null; }
    # Somebody else's broken repository makes "update" fail; whether that matters, "install" knows.
    { apt update || true; apt install -y --no-install-recommends "$@"; } >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
  ) || die "apt-get could not install: $*"
}

# The archive that this machine's own apt takes Debian from, whatever format its sources are in.
debian_archive() {
  local codename uris
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  # shellcheck disable=SC2016 # apt-get's own syntax
  uris=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Release: $codename" 'Component: main')
  # Another vendor may use the same suite and component; Debian's path says which is which.
  grep -m1 '/debian/$' <<<"$uris" || head -n1 <<<"$uris"
}

# http_get HOST PORT PATH: status code, then the body. No curl needed, and nothing but loopback is ever asked.
http_get() (
  exec 2>/dev/null
  exec 3<>"/dev/tcp/$1/$2" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1:$2" >&3
  IFS=' ' read -r -t 3 _ status _ <&3 || exit 1
  printf '%s\n' "${status%$'\r'}"
  header=
  while IFS= read -r -t 3 header <&3 && [[ $header != $'\r' ]]; do :; done
  while IFS= read -r -t 3 line <&3 || [[ -n $line ]]; do printf '%s\n' "$line"; line=; done
)

# in_use HOST PORT: does anything listen there?
# shellcheck disable=SC2016 # for the inner bash
in_use() { timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$1" "$2" 2>/dev/null; }

# free_port WISH [PORT…]: WISH if it's free, else another that is neither in use nor one of PORT….
free_port() {
  local port=$1
  shift
  while in_use 127.0.0.1 "$port" || [[ " $* " == *" $port "* ]]; do port=$((20000 + RANDOM % 10000)); done
  echo "$port"
}
