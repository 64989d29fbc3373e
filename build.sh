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
  current   exit 0 if artifacts/erhchecker was built from the sources as they are; otherwise 1, with a line
  demo      publish, then run the program against recorded responses of real routers
  setup     install what the tests require, as root on Debian or Ubuntu; no service is started or enabled; 'setup --all'
            also what 'test --all' requires
  check     the inner loop: publish if the sources changed, then run the unit tests, all cases, and the checks of
            documents and samples
  test      setup, publish if the sources changed, then run the tests; the last line counts them. 'test --all' also
            runs what takes longer: what 'test' leaves out is listed before its last line
  bench     publish, then run the program and its rivals in turns: a table, artifacts/bench.json and a chart;
            bench [CASE]... [--turns N] selects cases and the number of turns
  package   build Debian packages, tarballs, bills of materials and checksums for amd64 and arm64: artifacts/; publishes
            first if the sources changed since the tests
  notes     print the changelog of this version, for its release
  generate  regenerate man page and completions from the program's tables: src/ErhChecker.Release/share
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

# enabled_units: the services, sockets and timers that systemd starts at boot.
enabled_units() {
  if command -v systemctl >/dev/null; then systemctl list-unit-files --state=enabled --no-legend --plain 2>/dev/null | cut -d ' ' -f 1 | sort; fi
}

# install_packages PACKAGE...: installs the packages, as root on Debian or Ubuntu; starts and enables none of their services.
install_packages() {
  local policy=/usr/sbin/policy-rc.d before own=
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } || fail "missing: install $* (Debian's names), or run this as root on Debian or Ubuntu"
  say "installing $*"
  before=$(enabled_units)
  if [ ! -e "$policy" ]; then
    own=$policy
    printf '#!/bin/sh\nexit 101\n' >"$policy" # invoke-rc.d(8): the action is not allowed
    chmod 0755 "$policy"
  fi
  (
    [ -z "$own" ] || trap 'rm -f "$own"' EXIT
    quietly apt-get update -qq
    DEBIAN_FRONTEND=noninteractive quietly apt-get install -y -qq --no-install-recommends "$@"
  )
  comm -13 <(printf '%s\n' "$before") <(enabled_units) | while read -r unit; do quietly systemctl disable "$unit"; done
}

# need COMMAND PACKAGE...: installs the packages unless the command exists.
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null || install_packages "$@"
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
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then need mmdebstrap mmdebstrap debian-archive-keyring; fi
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

# sources ARCHITECTURE: a hash of all that the program is built from.
sources() {
  {
    find src/ErhChecker Directory.Build.props Directory.Packages.props global.json -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    [ ! -d "$sysroot-$1" ] || echo "$sysroot"
  } | sha256sum
}

# is_current ARCHITECTURE: whether its program was built from the sources as they are.
is_current() {
  local folder=artifacts/linux-$1
  [ -x "$folder/erhchecker" ] && [ "$(cat "$folder/erhchecker.sources" 2>/dev/null)" = "$(sources "$1")" ]
}

# current: whether what the tests run is the host's current program.
current() {
  local host
  host=$(host_architecture)
  [ -x artifacts/erhchecker ] || fail "artifacts/erhchecker is missing: run ./build.sh publish"
  if ! is_current "$host" || ! cmp -s artifacts/erhchecker "artifacts/linux-$host/erhchecker"; then
    fail "artifacts/erhchecker was not built from the sources as they are: run ./build.sh publish"
  fi
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
  sources "$1" >"$folder/erhchecker.sources"
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
  put_in_place
}

# publish_changed [ARCHITECTURE]...: the same for those that are not current.
publish_changed() {
  local host architecture
  host=$(host_architecture)
  for architecture in "$@"; do
    if [ "$architecture" != "$host" ] && ! is_current "$architecture"; then publish_for "$architecture"; fi
  done
  if ! is_current "$host"; then publish_for "$host"; fi
  cmp -s "artifacts/linux-$host/erhchecker" artifacts/erhchecker || put_in_place
}

# put_in_place: the host's program as artifacts/erhchecker. Renamed over the old file: a running check keeps its own.
put_in_place() {
  install -m 0755 "artifacts/linux-$(host_architecture)/erhchecker" artifacts/erhchecker.new
  mv artifacts/erhchecker.new artifacts/erhchecker
}

demo() {
  publish
  quietly dotnet build samples/StandInRouter -c Release --nologo -v quiet
  artifacts/build/bin/StandInRouter/release/StandInRouter demo artifacts/erhchecker
}

