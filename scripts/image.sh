#!/usr/bin/env bash
# Builds the container image: with docker where its engine answers, else with podman or buildah; ENGINE=… insists.
# IMAGE: its name (miniblog:latest). BUILDER, RUNTIME: other base images than the Dockerfile's.
# Arguments go on to the build command.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

image=${IMAGE:-miniblog:latest}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
revision=$(git rev-parse --verify HEAD 2>/dev/null || echo unknown)
options=(--file Dockerfile --tag "$image" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
[[ -z ${BUILDER-} ]] || options+=(--build-arg "BUILDER=$BUILDER")
[[ -z ${RUNTIME-} ]] || options+=(--build-arg "RUNTIME=$RUNTIME")

engine=${ENGINE-}
if [[ -z $engine ]]; then
  if has docker && docker info >/dev/null 2>&1; then engine=docker
  elif has podman; then engine=podman
  elif has buildah; then engine=buildah
  else die "To build an image, start Docker's engine or install podman or buildah"
  fi
fi

case $engine in
  # Cache mounts are BuildKit's.
  docker) DOCKER_BUILDKIT=1 docker build "${options[@]}" "$@" . ;;
  # The OCI format, their default, has no HEALTHCHECK.
  podman) podman build --format docker "${options[@]}" "$@" . ;;
  buildah) buildah bud --format docker "${options[@]}" "$@" . ;;
  *) die "ENGINE=$engine: expected docker, podman or buildah" ;;
esac
say "Built $image with $engine"
