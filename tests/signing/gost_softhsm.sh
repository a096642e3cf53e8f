#!/usr/bin/env bash
# Builds SoftHSM with GOST support from the distribution's own source package and prints the path
# of its module. Debian's binary package is built without it. Takes about two minutes, once: the
# result is kept in DIRECTORY (default: ~/.cache/eqaror-tests/gost-softhsm).
#
# Needs: g++ make pkg-config libbotan-2-dev libssl-dev dpkg-dev, and the distribution's packages.
set -euo pipefail

target="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/eqaror-tests/gost-softhsm}"
module="$target/libsofthsm2.so"
if [[ -f "$module" ]]; then
    printf '%s\n' "$module"
    exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
log="$work/log"
exec 3>&1 >"$log" 2>&1
failed() { printf 'gost_softhsm: %s\n' "$1" >&3; tail -n 20 "$log" >&3; exit 1; }

# Machines rarely list source packages; the same sources are asked for them, in lists of our own,
# so that nothing of the system's configuration changes.
mkdir -p "$work/sources" "$work/lists/partial" "$work/source"
for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f "$file" ]] || continue
    sed -E 's/^Types:.*/Types: deb-src/' "$file" >"$work/sources/$(basename "$file")"
done
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f "$file" ]] || continue
    sed -nE 's/^deb(-src)?[[:space:]]/deb-src /p' "$file" | sort -u \
        >"$work/sources/$(basename "$file" .list).list"
done
apt=(apt-get -q -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$work/sources"
    -o "Dir::State::lists=$work/lists" -o "APT::Sandbox::User=root"
    -o "Dir::Cache::srcpkgcache=$work/src.bin" -o "Dir::Cache::pkgcache=$work/pkg.bin")
# One unreachable source must not stop what the others have.
"${apt[@]}" update || true
cd "$work/source"
# The distribution's own changes are not needed for the module; a mirror may lack that file.
"${apt[@]}" source softhsm2 || {
    "${apt[@]}" source --tar-only softhsm2 || failed "the source package could not be had"
    tar -xf softhsm2_*.orig.tar.*
}
cd "$(find . -mindepth 1 -maxdepth 1 -type d -print -quit)" || failed "the source is empty"

./configure --with-crypto-backend=botan --enable-gost --disable-non-paged-memory \
    --disable-p11-kit || failed "configure"
make -j "$(nproc)" -C src/lib || failed "make"
built="$(find src/lib -path '*/.libs/libsofthsm2.so' -print -quit)"
[[ -n "$built" ]] || failed "no module was built"
mkdir -p "$target"
# Renamed at the end: an interrupted build leaves nothing that looks finished.
cp -L "$built" "$module.new"
mv "$module.new" "$module"
printf '%s\n' "$module" >&3
