#!/usr/bin/env bash
# Prints the path of a Consul binary: $CONSUL_BIN, the one on PATH, or Debian's, fetched into .cache/consul.
# Nothing is installed into the system, and the machine's own package lists stay as they are.
# Exit status 1 and one line when there is none to be had.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# Consul left Debian after 11: newer releases are under a licence that Debian doesn't take.
suite=bullseye
cached=$PWD/.cache/consul/consul

if [[ -n ${CONSUL_BIN-} ]]; then
  has "$CONSUL_BIN" || die "Consul: CONSUL_BIN=$CONSUL_BIN is not a program"
  command -v "$CONSUL_BIN"
  exit
fi
if has consul; then
  command -v consul
  exit
fi
if [[ -x $cached ]]; then
  echo "$cached"
  exit
fi

cannot() { die "Consul: $1; put a consul binary on PATH or name it in CONSUL_BIN"; }
if ! has apt-get || ! has dpkg-deb; then cannot "not on PATH, and this isn't a Debian to fetch it from"; fi
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -r $keyring ]] || keyring=${keyring%.gpg}.pgp
[[ -r $keyring ]] || cannot "not on PATH, and without the package debian-archive-keyring a download can't be verified"
archive=$(debian_archive) || archive=
[[ -n $archive ]] || cannot "not on PATH, and apt knows no Debian archive"

say "Fetching Consul (Debian $suite) into .cache/consul, once"
mkdir -p .cache/consul
work=$(mktemp -d)
part=$(mktemp -d .cache/consul/part.XXXXXX)
trap 'rm -rf "$work" "$part"' EXIT
trap 'exit 130' INT TERM HUP
# apt, run by root, fetches as the user _apt, who has to get in here.
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/deb"
! id _apt >/dev/null 2>&1 || ((EUID != 0)) || chown _apt "$work/deb"
cat >"$work/debian.sources" <<EOF
Types: deb
URIs: $archive
Suites: $suite
Components: main
Signed-By: $keyring
EOF
# Translations and desktop metadata would be most of the download.
cat >"$work/apt.conf" <<EOF
Dir::Etc::sourcelist "$work/debian.sources";
Dir::Etc::sourceparts "-";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "2";
EOF
export APT_CONFIG=$work/apt.conf
# "update" calls a failed download a warning unless told otherwise.
fetch() { apt-get -qq -o APT::Update::Error-Mode=any update && cd "$work/deb" && apt-get -qq download consul; }
(fetch) </dev/null >"$work/log" 2>&1 ||
  cannot "can't be fetched from $archive ($(grep -m1 '^[EW]:' "$work/log" || echo 'apt gave no reason'))"
dpkg-deb -x "$work"/deb/consul_*.deb "$part"
"$part/usr/bin/consul" version >/dev/null 2>&1 || cannot "Debian $suite's binary doesn't run on this machine"
# Moved in one step: whoever finds the file finds all of it.
mv -f "$part/usr/bin/consul" "$cached"
echo "$cached"
