"""The admin listener as probes and Prometheus use it."""

import http.client
import re
import socket
import time
import urllib.error
import urllib.request

import grpc
import pytest

from daemon import running_server


def get(address, path):
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def pages(binaries, certificates, starter_store, tmp_path):
    """A server and where its pages are."""
    log = tmp_path / "log"
    with log.open("w") as file, running_server(
            binaries, certificates, starter_store, "--admin-listen", "127.0.0.1:0", log=file) as server:
        deadline = time.monotonic() + 20
        while not (said := re.search(r"http://(\S+)", log.read_text())):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        server.wait_until_settled()
        yield server, said[1]


def samples(text):
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
            for line in text.splitlines() if line and not line.startswith("#")}


def test_probes_say_what_can_be_answered(pages):
    _, address = pages
    assert get(address, "/livez") == (200, "ok\n")
    status, text = get(address, "/readyz")
    assert status == 200 and "server: ready" in text
    assert get(address, "/readyz/search")[0] == 200
    assert get(address, "/nothing")[0] == 404
    assert "listen\tflag\t127.0.0.1:0" in get(address, "/configz")[1]


def test_the_server_lives_from_the_start_and_its_pages_end_with_it(binaries, certificates, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as file, running_server(
            binaries, certificates, tmp_path / "new.sqlite", "--admin-listen", "127.0.0.1:0", log=file) as server:
        deadline = time.monotonic() + 20
        while not (said := re.search(r"http://(\S+)", log.read_text())):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        while get(said[1], "/readyz")[0] != 200:
            assert get(said[1], "/livez")[0] == 200
            assert time.monotonic() < deadline
        server.process.terminate()
        server.process.wait(timeout=20)
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            get(said[1], "/livez")


def test_metrics_count_calls_under_the_names_dashboards_know(pages, certificates, stubs):
    server, address = pages
    credentials = grpc.ssl_channel_credentials((certificates / "ca.pem").read_bytes())
    before = samples(get(address, "/metrics")[1])
    labels = 'grpc_type="unary",grpc_service="medcodes.v1.CodeCatalogService",grpc_method="GetCode"'
    with grpc.secure_channel(server.address, credentials) as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        for _ in range(3):
            catalog.GetCode(stubs.GetCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="22849")), timeout=20)
        with pytest.raises(grpc.RpcError):
            catalog.GetCode(stubs.GetCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="00000")), timeout=20)
        text = get(address, "/metrics")[1]
    after = samples(text)

    def grew(name):
        return after[name] - before.get(name, 0)

    assert grew(f"grpc_server_started_total{{{labels}}}") == 4
    assert grew(f'grpc_server_handled_total{{{labels},grpc_code="OK"}}') == 3
    assert grew(f'grpc_server_handled_total{{{labels},grpc_code="NotFound"}}') == 1
    assert grew(f'grpc_server_handling_seconds_bucket{{{labels},le="+Inf"}}') == 4
    assert grew(f"grpc_server_handling_seconds_count{{{labels}}}") == 4
    assert after["medcodes_connections"] >= 1 and grew("medcodes_connections_accepted_total") >= 1
    assert grew('medcodes_cache_hits_total{cache="codes"}') >= 2
    assert after["medcodes_catalog_revision"] >= 1
    assert after["medcodes_tls_certificate_expiry_timestamp_seconds"] > time.time()
    assert 0 <= after['medcodes_loop_lag_seconds{loop="0"}'] < 1
    assert after["process_resident_memory_bytes"] > 1 << 20
    assert after["process_open_fds"] < after["process_max_fds"]
    assert after["medcodes_ready"] == after["medcodes_search_ready"] == 1
    assert after["medcodes_connections"] <= after["medcodes_connections_max"]
    reads = "medcodes_store_read_duration_seconds"
    assert grew(f"{reads}_count") >= 2 and after[f'{reads}_bucket{{le="+Inf"}}'] == after[f"{reads}_count"]
    # Nothing that was asked for is in the labels.
    assert "22849" not in text and "00000\"" not in text
    # Every sample belongs to a metric that was announced before it.
    known = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            known.add(line.split()[2])
        elif not line.startswith("#"):
            name = re.match(r"[a-z_:]+", line)[0]
            assert name in known or re.sub("_(bucket|sum|count)$", "", name) in known, line


def test_odd_requests_are_refused_and_hurt_nobody(pages):
    _, address = pages
    host, port = address.split(":")
    for sent, expected in ((b"POST /livez HTTP/1.1\r\n\r\n", b"405"), (b"GARBAGE\r\n\r\n", b"400"),
                           (b"GET /" + b"a" * 9000, b"431"), (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"505")):
        with socket.create_connection((host, int(port)), timeout=20) as tcp:
            tcp.sendall(sent)
            assert expected in tcp.recv(100).split(b"\r\n")[0]
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request("HEAD", "/livez")
    assert connection.getresponse().read() == b""
    assert get(address, "/livez")[0] == 200


def test_streams_that_clients_give_up_are_counted(pages, stubs):
    server, address = pages
    resets = 'medcodes_stream_resets_total{direction="received"}'
    with server.channel() as channel:
        watch = stubs.CodeCatalogServiceStub(channel).WatchCatalog(stubs.WatchCatalogRequest(), timeout=20)
        next(watch)
        watch.cancel()
        deadline = time.monotonic() + 20
        while samples(get(address, "/metrics")[1])[resets] < 1:
            assert time.monotonic() < deadline
            time.sleep(0.02)
