"""Health as orchestrators and load balancers use it: Check, List and Watch by grpcio, readiness, and the drain."""

import contextlib
import queue
import sqlite3
import subprocess
import threading

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from daemon import running_server

CATALOG = "medcodes.v1.CodeCatalogService"
SEARCH = "medcodes.v1.CodeCatalogService.SearchCodes"
SERVING, NOT_SERVING, SERVICE_UNKNOWN = (
    health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING,
    health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)


@pytest.fixture
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        yield server


class Watch:
    """An open Watch, whose messages are read by a thread as they come."""

    def __init__(self, channel, service, seconds=60):
        self.call = health_pb2_grpc.HealthStub(channel).Watch(
            health_pb2.HealthCheckRequest(service=service), timeout=seconds)
        self.seen = queue.Queue()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        with contextlib.suppress(grpc.RpcError):
            for reply in self.call:
                self.seen.put(reply.status)
        self.seen.put(self.call.code())

    def next(self):
        return self.seen.get(timeout=30)

    def wait_for(self, status):
        while (seen := self.next()) != status:
            assert seen in (SERVING, NOT_SERVING), seen


def test_check_and_watch_say_serving_once_the_store_is_open(server):
    with server.channel() as channel:
        for service in ("", CATALOG):
            Watch(channel, service).wait_for(SERVING)
            reply = health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(service=service), timeout=10)
            assert reply.status == SERVING


def test_list_names_every_service(server):
    if not hasattr(health_pb2, "HealthListRequest"):
        pytest.skip("this grpcio-health-checking knows no List")
    with server.channel() as channel:
        for service in (CATALOG, SEARCH):
            Watch(channel, service).wait_for(SERVING)
        reply = health_pb2_grpc.HealthStub(channel).List(health_pb2.HealthListRequest(), timeout=10)
        assert {name: status.status for name, status in reply.statuses.items()} == {
            "": SERVING, CATALOG: SERVING, SEARCH: SERVING}


def test_an_unknown_service_is_not_found_by_check_and_stays_open_in_watch(server):
    with server.channel() as channel:
        with pytest.raises(grpc.RpcError) as error:
            health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="x.Y"), timeout=10)
        assert error.value.code() == grpc.StatusCode.NOT_FOUND
        watch = Watch(channel, "x.Y", seconds=2)
        assert watch.next() == SERVICE_UNKNOWN
        # Nothing more until the caller's own deadline.
        assert watch.next() == grpc.StatusCode.DEADLINE_EXCEEDED


def test_a_cancelled_watch_leaves_the_connection_as_it_was(server):
    with server.channel() as channel:
        watch = Watch(channel, "")
        watch.wait_for(SERVING)
        watch.call.cancel()
        assert watch.next() == grpc.StatusCode.CANCELLED
        assert health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(), timeout=10).status == SERVING


def test_watchers_are_told_of_the_drain_and_let_go(server):
    """SIGTERM with open watches: NOT_SERVING, then UNAVAILABLE, and the process ends long before its grace time."""
    with server.channel() as channel:
        watches = [Watch(channel, service) for service in ("", CATALOG, "") for _ in range(20)]
        unknown = Watch(channel, "x.Y")
        for watch in watches:
            watch.wait_for(SERVING)
        assert unknown.next() == SERVICE_UNKNOWN
        server.process.terminate()
        for watch in watches:
            assert watch.next() == NOT_SERVING
            assert watch.next() == grpc.StatusCode.UNAVAILABLE
        assert unknown.next() == grpc.StatusCode.UNAVAILABLE
        # The grace time is 10 s: whoever waited for it would be late.
        assert server.process.wait(timeout=8) == 0


def test_a_store_that_fails_makes_the_server_not_serving_until_it_answers_again(
        binaries, certificates, starter_store, tmp_path):
    store = tmp_path / "catalog.sqlite"
    subprocess.run([binaries / "medcodesd", "import", "--store", f"sqlite:{store}", "--format", "starter"],
                   check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        watch = Watch(channel, CATALOG)
        watch.wait_for(SERVING)
        with contextlib.closing(sqlite3.connect(store, timeout=20)) as database:
            database.execute("ALTER TABLE revision RENAME TO lost")
            database.commit()
            watch.wait_for(NOT_SERVING)
            database.execute("ALTER TABLE lost RENAME TO revision")
            database.commit()
        watch.wait_for(SERVING)


def test_the_cli_reports_health(server, binaries):
    with server.channel() as channel:
        Watch(channel, CATALOG).wait_for(SERVING)
    result = subprocess.run(
        [str(part) for part in (binaries / "medcodes", "--server", server.address, "--ca",
                                server.certificates / "ca.pem", "health")],
        capture_output=True, text=True, timeout=20)
    assert result.returncode == 0 and "SERVING" in result.stdout
