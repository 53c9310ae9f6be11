"""The life of a server as systemd and operators see it: what it tells, the sockets it is given, and servers that take
each other's place while clients call."""

import contextlib
import ctypes
import fcntl
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request

import grpc
import pytest

from authority import Authority

ROUNDS = int(os.environ.get("MEDCODES_LIFE_ROUNDS", 2))
CALLS_PER_SECOND = int(os.environ.get("MEDCODES_LIFE_RATE", 200))
PATIENCE_SECONDS = 30
PR_SET_CHILD_SUBREAPER = 36


def becomes_true(condition, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def authority():
    return Authority()


@pytest.fixture(autouse=True)
def stepfather():
    """Processes whose parents have ended become children of this one, which can wait for them."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class Service:
    """medcodesd, whichever process it is just now."""

    def __init__(self, process, log):
        self.process, self.log, self.pid = process, log, process.pid
        self.address = process.stdout.readline().split()[-1]

    def channel(self, authority):
        options = [("grpc.use_local_subchannel_pool", 1)]
        return grpc.secure_channel(self.address, grpc.ssl_channel_credentials(authority), options)

    def kill(self, number):
        os.kill(self.pid, number)

    def said(self, words):
        return [line for line in self.log.read_text().splitlines() if re.search(words, line)]

    def waits_for(self, words, count=1):
        assert becomes_true(lambda: len(self.said(words)) >= count), (words, self.log.read_text())

    def replace(self):
        """Has another process take over, and returns when the old one has ended."""
        count = len(self.said("has taken over"))
        self.kill(signal.SIGUSR2)
        self.waits_for("has taken over", count + 1)
        self.reap()
        self.pid = int(re.search(r"process (\d+) has taken over", self.said("has taken over")[-1])[1])

    def reap(self):
        if self.pid == self.process.pid:
            assert self.process.wait(timeout=PATIENCE_SECONDS) == 0
        else:
            assert os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]) == 0


@contextlib.contextmanager
def service(binaries, certificates, store, folder, *arguments, launcher=(), listen="127.0.0.1:0", search="off",
            **options):
    log = folder / "log"
    with log.open("a") as file:
        process = subprocess.Popen(
            [*launcher, binaries / "medcodesd", "serve", "--listen", listen, "--search", search, "--store", f"sqlite:{store}",
             "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key", *arguments],
            stdout=subprocess.PIPE, stderr=file, text=True, **options)
    service = Service(process, log)
    try:
        yield service
    finally:
        if process.poll() is None or service.pid != process.pid:
            service.kill(signal.SIGTERM)
            service.reap()
        process.stdout.close()


class Manager:
    """What systemd does with what it is told."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.environment = dict(os.environ, NOTIFY_SOCKET=address.replace("\0", "@"))

    def hears(self):
        return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().split("\n"))

    def waits_for(self, name):
        while name not in (news := self.hears()):
            pass
        return news


@pytest.fixture(params=["path", "abstract"])
def manager(request, tmp_path):
    return Manager(str(tmp_path / "notify") if request.param == "path" else f"\0medcodes-test-{os.getpid()}")


def test_systemd_is_told_how_the_server_does(binaries, certificates, starter_store, tmp_path, manager):
    with service(binaries, certificates, starter_store, tmp_path, env=manager.environment) as server:
        first = manager.hears()
        assert first["READY"] == "1" and server.address in first["STATUS"]
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        server.kill(signal.SIGHUP)
        reloading = manager.hears()
        assert reloading["RELOADING"] == "1" and int(reloading["MONOTONIC_USEC"]) >= before
        assert manager.hears() == {"READY": "1"}
        server.kill(signal.SIGTERM)
        assert manager.hears()["STOPPING"] == "1"
        server.process.wait(timeout=PATIENCE_SECONDS)


def test_the_watchdog_hears_of_a_server_that_is_not_stuck(binaries, certificates, starter_store, tmp_path):
    manager = Manager(str(tmp_path / "notify"))
    manager.environment["WATCHDOG_USEC"] = "400000"
    with service(binaries, certificates, starter_store, tmp_path, env=manager.environment) as server:
        for _ in range(3):
            manager.waits_for("WATCHDOG")
        server.kill(signal.SIGSTOP)
        manager.socket.settimeout(2)
        with pytest.raises(TimeoutError):
            while True:
                manager.hears()
        server.kill(signal.SIGCONT)


def test_a_service_manager_that_does_not_listen_stops_nothing(binaries, certificates, starter_store, tmp_path):
    environment = dict(os.environ, NOTIFY_SOCKET=str(tmp_path / "nobody"))
    with service(binaries, certificates, starter_store, tmp_path, env=environment) as server:
        server.waits_for("service manager cannot be told.*nobody.*No such file")


