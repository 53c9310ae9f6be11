#!/usr/bin/env bash
# Makes the shell completions and the manual page from what the program says about itself.
#
#   deploy/completions/generate.sh [FOLDER]    FOLDER holds the built medcodes; .build/release when not given
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${MEDCODES_GENERATED:-$here/..}
medcodes=${1:-$here/../../.build/release}/medcodes
mkdir -p "$out/completions" "$out/man"

"$medcodes" --generate-completion-script bash >"$out/completions/medcodes.bash"
"$medcodes" --generate-completion-script zsh >"$out/completions/_medcodes"
"$medcodes" --generate-completion-script fish >"$out/completions/medcodes.fish"
"$medcodes" --experimental-dump-help | "$here/../man/manual.py" "$here/../man/medcodes.more" >"$out/man/medcodes.1"
