#!/usr/bin/env bash
# Makes the shell completions and the manual pages from what the programs say about themselves.
#
#   deploy/completions/generate.sh [FOLDER]    FOLDER holds the built medcodes and medcodesd; .build/release when not given
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${MEDCODES_GENERATED:-$here/..}
folder=${1:-$here/../../.build/release}
mkdir -p "$out/completions" "$out/man"

generate() { # program, section of the manual
    local program=$folder/$1
    "$program" --generate-completion-script bash >"$out/completions/$1.bash"
    "$program" --generate-completion-script zsh >"$out/completions/_$1"
    "$program" --generate-completion-script fish >"$out/completions/$1.fish"
    "$program" --experimental-dump-help | "$here/../man/manual.py" "$here/../man/$1.more" "$2" >"$out/man/$1.$2"
}

generate medcodes 1
generate medcodesd 8
