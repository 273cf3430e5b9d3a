#!/usr/bin/env bash
# Builds a whole control plane from go.mod beside this file (etcd, kube-apiserver, kube-controller-manager, kube-scheduler,
# kubectl, and sample-apiserver, which serves an aggregated API) and from kwok/go.mod (kwok, which plays the nodes), once for each
# go.sum and version of Go, into a cache folder outside the work tree; and the program in kubelet/, once for each text of it. Prints
# that folder, and the path of that program, a line each on standard output; everything else goes to standard error.
#
# KUBEWRIGHT_CACHE names another cache folder (default: $XDG_CACHE_HOME/kubewright or ~/.cache/kubewright).
# The first build takes about ten minutes on two cores, and 4 GB for Go's own caches.
set -euo pipefail

programs='etcd kube-apiserver kube-controller-manager kube-scheduler kubectl sample-apiserver kwok'
cache=${KUBEWRIGHT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubewright}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v go >/dev/null; then
  echo "go is not installed: install Go 1.24 or later, or set KUBEBUILDER_ASSETS to a folder with $programs" >&2
  exit 1
fi

# Some distributions turn off that Go fetches the version that go.mod asks for.
export GOTOOLCHAIN=${GOTOOLCHAIN:-auto}
version=v1.37.2
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
key=$( { cat go.sum kwok/go.sum; go version; } | digest | cut -c1-16)
bin="$cache/control-plane-$version-$key"
kubelet="$cache/streaming-kubelet-$( { cat kubelet/*; go version; } | digest | cut -c1-16)"

is_built() {
  local program
  for program in $programs; do [ -x "$bin/$program" ] || return 1; done
}

build() {
  local numbers="-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=37"
  building=$(mktemp -d "$bin.building.XXXXXX")
  trap 'rm -rf "$building"' EXIT
  echo "building $programs $version into $bin" >&2
  go build -mod=readonly -trimpath -ldflags "-s -w $numbers" -o "$building/" tool >&2
  # The tool is named for its module path's last word, which for etcd is "server".
  [ -x "$building/etcd" ] || mv "$building/server" "$building/etcd"
  (cd kwok && go build -mod=readonly -trimpath -ldflags "-s -w" -o "$building/" tool) >&2
  rm -rf "$bin"
  mv "$building" "$bin"
}

build_kubelet() {
  # Under a name of its own until it is whole: another run may build it, too.
  (cd kubelet && go build -mod=readonly -trimpath -ldflags "-s -w" -o "$kubelet.$$" .) >&2
  mv "$kubelet.$$" "$kubelet"
}

if ! is_built; then
  # One build at a time. Where there is no flock two may run, and the later one replaces the earlier one's equal files.
  if command -v flock >/dev/null; then
    exec 9>"$bin.lock"
    flock -n 9 || { echo 'waiting for another build of the control plane' >&2; flock 9; }
    # Whoever holds the lock is alone, so what is half built was left by a build that was killed.
    rm -rf "$bin".building.*
  fi
  is_built || build
fi
[ -x "$kubelet" ] || build_kubelet
echo "$bin"
echo "$kubelet"
