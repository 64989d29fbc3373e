#!/usr/bin/env bash
# Builds, shows, tests, measures and packs erhchecker. Each command installs what it misses, as root on Debian or Ubuntu;
# elsewhere it says in one line what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'EOF'
usage: ./build.sh COMMAND

  publish   the program, one native file: artifacts/erhchecker
  demo      publish, then run it against recorded answers of real routers
  test      publish, then all tests; the last line counts them
  bench     publish, then the program and its rivals in turns: a table, and artifacts/bench.json;
            bench [CASE]... [--turns N] measures less or more often
  package   publish, then the Debian package, the tarball, the bill of materials and their sums: artifacts/
  notes     what the changelog says of this version, for its release
  generate  man page and completions anew from the program's tables: src/Packaging/share
  fuzz      publish, then a million reports, 200,000 configs, 50,000 TLS servers and 20,000 runs of the binary against
            a reference, and 20,000 checks that are ended at a random moment; fuzz SEED [REPORTS [CONFIGS [RUNS [ENDINGS]]]]
            repeats or shortens one
EOF
}

say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# need COMMAND PACKAGE...: the packages, unless the command is there.
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

# want COMMAND PACKAGE...: as need, but what is tested with it can also be left out.
want() {
  if [ "$(id -u)" = 0 ]; then need "$@"; fi
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "'dotnet' is missing: install the .NET SDK 10.0 or later"
}

runtime_identifier() {
  case $(uname -m) in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) fail "no native build for $(uname -m): x86_64 and aarch64 only" ;;
  esac
}

publish() {
  need_dotnet
  need gcc gcc libc6-dev
  need objcopy binutils
  [ -e /usr/include/stdlib.h ] || need no-libc-headers libc6-dev
  say "publishing"
  dotnet publish src/ErhChecker -c Release -r "$(runtime_identifier)" -o artifacts/publish --nologo -v quiet
  # Beside and then over: a running checker keeps its file.
  install -m 0755 artifacts/publish/erhchecker artifacts/erhchecker.new
  mv artifacts/erhchecker.new artifacts/erhchecker
  say "artifacts/erhchecker, $(stat -c %s artifacts/erhchecker) bytes"
}

demo() {
  publish
  dotnet build samples/StandInRouter -c Release --nologo -v quiet
  artifacts/build/bin/StandInRouter/release/StandInRouter demo artifacts/erhchecker
}

build_packaging() {
  dotnet build src/Packaging -c Release --nologo -v quiet
  packaging=artifacts/build/bin/Packaging/release/ErhChecker.Packaging
}

package() {
  publish
  need dpkg-deb dpkg
  build_packaging
  say "packing"
  src/Packaging/package.sh artifacts/erhchecker "$packaging" artifacts
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
  publish
  need openssl openssl
  need setpriv util-linux
  need dpkg-deb dpkg
  need strace strace
  need /usr/bin/time time
  want ip iproute2
  want ping iputils-ping
  want sudo sudo
  want visudo sudo
  want keepalived keepalived
  want mmdebstrap mmdebstrap # the packages are tested in Debian roots of their own
  want lintian lintian
  for project in tests/*/*.csproj; do
    case $project in *Benchmarks*) continue ;; esac
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
  need /usr/bin/time time # the shell has one of its own
  dotnet build tests/ErhChecker.Benchmarks -c Release --nologo -v quiet
  artifacts/build/bin/ErhChecker.Benchmarks/release/ErhChecker.Benchmarks "$@"
}

fuzz() {
  publish
  dotnet build tests/ErhChecker.Fuzz -c Release --nologo -v quiet
  artifacts/build/bin/ErhChecker.Fuzz/release/ErhChecker.Fuzz "$@"
}

case ${1:-} in
  publish) publish ;;
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
