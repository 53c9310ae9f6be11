#!/usr/bin/env bash
# Fuzzes the engines with libFuzzer and AddressSanitizer: run.sh [target …], all targets when none is named. Each replays
# its seeds and past crashes, then looks for new ones for FUZZ_SECONDS (default 10) in FUZZ_JOBS processes (default 1).
# With FUZZ_MERGE=1, what was found and adds coverage is copied to the corpora. README.md beside this file says more.
set -euo pipefail
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/setup.sh"
cd "$project"

require_swift
install_build_packages
seconds=${FUZZ_SECONDS:-10}
jobs=${FUZZ_JOBS:-1}
work=$project/.build-fuzz
folder=Tests/Fuzz
# The slowest input takes milliseconds, and the largest honest allocation is one message: both limits are far above.
limits=(-timeout=20 -rss_limit_mb=1024 -malloc_limit_mb=256 -max_len=4096)

# The dictionary that helps a target, if there is one.
dictionary() {
    case $1 in
        http2-* | server-calls) echo "-dict=$folder/Dictionaries/http2.dict" ;;
        fields) echo "-dict=$folder/Dictionaries/fields.dict" ;;
    esac
}

# Runs one target; its input files are those of the repository and what earlier runs have found.
fuzz() {
    local target=$1 found=$work/found/$1 options known
    mkdir -p "$found"
    known=("$folder/Corpora/$target")
    [ -d "$folder/Regressions/$target" ] && known+=("$folder/Regressions/$target")
    options=("${limits[@]}" -artifact_prefix="$work/crashes/$target-" -print_final_stats=1)
    mapfile -t -O "${#options[@]}" options < <(dictionary "$target")
    [ "$jobs" -gt 1 ] && options+=(-fork="$jobs")
    FUZZ_TARGET=$target "$fuzzer" "${options[@]}" -max_total_time="$seconds" "$found" "${known[@]}" || return
    [ "${FUZZ_MERGE:-0}" = 0 ] || FUZZ_TARGET=$target "$fuzzer" -set_cover_merge=1 -max_len=400 "${known[@]}" "$found"
}

mkdir -p "$work/crashes"
say "fuzz targets (debug build with AddressSanitizer) …"
FUZZ=1 swift build --scratch-path "$work" --sanitize fuzzer --sanitize address -Xswiftc -sanitize=fuzzer,address --product fuzz-engines --quiet \
    >"$work/build.log" 2>&1 || { grep -v "Cannot export local symbol" "$work/build.log" >&2; fail "the build failed"; }
fuzzer=$(FUZZ=1 swift build --scratch-path "$work" --show-bin-path)/fuzz-engines

targets=("$@")
[ ${#targets[@]} -gt 0 ] || for corpus in "$folder"/Corpora/*/; do targets+=("$(basename "$corpus")"); done
passed=0
failed=0
for target in "${targets[@]}"; do
    log=$work/$target.log
    if fuzz "$target" >"$log" 2>&1; then
        passed=$((passed + 1))
        say "ok    $target $(grep -Eo 'cov: [0-9]+' "$log" | tail -n 1) $(grep -Eo 'number_of_executed_units: *[0-9]+' "$log")"
    else
        failed=$((failed + 1))
        say "FAIL  $target"
        tail -n 80 "$log" >&2
    fi
done
say "$passed fuzz targets passed, $failed failed"
[ "$failed" -eq 0 ]
