"""Certificates that change and servers that are replaced while clients call: no call that was accepted is lost."""

import contextlib
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import threading
import time

import grpc
import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from authority import Authority, replace
from daemon import running_server

RELOADS = int(os.environ.get("MEDCODES_RELOADS", 20))
DRAINS = int(os.environ.get("MEDCODES_DRAINS", 20))
CALLERS = 4
# Files are looked at every second, and this machine may have other things to do.
PATIENCE_SECONDS = 30


def becomes_true(condition, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def shown_name(address):
    """The name in the certificate that a new connection is shown."""
    host, port = address.split(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    with socket.create_connection((host, int(port)), timeout=10) as tcp:
        with context.wrap_socket(tcp) as tls:
            certificate = x509.load_der_x509_certificate(tls.getpeercert(binary_form=True))
    return certificate.subject.rfc4514_string().removeprefix("CN=")


@pytest.fixture
def authority():
    return Authority()


@pytest.fixture
def folder(tmp_path, authority):
    folder = tmp_path / "certificates"
    authority.write(folder, "first")
    return folder


class Log:
    def __init__(self, path):
        self.path, self.file = path, path.open("w")

    def lines(self, word):
        return [line for line in self.path.read_text().splitlines() if word in line]


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "log")


@pytest.fixture
def server(binaries, folder, starter_store, log):
    with running_server(binaries, folder, starter_store, log=log.file) as server:
        yield server


class Callers:
    """Clients that call one after the other until they are told to stop. They keep their failures."""

    def __init__(self, stubs, make_channel, calls_per_channel=None, **options):
        self.stubs, self.make_channel = stubs, make_channel
        self.calls_per_channel, self.options = calls_per_channel, options
        self.calls, self.failures, self.is_over = 0, [], threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run) for _ in range(CALLERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        assert becomes_true(lambda: self.calls >= CALLERS or self.failures)
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def run(self):
        while not self.is_over.is_set():
            with self.make_channel() as channel:
                self.call_on(self.stubs.CodeCatalogServiceStub(channel))

    def call_on(self, catalog):
        count = 0
        while not self.is_over.is_set() and (self.calls_per_channel is None or count < self.calls_per_channel):
            try:
                catalog.GetCatalog(self.stubs.GetCatalogRequest(), timeout=60, **self.options)
                with self.lock:
                    self.calls += 1
            except grpc.RpcError as error:
                self.failures.append(f"{error.code()}: {error.details()}")
            count += 1

    def advance(self, calls):
        """Waits until so many more calls have been answered."""
        goal = self.calls + calls
        assert becomes_true(lambda: self.calls >= goal or self.failures), "the clients stand still"


def test_certificates_are_reloaded_when_asked(server, authority, folder, log):
    assert shown_name(server.address) == "first"
    authority.write(folder, "second")
    server.process.send_signal(signal.SIGHUP)
    assert becomes_true(lambda: shown_name(server.address) == "second")
    assert becomes_true(lambda: log.lines("CN=second"))


def test_certificates_are_reloaded_when_their_files_change(server, authority, folder):
    authority.write(folder, "second")
    assert becomes_true(lambda: shown_name(server.address) == "second")
    certificate, key = authority.issue("third")
    (folder / "server.key").write_bytes(key)
    (folder / "server.pem").write_bytes(certificate)
    assert becomes_true(lambda: shown_name(server.address) == "third")


def test_certificates_are_reloaded_when_a_link_leads_to_others(binaries, authority, starter_store, tmp_path):
    """As Kubernetes does it: files are links into a folder that is a link itself, which is renamed over."""
    folder = tmp_path / "mounted"
    for name in ("one", "two"):
        authority.write(tmp_path / name, name)
    folder.mkdir()
    (folder / "..data").symlink_to(tmp_path / "one")
    for name in ("server.pem", "server.key", "ca.pem"):
        (folder / name).symlink_to(pathlib.Path("..data") / name)
    with running_server(binaries, folder, starter_store) as server:
        assert shown_name(server.address) == "one"
        (folder / "..draft").symlink_to(tmp_path / "two")
        os.rename(folder / "..draft", folder / "..data")
        assert becomes_true(lambda: shown_name(server.address) == "two")


def test_a_bad_certificate_is_told_once_and_the_old_one_stays(server, authority, folder, log):
    certificate, key = authority.issue("second")
    replace(folder / "server.key", key)
    assert becomes_true(lambda: log.lines("warning"))
    server.process.send_signal(signal.SIGHUP)
    assert becomes_true(lambda: len(log.lines("warning")) == 2), "who asks is answered"
    assert all("does not belong to the certificate" in line and "server.key" in line for line in log.lines("warning"))
    assert shown_name(server.address) == "first"
    replace(folder / "server.pem", certificate)
    assert becomes_true(lambda: shown_name(server.address) == "second")
    assert len(log.lines("warning")) == 2


def test_authorities_of_clients_are_reloaded_too(binaries, authority, folder, starter_store, stubs, tmp_path):
    old, new = Authority("old clients"), Authority("new clients")
    replace(tmp_path / "clients.pem", old.pem)

    def channel(clients):
        certificate, key = clients.issue("client", ExtendedKeyUsageOID.CLIENT_AUTH)
        return grpc.secure_channel(server.address, grpc.ssl_channel_credentials(authority.pem, key, certificate))

    def call(channel):
        stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)

    def is_served(clients):
        with contextlib.suppress(grpc.RpcError), channel(clients) as other:
            call(other)
            return True

    with running_server(binaries, folder, starter_store, "--client-ca", tmp_path / "clients.pem") as server:
        with channel(old) as standing:
            call(standing)
            assert not is_served(new)
            replace(tmp_path / "clients.pem", new.pem)
            server.process.send_signal(signal.SIGHUP)
            assert becomes_true(lambda: is_served(new))
            assert not is_served(old)
            call(standing)  # Who is connected stays.


