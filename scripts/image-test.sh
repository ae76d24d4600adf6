#!/usr/bin/env bash
# Proves the Dockerfile without a container engine and without an image registry: makes both base images by
# debootstrap from the archive that this machine's apt uses, builds the image, starts the server from it as the
# image says (but in a network namespace of its own and with the shells taken away), asks for its health, stops it.
# Needs root, buildah, debootstrap and some 10 GB for a while. KEEP=1 keeps the base images for the next time.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# The second half, inside the network namespace: start ROOT USER VARIABLE=VALUE…
if [[ ${1-} == start ]]; then
  root=$2 user=$3
  shift 3
  miniblog=/usr/local/bin/miniblog
  ip link set lo up
  env -i "$@" chroot --userspec="$user" "$root" "$miniblog" serve &
  server=$!
  trap 'kill -KILL "$server" 2>/dev/null || true' EXIT
  healthy=0
  for ((i = 0; i < 60 && !healthy; i++)); do
    kill -0 "$server" 2>/dev/null || die "FAILED: the server ended by itself"
    sleep 0.5
    ! env -i "$@" chroot --userspec="$user" "$root" "$miniblog" health >/dev/null 2>&1 || healthy=1
  done
  ((healthy)) || die "FAILED: not healthy after 30 s: $(env -i "$@" chroot --userspec="$user" "$root" "$miniblog" health 2>&1)"
  say "ok: miniblog health says so"
  uids=$(sed -n 's/^Uid:\t//p' "/proc/$server/status")
  [[ $uids == $'10001\t10001\t10001\t10001' ]] || die "FAILED: the server runs as $uids"
  say "ok: it runs as 10001"
  kill -TERM "$server"
  status=0
  wait "$server" || status=$?
  ((status == 0)) || die "FAILED: exit status $status after SIGTERM"
  say "ok: it ends with 0 after SIGTERM"
  ! env -i "$@" chroot --userspec="$user" "$root" "$miniblog" health >/dev/null 2>&1 || die "FAILED: healthy with no server"
  say "ok: miniblog health fails without a server"
  exit 0
fi

((EUID == 0)) || die "image-test needs to be root, to make file systems and enter them"
missing=()
for program in buildah debootstrap; do has "$program" || missing+=("$program"); done
has ip || missing+=(iproute2)
((${#missing[@]} == 0)) || apt_install "${missing[@]}"
need_rust

# A storage of its own: the machine's images stay out of this, and this out of them.
store=${TMPDIR:-/tmp}/miniblog-image-test
tree=$store/tree
mkdir -p "$store"
printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' "$store/root" "$store/run" >"$store/storage.conf"
export CONTAINERS_STORAGE_CONF=$store/storage.conf BUILDAH_ISOLATION=chroot

container=''
finish() {
  local status=$?
  if [[ -n $container ]]; then buildah rm "$container" >/dev/null 2>&1 || true; fi
  rm -rf "$tree"
  [[ -n ${KEEP-} ]] || rm -rf "$store"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

runtime=docker.io/library/debian:bookworm-slim
builder=localhost/miniblog-builder:latest
image=localhost/miniblog:test
archive=$(debian_archive)
[[ -n $archive ]] || die "image-test needs a Debian, to make the base images from its archive"

has_image() { buildah inspect --type image "$1" >/dev/null 2>&1; }

# commit IMAGE [OPTION…]: what is in $tree as an image of one layer.
commit() {
  local name=$1 from
  shift
  from=$(buildah from scratch)
  (($# == 0)) || buildah config "$@" "$from"
  buildah add -q "$from" "$tree" / >/dev/null
  buildah commit -q --rm "$from" "$name" >/dev/null
}

# quietly COMMAND…: its output only if it fails.
quietly() {
  "$@" >"$store/log" 2>&1 || { tail -n 20 "$store/log" >&2; die "FAILED: $*"; }
}

if ! has_image "$runtime" || ! has_image "$builder"; then
  say "— $runtime, by debootstrap from $archive"
  rm -rf "$tree"
  quietly debootstrap --variant=minbase bookworm "$tree" "$archive"
  rm -rf "$tree"/var/cache/apt/archives/*.deb
  commit "$runtime"

  say "— $builder: that with a C compiler and this machine's Rust"
  quietly chroot "$tree" apt-get install -y --no-install-recommends gcc libc6-dev ca-certificates
  # crates.io is reached as this machine reaches it.
  cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/"
  # The official image's CARGO_HOME, which the Dockerfile is written for.
  mkdir -p "$tree/usr/local/cargo" "$tree/usr/local/rust/bin"
  for config in config.toml config; do
    [[ ! -e ${CARGO_HOME:-$HOME/.cargo}/$config ]] || cp "${CARGO_HOME:-$HOME/.cargo}/$config" "$tree/usr/local/cargo/"
  done
  rust=$(rustc --print sysroot)
  cp -a "$rust/bin/cargo" "$rust/bin/rustc" "$tree/usr/local/rust/bin/"
  cp -a "$rust/lib" "$tree/usr/local/rust/"
  commit "$builder" --env CARGO_HOME=/usr/local/cargo --env PATH=/usr/local/rust/bin:/usr/sbin:/usr/bin:/sbin:/bin
  rm -rf "$tree"
fi

say "— $image"
ENGINE=buildah IMAGE=$image BUILDER=$builder RUNTIME=$runtime scripts/image.sh --pull-never --layers=false

# expect WHAT FORMAT VALUE: what the image's configuration says.
expect() {
  local is
  is=$(buildah inspect --type image --format "$2" "$image")
  [[ $is == "$3" ]] || die "FAILED: $1 is $is, not $3"
  say "ok: $1 $is"
}
expect user '{{.Docker.Config.User}}' 10001:10001
expect entrypoint '{{.Docker.Config.Entrypoint}}' '[/usr/local/bin/miniblog]'
expect command '{{.Docker.Config.Cmd}}' '[serve]'
expect healthcheck '{{.Docker.Config.Healthcheck.Test}}' '[CMD /usr/local/bin/miniblog health]'
expect 'stop signal' '{{.Docker.Config.StopSignal}}' SIGTERM

container=$(buildah from --pull-never "$image")
root=$(buildah mount "$container")
[[ $(stat -c %u:%g "$root/data") == 10001:10001 ]] || die "FAILED: /data doesn't belong to 10001"
[[ ! -e $root/src ]] || die "FAILED: the sources are in the image"
find "$root" -xdev -path '*/bin/*sh' -delete
mapfile -t variables < <(buildah inspect --type image --format '{{range .Docker.Config.Env}}{{println .}}{{end}}' "$image" | grep .)
unshare --net scripts/image-test.sh start "$root" 10001:10001 "${variables[@]}" \
  MINIBLOG__SESSION__SECRET="$(head -c 64 /dev/urandom | base64 -w 0)" MINIBLOG__CONSUL__ENABLED=false
say "The image works"
