"""Peers that take their time: whatever they stop in the middle of, the server is rid of them after ten seconds.

All of them are slow at once, so that the test takes little longer than one of them.
"""

import socket
import ssl
import struct
import threading
import time

import pytest

from measures import settles, socket_count
from peer import BATCH_GET_CODES, KEY, PREFACE, Connection, raw_frame

LIMIT_SECONDS = 13
WRITE_LIMIT_SECONDS = 25


def plain(server):
    host, port = server.address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=5)


def sent(peer, data):
    peer.sendall(data)
    return peer


def client_hello():
    """What a TLS client says first."""
    outgoing = ssl.MemoryBIO()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    return outgoing.read()


def drip(send, data, is_ended):
    """Sends a byte every half a second."""
    for byte in data:
        if is_ended():
            break
        send(bytes([byte]))
        time.sleep(0.5)


class Slow:
    """A peer that does its first steps, then drips bytes while it waits for the end."""

    def __init__(self, name, begin, drops=b""):
        self.name, self.begin, self.drops = name, begin, drops
        self.seconds = None

    def run(self, server):
        peer = self.begin(server)
        start = time.monotonic()
        ended = threading.Event()
        feeder = threading.Thread(target=drip, args=[lambda data: self.send(peer, data), self.drops, ended.is_set])
        feeder.start()
        peer.settimeout(25)
        try:
            while peer.recv(4096):
                pass
            self.seconds = time.monotonic() - start
        except TimeoutError:
            pass
        except OSError:
            self.seconds = time.monotonic() - start
        ended.set()
        feeder.join()
        peer.close()

    @staticmethod
    def send(peer, data):
        try:
            peer.sendall(data)
        except OSError:
            pass


def opened(data=b"", preface=PREFACE):
    """A TLS connection that has sent this much of HTTP/2."""
    def begin(server):
        connection = Connection(server, preface=preface)
        connection.send(data)
        return connection.socket
    return begin


HEADERS_BEGUN = raw_frame(1, 0, 1, b"\x83\x87")
SLOW = [
    Slow("silent after connecting", plain),
    Slow("a ClientHello that stops", lambda server: sent(plain(server), client_hello()[:100])),
    Slow("a ClientHello byte by byte", plain, client_hello()),
    Slow("no Finished after the hello", lambda server: sent(plain(server), client_hello())),
    Slow("silent after TLS", opened(preface=b"")),
    Slow("a preface byte by byte", opened(preface=b""), PREFACE + raw_frame(4, 0, 0)),
    Slow("no SETTINGS", opened(preface=b"")),
    Slow("a header list that stops", opened(HEADERS_BEGUN)),
    Slow("a header list byte by byte", opened(HEADERS_BEGUN[:9]), HEADERS_BEGUN[9:]),
    Slow("CONTINUATION byte by byte", opened(HEADERS_BEGUN), raw_frame(9, 0, 1, b"\x00\x01a\x01b" * 20)),
]


def test_slow_peers_are_let_go(server):
    threads = [threading.Thread(target=slow.run, args=[server]) for slow in SLOW]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    late = {slow.name: slow.seconds for slow in SLOW if slow.seconds is None or slow.seconds > LIMIT_SECONDS}
    assert not late


def test_a_thousand_slow_peers_do_not_keep_others_out(server):
    peers = [plain(server) for _ in range(1000)]
    with Connection(server) as connection:
        assert connection.is_answered(1)
    for peer in peers:
        peer.close()


def test_a_peer_that_reads_nothing_is_let_go(server):
    """Its requests go on until the server takes no more; that it is gone shows in the server's sockets."""
    sockets = socket_count(server.process.pid)
    wide = raw_frame(4, 0, 0, struct.pack(">HI", 4, 2**31 - 1)) + raw_frame(8, 0, 0, struct.pack(">I", 2**30))
    with Connection(server, receive_buffer=4096) as connection:
        connection.send(wide)
        for stream in range(1, 4001, 2):
            if not connection.send(connection.call(stream, KEY * 1000, BATCH_GET_CODES), seconds=0.5):
                break
        assert settles(lambda: socket_count(server.process.pid) <= sockets, seconds=WRITE_LIMIT_SECONDS)
