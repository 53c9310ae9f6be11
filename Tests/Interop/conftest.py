"""What the conformance tests share: a running rpc-interop-server, the stubs of grpc.testing, peers that speak frames."""

import contextlib
import importlib
import pathlib
import subprocess
import sys
import types

import grpc
import pytest

from h2spec import Talk, target_of_environment
from http2_peer import Http2Peer

PROTOS = pathlib.Path(__file__).resolve().parents[2] / "Protos" / "upstream"


@pytest.fixture(scope="session")
def testing(tmp_path_factory):
    """Messages and stubs of grpc.testing, compiled from Protos/ as a user would."""
    out = tmp_path_factory.mktemp("testing")
    names = ["empty", "messages", "test"]
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTOS}", f"--python_out={out}", f"--grpc_python_out={out}",
         *(f"grpc/testing/{name}.proto" for name in names)], check=True)
    # The folder must not be a package "grpc" beside the real one, so it is put into that one's search path.
    grpc.__path__.append(str(out / "grpc"))
    sys.path.insert(0, str(out))
    found = types.SimpleNamespace()
    for module in ("empty_pb2", "messages_pb2", "test_pb2_grpc"):
        found.__dict__.update(vars(importlib.import_module(f"grpc.testing.{module}")))
    return found


class InteropServer:
    """One running rpc-interop-server."""

    def __init__(self, process, address, authority):
        self.process, self.address, self.authority = process, address, authority

    def channel(self, **options):
        credentials = grpc.ssl_channel_credentials(self.authority.read_bytes())
        # Channels with equal options share a connection; each test is to have its own.
        options = [(f"grpc.{name}", value) for name, value in options.items()] + [("grpc.use_local_subchannel_pool", 1)]
        return grpc.secure_channel(self.address, credentials, options)

    def peer(self, **settings):
        return contextlib.closing(Http2Peer(self.address, self.authority, **settings))


@pytest.fixture(scope="session")
def server(binaries, certificates):
    process = subprocess.Popen(
        [binaries / "rpc-interop-server", "--listen", "127.0.0.1:0",
         "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key"],
        stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("listening on "), line
        yield InteropServer(process, line.split()[-1], certificates / "ca.pem")
        assert process.poll() is None, "the server has ended during the tests"
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


@pytest.fixture
def stub(server, testing):
    with server.channel(max_receive_message_length=-1) as channel:
        yield testing.TestServiceStub(channel)


@pytest.fixture
def peer(server):
    """A connection that speaks in frames."""
    with server.peer() as peer:
        yield peer


@pytest.fixture
def open_talk(request):
    """A connection to judge as h2spec does, on which nothing has been said."""
    if target := target_of_environment():
        talk = Talk(target, None)
    else:
        server = request.getfixturevalue("server")
        talk = Talk(server.address, server.authority)
    with contextlib.closing(talk):
        yield talk


@pytest.fixture
def talk(open_talk):
    """The same, after both sides have announced and acknowledged their settings."""
    open_talk.shake_hands()
    yield open_talk
