#!/usr/bin/env bash
# Packs published programs, each as a Debian package, a tarball, the tarball that NetFoundry's scripts fetch, and a bill of
# materials; SHA256SUMS has the checksums of them all. Of one commit the bytes are always the same, wherever and whenever it is
# packed.
#
#     package.sh GENERATOR FOLDER VERSION PUBLISHED...
#
#   GENERATOR  the built ErhChecker.Release
#   FOLDER     gets the packages
#   VERSION    the program's version
#   PUBLISHED  a folder with a program and its project.assets.json, as build.sh publishes it for one architecture
#
# Variables: SOURCE_DATE_EPOCH (the commit's time), PACKAGE_MAINTAINER.
set -euo pipefail
umask 022
export LC_ALL=C TZ=UTC

generator=$(realpath "$1")
folder=$(realpath "$2")
version=$3
shift 3
mapfile -t published < <(realpath "$@")
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
cd "$root"

maintainer=${PACKAGE_MAINTAINER:-The erhchecker authors <erhchecker@localhost>}

# The commit's time; without git, the newest release's day.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null \
  || date -d "$(sed -nE 's/^## \[[^]]+\] - ([0-9-]+)$/\1/p' CHANGELOG.md | head -n 1)" +%s)}
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# documents FOLDER: README, changelog, docs and samples, laid so that the README's links work.
documents() {
  mkdir -p "$1"
  cp README.md "$1"
  [ ! -d docs ] || cp -r docs "$1/docs"
  cp -r samples "$1/samples"
  rm -rf "$1/samples/StandInRouter" # needs .NET
}

# settle FOLDER: the same modes, owners and times whatever the umask and the clock.
settle() {
  find "$1" -type d -exec chmod 0755 {} +
  find "$1" -type f -exec chmod u=rwX,go=rX {} +
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

deb() {
  local tree=$work/deb-$debian
  local doc=$tree/usr/share/doc/erhchecker
  mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/share" "$tree/usr/lib" "$tree/var/log/erhchecker" "$tree/etc"
  install -m 0755 "$program" "$tree/usr/bin/erhchecker"
  cp -r src/ErhChecker.Release/share/. "$tree/usr/share"
  gzip -9n "$tree/usr/share/man/man8/erhchecker.8"
  cp -r src/ErhChecker.Release/etc/. "$tree/etc"
  mkdir -p "$tree/usr/lib/systemd"
  cp -r src/ErhChecker.Release/systemd "$tree/usr/lib/systemd/system"
  cp -r src/ErhChecker.Release/lib/. "$tree/usr/lib"
  documents "$doc"
  install -m 0644 src/ErhChecker.Release/debian/copyright "$doc/copyright"
  "$generator" debian-changelog CHANGELOG.md "$maintainer" "$version" | gzip -9n >"$doc/changelog.gz"
  install -D -m 0644 src/ErhChecker.Release/debian/lintian-overrides "$tree/usr/share/lintian/overrides/erhchecker"

  install -m 0755 -t "$tree/DEBIAN" src/ErhChecker.Release/debian/{postinst,prerm,postrm}
  (cd "$tree" && find etc -type f -printf '/%p\n' | sort) >"$tree/DEBIAN/conffiles"
  (cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$debian/" -e "s/@MAINTAINER@/$maintainer/" -e "s/@GLIBC@/$glibc/" \
    -e "s/@SIZE@/$(du -k --apparent-size -s --exclude=DEBIAN "$tree" | cut -f 1)/" \
    src/ErhChecker.Release/debian/control >"$tree/DEBIAN/control"
  settle "$tree"
  # One thread: how many there are would show in the bytes.
  dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$tree" "$folder/erhchecker_${version}_$debian.deb" >/dev/null
}

# pack FOLDER NAME FILE: what has this name in the folder, as a tarball. Never the folder itself: unpacking it would change the
# mode of the folder that it is unpacked into.
pack() {
  settle "$1"
  tar -C "$1" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$2" \
    | gzip -9n >"$folder/$3"
}

tarball() {
  local tree=$work/tar-$debian name=erhchecker-$version
  documents "$tree/$name"
  install -m 0755 "$program" "$tree/$name/erhchecker"
  cp -r src/ErhChecker.Release/{share,etc,systemd} CHANGELOG.md LICENSE "$tree/$name"
  cp src/ErhChecker.Release/debian/copyright "$tree/$name/copyright"
  pack "$tree" "$name" "$name-linux-$dotnet.tar.gz"
}

# The file name and content that scripts around NetFoundry's images download and unpack.
drop_in() {
  local tree=$work/drop-in-$debian
  install -D -m 0755 "$program" "$tree/erhchecker.pyz"
  pack "$tree" erhchecker.pyz "erhchecker_linux_$debian.tar.gz"
}

files=()
for from in "${published[@]}"; do
  program=$from/erhchecker
  case $(readelf -h "$program" | sed -nE 's/^ *Machine: *//p') in
    *X86-64*) debian=amd64 dotnet=x64 ;;
    AArch64*) debian=arm64 dotnet=arm64 ;;
    *) echo "package.sh: $program: unknown machine, expected x86-64 or AArch64" >&2 && exit 1 ;;
  esac
  # The newest glibc that a symbol of the program requires.
  glibc=$(readelf -V "$program" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1)
  deb
  tarball
  drop_in
  "$generator" sbom "$from/project.assets.json" "linux-$dotnet" >"$folder/erhchecker-$version-linux-$dotnet.cdx.json"
  files+=("erhchecker_${version}_$debian.deb" "erhchecker-$version-linux-$dotnet".{tar.gz,cdx.json} "erhchecker_linux_$debian.tar.gz")
done
(cd "$folder" && sha256sum "${files[@]}") >"$folder/SHA256SUMS"
