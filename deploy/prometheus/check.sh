#!/usr/bin/env bash
# Checks the alert rules with their unit tests, the dashboard and the runbook, and that none of them names a metric that
# medcodesd does not have. Needs the network the first time only, for promtool and yamllint, which go into .build-checks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=deploy/setup.sh
source deploy/setup.sh

checks=$project/.build-checks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fetches promtool out of Debian's package, which is not installed: that would start a Prometheus on this machine.
fetch_promtool() {
    say "fetching promtool"
    (
        cd "$work"
        apt-get download -qq prometheus || {
            root=()
            [ "$(id -u)" -eq 0 ] || root=(sudo)
            "${root[@]}" apt-get update -qq && apt-get download -qq prometheus
        }
    ) >"$work/fetch.log" 2>&1 || {
        cat "$work/fetch.log" >&2
        fail "promtool could not be fetched; put it on the PATH, or repeat this with the network"
    }
    dpkg -x "$work"/prometheus_*.deb "$work/prometheus"
    mkdir -p "$checks/bin"
    mv "$work/prometheus/usr/bin/promtool" "$checks/bin/promtool"
}

PATH=$checks/bin:$PATH
command -v promtool >/dev/null || fetch_promtool
if ! "$checks/bin/python" -c 'import yamllint, yaml' 2>/dev/null; then
    [ -x "$checks/bin/python" ] || {
        install_packages python3 python3-venv
        python3 -m venv "$checks"
    }
    "$checks/bin/python" -m pip install --quiet --disable-pip-version-check 'yamllint>=1.35,<2'
fi

cd deploy/prometheus
"$checks/bin/python" -m yamllint --strict -d '{extends: default, rules: {document-start: disable,
    line-length: {max: 120}, braces: {max-spaces-inside: 1}}}' medcodes.rules.yml
# The tests hold series, which are long.
"$checks/bin/python" -m yamllint --strict -d '{extends: default, rules: {document-start: disable,
    line-length: disable}}' medcodes.tests.yml
promtool check rules --lint-fatal medcodes.rules.yml
promtool test rules medcodes.tests.yml
"$checks/bin/python" check-names.py --queries "$work/dashboard.rules.yml"
promtool check rules --lint=none "$work/dashboard.rules.yml"
