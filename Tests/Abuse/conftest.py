"""What every attack must leave as it was: other connections' calls, memory, descriptors, an idle processor."""

import contextlib
import json
import pathlib
import subprocess
import sys

import pytest

from daemon import Server, running_server
from measures import busy_share, reset_peak, settles, socket_count, status_bytes
from peer import EMPTY_CALL, GET_CODE, KEY

# A connection that is ended takes its time to be gone: as long as slow openings may take, and some.
SETTLING_SECONDS = 15
PEAK_BYTES_MAX = 64 << 20


@pytest.fixture(scope="session")
def daemon(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        server.wait_until_settled()
        yield server


@pytest.fixture(scope="session")
def bystander(daemon):
    with standing_by(daemon, GET_CODE, KEY) as process:
        yield process


@pytest.fixture
def server(daemon, bystander):
    """The server under attack; the test fails if it does not get over it."""
    with unmoved(daemon, bystander):
        yield daemon


@pytest.fixture(scope="session")
def interop_daemon(binaries, certificates):
    process = subprocess.Popen(
        [binaries / "rpc-interop-server", "--listen", "127.0.0.1:0",
         "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key"],
        stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("listening on "), line
        yield Server(process, line.split()[-1], certificates, None)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def interop_bystander(interop_daemon):
    with standing_by(interop_daemon, EMPTY_CALL, b"") as process:
        yield process


@pytest.fixture
def interop_server(interop_daemon, interop_bystander):
    """The same for rpc-interop-server, which has streams of all kinds."""
    with unmoved(interop_daemon, interop_bystander):
        yield interop_daemon


@contextlib.contextmanager
def standing_by(server, path, request):
    script = pathlib.Path(__file__).with_name("bystander.py")
    process = subprocess.Popen(
        [sys.executable, script, server.address, server.certificates / "ca.pem", path, request.hex()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=20)


@contextlib.contextmanager
def unmoved(server, bystander):
    process = server.process.pid
    sockets = socket_count(process)
    before = status_bytes(process, "VmRSS")
    reset_peak(process)
    tell(bystander, "begin")
    yield
    tell(bystander, "end")
    seen = json.loads(bystander.stdout.readline())
    assert not seen["failures"] and seen["longest"] < 1, seen
    assert server.process.poll() is None, "the server has died"
    peak = status_bytes(process, "VmHWM") - before
    assert peak < PEAK_BYTES_MAX, f"memory peaked at {peak >> 20} MB over what it was"
    assert settles(lambda: socket_count(process) <= sockets, SETTLING_SECONDS), "sockets leaked"
    assert settles(lambda: busy_share(process) < 0.05, SETTLING_SECONDS), "the server does not come to rest"


def tell(bystander, word):
    bystander.stdin.write(word + "\n")
    bystander.stdin.flush()
