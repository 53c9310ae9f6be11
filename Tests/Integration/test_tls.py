"""What the server agrees to in a TLS handshake, asked by OpenSSL's own client and Python's ssl."""

import socket
import ssl
import subprocess

import pytest

from daemon import running_server


@pytest.fixture(scope="module")
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        yield server


def s_client(server, *arguments):
    """What `openssl s_client` prints about a connection that it makes and ends at once."""
    result = subprocess.run(
        ["openssl", "s_client", "-connect", server.address, "-CAfile", server.certificates / "ca.pem",
         "-verify_hostname", "localhost", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
    return (result.stdout + result.stderr).decode(errors="replace")  # Among it is what the server says first.


@pytest.mark.parametrize("arguments, agreed", [
    (("-alpn", "h2"), ("TLSv1.3", "TLS_AES_128_GCM_SHA256", "Server Temp Key: X25519")),
    # The server's order counts, not the client's.
    (("-alpn", "http/1.1,h2", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"),
     ("TLS_AES_128_GCM_SHA256", "ALPN protocol: h2")),
    (("-alpn", "h2", "-ciphersuites", "TLS_AES_256_GCM_SHA384"), ("TLS_AES_256_GCM_SHA384",)),
    (("-alpn", "h2", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"), ("TLS_CHACHA20_POLY1305_SHA256",)),
    (("-alpn", "h2", "-groups", "P-256"), ("Server Temp Key: ECDH, prime256v1",)),
    # A key share of a group the server has not: it asks for another (RFC 8446, section 4.1.4).
    (("-alpn", "h2", "-groups", "P-384:P-256"), ("Server Temp Key: ECDH, prime256v1",)),
    (("-alpn", "h2"), ("Early data was not sent", "Verify return code: 0 (ok)")),
])
def test_what_is_agreed_on(server, arguments, agreed):
    output = s_client(server, *arguments)
    for text in (*agreed, "Verification: OK"):
        assert text in output, output


@pytest.mark.parametrize("arguments, alert", [
    (("-alpn", "h2", "-tls1_2"), "alert protocol version"),
    (("-alpn", "h2", "-no_tls1_3"), "alert protocol version"),
    (("-alpn", "http/1.1"), "alert no application protocol"),
    (("-alpn", "h2c,h3"), "alert no application protocol"),
    ((), "alert no application protocol"),
    (("-alpn", "h2", "-ciphersuites", "TLS_AES_128_CCM_SHA256"), "alert handshake failure"),
    (("-alpn", "h2", "-groups", "P-384"), "alert handshake failure"),
    (("-alpn", "h2", "-sigalgs", "RSA-PSS+SHA256"), "alert handshake failure"),
])
def test_what_is_refused_with_an_alert(server, arguments, alert):
    output = s_client(server, *arguments)
    assert alert in output and "Cipher is (NONE)" in output, output


def test_no_session_is_given_to_resume(server, tmp_path):
    """Decision 0001 of the transport: a second connection shakes hands in full like the first."""
    saved = tmp_path / "session"
    assert "Post-Handshake New Session Ticket" not in s_client(server, "-alpn", "h2", "-sess_out", saved)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(server.certificates / "ca.pem")
    context.set_alpn_protocols(["h2"])
    session = None
    for _ in range(2):
        with socket.create_connection(server.address.split(":"), timeout=10) as tcp:
            with context.wrap_socket(tcp, server_hostname="localhost", session=session) as tls:
                assert not tls.session_reused
                assert tls.recv(1 << 16), "the server's SETTINGS, behind which its tickets would have come"
                session = tls.session
                assert not session.has_ticket
