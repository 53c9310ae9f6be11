"""TLS records that keep no rules, or keep them and never come to the point: some are passed over, many are the end."""

import pytest

from peer import PREFACE, raw_frame
from records import (ALERT, CERTIFICATE, CHANGE_CIPHER_SPEC, CLIENT_HELLO, DATA, HANDSHAKE, HELLO_REQUEST,
                     RecordConnection)
from test_slow_peers import client_hello, plain

FLOOD = 5000
PING = raw_frame(6, 0, 0, b"8 bytes.")
PONG = raw_frame(6, 1, 0, b"8 bytes.")
USER_CANCELED = bytes([1, 90])
COMPATIBILITY = bytes([CHANGE_CIPHER_SPEC, 3, 3, 0, 1, 1])

IDLE_RECORDS = [
    pytest.param(lambda tls: tls.record(DATA), id="empty"),
    pytest.param(lambda tls: tls.record(DATA, padding=16_000), id="all padding"),
    pytest.param(lambda tls: tls.key_update(), id="KeyUpdate"),
    pytest.param(lambda tls: tls.key_update(is_mutual=True), id="KeyUpdate for both"),
]


@pytest.mark.parametrize("record", IDLE_RECORDS)
def test_some_records_that_say_nothing_are_passed_over(server, record):
    with RecordConnection(server) as tls:
        tls.send(tls.record(DATA, PREFACE + raw_frame(4, 0, 0)) + b"".join(record(tls) for _ in range(15)))
        tls.send(tls.record(DATA, PING))
        data, _ = tls.read(until=lambda data: PONG in data)
        assert PONG in data


@pytest.mark.parametrize("record", [*IDLE_RECORDS, pytest.param(
    lambda tls: tls.record(ALERT, USER_CANCELED), id="warning")])
def test_a_flood_of_records_that_say_nothing_is_ended(server, record):
    with RecordConnection(server) as tls:
        tls.send(tls.record(DATA, PREFACE + raw_frame(4, 0, 0)))
        for _ in range(0, FLOOD, 50):
            if not tls.send(b"".join(record(tls) for _ in range(50))):
                break
        tls.read()  # Returns when the server has ended the connection, within the socket's timeout.


def test_a_flood_within_the_handshake_is_ended(server):
    with plain(server) as peer:
        peer.sendall(client_hello() + COMPATIBILITY * 2)
        with pytest.raises(OSError):
            for _ in range(FLOOD):
                peer.sendall(COMPATIBILITY * 10)
                read_some(peer)


def read_some(peer):
    """Raises when the server has ended the connection."""
    peer.setblocking(False)
    try:
        if not peer.recv(1 << 16):
            raise ConnectionResetError
    except BlockingIOError:
        pass
    finally:
        peer.setblocking(True)


@pytest.mark.parametrize("record, alert", [
    # No renegotiation (section 4.1.2), and no client certificate that was not asked for (section 4.4.2).
    pytest.param(lambda tls: tls.handshake(CLIENT_HELLO, client_hello()[9:]), "UNEXPECTED_MESSAGE", id="ClientHello"),
    pytest.param(lambda tls: tls.handshake(HELLO_REQUEST), "UNEXPECTED_MESSAGE", id="HelloRequest"),
    pytest.param(lambda tls: tls.handshake(CERTIFICATE, bytes(4)), "UNEXPECTED_MESSAGE", id="Certificate"),
    pytest.param(lambda tls: tls.record(HANDSHAKE), "UNEXPECTED_MESSAGE", id="empty handshake"),
    pytest.param(lambda tls: tls.record(CHANGE_CIPHER_SPEC, b"\x01"), "UNEXPECTED_MESSAGE", id="encrypted CCS"),
    pytest.param(lambda tls: tls.record(0), "UNEXPECTED_MESSAGE", id="nothing but zeros"),
    pytest.param(lambda tls: tls.record(DATA, bytes(16_385)), "RECORD_OVERFLOW", id="too long"),
    pytest.param(lambda tls: tls.record(DATA, PING)[:-1] + b"?", "BAD_RECORD_MAC", id="damaged"),
])
def test_what_has_no_place_is_answered_with_an_alert(server, record, alert):
    with RecordConnection(server) as tls:
        tls.send(tls.record(DATA, PREFACE + raw_frame(4, 0, 0)) + record(tls))
        assert alert in (tls.read()[1] or ""), "the end was not told"


def test_no_tickets_are_given_so_nothing_can_be_sent_before_the_handshake(server):
    """0-RTT (section 2.3) needs a ticket, and the server gives none: see the decision on session tickets."""
    with RecordConnection(server) as tls:
        tls.send(tls.record(DATA, PREFACE + raw_frame(4, 0, 0) + PING))
        assert PONG in tls.read(until=lambda data: PONG in data)[0]
        assert not tls.tls.session.has_ticket
