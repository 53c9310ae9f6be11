"""Who may call and how much, as callers and operators see it: certificates, tokens, roles, lists and limits, all decided
when the header list of a call has come."""

import contextlib
import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import grpc
import hpack
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from hyperframe import frame as frames

from authority import Authority
from daemon import running_server
from official_files import PROJECT

sys.path.append(str(PROJECT / "Tests" / "Abuse"))
from peer import Connection  # noqa: E402

CATALOG, ADMIN = "/medcodes.v1.CodeCatalogService/", "/medcodes.v1.CodeCatalogAdminService/"
PATIENCE_SECONDS = 30


class Tokens:
    """A file of tokens, and the command that looks after it."""

    def __init__(self, binaries, path):
        self.binaries, self.path = binaries, path

    def run(self, *arguments):
        return subprocess.run(
            [str(part) for part in (self.binaries / "medcodesd", "token", *arguments, "--tokens", self.path)],
            capture_output=True, text=True, timeout=30)

    def create(self, name, *arguments):
        result = self.run("create", "--name", name, *arguments)
        assert result.returncode == 0 and result.stdout.count("\n") == 1, result
        return result.stdout.strip()


@pytest.fixture
def tokens(binaries, tmp_path):
    return Tokens(binaries, tmp_path / "tokens.json5")


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


@contextlib.contextmanager
def serving(binaries, certificates, store, log, *arguments):
    with log.open("w") as file, running_server(binaries, certificates, store, *arguments, log=file) as server:
        yield server


def bearer(token):
    return [("authorization", f"Bearer {token}")]


def outcome(call):
    """The status of a call, and the reason in its details."""
    try:
        call()
        return "OK", None
    except grpc.RpcError as error:
        status = rpc_status.from_call(error)
        reasons = [detail for detail in (status.details if status else [])
                   if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR)]
        if not reasons:
            return error.code().name, None
        info = error_details_pb2.ErrorInfo()
        reasons[0].Unpack(info)
        return error.code().name, info.reason


def read(stubs, channel, metadata=None):
    return outcome(lambda: stubs.CodeCatalogServiceStub(channel).GetCatalog(
        stubs.GetCatalogRequest(), metadata=metadata, timeout=10))


def reload(server, log, said):
    """Asks for a reload and waits until the log says what came of it."""
    count = log.read_text().count(said)
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while log.read_text().count(said) == count:
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)


def becomes(wanted, look):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while look() != wanted:
        assert time.monotonic() < deadline, look()
        time.sleep(0.05)


def status_of_headers(server, path, *extra):
    """The status of a call of which there is the header list alone: neither a body nor its end ever comes."""
    with Connection(server) as connection:
        connection.send(connection.headers(1, path, *extra))
        decoder = hpack.Decoder()
        for frame in connection.read(until=lambda frame: frame.stream_id == 1 and "END_STREAM" in frame.flags):
            if isinstance(frame, frames.HeadersFrame):
                return int(dict(decoder.decode(frame.data))["grpc-status"])