build_packaging() {
  dotnet build src/ErhChecker.Release -c Release --nologo -v quiet
  packaging=artifacts/build/bin/ErhChecker.Release/release/ErhChecker.Release
}

package() {
  publish_changed amd64 arm64
  [ -d "$sysroot-$(host_architecture)" ] || fail "cannot package a program that requires this host's glibc: install mmdebstrap"
  need dpkg-deb dpkg
  build_packaging
  say "packing"
  src/ErhChecker.Release/package.sh "$packaging" artifacts "$(artifacts/erhchecker --version)" artifacts/linux-{amd64,arm64}
  cat artifacts/SHA256SUMS
}

notes() {
  local version
  version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)
  awk -v heading="## [$version] - " '
    /^## / { here = index($0, heading) == 1; next }
    here && (found || NF) { found = 1; text = text $0 "\n"; if (NF) { printf "%s", text; text = "" } }
    END { exit !found }' CHANGELOG.md || fail "CHANGELOG.md has no text for version $version: expected a heading '## [$version] - DATE'"
}

generate() {
  need_dotnet
  build_packaging
  "$packaging" share CHANGELOG.md src/ErhChecker.Release/share
}

# What the tests run, and the Debian packages that have it. Without the second list's, tests are skipped.
required='openssl:openssl setpriv:util-linux dpkg-deb:dpkg strace:strace /usr/bin/time:time /usr/bin/python3:python3'
wanted='ip:iproute2 nft:nftables ping:iputils-ping sudo:sudo visudo:sudo keepalived:keepalived promtool:prometheus jq:jq
  mmdebstrap:mmdebstrap lintian:lintian systemd-analyze:systemd systemd-nspawn:systemd-container
  ansible-playbook:ansible-core ansible-lint:ansible-lint'
wanted_modules='yaml:python3-yaml apt:python3-apt'
wanted_for_all='aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu qemu-aarch64:qemu-user'

# missing COMMAND:PACKAGE...: the packages of the commands that do not exist.
missing() {
  local pair
  for pair in "$@"; do command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"; done
}

# setup [--all]: installs what the tests require; elsewhere than as root on Debian or Ubuntu, without what they only want.
setup() {
  local module packages
  # shellcheck disable=SC2046,SC2086 # words
  {
    packages=$(missing $required)
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      packages+=" $(missing $wanted)"
      if [ "${1:-}" = --all ] && [ "$(host_architecture)" = amd64 ]; then packages+=" $(missing $wanted_for_all)"; fi
      for module in $wanted_modules; do
        /usr/bin/python3 -c "import ${module%%:*}" 2>/dev/null || packages+=" ${module#*:}"
      done
    fi
    packages=$(printf '%s\n' $packages | sort -u)
    [ -z "$packages" ] || install_packages $packages
  }
}

# can_cross: whether arm64's program can be built here.
can_cross() {
  [ "$(host_architecture)" = amd64 ] && command -v aarch64-linux-gnu-gcc >/dev/null && make_sysroot arm64
}

results=artifacts/test-results

build_tests() {
  rm -rf "$results"
  mkdir -p "$results"
  say "building"
  quietly dotnet build ErhChecker.sln -c Release --nologo -v quiet
}

# run_tests PROJECT [OPTION]...: its tests, as they were built. The result is in $results/PROJECT.trx.
run_tests() {
  local project=$1 status=0 start=$SECONDS
  shift
  dotnet test "artifacts/build/bin/$project/release/$project.dll" --nologo --logger "trx;LogFileName=$project.trx" \
    --results-directory "$results" "$@" >"$results/$project.log" 2>&1 || status=$?
  echo "$status" >"$results/$project.status"
  say "$project: $(counts "$project" || echo 'no result'), $((SECONDS - start)) s"
}

# counts PROJECT: how many tests passed, failed and were not run, from the runner's own file.
counts() {
  local numbers
  numbers=$(sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)" failed="([0-9]+)".*/\3 \4 \1 \2/p' "$results/$1.trx" 2>/dev/null)
  [ -n "$numbers" ] || return
  # shellcheck disable=SC2086 # four numbers
  set -- $numbers
  echo "$1 passed, $2 failed, $(($3 - $4)) not run"
}

