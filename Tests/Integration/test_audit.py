"""The audit log from outside: nothing that was answered is missing, and nothing that was changed goes unseen."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import threading
import time
import urllib.request
import uuid

import grpc
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from authority import Authority
from daemon import running_server

KILLS = int(os.environ.get("MEDCODES_AUDIT_KILLS", 3))
CALLERS = 4
PATIENCE_SECONDS = 30


def becomes_true(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def verify(binaries, *files):
    return subprocess.run([binaries / "medcodesd", "audit", "verify", *files], capture_output=True, text=True, timeout=60)


def look_up(stubs, channel, code="22849", **options):
    request = stubs.GetCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code=code))
    return stubs.CodeCatalogServiceStub(channel).GetCode(request, timeout=20, **options)


@pytest.fixture
def audited(binaries, certificates, starter_store, tmp_path):
    """Starts a server with an audit log."""
    @contextlib.contextmanager
    def start(*arguments, folder=certificates):
        with (tmp_path / "log").open("a") as log, running_server(
                binaries, folder, starter_store, "--audit-log", tmp_path / "audit.jsonl", *arguments, log=log) as server:
            yield server
    return start


class Load:
    """Clients that look a code up, each call under an id of its own, until the server is gone; they keep the ids of the
    calls that were answered."""

    def __init__(self, stubs, server):
        self.stubs, self.server, self.answered = stubs, server, []
        self.threads = [threading.Thread(target=self.run) for _ in range(CALLERS)]
        for thread in self.threads:
            thread.start()

    def run(self):
        with contextlib.suppress(grpc.RpcError), self.server.channel() as channel:
            while True:
                name = str(uuid.uuid4())
                look_up(self.stubs, channel, metadata=[("x-request-id", name)])
                self.answered.append(name)

    def join(self):
        for thread in self.threads:
            thread.join()


@pytest.mark.parametrize("mode", ["durable", "buffered"])
def test_no_answered_call_is_missing_after_kills_under_load(binaries, audited, stubs, tmp_path, mode):
    answered = []
    for _ in range(KILLS):
        with audited("--audit-mode", mode) as server:
            load = Load(stubs, server)
            assert becomes_true(lambda: len(load.answered) >= 100)
            server.process.kill()
            server.process.wait()
            load.join()
            answered += load.answered
    written = {line.get("request") for line in map(json.loads, whole_lines(tmp_path / "audit.jsonl"))}
    assert len(answered) >= 100 * KILLS and not set(answered) - written
    result = verify(binaries, tmp_path / "audit.jsonl")
    assert result.returncode == 0, result
    print(f"{mode}: {KILLS} kills, {len(answered)} answered calls, {len(set(answered) - written)} missing; {result.stdout}")


def whole_lines(path):
    return path.read_text().rpartition("\n")[0].splitlines()


def test_calls_events_and_refusals_are_written(binaries, audited, stubs, tmp_path):
    authority, stranger = Authority(), Authority("strangers")
    folder = tmp_path / "tls"
    authority.write(folder, "server")
    (tmp_path / "clients.pem").write_bytes(authority.pem)

    def channel(signer):
        certificate, key = signer.issue("clinic-7", ExtendedKeyUsageOID.CLIENT_AUTH, names=["clinic-7"])
        return grpc.secure_channel(server.address, grpc.ssl_channel_credentials(authority.pem, key, certificate))

    with audited("--client-ca", tmp_path / "clients.pem", folder=folder) as server:
        with channel(authority) as known:
            look_up(stubs, known, metadata=[("traceparent", f"00-{'ab' * 16}-{'cd' * 8}-01")])
            with pytest.raises(grpc.RpcError) as refusal:
                request = stubs.DeleteCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="99999"))
                stubs.CodeCatalogAdminServiceStub(known).DeleteCode(request, timeout=10)
            assert refusal.value.code() == grpc.StatusCode.PERMISSION_DENIED
            with pytest.raises(grpc.RpcError):
                known.unary_unary("/made.up/Smith")(b"", timeout=10)
        with channel(stranger) as unknown, pytest.raises(grpc.RpcError):
            look_up(stubs, unknown)
    found = lines(tmp_path / "audit.jsonl")
    assert [line["sequence"] for line in found] == list(range(1, len(found) + 1))
    assert [line["event"] for line in found][:2] == ["opened", "started"] and found[-1]["event"] == "stopped"
    calls = [line for line in found if line["event"] == "call"]
    assert [(line["method"], line["status"], line["decision"]) for line in calls[:3]] == [
        ("medcodes.v1.CodeCatalogService/GetCode", "OK", "allowed"),
        ("medcodes.v1.CodeCatalogAdminService/DeleteCode", "PERMISSION_DENIED", "refused"),
        ("unknown", "UNIMPLEMENTED", "refused")]
    assert calls[0]["system"] == "cpt" and "22849" not in (tmp_path / "audit.jsonl").read_text()
    assert calls[0]["caller"] == "certificate" and calls[0]["name"] == "clinic-7" and calls[0]["trace"] == "ab" * 16
    assert calls[0]["peer"].startswith("ipv4:127.0.0.1:") and calls[1]["reason"]
    handshakes = [line for line in found if line["event"] == "handshake_refused"]
    assert handshakes and handshakes[0]["reason"] == "CERTIFICATE_OF_UNKNOWN_AUTHORITY"
    assert "Smith" not in (tmp_path / "audit.jsonl").read_text()


def test_a_change_is_found_and_named(binaries, audited, stubs, tmp_path):
    path = tmp_path / "audit.jsonl"
    with audited("--audit-file-size", "4KiB") as server, server.channel() as channel:
        for _ in range(40):
            look_up(stubs, channel)
        # While it is written, and over all files.
        files = sorted(tmp_path.glob("audit.jsonl*"))
        assert len(files) > 2 and verify(binaries, *files).returncode == 0
    files = sorted(tmp_path.glob("audit.jsonl*"))
    assert verify(binaries, *files).returncode == 0
    text = files[1].read_text()
    files[1].write_text(text.replace('"OK"', '"NOT_FOUND"', 1))
    number = text[:text.index('"OK"')].count("\n") + 1
    result = verify(binaries, *files)
    assert result.returncode == 1 and result.stdout.startswith(f"{files[1]}:{number}: "), result
    assert "was changed" in result.stdout and result.stdout.count("\n") == 1
    files[1].write_text(text)
    path.write_text(path.read_text().split("\n", 1)[1])
    assert verify(binaries, *files).returncode == 1


def test_logrotate_may_move_the_file(binaries, audited, stubs, tmp_path):
    path = tmp_path / "audit.jsonl"
    with audited() as server, server.channel() as channel:
        look_up(stubs, channel)
        path.rename(tmp_path / "audit.jsonl.1")
        server.process.send_signal(signal.SIGHUP)
        assert becomes_true(path.exists)
        look_up(stubs, channel)
        assert becomes_true(lambda: any(line["event"] == "call" for line in lines(path)))
    assert verify(binaries, tmp_path / "audit.jsonl.1", path).returncode == 0
    assert lines(path)[0]["file_before"] == "audit.jsonl.1"


def test_calls_are_refused_while_nothing_can_be_written(binaries, audited, stubs, tmp_path):
    """A limit on the size of files takes the place of a full disk."""
    path = tmp_path / "audit.jsonl"

    def metrics():
        said = (tmp_path / "log").read_text()
        address = said.split("http://")[1].split()[0]
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=20) as answer:
            return {line.split()[0]: float(line.split()[1]) for line in answer.read().decode().splitlines()
                    if line.startswith("medcodes_audit")}

    def status():
        with server.channel() as channel:
            try:
                look_up(stubs, channel)
                return "OK"
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.UNAVAILABLE
                return error.details()

    # As long as the search index is built, the store may want to write too.
    with audited("--admin-listen", "127.0.0.1:0", "--search", "off") as server:
        assert status() == "OK" and metrics()["medcodes_audit_failing"] == 0
        before = path.stat().st_size
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (before + 100, resource.RLIM_INFINITY))
        assert status() != "OK", "the call that cannot be written is not answered"
        assert "audit log" in status()
        assert metrics()["medcodes_audit_failing"] == 1 and metrics()["medcodes_audit_unwritten_calls_total"] >= 1
        assert path.stat().st_size == before, "no part of a line stays"
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert becomes_true(lambda: status() == "OK")
        assert metrics()["medcodes_audit_failing"] == 0
    assert verify(binaries, path).returncode == 0
    assert any(line["event"] == "resumed" for line in lines(path))
    assert "the audit log cannot be written" in (tmp_path / "log").read_text()


def test_a_log_that_cannot_be_begun_ends_the_start(binaries, certificates, starter_store, tmp_path):
    (tmp_path / "other").write_text("some other file\n")
    for path, said in ((tmp_path / "no" / "folder", "cannot be opened"), (tmp_path / "other", "is added to it")):
        result = subprocess.run(
            [binaries / "medcodesd", "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{starter_store}",
             "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key",
             "--audit-log", path], capture_output=True, text=True, timeout=60)
        assert result.returncode == 1 and said in result.stderr, result
    assert (tmp_path / "other").read_text() == "some other file\n"
