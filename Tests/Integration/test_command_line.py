"""The client's command line as scripts and people meet it: whole outputs, exit statuses, errors with their real cause."""

import contextlib
import os
import re
import socket
import ssl
import subprocess
import threading
from concurrent import futures

import grpc
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from authority import Authority
from daemon import running_server


@pytest.fixture(scope="module")
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        yield server


@pytest.fixture(scope="module")
def medcodes(binaries, tmp_path_factory):
    """Runs the client in an environment of its own, and gives its exit status, output and messages."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments, environment=None, **options):
        done = subprocess.run(
            [binaries / "medcodes", *map(str, arguments)], capture_output=True, text=True, timeout=30,
            env={"HOME": str(home), "PATH": os.environ["PATH"], **(environment or {})}, **options)
        return done.returncode, done.stdout, done.stderr

    run.home = home
    return run


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def files(authority, tmp_path_factory):
    """PEM files: the authority, another one, and a client's certificate of each."""
    folder = tmp_path_factory.mktemp("files")
    for name, signer in (("ca", authority), ("other", Authority("other authority"))):
        certificate, key = signer.issue("client", ExtendedKeyUsageOID.CLIENT_AUTH)
        (folder / f"{name}.pem").write_bytes(signer.pem)
        (folder / f"{name}-client.pem").write_bytes(certificate)
        (folder / f"{name}-client.key").write_bytes(key)
        (folder / f"{name}-client.key").chmod(0o600)
    return folder


@contextlib.contextmanager
def grpc_server(authority, interceptors=(), **issued):
    """A gRPC server of Google's that has no service, with a certificate as asked for, or without TLS."""
    server = grpc.server(futures.ThreadPoolExecutor(1), interceptors=interceptors)
    if authority is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        certificate, key = authority.issue("server", **issued)
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(0).wait()