# again PROJECT: runs what failed once more, with nothing beside it: a busy machine can keep a test from its bound. What passes then is
# named, and counts as passed. More than a few failures are not the machine's.
again() {
  local names filter
  names=$(sed -nE '/<UnitTestResult .*outcome="Failed"/ s/.* testName="([^"(]*).*/\1/p' "$results/$1.trx" 2>/dev/null | sort -u)
  if [ -z "$names" ] || [ "$(wc -l <<<"$names")" -gt 10 ]; then return; fi
  filter=$(sed 's/^/FullyQualifiedName~/' <<<"$names" | paste -sd '|')
  if dotnet test "artifacts/build/bin/$1/release/$1.dll" --nologo --filter "$filter" >"$results/$1.again.log" 2>&1; then
    say "$1: passed when run alone: ${names//$'\n'/, }"
    sed -nE 's/.*<Counters .*failed="([0-9]+)".*/\1/p' "$results/$1.trx" >"$results/$1.again"
    echo 0 >"$results/$1.status"
  fi
}

# reasons: why tests were not run, one line a test.
reasons() {
  cat "$results"/*.trx 2>/dev/null | awk '
    /<UnitTestResult / { not_run = /outcome="NotExecuted"/ }
    not_run && /<Message>/ { sub(/.*<Message>/, ""); sub(/<\/Message>.*/, ""); print; not_run = 0 }'
}

# report PROJECT...: what failed, what was not run and why, and last the numbers. A project that ends without a result, or with an error
# that is no test's, is a failure.
report() {
  local project numbers passed=0 failed=0 left skipped=0
  for project in "$@"; do
    numbers=$(counts "$project" | tr -cd '0-9 ') || numbers=
    # shellcheck disable=SC2086 # three numbers
    set -- ${numbers:-0 1 0}
    if [ -s "$results/$project.again" ]; then set -- "$(($1 + $2))" 0 "$3"; fi
    if [ "$2" = 0 ] && [ "$(cat "$results/$project.status" 2>/dev/null)" != 0 ]; then set -- "$1" 1 "$3"; fi
    if [ "$2" != 0 ]; then cat "$results/$project.log" 2>/dev/null || echo "$project was not run"; fi
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
  done
  left=$(reasons | grep -c '^left out: ') || true
  reasons | sort | uniq -c | sort -rn
  skipped=$((skipped - left))
  if [ "$skipped" -gt 0 ]; then
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  else
    printf '%s passed, %s failed\n' "$passed" "$failed"
  fi
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

# check_format [whitespace]: dotnet format as one more project with one test. The build enforces style and analyzers already.
check_format() {
  local outcome='passed="1" failed="0"' status=0 start=$SECONDS
  dotnet format "$@" ErhChecker.sln --verify-no-changes --no-restore >"$results/format.log" 2>&1 || { status=1 && outcome='passed="0" failed="1"'; }
  echo "<Counters total=\"1\" executed=\"1\" $outcome" >"$results/format.trx"
  echo "$status" >"$results/format.status"
  say "format: $(counts format), $((SECONDS - start)) s"
}

check() {
  publish_changed
  build_tests
  run_tests ErhChecker.Tests
  run_tests ErhChecker.EndToEnd --filter "FullyQualifiedName~Conformance"
  run_tests ErhChecker.Package --filter "Check=documents"
  run_tests ErhChecker.Keepalived --filter "Check=documents"
  report ErhChecker.{Tests,EndToEnd,Package,Keepalived}
}

# tests [--all]
tests() {
  case "$*" in
    '') ;;
    --all) export ERHCHECKER_TESTS=all ;;
    *) fail "unexpected argument '$1': expected --all or nothing" ;;
  esac
  setup "$@"
  if [ $# -gt 0 ] && can_cross; then publish_changed amd64 arm64; else publish_changed; fi
  build_tests
  run_tests ErhChecker.Keepalived & # which mostly waits
  run_tests ErhChecker.Tests
  run_tests ErhChecker.EndToEnd
  run_tests ErhChecker.Fuzz
  run_tests ErhChecker.Package
  if [ $# -gt 0 ]; then check_format; else check_format whitespace; fi
  wait
  for project in ErhChecker.{Tests,EndToEnd,Fuzz,Keepalived,Package}; do again "$project"; done
  report ErhChecker.{Tests,EndToEnd,Fuzz,Keepalived,Package} format
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
  current) current ;;
  demo) demo ;;
  setup)
    shift
    setup "$@"
    ;;
  check) check ;;
  test)
    shift
    tests "$@"
    ;;
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
