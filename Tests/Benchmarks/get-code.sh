#!/usr/bin/env bash
# What a cached GetCode costs medcodesd, beside nghttpd serving a file of as many bytes: the whole product, not only the
# transport, with the interceptors that medcodesd has. Three sizes: the basic view of a code (0.2 KB), a short page
# (1.6 KB), and the full view of a procedure (5.7 KB). Arguments go to cached-lookup.sh, e.g. --rounds 5.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
swift build --package-path "$root" -c release --product medcodesd --quiet >&2
medcodesd=$(swift build --package-path "$root" -c release --show-bin-path)/medcodesd
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$medcodesd" import --store "sqlite:$work/catalog.sqlite" --format starter >&2
# The beginning of one of its pages, under a code of its own.
head -n 38 "$root/Sources/CatalogImport/StarterCatalog/pages/spinal-hardware-reinsertion.txt" >"$work/short.txt"
"$medcodesd" import --store "sqlite:$work/catalog.sqlite" --format pages --system cpt --code 22850 "$work/short.txt" >&2

# GetCodeRequest: key { system: CPT, code: "22849" }, view: BASIC or FULL.
printf '\x0a\x09\x08\x01\x12\x0522849\x18\x01' >"$work/basic"
printf '\x0a\x09\x08\x01\x12\x0522850\x18\x02' >"$work/short"
printf '\x0a\x09\x08\x01\x12\x0522849\x18\x02' >"$work/full"
for view in basic short full; do
    echo "GetCode, $view" >&2
    "$(dirname "$0")/cached-lookup.sh" --path /medcodes.v1.CodeCatalogService/GetCode --request "$work/$view" \
        --server "$medcodesd serve --listen 127.0.0.1:PORT --store sqlite:$work/catalog.sqlite --tls-certificate CERT --tls-key KEY" \
        "$@"
done
