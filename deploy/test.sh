#!/usr/bin/env bash
# Builds everything and runs all tests: Swift's, and those from outside with foreign clients.
# Ends with the line "N passed, N failed" and exits 0 only when nothing failed.
set -euo pipefail
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$project"

require_swift
install_build_packages
install_packages python3 python3-venv curl nghttp2-client openssl
python=$project/.build-python/bin/python
if ! cmp -s Tests/requirements.txt .build-python/requirements.txt; then
    say "installing Python packages for the tests into .build-python"
    rm -rf .build-python
    python3 -m venv .build-python
    "$python" -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
    cp Tests/requirements.txt .build-python/requirements.txt
fi

report=$(mktemp -d)
trap 'rm -rf "$report"' EXIT
status=0

say "Swift tests (debug build) …"
swift build --build-tests --quiet
# One at a time: tests that import real files would keep the few threads busy on which the others count seconds.
swift test --skip-build --quiet --no-parallel --xunit-output "$report/swift.xml" || status=1

say "tests from outside (release build) …"
swift build -c release --product medcodesd --quiet
swift build -c release --product medcodes --quiet
swift build -c release --product rpc-interop-server --quiet
swift build -c release --product rpc-interop-client --quiet
MEDCODES_BIN=$(swift build -c release --show-bin-path) \
    "$python" -m pytest --quiet --junit-xml "$report/outside.xml" \
    Tests/Integration Tests/Interop Tests/Abuse || status=1

# One line over all reports: what was run, not what was meant to run.
"$python" - "$report" <<'PYTHON' || status=1
import glob, sys, xml.etree.ElementTree as xml

passed = failed = skipped = 0
for path in glob.glob(sys.argv[1] + "/*.xml"):
    for suite in xml.parse(path).getroot().iter("testsuite"):
        count = lambda name: int(suite.get(name) or 0)
        bad = count("failures") + count("errors")
        failed += bad
        skipped += count("skipped")
        passed += count("tests") - bad - count("skipped")
if skipped:
    print(f"{skipped} skipped")
if passed == 0:
    failed += 1
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
exit $status
