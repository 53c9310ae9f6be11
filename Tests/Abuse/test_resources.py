"""Peers that have the server keep something for them: replies not taken, headers that swell, requests without end."""

import struct

import pytest

from peer import BATCH_GET_CODES, KEY, Connection, fields, raw_frame

HEADERS, DATA, SETTINGS, RST_STREAM, WINDOW_UPDATE = 1, 0, 4, 3, 8
END_HEADERS, END_STREAM = 4, 1
INITIAL_WINDOW_SIZE = 4
STREAMS = 2000
# A batch of a thousand keys in full view: some megabytes of reply for fourteen kilobytes of request.
LARGE_BATCH = KEY * 1000 + b"\x18\x02"


def test_calls_beyond_the_window_are_answered_when_it_opens(server):
    with Connection(server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) as connection:
        connection.send(b"".join(connection.call(2 * index + 1) for index in range(STREAMS)))
        connection.read(0.5)
        connection.send(raw_frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, 1 << 20))
                        + raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1 << 30)))
        answered = [frame for frame in connection.read(20, until=lambda frame: frame.stream_id == 2 * STREAMS - 1
                    and "END_STREAM" in frame.flags) if "END_STREAM" in frame.flags and frame.type == HEADERS]
        assert len(answered) == STREAMS


@pytest.mark.parametrize("connections", [1, 4])
def test_large_replies_behind_a_closed_window_do_not_pile_up(server, connections):
    peers = [Connection(server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) for _ in range(connections)]
    for index in range(200):
        for peer in peers:
            peer.send(peer.call(2 * index + 1, LARGE_BATCH, BATCH_GET_CODES))
            peer.read(0)
    for peer in peers:
        peer.read(1 / connections)
        peer.__exit__()


def test_large_replies_that_are_cancelled_do_not_pile_up(server):
    with Connection(server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) as connection:
        for index in range(900):
            connection.send(connection.call(2 * index + 1, LARGE_BATCH, BATCH_GET_CODES)
                            + raw_frame(RST_STREAM, 0, 2 * index + 1, struct.pack(">I", 8)))
            connection.read(0)
        connection.read(1)


def test_calls_that_wait_for_room_may_be_cancelled(server):
    with Connection(server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) as connection:
        for stream in range(1, 801, 2):
            connection.send(connection.call(stream, LARGE_BATCH, BATCH_GET_CODES))
            if stream % 4 == 3:
                connection.send(raw_frame(RST_STREAM, 0, stream, struct.pack(">I", 8)))
            connection.read(0)
        for stream in range(5, 801, 4):
            connection.send(raw_frame(RST_STREAM, 0, stream, struct.pack(">I", 8)))
        connection.send(raw_frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, 1 << 24))
                        + raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1 << 24)))
        assert connection.has_end_of(1, seconds=10)
        assert connection.is_answered(1001)


def test_replies_that_are_never_read_do_not_pile_up(server):
    with Connection(server, receive_buffer=4096) as connection:
        connection.send(raw_frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, 2**31 - 1))
                        + raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 2**31 - 1 - 65_535)))
        for index in range(200):
            if not connection.send(connection.call(2 * index + 1, LARGE_BATCH, BATCH_GET_CODES), seconds=0.5):
                break


def test_requests_that_do_not_end_do_not_pile_up(server):
    """2,000 calls of 4 MB each announced, and as much of each sent as the windows let through."""
    with Connection(server) as connection:
        for index in range(STREAMS):
            stream = 2 * index + 1
            part = struct.pack(">BI", 0, 4 << 20) + bytes(16_000)
            if not connection.send(connection.headers(stream) + raw_frame(DATA, 0, stream, part)):
                break
            if index % 20 == 0:
                connection.read(0)
        connection.read(1)


def test_a_header_bomb_is_refused_and_the_connection_lives(server):
    """CVE-2016-6581: one byte on the wire stands for a field of four kilobytes."""
    with Connection(server) as connection:
        connection.send(connection.headers(1, "/x", ("x-bomb", "b" * 3900), flags=END_HEADERS | END_STREAM))
        connection.read(0.2)
        index = connection.encoder.encode([("x-bomb", "b" * 3900)])
        assert len(index) == 1
        block = connection.encoder.encode(fields()) + index * 16_000
        for stream in range(3, 203, 2):
            connection.send(raw_frame(HEADERS, END_HEADERS | END_STREAM, stream, block[:16_384]))
            connection.read(0)
        assert connection.is_answered(301)


def test_the_header_table_may_not_be_made_larger_than_announced(server):
    """RFC 7541, section 4.2: a size update over the limit is an error of the decoder."""
    with Connection(server) as connection:
        connection.send(raw_frame(HEADERS, END_HEADERS, 1, b"\x3f\xe1\xff\x03" + connection.encoder.encode(fields())))
        connection.read_to_end()


def test_field_names_and_values_without_end_are_ended(server):
    """A literal that says it is four gigabytes long, and keeps coming."""
    with Connection(server) as connection:
        connection.send(raw_frame(HEADERS, 0, 1, b"\x00\x7f\x80\xff\xff\xff\x0f" + b"a" * 1000))
        connection.send(raw_frame(9, 0, 1, b"a" * 16_384) * 31)
        connection.read_to_end()


def test_many_connections_come_and_go(server):
    for _ in range(150):
        with Connection(server) as connection:
            connection.send(connection.call(1))
    with Connection(server) as connection:
        assert connection.is_answered(1)


def test_a_peer_that_closes_only_its_half_is_let_go(server):
    """Half-open: FIN without goodbye, with calls open in both directions."""
    with Connection(server) as connection:
        connection.send(connection.headers(1) + connection.call(3))
        connection.has_end_of(3)
        connection.tcp_shutdown()
        connection.read_to_end()