def test_calls_are_refused_before_their_body_comes(binaries, certificates, starter_store, tokens, log, tmp_path):
    audit = tmp_path / "audit.jsonl"
    reader = tokens.create("clinic-7")
    narrow = tokens.create("narrow", "--method", "GetCode")
    gone, over = tokens.create("gone"), tokens.create("over", "--expires", "1h")
    tokens.run("revoke", "gone")
    text = tokens.path.read_text()
    tokens.path.write_text(re.sub(r"(name: 'over'.*?expires: ')[^']*", r"\g<1>2020-01-01T00:00:00Z", text))
    UNAUTHENTICATED, PERMISSION_DENIED = 16, 7
    refused = [
        (CATALOG + "GetCode", None, UNAUTHENTICATED), (CATALOG + "GetCode", "medcodes_x", UNAUTHENTICATED),
        (CATALOG + "GetCode", gone, UNAUTHENTICATED), (CATALOG + "GetCode", over, UNAUTHENTICATED),
        (CATALOG + "GetCode", reader[:-1] + ("1" if reader[-1] == "0" else "0"), UNAUTHENTICATED),
        (CATALOG + "SearchCodes", narrow, PERMISSION_DENIED),
        ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", narrow, PERMISSION_DENIED),
        ("/grpc.health.v1.Health/Watch", None, UNAUTHENTICATED),
        *((ADMIN + method, reader, PERMISSION_DENIED) for method in ("ImportCodes", "PutCode", "DeleteCode")),
    ]
    with serving(binaries, certificates, starter_store, log, "--tokens", tokens.path, "--audit-log", audit,
                 "--admin-listen", "127.0.0.1:0") as server:
        for path, token, status in refused:
            extra = [("authorization", f"Bearer {token}")] if token else []
            assert status_of_headers(server, path, *extra) == status, (path, token)
        admin = re.search(r"http://\S+", log.read_text()).group()
        counts = metric_counts(admin)
    assert counts == {
        "credentials_missing": 2, "token_malformed": 1, "token_revoked": 1, "token_expired": 1, "token_unknown": 1,
        "method_not_listed": 2, "not_admin": 3, "rate_limited": 0, "concurrency_limited": 0}
    lines = [json.loads(line) for line in audit.read_text().splitlines()]
    assert [(line.get("name"), line["reason"]) for line in lines if line.get("decision") == "refused"] == [
        (None, "CREDENTIALS_MISSING"), (None, "TOKEN_MALFORMED"), ("gone", "TOKEN_REVOKED"), ("over", "TOKEN_EXPIRED"),
        (None, "TOKEN_UNKNOWN"), ("narrow", "METHOD_NOT_LISTED"), ("narrow", "METHOD_NOT_LISTED"),
        (None, "CREDENTIALS_MISSING"), *[("clinic-7", "NOT_ADMIN")] * 3]
    for token in (reader, narrow, gone, over):
        secret = token.rsplit("_", 1)[1]
        assert secret not in log.read_text() + tokens.path.read_text() + audit.read_text()


def metric_counts(admin):
    text = urllib.request.urlopen(f"{admin}/metrics", timeout=10).read().decode()
    return {match[1]: int(match[2]) for match in re.finditer(r'medcodes_calls_refused_total{reason="(\w+)"} (\d+)', text)}


def test_tokens_come_and_go_without_a_restart(binaries, certificates, starter_store, tokens, log, stubs):
    first = tokens.create("app")
    with serving(binaries, certificates, starter_store, log, "--tokens", tokens.path) as server, \
            server.channel() as channel:
        assert read(stubs, channel, bearer(first)) == ("OK", None)
        assert read(stubs, channel) == ("UNAUTHENTICATED", "CREDENTIALS_REQUIRED")
        # Whoever probes has no token.
        assert outcome(lambda: health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(), timeout=10)) == ("OK", None)
        second = tokens.create("app", "--role", "admin")
        becomes(("OK", None), lambda: read(stubs, channel, bearer(second)))
        # Taken back by its id, on a connection that stands; the other token of this name goes on.
        assert tokens.run("revoke", first.split("_")[1]).returncode == 0
        becomes(("UNAUTHENTICATED", "TOKEN_REFUSED"), lambda: read(stubs, channel, bearer(first)))
        assert outcome(lambda: stubs.CodeCatalogAdminServiceStub(channel).DeleteCode(
            stubs.DeleteCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="99999")),
            metadata=bearer(second), timeout=10))[0] == "NOT_FOUND"
        # A file that cannot be read changes nothing, and the operator is told.
        text = tokens.path.read_text()
        tokens.path.write_text(text.replace("role: 'admin'", "role: 'root'"))
        reload(server, log, "so the old ones stay")
        assert f"{tokens.path}:4: role cannot be 'root'; write reader or admin" in log.read_text()
        assert read(stubs, channel, bearer(second)) == ("OK", None)
        assert read(stubs, channel, bearer(first)) == ("UNAUTHENTICATED", "TOKEN_REFUSED")
        tokens.path.write_text("{}")
        becomes(("UNAUTHENTICATED", "TOKEN_REFUSED"), lambda: read(stubs, channel, bearer(second)))


