#!/usr/bin/env bash
# What a unary call costs the Swift client library, beside h2load: CPU µs per call over TLS, against one medcodesd, in
# rounds that alternate; the best of each counts, since noise only adds. h2load decodes nothing and checks nothing.
# Then what a look-up costs that the near cache answers.
#
#   client-cost.sh [--calls N] [--rounds N] [--shape CONNECTIONSxSTREAMS]
set -euo pipefail

calls=200000 rounds=5 shape=8x32
while [ $# -gt 0 ]; do
    case $1 in
        --calls) calls=$2 ;;
        --rounds) rounds=$2 ;;
        --shape) shape=$2 ;;
        *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
    shift 2
done
connections=${shape%x*} streams=${shape#*x}

root=$(cd "$(dirname "$0")/../.." && pwd)
for product in medcodesd client-cost; do
    BENCHMARKS=1 swift build --package-path "$root" -c release --product "$product" --quiet >&2
done
bin=$(swift build --package-path "$root" -c release --show-bin-path)
work=$(mktemp -d)
server=''
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server"; fi 2>/dev/null || true; rm -rf "$work"' EXIT

"$bin/medcodesd" import --store "sqlite:$work/catalog.sqlite" --format starter >&2
"$bin/medcodesd" dev-certs "$work/certificates" >/dev/null
"$bin/medcodesd" serve --listen 127.0.0.1:0 --store "sqlite:$work/catalog.sqlite" \
    --tls-certificate "$work/certificates/server.pem" --tls-key "$work/certificates/server.key" \
    >"$work/address" 2>"$work/log" &
server=$!
for _ in $(seq 100); do [ -s "$work/address" ] && break; sleep 0.1; done
address=$(awk '{ print $NF; exit }' "$work/address")
[ -n "$address" ] || { cat "$work/log" >&2; exit 1; }

# GetCodeRequest: prefix, then key { system: CPT, code: "22849" } and the view.
printf '\0\0\0\0\x0d\x0a\x09\x08\x01\x12\x0522849\x18\x01' >"$work/basic"
printf '\0\0\0\0\x0d\x0a\x09\x08\x01\x12\x0522849\x18\x02' >"$work/full"

TIMEFORMAT='%3U %3S'
h2load_cost() { # view: µs per call
    local times
    times=$({ time h2load --tls13-ciphers=TLS_AES_128_GCM_SHA256 -n "$calls" -c "$connections" -m "$streams" \
        -d "$work/$1" -H 'content-type: application/grpc' -H 'te: trailers' \
        "https://$address/medcodes.v1.CodeCatalogService/GetCode" >"$work/h2load" 2>&1; } 2>&1)
    grep -q " $calls succeeded" "$work/h2load" || { cat "$work/h2load" >&2; exit 1; }
    awk -v n="$calls" '{ printf "%.2f\n", ($1 + $2) * 1e6 / n }' <<<"$times"
}
least() { awk -v a="$1" -v b="${2:-$1}" 'BEGIN { print (a < b ? a : b) }'; }

printf '%-8s %14s %14s %8s %14s\n' view 'client µs' 'h2load µs' ratio 'client calls/s'
for view in basic full; do
    ours='' peer='' rate=0
    for _ in $(seq "$rounds"); do
        peer=$(least "$(h2load_cost $view)" "$peer")
        read -r cost now < <("$bin/client-cost" "$address" "$work/certificates/ca.pem" "$connections" "$streams" "$calls" $view)
        ours=$(least "$cost" "$ours")
        rate=$(awk -v a="$now" -v b="$rate" 'BEGIN { print (a > b ? a : b) }')
    done
    awk -v v=$view -v a="$ours" -v b="$peer" -v r="$rate" \
        'BEGIN { printf "%-8s %14.2f %14.2f %8.2f %14.0f\n", v, a, b, a / b, r }'
done
hit=''
for _ in $(seq "$rounds"); do
    read -r cost _ < <("$bin/client-cost" "$address" "$work/certificates/ca.pem" 1 1 2000000 near)
    hit=$(least "$cost" "$hit")
done
echo "a hit of the near cache: $hit ns"
