"""A server at its limit: calls are refused at once, in words that clients act on, and served again when there is room."""

import contextlib
import subprocess
import time

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from daemon import running_server

CALL_LIMIT = 20


@pytest.fixture
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store, "--call-limit", str(CALL_LIMIT)) as server:
        server.wait_until_settled()
        yield server


@contextlib.contextmanager
def watches(channel, count):
    """So many open calls."""
    calls = [health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=120)
             for _ in range(count)]
    try:
        for call in calls:
            next(call)
        yield calls
    finally:
        for call in calls:
            call.cancel()


def settles(condition, seconds):
    """Whether the condition comes true within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_one_call_too_many_is_told_when_to_come_back(server, stubs):
    with server.channel() as channel, watches(channel, CALL_LIMIT):
        with pytest.raises(grpc.RpcError) as refused:
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)
    error = refused.value
    assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    details = rpc_status.from_call(error).details
    infos = [detail for detail in details if detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR)]
    assert len(infos) == 1
    retry = error_details_pb2.RetryInfo()
    infos[0].Unpack(retry)
    seconds = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
    assert 0.5 <= seconds <= 1.5
    trailers = dict(error.trailing_metadata())
    assert int(trailers["grpc-retry-pushback-ms"]) == round(seconds * 1000 - 0.5) or \
        int(trailers["grpc-retry-pushback-ms"]) == round(seconds * 1000)


def test_calls_are_served_again_when_there_is_room(server, stubs):
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)

        def is_served():
            try:
                catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=10)
                return True
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
                return False

        with watches(channel, CALL_LIMIT) as calls:
            assert not is_served()
            calls[0].cancel()
            # grpcio sends the cancellation when it comes to it, which may be after the next call.
            assert settles(is_served, 30)
        for _ in range(5):
            assert settles(lambda: has_room_for_all(channel), 30)


def has_room_for_all(channel):
    """Whether as many calls can be open as the server may have."""
    try:
        with watches(channel, CALL_LIMIT):
            return True
    except grpc.RpcError:
        return False


def test_a_probe_is_answered_all_the_same(server):
    with server.channel() as channel, watches(channel, CALL_LIMIT):
        reply = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10)
        assert reply.status in (health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING)


def test_refusing_keeps_no_memory(server, stubs):
    with server.channel() as channel, watches(channel, CALL_LIMIT):
        catalog = stubs.CodeCatalogServiceStub(channel)

        def refuse(count):
            calls = [catalog.GetCatalog.future(stubs.GetCatalogRequest(), timeout=60) for _ in range(count)]
            assert {call.code() for call in calls} == {grpc.StatusCode.RESOURCE_EXHAUSTED}

        refuse(500)
        before = server.resident_bytes()
        for _ in range(8):
            refuse(500)
        assert server.resident_bytes() - before < 8 << 20


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_an_impossible_limit_is_named(binaries, value):
    result = subprocess.run([binaries / "medcodesd", "serve", f"--call-limit={value}"], capture_output=True, text=True,
                            timeout=20)
    assert result.returncode == 64 and value in result.stderr and "call-limit" in result.stderr
