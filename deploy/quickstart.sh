#!/usr/bin/env bash
# Builds MedCodes, starts the service with its starter catalog on 127.0.0.1:7443, and looks one code up over TLS.
# Safe to run again: a service that is up is used as it is.
#
#   deploy/quickstart.sh         build, start, look a code up
#   deploy/quickstart.sh stop    stop the service this script started
set -euo pipefail
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

address=${MEDCODES_QUICKSTART_ADDRESS:-127.0.0.1:7443}
state=${MEDCODES_STATE_DIRECTORY:-${XDG_STATE_HOME:-$HOME/.local/state}/medcodes}
pid_file=$state/quickstart.pid
log_file=$state/quickstart.log

# The process this script started, if it still runs and is still ours.
running_pid() {
    local pid
    pid=$(cat "$pid_file" 2>/dev/null) || return 1
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = medcodesd ] && printf '%s' "$pid"
}

stop() {
    local pid
    pid=$(running_pid) || { say "the service is not running"; return; }
    kill -TERM "$pid"
    for _ in $(seq 100); do
        running_pid >/dev/null || { rm -f "$pid_file"; say "stopped"; return; }
        sleep 0.1
    done
    fail "process $pid did not stop within 10 s; its log is $log_file"
}

build() {
    require_swift
    install_build_packages
    say "building (the first time takes some minutes) …"
    swift build --package-path "$project" -c release --product medcodesd --quiet >&2
    swift build --package-path "$project" -c release --product medcodes --quiet >&2
}

start() {
    local pid
    if pid=$(running_pid); then
        say "the service is up already, process $pid"
        return
    fi
    mkdir -p "$state"
    say "starting the service on $address …"
    nohup "$bin/medcodesd" serve --listen "$address" >"$log_file" 2>&1 </dev/null &
    pid=$!
    echo "$pid" >"$pid_file"
    for _ in $(seq 100); do
        "$bin/medcodes" --server "$address" health >/dev/null 2>&1 && return
        kill -0 "$pid" 2>/dev/null || { cat "$log_file" >&2; rm -f "$pid_file"; fail "the service did not start"; }
        sleep 0.1
    done
    cat "$log_file" >&2
    fail "the service did not answer within 10 s; its log is $log_file"
}

case ${1:-} in
stop) stop; exit ;;
"") ;;
*) fail "unknown argument '$1'; use no argument, or stop" ;;
esac

build
bin=$(swift build --package-path "$project" -c release --show-bin-path)
start
say "\$ medcodes get cpt 22849"
"$bin/medcodes" --server "$address" get cpt 22849
say ""
say "The service runs on $address; its log is $log_file."
say "Try:   $bin/medcodes batch cpt:27447 cpt:45378 cpt:99999"
say "Stop:  deploy/quickstart.sh stop"
