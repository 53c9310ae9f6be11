"""A TLS client that keeps no rules: shakes hands as others do, and then sends whatever records a test wants (RFC 8446)."""

import pathlib
import socket
import ssl
import struct
import tempfile

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, DATA = 20, 21, 22, 23
HELLO_REQUEST, CLIENT_HELLO, CERTIFICATE, KEY_UPDATE = 0, 1, 11, 24
UNEXPECTED_MESSAGE, RECORD_OVERFLOW = 10, 22


def expand_label(secret, label, length):
    """HKDF-Expand-Label with SHA-256 and no context (section 7.1)."""
    name = b"tls13 " + label
    info = struct.pack(">HB", length, len(name)) + name + b"\0"
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)


class RecordConnection:
    """One TLS connection with ALPN h2. What comes is read by the rules; what is sent is encrypted here."""

    def __init__(self, server):
        host, port = server.address.rsplit(":", 1)
        self.tcp = socket.create_connection((host, int(port)), timeout=10)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(server.certificates / "ca.pem")
        context.set_alpn_protocols(["h2"])
        with tempfile.TemporaryDirectory() as folder:
            keys = pathlib.Path(folder, "keys")
            context.keylog_filename = str(keys)
            self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")
            self._shake_hands()
            lines = dict(line.split()[::2] for line in keys.read_text().splitlines() if not line.startswith("#"))
        assert self.tls.cipher()[0] == "TLS_AES_128_GCM_SHA256"
        self._use(bytes.fromhex(lines["CLIENT_TRAFFIC_SECRET_0"]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tcp.close()

    def record(self, kind, content=b"", padding=0):
        """One encrypted record, with the content's true type inside (section 5.2)."""
        inner = content + bytes([kind]) + bytes(padding)
        header = struct.pack(">BHH", DATA, 0x0303, len(inner) + 16)
        nonce = bytes(a ^ b for a, b in zip(self.iv, self.sequence.to_bytes(12, "big")))
        self.sequence += 1
        return header + self.cipher.encrypt(nonce, inner, header)

    def handshake(self, kind, content=b""):
        return self.record(HANDSHAKE, bytes([kind]) + len(content).to_bytes(3, "big") + content)

    def key_update(self, is_mutual=False):
        """The message, after which our keys are others (section 7.2)."""
        message = self.handshake(KEY_UPDATE, bytes([is_mutual]))
        self._use(expand_label(self.secret, b"traffic upd", 32))
        return message

    def send(self, data):
        """Sends it all, unless the server has ended the connection. Says whether it went."""
        try:
            self.tcp.sendall(data)
            return True
        except OSError:
            return False

    def read(self, until=lambda data: False):
        """The plaintext up to where the caller has enough, or to the end of the connection, and the alert there."""
        data = b""
        while not until(data):
            try:
                data += self.tls.read(1 << 16)
            except ssl.SSLWantReadError:
                chunk = self._receive()
                if not chunk:
                    return data, None
                self.incoming.write(chunk)
            except ssl.SSLError as error:
                return data, error.reason
        return data, None

    def _receive(self):
        try:
            return self.tcp.recv(1 << 16)
        except ConnectionResetError:
            return b""

    def _use(self, secret):
        self.secret, self.sequence = secret, 0
        self.cipher = AESGCM(expand_label(secret, b"key", 16))
        self.iv = expand_label(secret, b"iv", 12)

    def _shake_hands(self):
        while True:
            try:
                self.tls.do_handshake()
                self.tcp.sendall(self.outgoing.read())
                return
            except ssl.SSLWantReadError:
                self.tcp.sendall(self.outgoing.read())
                self.incoming.write(self.tcp.recv(1 << 16))