@contextlib.contextmanager
def activation(*names):
    """Listening sockets by these names, and a launcher that hands them over as systemd does: from descriptor 3 on, to the
    process that it becomes."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    # Out of the way of the numbers they are to have.
    descriptors = [fcntl.fcntl(made.fileno(), fcntl.F_DUPFD, 100) for made in sockets]
    moves = " ".join(f"{3 + index}<&{descriptor}" for index, descriptor in enumerate(descriptors))
    script = f'exec {moves}; LISTEN_PID=$$ LISTEN_FDS={len(names)} LISTEN_FDNAMES={":".join(names)} exec "$0" "$@"'
    try:
        yield {"launcher": ["bash", "-c", script], "pass_fds": descriptors}, [
            "127.0.0.1:%d" % made.getsockname()[1] for made in sockets]
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
        for made in sockets:
            made.close()


def test_sockets_of_systemd_are_served_on_and_handed_on(binaries, certificates, starter_store, tmp_path, stubs):
    with contextlib.ExitStack() as stack:
        with activation("admin-listen", "listen") as (given, (pages, calls)):
            # The address is that of the socket, whatever the settings say.
            server = stack.enter_context(
                service(binaries, certificates, starter_store, tmp_path, listen="127.0.0.1:1", **given))
        assert server.address == calls
        for _ in range(3):
            with server.channel((certificates / "ca.pem").read_bytes()) as channel:
                stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)
            with urllib.request.urlopen(f"http://{pages}/readyz", timeout=10) as answer:
                assert answer.status == 200
            server.replace()
        variables = pathlib.Path(f"/proc/{server.pid}/environ").read_bytes()
        assert b"LISTEN_" not in variables


@pytest.mark.parametrize("names, said", [
    (["listen", "listen"], "socket 2 of 2 .*named 'listen'"), (["medcodesd.socket"], "FileDescriptorName="),
    (["listen", "admin-listen", "more"], "LISTEN_FDS is '3'")])
def test_sockets_that_nobody_knows_are_refused(binaries, names, said):
    with activation(*names) as (given, _):
        result = subprocess.run([*given["launcher"], binaries / "medcodesd"], pass_fds=given["pass_fds"],
                                capture_output=True, text=True, timeout=20)
    assert result.returncode == 1 and re.search(said, result.stderr), result.stderr


def test_a_descriptor_that_is_no_listening_socket_is_refused(binaries):
    script = 'exec 3</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=listen exec "$0"'
    result = subprocess.run(["bash", "-c", script, binaries / "medcodesd"], capture_output=True, text=True, timeout=20)
    assert result.returncode == 1 and "hand over a TCP socket that listens" in result.stderr, result.stderr


def test_systemd_is_told_which_process_is_the_service(binaries, certificates, starter_store, tmp_path):
    manager = Manager(str(tmp_path / "notify"))
    with service(binaries, certificates, starter_store, tmp_path, env=manager.environment) as server:
        manager.waits_for("READY")
        old = server.pid
        server.replace()
        assert manager.waits_for("MAINPID")["MAINPID"] == str(server.pid) != str(old)
        # Not that the service stops: the new one hears its signals now.
        server.kill(signal.SIGHUP)
        assert manager.hears()["RELOADING"] == "1"


def test_a_server_goes_on_when_no_other_can_take_over(binaries, authority, starter_store, tmp_path, stubs):
    folder = tmp_path / "certificates"
    authority.write(folder, "good")
    with service(binaries, folder, starter_store, tmp_path) as server, server.channel(authority.pem) as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        good = (folder / "server.pem").read_bytes()
        (folder / "server.pem").write_text("no certificate")
        server.kill(signal.SIGUSR2)
        server.waits_for(r"error: the new process \d+ ended with status 1 before it could answer; this one goes on")
        catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=10)
        (folder / "server.pem").write_bytes(good)
        server.replace()
        catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=10)


def children(pid):
    return [int(child) for task in os.listdir(f"/proc/{pid}/task")
            for child in pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split()]


def test_stopping_stops_the_process_that_was_to_take_over(binaries, certificates, starter_store, tmp_path):
    settings = tmp_path / "medcodesd.json5"
    settings.write_text("{}")
    with service(binaries, certificates, starter_store, tmp_path, "--config", settings) as server:
        settings.unlink()
        os.mkfifo(settings)  # The new process waits for somebody to write it.
        server.kill(signal.SIGUSR2)
        assert becomes_true(lambda: children(server.pid))
        new, = children(server.pid)
        server.kill(signal.SIGTERM)
        server.process.wait(timeout=PATIENCE_SECONDS)
        with contextlib.suppress(ChildProcessError):  # It may have been waited for already.
            os.waitpid(new, 0)
        assert not os.path.exists(f"/proc/{new}")


class OpenCall:
    """A call that goes on for as long as the client likes: reflection."""

    def __init__(self, channel):
        self.requests = queue.SimpleQueue()
        method = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
        self.replies = method(iter(self.requests.get, None), timeout=120)

    def is_answered(self):
        self.requests.put(b"\x3a\x00")  # list_services: ""
        return next(self.replies)


def test_calls_have_the_drain_time_and_a_second_signal_ends_them(binaries, certificates, starter_store, tmp_path):
    with service(binaries, certificates, starter_store, tmp_path, "--drain-time", "60m") as server:
        with server.channel((certificates / "ca.pem").read_bytes()) as channel:
            call = OpenCall(channel)
            assert call.is_answered()
            server.kill(signal.SIGTERM)
            assert becomes_true(lambda: not accepts(server.address))
            assert call.is_answered()
            server.kill(signal.SIGTERM)
            assert server.process.wait(timeout=PATIENCE_SECONDS) == 128 + signal.SIGTERM
            with pytest.raises(grpc.RpcError):
                call.is_answered()


def test_calls_that_outlive_the_drain_time_are_cancelled(binaries, certificates, starter_store, tmp_path):
    with service(binaries, certificates, starter_store, tmp_path, "--drain-time", "100ms") as server:
        with server.channel((certificates / "ca.pem").read_bytes()) as channel:
            call = OpenCall(channel)
            assert call.is_answered()
            server.kill(signal.SIGTERM)
            assert server.process.wait(timeout=PATIENCE_SECONDS) == 0
            with pytest.raises(grpc.RpcError):
                call.is_answered()


def accepts(address):
    host, port = address.split(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=10):
        return True


class Traffic:
    """Calls at a rate, on connections that stand and on ones that are made for a few calls each."""

    def __init__(self, stubs, make_channel):
        self.stubs, self.make_channel = stubs, make_channel
        self.lock, self.is_over = threading.Lock(), threading.Event()
        self.answered, self.under_way, self.failures = 0, 0, []
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        self.advance()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        assert becomes_true(lambda: self.under_way == 0)

    def run(self):
        standing = [self.make_channel() for _ in range(4)]
        calls = [self.stubs.CodeCatalogServiceStub(channel).GetCatalog for channel in standing]
        begin, count = time.monotonic(), 0
        passing = None
        while not self.is_over.is_set():
            if count % 50 == 0:
                passing = self.make_channel()
            for call in (*calls, self.stubs.CodeCatalogServiceStub(passing).GetCatalog):
                self.call(call)
                count += 1
            time.sleep(max(0, begin + count / CALLS_PER_SECOND - time.monotonic()))
        assert becomes_true(lambda: self.under_way == 0)
        for channel in standing:
            channel.close()

    def call(self, method):
        with self.lock:
            self.under_way += 1
        # No retries of any kind but those of calls that no server has looked at.
        method.future(self.stubs.GetCatalogRequest(), timeout=60).add_done_callback(self.ended)

    def ended(self, future):
        with self.lock:
            self.under_way -= 1
            if future.exception() is None:
                self.answered += 1
            else:
                self.failures.append(f"{future.code()}: {future.details()}")

    def advance(self):
        """Waits until a tenth of a second's calls have been answered."""
        goal = self.answered + CALLS_PER_SECOND // 10
        assert becomes_true(lambda: self.answered >= goal or self.failures), "the clients stand still"