@contextlib.contextmanager
def shown(server, authority, clients=None, name=None):
    """A channel of a client that shows a certificate of this name, or none."""
    certificate, key = clients.issue(name, ExtendedKeyUsageOID.CLIENT_AUTH, [name]) if clients else (None, None)
    with grpc.secure_channel(server.address, grpc.ssl_channel_credentials(authority, key, certificate)) as channel:
        yield channel


def test_certificates_have_roles_lists_and_limits(binaries, certificates, starter_store, tokens, tmp_path, log, stubs):
    clients, strangers = Authority("clients"), Authority("strangers")
    authority = (certificates / "ca.pem").read_bytes()
    identities = tmp_path / "identities.json5"
    (tmp_path / "clients.pem").write_bytes(clients.pem)
    identities.write_text("{ 'loader': { role: 'admin' }, 'clinic': { methods: ['GetCode'] } }")
    token = tokens.create("app")

    def delete(channel):
        return outcome(lambda: stubs.CodeCatalogAdminServiceStub(channel).DeleteCode(
            stubs.DeleteCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="99999")), timeout=10))

    with serving(binaries, certificates, starter_store, log, "--client-ca", tmp_path / "clients.pem", "--identities",
                 identities, "--admin-identity", "boss", "--tokens", tokens.path) as server:
        for name, can_read, can_delete in (
                ("loader", ("OK", None), ("NOT_FOUND", "UNKNOWN_CODE")),
                ("boss", ("OK", None), ("NOT_FOUND", "UNKNOWN_CODE")),
                ("other", ("OK", None), ("PERMISSION_DENIED", "NOT_ADMIN")),
                ("clinic", ("PERMISSION_DENIED", "METHOD_NOT_LISTED"), ("PERMISSION_DENIED", "NOT_ADMIN"))):
            with shown(server, authority, clients, name) as channel:
                assert (read(stubs, channel), delete(channel)) == (can_read, can_delete), name
        with shown(server, authority, strangers, "loader") as channel:
            assert read(stubs, channel) == ("UNAVAILABLE", None)  # No connection is made.
        # With tokens a certificate need not be shown.
        with shown(server, authority) as channel:
            assert read(stubs, channel) == ("UNAUTHENTICATED", "CREDENTIALS_REQUIRED")
            assert read(stubs, channel, bearer(token)) == ("OK", None)
        with shown(server, authority, clients, "clinic") as channel:
            # A certificate says nothing beside a token, and cannot make up for a bad one.
            assert read(stubs, channel, bearer(token)) == ("OK", None)
            assert read(stubs, channel, bearer("x")) == ("UNAUTHENTICATED", "TOKEN_REFUSED")
            identities.write_text("{ 'clinic': { } }")
            becomes(("OK", None), lambda: read(stubs, channel))


def test_limits_are_exact_and_each_callers_own(binaries, certificates, starter_store, tokens, tmp_path, log, stubs):
    config = tmp_path / "medcodesd.json5"
    config.write_text("{ 'rate-limit': '0.001/30', 'concurrency-limit': 3 }")
    noisy, quiet = tokens.create("noisy"), tokens.create("quiet", "--rate-limit", "none")
    with serving(binaries, certificates, starter_store, log, "--tokens", tokens.path, "--config", config) as server, \
            server.channel() as channel:
        # Watches last, so what is in progress is known: three of one caller, and another one's beside them.
        health = health_pb2_grpc.HealthStub(channel)
        watches = [health.Watch(health_pb2.HealthCheckRequest(), metadata=bearer(noisy), timeout=60) for _ in range(3)]
        for watch in watches:
            next(watch)
        assert read(stubs, channel, bearer(noisy)) == ("RESOURCE_EXHAUSTED", "CONCURRENCY_LIMITED")
        assert read(stubs, channel, bearer(quiet)) == ("OK", None)
        for watch in watches:
            watch.cancel()
        becomes(("OK", None), lambda: read(stubs, channel, bearer(noisy)))
        # 30 calls in the burst, of which three watches and one look-up are gone; several threads ask for the rest.
        results, lock = [], threading.Lock()

        def ask():
            for _ in range(20):
                result = read(stubs, channel, bearer(noisy))
                with lock:
                    results.append(result)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert read(stubs, channel, bearer(quiet)) == ("OK", None)
        assert results.count(("OK", None)) == 26 and results.count(("RESOURCE_EXHAUSTED", "RATE_LIMITED")) == 34
        # A limit that is lifted is lifted for the next call.
        config.write_text("{}")
        reload(server, log, "rate-limit is now none")
        assert read(stubs, channel, bearer(noisy)) == ("OK", None)


