"""What every attack must leave as it was: other connections' calls, memory, descriptors, an idle processor."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time

import pytest

from daemon import running_server

# A connection that is ended takes its time to be gone: as long as slow openings may take, and some.
SETTLING_SECONDS = 15
PEAK_BYTES_MAX = 64 << 20


@pytest.fixture(scope="session")
def daemon(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        yield server


@pytest.fixture(scope="session")
def bystander(daemon):
    with standing_by(daemon) as process:
        yield process


@pytest.fixture
def server(daemon, bystander):
    """The server under attack; the test fails if it does not get over it."""
    with unmoved(daemon, bystander):
        yield daemon


@contextlib.contextmanager
def standing_by(server):
    script = pathlib.Path(__file__).with_name("bystander.py")
    process = subprocess.Popen(
        [sys.executable, script, server.address, server.certificates / "ca.pem"],
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
    assert settles(lambda: socket_count(process) <= sockets), "sockets leaked"
    assert settles(lambda: busy_share(process) < 0.05), "the server does not come to rest"


def tell(bystander, word):
    bystander.stdin.write(word + "\n")
    bystander.stdin.flush()


def settles(condition):
    deadline = time.monotonic() + SETTLING_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def socket_count(process):
    """Sockets only: the store opens files as it needs them, up to a number of its own."""
    folder = f"/proc/{process}/fd"
    count = 0
    for name in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):  # Closed meanwhile.
            count += os.readlink(f"{folder}/{name}").startswith("socket:")
    return count


def status_bytes(process, name):
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def reset_peak(process):
    """Starts VmHWM anew (proc(5), /proc/[pid]/clear_refs)."""
    with open(f"/proc/{process}/clear_refs", "w") as file:
        file.write("5")


def busy_share(process, seconds=0.4):
    """The share of one processor that the process uses."""
    start = processor_seconds(process)
    time.sleep(seconds)
    return (processor_seconds(process) - start) / seconds


def processor_seconds(process):
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
