#!/usr/bin/env bash
# What a cached lookup costs the server: CPU µs per request over TLS, beside nghttpd serving a file of as many bytes.
#
#   cached-lookup.sh [--server COMMAND] [--path /SERVICE/METHOD] [--request FILE] [--bytes N] [--rounds N]
#
# COMMAND starts a server; PORT, CERT and KEY in it are replaced. FILE holds the request's message without its prefix.
# Without --server, the fixed-reply server beside this script is built and used: transport only, no lookup; its replies
# have N bytes. nghttpd's file is as long as the reply body, prefix included.
# Shapes: a = 1 connection x 1 stream, b = 16 x 1, c = 8 x 32. Rounds alternate between the servers; the best of each
# counts, since noise only adds. Answers are checked before anything is timed. Needs h2load, nghttpd, nghttp and openssl.
set -euo pipefail

server='' path=/benchmark.Service/Get request=/dev/null bytes=1500 rounds=3
while [ $# -gt 0 ]; do
    case $1 in
        --server) server=$2 ;;
        --path) path=$2 ;;
        --request) request=$2 ;;
        --bytes) bytes=$2 ;;
        --rounds) rounds=$2 ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
    shift 2
done

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
# Both are read by the name made of `pid_` and who is meant.
# shellcheck disable=SC2034
pids=() pid_ours='' pid_peer=''
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

if [ -z "$server" ]; then
    echo "building the fixed-reply server" >&2
    BENCHMARKS=1 swift build --package-path "$root" -c release --product fixed-reply-server >&2
    server="$root/.build/release/fixed-reply-server 127.0.0.1:PORT CERT KEY $bytes"
fi

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/key" -out "$work/cert" 2>/dev/null
size=$(stat -Lc %s "$request" 2>/dev/null || echo 0)
[ "$request" = /dev/null ] && size=0
{ printf '%b' "\\x00$(printf '%08x' "$size" | sed 's/../\\x&/g')"; cat "$request"; } >"$work/body"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
start() { # name, command…: leaves the process in pid_NAME
    local name=$1; shift
    "$@" >"$work/$name.log" 2>&1 &
    pids+=($!)
    eval "pid_$name=$!"
}
wait_for() { # port, name
    for _ in $(seq 100); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
        sleep 0.1
    done
    echo "$2 does not listen:" >&2; cat "$work/$2.log" >&2; exit 1
}

port_peer=$(free_port)
start peer nghttpd -n2 -d "$work" --address 127.0.0.1 "$port_peer" "$work/key" "$work/cert"
port_ours=$(free_port)
command=${server//PORT/$port_ours}; command=${command//CERT/$work/cert}; command=${command//KEY/$work/key}
read -ra words <<<"$command"
start ours "${words[@]}"
wait_for "$port_peer" peer
wait_for "$port_ours" ours

# The same cipher for both: nghttpd would choose AES-256.
tls=(--tls13-ciphers=TLS_AES_128_GCM_SHA256)
load() { # who, h2load arguments…
    local who=$1; shift
    if [ "$who" = ours ]; then
        h2load "${tls[@]}" "$@" -d "$work/body" -H 'content-type: application/grpc' -H 'te: trailers' \
            "https://127.0.0.1:$port_ours$path"
    else
        h2load "${tls[@]}" "$@" "https://127.0.0.1:$port_peer/file"
    fi
}

nghttp -v --no-verify-peer -d "$work/body" -H ':method: POST' -H 'content-type: application/grpc' -H 'te: trailers' \
    "https://127.0.0.1:$port_ours$path" >"$work/preflight" 2>&1 || true
grep -q 'grpc-status: 0' "$work/preflight" || { echo "the server gives no good answer:" >&2; cat "$work/preflight" >&2; exit 1; }

nghttp --no-verify-peer -d "$work/body" -H ':method: POST' -H 'content-type: application/grpc' -H 'te: trailers' \
    "https://127.0.0.1:$port_ours$path" >"$work/reply"
tr '\0-\377' x <"$work/reply" >"$work/file"
echo "reply body: $(stat -c %s "$work/file") bytes" >&2

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
per_second=$(getconf CLK_TCK)
measure() { # who, requests, h2load arguments…: prints µs per request and requests per second
    local who=$1 requests=$2; shift 2
    local pid_var=pid_$who before after
    before=$(ticks "${!pid_var}")
    load "$who" -n "$requests" "$@" >"$work/load" 2>&1
    after=$(ticks "${!pid_var}")
    grep -q " $requests succeeded" "$work/load" || { echo "$who failed requests:" >&2; cat "$work/load" >&2; exit 1; }
    awk -v t=$((after - before)) -v hz="$per_second" -v n="$requests" -v rate="$(grep -oE '[0-9.]+ req/s' "$work/load")" \
        'BEGIN { printf "%.2f %.0f\n", t / hz * 1e6 / n, rate }'
}

load ours -n 5000 -c 4 -m 8 >/dev/null; load peer -n 5000 -c 4 -m 8 >/dev/null
load ours -n 1 >"$work/cipher.ours"; load peer -n 1 >"$work/cipher.peer"
echo "ours:    $(grep -h Cipher "$work/cipher.ours"), memory $(awk '/VmRSS/ { print $2 " KB" }' "/proc/$pid_ours/status")" >&2
echo "nghttpd: $(grep -h Cipher "$work/cipher.peer")" >&2

printf '%-14s %12s %12s %8s %12s %12s\n' shape 'ours µs' 'nghttpd µs' ratio 'ours req/s' 'nghttpd req/s'
for shape in 'a 40000 -c1 -m1' 'b 100000 -c16 -m1' 'c 400000 -c8 -m32'; do
    read -r name requests connections streams <<<"$shape"
    best_ours='' best_peer='' rate_ours=0 rate_peer=0
    for _ in $(seq "$rounds"); do
        read -r cost rate < <(measure ours "$requests" "$connections" "$streams")
        if [ -z "$best_ours" ] || awk "BEGIN { exit !($cost < $best_ours) }"; then best_ours=$cost rate_ours=$rate; fi
        read -r cost rate < <(measure peer "$requests" "$connections" "$streams")
        if [ -z "$best_peer" ] || awk "BEGIN { exit !($cost < $best_peer) }"; then best_peer=$cost rate_peer=$rate; fi
    done
    printf '%-14s %12s %12s %8s %12s %12s\n' "$name $connections $streams" "$best_ours" "$best_peer" \
        "$(awk "BEGIN { printf \"%.2f\", $best_ours / $best_peer }")" "$rate_ours" "$rate_peer"
done