@contextlib.contextmanager
def listener(answer):
    """A server that does this with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def serve():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    answer(connection)
        threading.Thread(target=serve, daemon=True).start()
        yield "127.0.0.1:%d" % server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_nobody_listens(medcodes, files):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "127.0.0.1:%d" % server.getsockname()[1]
    assert medcodes("--server", address, "--ca", files / "ca.pem", "health") == (
        78, "", f"error: cannot connect to {address}: Connection refused; "
        "is the server running? start it with 'medcodesd serve'\n")


def test_nobody_answers(medcodes, files):
    held = []
    with listener(held.append) as address:
        assert medcodes("--server", address, "--ca", files / "ca.pem", "--timeout", "300ms", "health") == (
            68, "", f"error: there was no connection to {address} before the deadline; "
            "allow more time with --timeout\n")


def test_no_such_host(medcodes, files):
    # Resolvers put it in their own words.
    status, output, messages = medcodes("--server", "no-such-host.invalid:1", "--ca", files / "ca.pem", "health")
    assert (status, output) == (78, "")
    assert re.fullmatch(r"error: cannot resolve 'no-such-host\.invalid': [^;]+; check --server\n", messages)


def test_plaintext_where_tls_is_spoken(medcodes, files):
    with grpc_server(None) as address:
        assert medcodes("--server", address, "--ca", files / "ca.pem", "health") == (
            78, "", f"error: cannot connect to {address}: the server does not speak TLS: it sent plain HTTP/2; "
            "check --server; a MedCodes service speaks TLS only\n")


def test_an_unknown_authority(medcodes, files, authority):
    with grpc_server(authority) as address:
        assert medcodes("--server", address, "--ca", files / "other.pem", "health") == (
            78, "", f"error: cannot connect to {address}: the authority 'CN=test authority' behind the server's "
            "certificate is not trusted here; name the authority that signed the server's certificate with --ca\n")


def test_a_certificate_for_another_name(medcodes, files, authority):
    with grpc_server(authority, names=("codes.example",)) as address:
        assert medcodes("--server", address, "--ca", files / "ca.pem", "health") == (
            78, "", f"error: cannot connect to {address}: the server's certificate is for 'codes.example', "
            "not for '127.0.0.1'; give --server a name that the certificate is for\n")


def test_an_expired_certificate(medcodes, files, authority):
    with grpc_server(authority, days=(-20, -10)) as address:
        status, output, messages = medcodes("--server", address, "--ca", files / "ca.pem", "health")
        assert (status, output) == (78, "")
        assert re.fullmatch(
            f"error: cannot connect to {address}: the server's certificate expired on [-0-9]+ [:0-9]+ UTC; "
            "renew the server's certificate, or set this machine's clock\n", messages)


def test_no_http2(medcodes, files, authority, tmp_path):
    authority.write(tmp_path, "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")

    def answer(connection):
        with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(1)

    with listener(answer) as address:
        assert medcodes("--server", address, "--ca", files / "ca.pem", "health") == (
            78, "", f"error: cannot connect to {address}: the server agreed on no HTTP/2 (ALPN h2); "
            "is it a gRPC server?; check --server\n")


def test_certificates_of_clients(medcodes, binaries, certificates, starter_store, files):
    with running_server(binaries, certificates, starter_store, "--client-ca", files / "ca.pem") as server:
        ask = ("--server", server.address, "--ca", certificates / "ca.pem", "health")
        refused = f"error: cannot connect to {server.address}: the server refused the TLS handshake: "
        assert medcodes(*ask) == (
            78, "", refused + "it requires a client certificate; give --certificate and --key\n")
        assert medcodes(*ask, "--certificate", files / "other-client.pem", "--key", files / "other-client.key") == (
            78, "", refused + "it does not know the authority behind our certificate; "
            "give another --certificate and --key\n")
        assert medcodes(*ask, "--certificate", files / "ca-client.pem", "--key", files / "ca-client.key") == (
            0, "SERVING\n", "")


def test_what_is_set_up_wrongly(medcodes, files, tmp_path):
    open_key = tmp_path / "open.key"
    open_key.write_bytes((files / "ca-client.key").read_bytes())
    open_key.chmod(0o644)
    ask = ("--ca", files / "ca.pem", "health")
    assert medcodes(*ask, "--certificate", files / "ca-client.pem", "--key", open_key) == (
        64, "", f"error: everyone on this machine can read or change the key {open_key}; "
        f"take that away with 'chmod 600 {open_key}'\n")
    token = tmp_path / "token"
    token.write_text("two words\n")
    token.chmod(0o600)
    status, _, messages = medcodes(*ask, "--token-file", token)
    assert status == 64 and messages.startswith(f"error: {token}: this is no bearer token")
    assert medcodes("--ca", tmp_path / "no.pem", "health") == (
        64, "", f"error: cannot read '{tmp_path}/no.pem': No such file or directory\n")
    assert medcodes("--server", "nowhere", *ask) == (
        64, "", "error: 'nowhere' is no server; give HOST:PORT, such as localhost:7443 or [::1]:7443\n")
    assert medcodes("health") == (
        64, "", f"error: there is no development CA at {medcodes.home}/.local/state/medcodes/certificates/ca.pem; "
        "start 'medcodesd serve' once on this machine, or name the server's authority with --ca\n")
    assert medcodes("serach", "knee") == (
        64, "", "error: Unknown command 'serach'. Did you mean 'search'?\n"
        "See 'medcodes --help' for more information.\n")


def test_a_code_that_is_not_there(medcodes, server):
    ask = ("--server", server.address, "--ca", server.certificates / "ca.pem")
    assert medcodes(*ask, "get", "cpt", "99999") == (
        69, "", "error: CPT 99999 is not a code of this catalog (UNKNOWN_CODE)\n")
    assert medcodes(*ask, "validate", "cpt:99999")[0] == 2
    assert medcodes(*ask, "translate", "cpt", "22849", "icd10pcs") == (
        0, "", "no crosswalk from CPT to ICD-10-PCS is loaded for that day\n")
    assert medcodes(*ask, "get", "cpt", "22849", "--as-of", "today")[0] == 0


def test_a_reader_that_has_seen_enough(medcodes, binaries, server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("cpt:22849\n" * 20_000)
    ask = f"{binaries}/medcodes --server {server.address} --ca {server.certificates}/ca.pem"
    command = f"{ask} batch --file {keys} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)


def test_a_token_is_shown(medcodes, files, authority, tmp_path):
    shown = []

    class Witness(grpc.ServerInterceptor):
        def intercept_service(self, continuation, details):
            shown.extend(value for name, value in details.invocation_metadata if name == "authorization")
            return continuation(details)

    token = tmp_path / "token"
    token.write_text("abc.def\n")
    token.chmod(0o600)
    with grpc_server(authority, interceptors=[Witness()]) as address:
        ask = ("--server", address, "--ca", files / "ca.pem", "health")
        assert medcodes(*ask, "--token-file", token)[0] == 76
        assert medcodes(*ask, environment={"MEDCODES_TOKEN_FILE": str(token)}) == (
            76, "", "error: Method not found!\n")
    assert shown == ["Bearer abc.def"] * 2


def test_a_profile_is_enough(medcodes, server):
    folder = medcodes.home / "config" / "medcodes"
    folder.mkdir(parents=True)
    (folder / "ca.pem").write_bytes((server.certificates / "ca.pem").read_bytes())
    config = folder / "config.json5"
    config.write_text(
        f"{{\n  profiles: {{ test: {{\n    server: '{server.address}', // this run's\n    ca: 'ca.pem',\n  }} }},\n}}\n")
    environment = {"XDG_CONFIG_HOME": str(medcodes.home / "config")}
    assert medcodes("--profile", "test", "health", environment=environment) == (0, "SERVING\n", "")
    environment["MEDCODES_PROFILE"] = "test"
    assert medcodes("health", environment=environment) == (0, "SERVING\n", "")
    assert medcodes("config", "--timeout", "3s", environment=environment) == (0, "".join(
        "\t".join(row) + "\n" for row in [
            ("file", str(config), "read"), ("profile", "test", "MEDCODES_PROFILE"),
            ("server", server.address, f"{config}:3"), ("ca", str(folder / "ca.pem"), f"{config}:4"),
            ("certificate", "none", "default"), ("key", "none", "default"), ("token-file", "none", "default"),
            ("timeout", "3s", "flag")]), "")
    config.write_text("{\n  profiles: { test: {\n    sever: 'a:1' } },\n}\n")
    assert medcodes("health", environment=environment) == (
        64, "", f"error: {config}:3: there is no setting 'sever'; did you mean 'server'?\n")
