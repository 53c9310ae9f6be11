"""Starting and stopping the service, with everything that can be wrong about certificates, ports and settings."""

import datetime
import re
import socket
import subprocess

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from daemon import running_server


def serve(binaries, *arguments, timeout=20):
    return subprocess.run(
        [str(part) for part in (binaries / "medcodesd", "serve", *arguments)],
        capture_output=True, text=True, timeout=timeout)


def failed_with(result, said):
    assert result.returncode not in (0, -6, -11, 132, 134, 139), result
    errors = [line for line in result.stderr.splitlines() if "error" in line.lower()]
    assert len(errors) == 1, result.stderr
    assert re.search(said, errors[0], re.IGNORECASE), result.stderr


def tls(certificates):
    return ("--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key")


def write_certificate(folder, not_after_days, key=None):
    """A self-signed certificate for localhost, ending this many days from now."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.timezone.utc)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=not_after_days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False).sign(key, hashes.SHA256()))
    (folder / "server.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def test_a_port_in_use_is_named(binaries, certificates, starter_store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        failed_with(serve(binaries, "--listen", address, "--store", f"sqlite:{starter_store}", *tls(certificates)),
                    rf"{address}.*in use")


def test_missing_expired_and_mismatched_certificates_are_named(binaries, certificates, starter_store, tmp_path):
    common = ("--listen", "127.0.0.1:0", "--store", f"sqlite:{starter_store}")
    failed_with(serve(binaries, *common, "--tls-certificate", "/no/such.pem", "--tls-key", certificates / "server.key"),
                "/no/such.pem")
    failed_with(serve(binaries, *common, "--tls-certificate", certificates / "server.pem"), "tls-key")
    failed_with(serve(binaries, *common, "--tls-certificate", certificates / "server.pem",
                      "--tls-key", certificates / "client.key"), "key.*(match|belong)")
    failed_with(serve(binaries, *common, "--tls-certificate", certificates / "server.key",
                      "--tls-key", certificates / "server.key"), "certificate")
    write_certificate(tmp_path, -1)
    failed_with(serve(binaries, *common, *tls(tmp_path)), "expired")


@pytest.mark.parametrize("arguments, said", [
    (("--listen", "nonsense"), "nonsense"),
    (("--listen", "127.0.0.1:99999"), "99999"),
    (("--store", "oracle:x"), "oracle"),
    (("--no-such-flag",), "no-such-flag"),
])
def test_a_wrong_flag_is_named(binaries, arguments, said):
    result = serve(binaries, *arguments)
    assert result.returncode == 64 and said in result.stderr


def test_a_client_that_does_not_trust_the_certificate_is_told_why(binaries, certificates, starter_store, tmp_path):
    write_certificate(tmp_path, 30)
    with running_server(binaries, certificates, starter_store) as server:
        medcodes = lambda *arguments: subprocess.run(
            [str(part) for part in (binaries / "medcodes", *arguments)], capture_output=True, text=True, timeout=20)
        get = ("get", "cpt", "22849")
        unknown = medcodes("--server", server.address, "--ca", tmp_path / "server.pem", *get)
        assert unknown.returncode == 64 + 14 and re.search("CA|certificate|trust", unknown.stderr)
        missing = medcodes("--server", server.address, "--ca", "/no/such/ca.pem", *get)
        assert missing.returncode != 0 and "/no/such/ca.pem" in missing.stderr
        good = medcodes("--server", server.address, "--ca", certificates / "ca.pem", *get)
        assert good.returncode == 0 and "22849" in good.stdout
        absent = medcodes("--server", server.address, "--ca", certificates / "ca.pem", "get", "cpt", "99999")
        assert absent.returncode == 64 + 5 and "UNKNOWN_CODE" in absent.stderr and absent.stdout == ""
        address = server.address
    refused = medcodes("--server", address, "--ca", certificates / "ca.pem", *get)
    assert refused.returncode == 64 + 14 and "refused" in refused.stderr


def test_plaintext_against_the_tls_port_is_closed_and_harms_nobody(binaries, certificates, starter_store, stubs):
    with running_server(binaries, certificates, starter_store) as server:
        host, port = server.address.split(":")
        for greeting in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\0" * 3000):
            with socket.create_connection((host, int(port)), timeout=10) as peer:
                peer.sendall(greeting)
                peer.settimeout(15)
                try:
                    while peer.recv(4096):
                        pass
                except ConnectionResetError:
                    pass
        with pytest.raises(grpc.RpcError), grpc.insecure_channel(server.address) as channel:
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=5)
        with server.channel() as channel:
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)


def test_a_client_certificate_is_asked_for_where_a_client_ca_is_given(binaries, certificates, starter_store, stubs):
    ca = (certificates / "ca.pem").read_bytes()
    with running_server(binaries, certificates, starter_store, "--client-ca", certificates / "ca.pem") as server:
        with server.channel() as channel, pytest.raises(grpc.RpcError):
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=5)
        credentials = grpc.ssl_channel_credentials(
            ca, (certificates / "client.key").read_bytes(), (certificates / "client.pem").read_bytes())
        with grpc.secure_channel(server.address, credentials) as channel:
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=10)


def test_check_reports_every_value_and_what_is_wrong(binaries, certificates, starter_store, tmp_path):
    check = lambda *arguments: subprocess.run(
        [str(part) for part in (binaries / "medcodesd", "check", *arguments)], capture_output=True, text=True, timeout=60)
    good = check("--store", f"sqlite:{starter_store}", *tls(certificates))
    assert good.returncode == 0 and "store" in good.stdout and str(starter_store) in good.stdout
    garbage = tmp_path / "garbage.sqlite"
    garbage.write_bytes(b"garbage" * 1000)
    bad = check("--store", f"sqlite:{garbage}", *tls(certificates))
    assert bad.returncode == 1 and "garbage.sqlite" in bad.stdout + bad.stderr


def test_stopping_finishes_calls_and_exits_cleanly(binaries, certificates, starter_store, stubs):
    with running_server(binaries, certificates, starter_store) as server:
        with server.channel() as channel:
            catalog = stubs.CodeCatalogServiceStub(channel)
            catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=10)
            server.process.terminate()
            assert server.process.wait(timeout=15) == 0


def test_without_arguments_the_starter_catalog_is_served(binaries, tmp_path):
    """What quickstart does: a state directory of its own, a development certificate made on the spot."""
    environment = {"PATH": "/usr/bin:/bin", "MEDCODES_STATE_DIRECTORY": str(tmp_path / "state")}
    process = subprocess.Popen(
        [binaries / "medcodesd", "serve", "--listen", "127.0.0.1:0"], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().split()[-1]
        page = subprocess.run(
            [binaries / "medcodes", "--server", address, "get", "cpt", "22849"], env=environment,
            capture_output=True, text=True, timeout=20)
        assert page.returncode == 0, page.stderr
        assert "22849" in page.stdout and "not the official descriptor" in page.stdout
        batch = subprocess.run(
            [binaries / "medcodes", "--server", address, "--json", "batch", "cpt:27447", "cpt:99999"], env=environment,
            capture_output=True, text=True, timeout=20)
        assert batch.returncode == 0 and "27447" in batch.stdout and "UNKNOWN" in batch.stdout
    finally:
        process.terminate()
        process.wait(timeout=15)
