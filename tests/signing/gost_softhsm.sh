#!/usr/bin/env bash
# Builds SoftHSM with GOST support from the distribution's own source package and prints the path
# of its module. Debian's binary package is built without it. Takes about 15 seconds of a processor,
# once: the result is kept in DIRECTORY (default: ~/.cache/eqaror-tests/gost-softhsm).
#
# OpenSSL does the mathematics, with its GOST engine. The sources are compiled as three: nearly all
# of the time went into reading the same headers 120 times.
#
# Needs: g++ libssl-dev libengine-gost-openssl, and the distribution's packages. Where no source can
# be had it says so, also in DIRECTORY/absent, and ends with 69: nothing is wrong with the build.
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
absent() {
    mkdir -p "$target"
    printf '%s\n' "$1" >"$target/absent"
    printf 'gost_softhsm: %s\n' "$1" >&3
    exit 69
}
mkdir -p "$target"
rm -f "$target/absent"

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
    -o "Dir::Cache::srcpkgcache=$work/src.bin" -o "Dir::Cache::pkgcache=$work/pkg.bin"
    -o "Acquire::http::Timeout=20" -o "Acquire::https::Timeout=20" -o "Acquire::Retries=1")
command -v apt-get >/dev/null || absent "this is not Debian or Ubuntu"
# One unreachable source must not stop what the others have.
timeout 120 "${apt[@]}" update || true
cd "$work/source"
# The distribution's own changes are not needed for the module, and a mirror may lack that file.
timeout 120 "${apt[@]}" source --tar-only softhsm2 ||
    absent "the distribution's source package could not be had"
tar -xf softhsm2_*.orig.tar.* || failed "the source package is damaged"
cd "$(find . -mindepth 1 -maxdepth 1 -type d -print -quit)/src/lib" || failed "the source is empty"

# What ./configure finds out in as much time again as all the rest takes.
version="$(sed -nE 's/^AC_INIT\(\[?SoftHSM\]?, *\[?([0-9.]+).*/\1/p' ../../configure.ac)"
cat >../../config.h <<CONFIG
#define PACKAGE_NAME "SoftHSM"
#define VERSION "${version:-2.6.1}"
#define PACKAGE_VERSION VERSION
#define VERSION_MAJOR 2
#define VERSION_MINOR 6
#define CRYPTOKI_VISIBILITY 1
#define DEFAULT_LOG_LEVEL "INFO"
#define DEFAULT_OBJECTSTORE_BACKEND "file"
#define DEFAULT_PKCS11_LIB "$module"
#define DEFAULT_SOFTHSM2_CONF "/etc/softhsm2.conf"
#define DEFAULT_TOKENDIR "/var/lib/softhsm/tokens/"
#define HAVE_AES_KEY_WRAP 1
#define HAVE_AES_KEY_WRAP_PAD 1
#define HAVE_CXX11 1
#define HAVE_DLOPEN 1
#define HAVE_GETPWUID_R 1
#define HAVE_PTHREAD_H 1
#define MAX_PIN_LEN 255
#define MIN_PIN_LEN 4
#define WITH_ECC
#define WITH_EDDSA
#define WITH_GOST
#define WITH_OPENSSL
#define WITH_RAW_PSS 1
CONFIG

# Two files stand apart: their headers have no guard, or their names are also another's.
mkdir one
list() { ls "$@" | grep -v -e /DB -e Botan -e '/main.cpp' -e OSSLEDPublicKey; }
include() { sed 's|.*|#include "../&"|'; }
list ./*.cpp {common,data_mgr,object_store,session_mgr,slot_mgr,handle_mgr}/*.cpp | include >one/a.cpp
list crypto/*.cpp | include >one/b.cpp
printf '%s\n' main.cpp crypto/OSSLEDPublicKey.cpp | include >one/c.cpp
flags=(-DHAVE_CONFIG_H -I../.. -I. -Icommon -Idata_mgr -Ipkcs11 -Iobject_store -Icrypto
    -Isession_mgr -Islot_mgr -Ihandle_mgr -std=gnu++14 -O0 -w -pipe -fPIC -fvisibility=hidden)
g++ "${flags[@]}" -c one/a.cpp -o one/a.o &
large=$!
{ g++ "${flags[@]}" -c one/b.cpp -o one/b.o && g++ "${flags[@]}" -c one/c.cpp -o one/c.o; } ||
    failed "g++"
wait "$large" || failed "g++"
# Renamed at the end: an interrupted build leaves nothing that looks finished.
g++ -shared -Wl,-z,defs -o "$module.new" one/{a,b,c}.o -lcrypto -ldl -lpthread || failed "g++ -shared"
mv "$module.new" "$module"
printf '%s\n' "$module" >&3