def test_no_call_is_lost_while_certificates_are_reloaded(server, authority, folder, stubs):
    """Half of the clients stay connected, half come anew all the time."""
    with Callers(stubs, server.channel) as staying, Callers(stubs, server.channel, calls_per_channel=3) as coming:
        for number in range(RELOADS):
            authority.write(folder, f"reload {number}")
            server.process.send_signal(signal.SIGHUP)
            assert becomes_true(lambda: shown_name(server.address) == f"reload {number}")
            staying.advance(20)
            coming.advance(5)
    assert not staying.failures and not coming.failures
    assert server.process.poll() is None


class Relay:
    """One server after the other on the same address: the next is started while the last one still drains."""

    def __init__(self, binaries, certificates, store):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = "127.0.0.1:%d" % probe.getsockname()[1]
        self.command = [
            binaries / "medcodesd", "serve", "--listen", self.address, "--store", f"sqlite:{store}",
            "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key"]
        self.last, self.process = None, self.start()

    def start(self):
        """Starts a server; one that finds the address still taken is started again."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            if process.stdout.readline():
                return process
            process.wait()
        raise AssertionError("no server could be started")

    def pass_on(self):
        self.last = self.process
        self.last.terminate()
        self.process = self.start()
        assert self.last.wait(timeout=PATIENCE_SECONDS) == 0

    def stop(self):
        for process in filter(None, (self.process, self.last)):
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def test_no_accepted_call_is_lost_while_servers_replace_each_other(binaries, certificates, starter_store, stubs):
    authority = (certificates / "ca.pem").read_bytes()
    relay = Relay(binaries, certificates, starter_store)
    # So that a client that finds nobody listening comes back soon.
    options = [("grpc.initial_reconnect_backoff_ms", 50), ("grpc.max_reconnect_backoff_ms", 100),
               ("grpc.use_local_subchannel_pool", 1)]
    channel = lambda: grpc.secure_channel(relay.address, grpc.ssl_channel_credentials(authority), options)
    try:
        with Callers(stubs, channel, wait_for_ready=True) as callers:
            for _ in range(DRAINS):
                relay.pass_on()
                callers.advance(20)
    finally:
        relay.stop()
    assert not callers.failures, callers.failures[:5]
