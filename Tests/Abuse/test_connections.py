"""Connections by the thousand: those that come and go leave nothing, those that stay and rest cost little."""

import os
import resource
import threading

import pytest

from daemon import running_server
from measures import settles, socket_count, status_bytes, thread_count
from peer import Connection

# 10,000 for a rehearsal of a day's clients.
CYCLES = int(os.environ.get("MEDCODES_CONNECT_CYCLES", 400))
IDLE = int(os.environ.get("MEDCODES_IDLE_CONNECTIONS", 2000))
CLIENTS = 4
IDLE_BYTES_MAX = 45_000
# Loops that serve and loops that open, those of the store, and what Dispatch and the runtime need, which is more on a busy
# machine: nothing per connection.
THREADS_MAX = 4 * os.cpu_count() + 16
# What allocators keep after a crowd, whatever its size.
GROWTH_BYTES_MAX = 3 << 20


@pytest.fixture
def fresh_server(binaries, certificates, starter_store):
    """One that has seen nothing yet, and may open as many descriptors as the system lets it."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    try:
        with running_server(binaries, certificates, starter_store) as server:
            server.wait_until_settled()
            yield server
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def at_once(action, count):
    """Runs the action so many times from some threads at once, and gives what it returned."""
    results = []
    work = lambda share: results.extend(action() for _ in range(share))
    threads = [threading.Thread(target=work, args=[len(range(index, count, CLIENTS))]) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_connections_that_come_and_go_leave_nothing(fresh_server):
    def cycle():
        with Connection(fresh_server) as connection:
            return connection.is_answered(1, seconds=20)

    process = fresh_server.process.pid
    assert all(at_once(cycle, CYCLES // 4))  # What the first ones need is kept.
    sockets, memory = socket_count(process), status_bytes(process, "VmRSS")
    answers = at_once(cycle, CYCLES)
    assert len(answers) == CYCLES and all(answers)
    assert fresh_server.process.poll() is None
    assert settles(lambda: socket_count(process) <= sockets, seconds=15), "sockets leaked"
    growth = status_bytes(process, "VmRSS") - memory
    print(f"{CYCLES} connections came and went: {growth >> 10} KB more")
    assert growth < GROWTH_BYTES_MAX


def test_idle_connections_cost_little_memory_and_no_thread(fresh_server):
    def connect():
        connection = Connection(fresh_server)
        assert connection.is_answered(1, seconds=20)
        return connection

    process = fresh_server.process.pid
    first = at_once(connect, 10)
    assert settles(lambda: socket_count(process) >= 10, seconds=5)
    memory, threads = status_bytes(process, "VmRSS"), thread_count(process)
    others = at_once(connect, IDLE)
    assert len(others) == IDLE
    each = (status_bytes(process, "VmRSS") - memory) / IDLE
    print(f"{IDLE} idle connections: {each / 1000:.1f} KB each, {thread_count(process)} threads ({threads} with 10)")
    assert each < IDLE_BYTES_MAX
    assert max(threads, thread_count(process)) <= THREADS_MAX
    assert first[0].is_answered(3) and others[-1].is_answered(3)
    for connection in first + others:
        connection.__exit__()