def test_no_call_is_lost_while_everything_changes(binaries, authority, starter_store, tmp_path, stubs):
    """Certificates and settings that are read anew, every third time broken ones, and servers that replace each other."""
    folder, settings = tmp_path / "certificates", tmp_path / "medcodesd.json5"
    authority.write(folder, "first")
    settings.write_text("{}")
    with service(binaries, folder, starter_store, tmp_path, "--config", settings, search="on") as server:
        with Traffic(stubs, lambda: server.channel(authority.pem)) as traffic:
            for number in range(ROUNDS):
                authority.write(folder, f"round {number}")
                server.kill(signal.SIGHUP)
                server.waits_for(f"CN=round {number}")
                traffic.advance()

                good = f"{{ 'drain-time': '{number + 5}s' }}"
                if number % 3 == 1:
                    settings.write_text("{ 'drain-tim': '5s' }")
                    server.kill(signal.SIGHUP)
                    server.waits_for("settings cannot be read anew", 1 + number // 3)
                    settings.write_text(good)
                else:
                    settings.write_text(good)
                    server.kill(signal.SIGHUP)
                    server.waits_for(f"drain-time is now {number + 5}s")
                traffic.advance()

                server.replace()
                traffic.advance()
    assert not traffic.failures, (len(traffic.failures), traffic.failures[:5])
