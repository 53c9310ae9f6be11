#!/usr/bin/env bash
# Loads GetCode of a running service with h2load, the load generator of nghttp2.
#
#   h2load.sh [--server HOST:PORT] [--ca FILE] [--connections N] [--streams N] [--requests N] SYSTEM CODE
#
# SYSTEM is cpt, hcpcs, icd10pcs, icd10cm or icd9pcs. The answer is checked once before it is timed; h2load itself looks at
# no certificate and at no answer, and asks for the one code again and again. Needs curl and h2load (nghttp2-client).
set -euo pipefail

server=127.0.0.1:7443 connections=8 streams=32 requests=100000
ca=${MEDCODES_STATE_DIRECTORY:-${XDG_STATE_HOME:-$HOME/.local/state}/medcodes}/certificates/ca.pem
usage() { sed -n '4,7s/^# \{0,1\}//p' "$0" >&2; exit 64; }
while [[ ${1:-} == --* ]]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --server) server=$2 ;;
        --ca) ca=$2 ;;
        --connections) connections=$2 ;;
        --streams) streams=$2 ;;
        --requests) requests=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ $# -eq 2 ] || usage
case $1 in
    cpt) system=1 ;; hcpcs) system=2 ;; icd10pcs) system=3 ;; icd10cm) system=4 ;; icd9pcs) system=5 ;;
    *) usage ;;
esac
code=$2
[[ $code =~ ^[A-Za-z0-9.]{1,16}$ ]] || { echo "error: '$code' is no code" >&2; exit 64; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# GetCodeRequest { key: CodeKey { system (field 1) code (field 2) } (field 1) }, behind the 5 bytes of gRPC's prefix:
# a zero, and the length in four bytes.
byte() { printf '%b' "\\x$(printf '%02x' "$1")"; }
key_length=$((4 + ${#code}))
{
    printf '\0\0\0\0'; byte $((2 + key_length))
    printf '\x0a'; byte "$key_length"
    printf '\x08'; byte "$system"
    printf '\x12'; byte "${#code}"; printf '%s' "$code"
} >"$work/request"

url=https://$server/medcodes.v1.CodeCatalogService/GetCode
headers=(-H 'content-type: application/grpc' -H 'te: trailers')
curl --silent --show-error --http2 --cacert "$ca" "${headers[@]}" --data-binary "@$work/request" \
    --dump-header "$work/headers" --output "$work/reply" "$url"
if ! grep -qi '^grpc-status: 0' "$work/headers"; then
    echo "error: the service does not answer $1 $code:" >&2
    grep -i '^grpc-' "$work/headers" >&2 || cat "$work/headers" >&2
    exit 1
fi
echo "GetCode $1 $code on $server: $(wc -c <"$work/reply") bytes, $connections connections x $streams streams"
h2load -n "$requests" -c "$connections" -m "$streams" "${headers[@]}" -d "$work/request" "$url"
