#!/usr/bin/env bash
# Builds, demonstrates, tests, measures and packages erhchecker. As root on Debian or Ubuntu each command installs what is
# missing; elsewhere it prints what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'EOF'
usage: ./build.sh COMMAND

  publish   build the program, one native file: artifacts/erhchecker; 'publish amd64 arm64' builds both, in
            artifacts/linux-ARCHITECTURE
  demo      publish, then run the program against recorded responses of real routers
  test      publish, then run all tests; the last line counts them
  bench     publish, then run the program and its rivals in turns: a table, artifacts/bench.json and a chart;
            bench [CASE]... [--turns N] selects cases and the number of turns
  package   publish for amd64 and arm64, then build Debian packages, tarballs, bills of materials and checksums: artifacts/
  notes     print the changelog of this version, for its release
  generate  regenerate man page and completions from the program's tables: src/Packaging/share
  fuzz      publish, then a million reports, 200,000 configs, 50,000 TLS servers and 20,000 runs of the binary against
            a reference, 200,000 probes of the binary, and 20,000 checks that are ended at a random moment; fuzz SEED [REPORTS [CONFIGS [RUNS [ENDINGS]]]]
            repeats or shortens a run
EOF
}

say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# quietly COMMAND...: prints what the command prints only where it fails.
quietly() {
  local log
  log=$(mktemp)
  "$@" >"$log" 2>&1 || { cat "$log" >&2 && rm -f "$log" && return 1; }
  rm -f "$log"
}

# need COMMAND PACKAGE...: installs the packages unless the command exists.
need() {
  local command=$1
  shift
  if command -v "$command" >/dev/null; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $*"
    if [ -z "${APT_UPDATED:-}" ]; then
      apt-get update -qq >&2
      APT_UPDATED=1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    fail "'$command' is missing: install $* (Debian's names), or run this as root on Debian or Ubuntu"
  fi
}

# want COMMAND PACKAGE...: like need, for what only some tests require: without it they are skipped.
want() {
  if [ "$(id -u)" = 0 ]; then need "$@"; fi
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "'dotnet' is missing: install the .NET SDK 10.0 or later"
}

host_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) fail "no native build for $(uname -m): x86_64 and aarch64 only" ;;
  esac
}

# triplet ARCHITECTURE: its name in GNU's tools.
triplet() {
  case $1 in
    amd64) echo x86_64-linux-gnu ;;
    arm64) echo aarch64-linux-gnu ;;
    *) fail "unknown architecture '$1': expected amd64 or arm64" ;;
  esac
}

# The libc at link time determines the oldest host on which the program starts: Debian 11's, whatever the build host has.
sysroot=artifacts/sysroot/bullseye

# fetch_sysroot ARCHITECTURE MODE: downloads that libc, without its updates: it no longer changes, so that builds are reproducible.
fetch_sysroot() {
  local folder=$sysroot-$1 name
  name=$(triplet "$1")
  rm -rf "$folder.new"
  mkdir -p "$folder.new"
  # shellcheck disable=SC2016 # $1 is the hook's
  mmdebstrap --mode="$2" --variant=extract --architectures="$1" --include=libc6-dev \
    --setup-hook='sed -i "/^deb .* bullseye main/!d" "$1/etc/apt/sources.list"' bullseye - 2>"$folder.log" \
    | tar -x -C "$folder.new" --no-same-owner --wildcards './lib*/ld-linux*' "./lib/$name" "./usr/lib/$name" 2>>"$folder.log"
}

# make_sysroot ARCHITECTURE: downloads that libc, once; fails where it cannot.
make_sysroot() {
  local folder=$sysroot-$1 mode=root link target
  if [ -d "$folder" ]; then return; fi
  if command -v apt-get >/dev/null; then want mmdebstrap mmdebstrap debian-archive-keyring; fi
  command -v mmdebstrap >/dev/null || return
  [ "$(id -u)" = 0 ] || mode=chrootless # unpacking needs no privileges
  say "fetching Debian 11's libc for $1"
  fetch_sysroot "$1" "$mode" || { sleep 5 && fetch_sysroot "$1" "$mode"; } || return # a mirror may fail for a moment
  while read -r link; do
    target=$(readlink "$link")
    ln -srf "$folder.new$target" "$link"
  done < <(find "$folder.new" -type l -lname '/*')
  mv "$folder.new" "$folder"
}

# publish_for ARCHITECTURE: builds the program and the list of its packages in artifacts/linux-ARCHITECTURE.
publish_for() {
  local folder=artifacts/linux-$1 prefix='' options=()
  need_dotnet
  if [ "$1" != "$(host_architecture)" ]; then prefix=$(triplet "$1")-; fi
  if make_sysroot "$1"; then
    options=("-p:SysRoot=$PWD/$sysroot-$1")
  elif [ -n "$prefix" ]; then
    fail "cannot build for $1 without Debian 11's libc: install mmdebstrap; see $sysroot-$1.log"
  else
    say "linking against this host's glibc, which hosts with an older one cannot run: for Debian 11's, install mmdebstrap"
    [ -e /usr/include/stdlib.h ] || need /usr/include/stdlib.h libc6-dev
  fi
  if [ -n "$prefix" ]; then
    need "${prefix}gcc" "gcc-$(triplet "$1" | tr _ -)"
  else
    need gcc gcc
    need objcopy binutils
  fi
  say "publishing for $1"
  quietly dotnet publish src/ErhChecker -c Release -r "linux-${1/amd/x}" -o "$folder" --nologo -v quiet "${options[@]}"
  cp artifacts/build/obj/ErhChecker/project.assets.json "$folder"
  say "$folder/erhchecker, $(stat -c %s "$folder/erhchecker") bytes"
}

