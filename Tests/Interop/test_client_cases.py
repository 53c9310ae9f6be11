"""Our client against the official interoperability cases, judged by a server of grpcio and by ours."""

import queue
import subprocess

import pytest

import testing_service

CASES = """empty_unary large_unary client_compressed_unary server_compressed_unary client_streaming
    client_compressed_streaming server_streaming server_compressed_streaming ping_pong empty_stream custom_metadata
    status_code_and_message special_status_message unimplemented_method unimplemented_service cancel_after_begin
    cancel_after_first_response timeout_on_sleeping_server concurrent_large_unary large_streams many_ping_pongs""".split()


@pytest.fixture(scope="module")
def foreign(testing, certificates):
    with testing_service.running(testing, certificates) as server:
        yield server


@pytest.fixture
def run(binaries, certificates):
    """Runs cases, which must all succeed."""

    def run(address, *arguments):
        done = subprocess.run(
            [binaries / "rpc-interop-client", "--server", address, "--ca", certificates / "ca.pem", *arguments],
            capture_output=True, text=True, timeout=120)
        lines = done.stdout.splitlines()
        assert lines and all(line.startswith("ok ") for line in lines), done.stdout + done.stderr
        assert done.returncode == 0
        return lines

    return run


def seen(calls):
    """The calls that are over and that no test has looked at."""
    found = []
    while True:
        try:
            found.append(calls.ended.get_nowait())
        except queue.Empty:
            return found


@pytest.mark.parametrize("case", CASES)
def test_a_foreign_server(run, foreign, case):
    # grpcio does not tell its handlers whether a message came compressed, so they cannot refuse one that did not.
    assert run(foreign[0], "--skip-compression-probe", case) == [f"ok {case}"]


def test_our_server(run, server):
    assert run(server.address) == [f"ok {case}" for case in CASES]


def test_the_server_sees_the_time_left_and_who_calls(run, foreign):
    address, calls = foreign
    seen(calls)
    run(address, "empty_unary")
    call = calls.ended.get(timeout=30)
    assert call["method"] == "EmptyCall" and 30 < call["seconds"] <= 60
    assert call["metadata"]["user-agent"].startswith("medcodes-swift/")


def test_a_cancelled_call_is_over_at_the_server_too(run, foreign):
    address, calls = foreign
    seen(calls)
    run(address, "cancel_after_first_response")
    call = calls.ended.get(timeout=30)
    assert call["method"] == "FullDuplexCall" and not call["returned"]


def test_a_failed_case_is_told_and_ends_with_an_error(binaries, certificates, foreign):
    done = subprocess.run(
        [binaries / "rpc-interop-client", "--server", foreign[0], "--ca", certificates / "ca.pem",
         "client_compressed_unary", "empty_unary"], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == [
        "FAILED client_compressed_unary: the status is OK, not INVALID_ARGUMENT", "ok empty_unary"]
    assert done.returncode == 1