def test_a_refused_call_says_when_to_come_back(binaries, certificates, starter_store, log, stubs):
    with serving(binaries, certificates, starter_store, log, "--rate-limit", "0.1/1") as server, \
            server.channel() as channel:
        assert read(stubs, channel) == ("OK", None)
        with pytest.raises(grpc.RpcError) as refused:
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)
        retry = error_details_pb2.RetryInfo()
        assert any(detail.Unpack(retry) for detail in rpc_status.from_call(refused.value).details)
        assert 8 <= retry.retry_delay.seconds <= 16
        assert int(dict(refused.value.trailing_metadata())["grpc-retry-pushback-ms"]) >= 8000


@pytest.mark.parametrize("arguments, said", [
    (["--listen", "0.0.0.0:0"], "nothing tells who calls"),
    (["--listen", "0.0.0.0:0", "--anonymous", "readers"], "nothing tells who calls"),
    (["--listen", "127.0.0.1:0", "--tokens", "/nonexistent/tokens"], "there is no file /nonexistent/tokens; make it"),
])
def test_a_server_that_would_serve_strangers_does_not_start(binaries, certificates, starter_store, arguments, said):
    result = subprocess.run(
        [str(part) for part in (
            binaries / "medcodesd", "serve", "--store", f"sqlite:{starter_store}", "--tls-certificate",
            certificates / "server.pem", "--tls-key", certificates / "server.key", *arguments)],
        capture_output=True, text=True, timeout=30, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})
    assert result.returncode == 64 and said in result.stderr and result.stdout == "", result


def test_check_tells_who_may_call(binaries, certificates, starter_store, tokens, tmp_path):
    tokens.create("app")

    def check(*arguments):
        return subprocess.run(
            [str(part) for part in (
                binaries / "medcodesd", "check", "--listen", "127.0.0.1:0", "--store", f"sqlite:{starter_store}",
                "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key", *arguments)],
            capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})

    result = check("--tokens", tokens.path)
    assert result.returncode == 0 and "ok      callers: good tokens: 1" in result.stdout, result
    tokens.path.write_text("{\n 'x': {} }")
    result = check("--tokens", tokens.path)
    assert result.returncode == 1, result
    assert f"FAILED  callers: {tokens.path}:2: the token 'x' has no name" in result.stdout, result


def test_the_cli_sends_a_token_and_says_what_to_do_without(binaries, certificates, starter_store, tokens, tmp_path, log):
    token = tokens.create("cli")
    with serving(binaries, certificates, starter_store, log, "--tokens", tokens.path) as server:
        def medcodes(text):
            secret = tmp_path / "secret"
            secret.write_text(text)
            secret.chmod(0o600)
            return subprocess.run(
                [binaries / "medcodes", "--server", server.address, "--ca", certificates / "ca.pem", "--json", "get",
                 "cpt", "27447"],
                capture_output=True, text=True, timeout=30,
                env={"HOME": str(tmp_path), **({"MEDCODES_TOKEN_FILE": str(secret)} if text else {})})

        good = medcodes(token + "\n")
        assert good.returncode == 0 and json.loads(good.stdout), good
        # Who probes the server's health has no token.
        health = subprocess.run(
            [binaries / "medcodes", "--server", server.address, "--ca", certificates / "ca.pem", "health"],
            capture_output=True, text=True, timeout=30, env={"HOME": str(tmp_path)})
        assert (health.returncode, health.stdout) == (0, "SERVING\n"), health
        for text, said in (("", "show one"), ("medcodes_old", "ask for a new one")):
            refused = medcodes(text)
            assert refused.returncode == 64 + 16 and said in refused.stderr, refused
            assert refused.stderr.count("\n") == 1 and "medcodes_old" not in refused.stderr, refused