# publish [ARCHITECTURE]...: for the host, and for these.
publish() {
  local host architecture
  host=$(host_architecture)
  for architecture in "$@"; do
    if [ "$architecture" != "$host" ]; then publish_for "$architecture"; fi
  done
  publish_for "$host"
  # Renamed over the old file: a running check keeps its own.
  install -m 0755 "artifacts/linux-$host/erhchecker" artifacts/erhchecker.new
  mv artifacts/erhchecker.new artifacts/erhchecker
}

demo() {
  publish
  quietly dotnet build samples/StandInRouter -c Release --nologo -v quiet
  artifacts/build/bin/StandInRouter/release/StandInRouter demo artifacts/erhchecker
}

build_packaging() {
  dotnet build src/Packaging -c Release --nologo -v quiet
  packaging=artifacts/build/bin/Packaging/release/ErhChecker.Packaging
}

package() {
  publish amd64 arm64
  [ -d "$sysroot-$(host_architecture)" ] || fail "cannot package a program that requires this host's glibc: install mmdebstrap"
  need dpkg-deb dpkg
  build_packaging
  say "packing"
  src/Packaging/package.sh "$packaging" artifacts "$(artifacts/erhchecker --version)" artifacts/linux-{amd64,arm64}
  cat artifacts/SHA256SUMS
}

notes() {
  publish >&2
  build_packaging >&2
  "$packaging" release-notes CHANGELOG.md "$(artifacts/erhchecker --version)"
}

generate() {
  need_dotnet
  build_packaging
  "$packaging" share CHANGELOG.md src/Packaging/share
}

# can_cross: whether arm64's program can be built and run here; it is then tested too.
can_cross() {
  [ "$(host_architecture)" = amd64 ] || return 1
  want aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
  want qemu-aarch64 qemu-user
  command -v aarch64-linux-gnu-gcc >/dev/null && make_sysroot arm64
}

passed=0
failed=0
skipped=0

# run_tests PROJECT: adds its counts; a project that ends without a count is one failure.
run_tests() {
  local log counts
  log=$(mktemp)
  say "testing $1"
  dotnet test "$1" -c Release --nologo -v minimal 2>&1 | tee "$log" || true
  counts=$(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\1 \2 \3/p' "$log" | tail -n 1)
  rm -f "$log"
  set -- ${counts:-1 0 0}
  failed=$((failed + $1))
  passed=$((passed + $2))
  skipped=$((skipped + $3))
}

tests() {
  if can_cross; then publish amd64 arm64; else publish; fi
  need openssl openssl
  need setpriv util-linux
  need dpkg-deb dpkg
  need strace strace
  need /usr/bin/time time
  need /usr/bin/python3 python3 # the checks run from an environment of their own
  python3 -c 'import yaml' 2>/dev/null || want no-python-yaml python3 python3-yaml # what the router's parser makes of a config
  want ip iproute2
  want nft nftables
  want ping iputils-ping
  want sudo sudo
  want visudo sudo
  want keepalived keepalived
  want promtool prometheus # the alert rules are tested with it
  want jq jq
  want mmdebstrap mmdebstrap # the packages are tested in Debian roots of their own
  want lintian lintian
  want systemd-analyze systemd
  want ansible-playbook ansible-core # the playbook among the samples is run on two hosts
  want ansible-lint ansible-lint
  /usr/bin/python3 -c 'import apt' 2>/dev/null || want no-python-apt python3-apt
  want systemd-nspawn systemd-container # the probe is tested on booted hosts
  for project in tests/*/*.csproj; do
    case $project in *Benchmarks* | *Testing*) continue ;; esac # contain no tests
    run_tests "$project"
  done
  if [ "$skipped" -gt 0 ]; then
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  else
    printf '%s passed, %s failed\n' "$passed" "$failed"
  fi
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

bench() {
  publish
  need curl curl
  need jq jq
  need python3 python3
  need openssl openssl
  need strace strace
  need systemd-socket-activate systemd
  need /usr/bin/time time # not the shell's keyword
  dotnet build tests/ErhChecker.Benchmarks -c Release --nologo -v quiet
  artifacts/build/bin/ErhChecker.Benchmarks/release/ErhChecker.Benchmarks "$@"
}

fuzz() {
  publish
  dotnet build tests/ErhChecker.Fuzz -c Release --nologo -v quiet
  artifacts/build/bin/ErhChecker.Fuzz/release/ErhChecker.Fuzz "$@"
}

case ${1:-} in
  publish)
    shift
    publish "$@"
    ;;
  demo) demo ;;
  test) tests ;;
  package) package ;;
  notes) notes ;;
  generate) generate ;;
  bench)
    shift
    bench "$@"
    ;;
  fuzz)
    shift
    fuzz "$@"
    ;;
  -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
