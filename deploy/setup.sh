# shellcheck shell=bash disable=SC2034
# Sourced by quickstart.sh and test.sh: where the project is, and the packages it needs.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Says on standard error what is going on.
say() { printf '%s\n' "$*" >&2; }

# Ends the script with a reason and what to do about it.
fail() {
    say "error: $*"
    exit 1
}

# Installs those of the named Debian packages that are missing.
install_packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing Debian packages: ${missing[*]}"
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing and there is no sudo: ${missing[*]}; install them as root"
        root=(sudo)
    fi
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update -qq && apt-get install -qq --yes --no-install-recommends "$@" >/dev/null' sh "${missing[@]}" >&2 ||
        fail "installing failed; try it by hand: apt-get install ${missing[*]}"
}

# Checks that Swift is there and new enough.
require_swift() {
    command -v swift >/dev/null || fail "swift is not on the PATH; install Swift 6.2 or newer from swift.org"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
    read -r major minor <<<"${version:-0 0}"
    [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 2 ]; } ||
        fail "Swift 6.2 or newer is needed; this is ${major}.${minor}"
}

# What building needs: the C libraries, and a C toolchain for Swift's linker.
install_build_packages() {
    install_packages ca-certificates git pkg-config gcc libc6-dev libstdc++-12-dev \
        libssl-dev libnghttp2-dev libprotobuf-c-dev libsqlite3-dev libzip-dev zlib1g-dev
}
