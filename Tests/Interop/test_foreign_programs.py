"""Programs that know HTTP/2 and nothing of gRPC: nghttp, h2load and curl of Debian call the server."""

import re
import shutil
import subprocess

import pytest

URL = "https://{}/grpc.testing.TestService/EmptyCall"
FIELDS = ["content-type: application/grpc", "te: trailers"]


def run(program, server, body, *arguments):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    fields = [part for field in FIELDS for part in ("-H", field)]
    done = subprocess.run(
        [program, *fields, *map(str, arguments), URL.format(server.address)], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


@pytest.fixture(scope="module")
def body(tmp_path_factory):
    """An empty message in a file."""
    path = tmp_path_factory.mktemp("body") / "empty"
    path.write_bytes(bytes(5))
    return path


def test_curl(server, body, tmp_path):
    head = tmp_path / "head"
    run("curl", server, body, "--silent", "--http2", "--cacert", server.authority, "--data-binary", f"@{body}",
        "--dump-header", head, "--output", tmp_path / "out")
    assert head.read_text().startswith("HTTP/2 200") and "content-type: application/grpc" in head.read_text()
    assert "grpc-status: 0" in head.read_text()
    assert (tmp_path / "out").read_bytes() == bytes(5)


def test_nghttp(server, body):
    shown = run("nghttp", server, body, "--verbose", "--null-out", "--data", body, "--no-verify-peer")
    assert ":status: 200" in shown and "grpc-status: 0" in shown


def test_nghttp_with_padding_and_a_window_of_one_byte(server, body):
    shown = run("nghttp", server, body, "--verbose", "--null-out", "--data", body, "--no-verify-peer",
                "--padding=200", "--window-bits=1")
    assert ":status: 200" in shown and "grpc-status: 0" in shown


def test_nghttp_with_continuation_frames_exceeds_the_limit_on_headers(server, body):
    """nghttp fills its CONTINUATION frames with 24 KB of fields."""
    shown = run("nghttp", server, body, "--verbose", "--null-out", "--data", body, "--no-verify-peer", "--continuation")
    assert ":status: 200" in shown and "grpc-status: 8" in shown


@pytest.mark.parametrize(("clients", "streams"), [(1, 1), (10, 10), (1, 100), (100, 10)])
def test_h2load(server, body, clients, streams):
    shown = run("h2load", server, body, "--requests", 3000, "--clients", clients, "--max-concurrent-streams", streams,
                "--data", body)
    assert "3000 succeeded, 0 failed, 0 errored, 0 timeout" in shown
    assert re.search(r"status codes: 3000 2xx", shown)
