"""Streams that a client begins and leaves: nothing of them is kept, and nothing is made that nobody takes."""

import struct

import pytest

from peer import EMPTY_CALL, FULL_DUPLEX, STREAMING_OUTPUT, Connection, message, order, raw_frame

DATA, RST_STREAM, SETTINGS, WINDOW_UPDATE = 0, 3, 4, 8
END_STREAM = 1
INITIAL_WINDOW_SIZE = 4
STREAMS = 2_000
LARGE_ORDER = order(*[1 << 20] * 64)
CANCEL = struct.pack(">I", 8)
WIDE = (raw_frame(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, 2**31 - 1))
        + raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 2**30)))


def numbers(count, first=1):
    return range(first, first + 2 * count, 2)


def begun(connection, stream, path, data=b"", flags=0):
    return connection.headers(stream, path) + (raw_frame(DATA, flags, stream, data) if data else b"")


@pytest.mark.parametrize("path", [FULL_DUPLEX, EMPTY_CALL], ids=["streams", "unary calls"])
def test_as_many_calls_as_may_be_open_cost_little(interop_server, path):
    """On four connections, each with the start of a message that never ends."""
    connections = [Connection(interop_server) for _ in range(4)]
    for connection in connections:
        for start in range(0, STREAMS, 100):
            connection.send(b"".join(
                begun(connection, stream, path, b"\0\0\x10\0\0") for stream in numbers(100, 2 * start + 1)))
            connection.read(0)
    for connection in connections:
        assert connection.has_pong()
        connection.__exit__()


@pytest.mark.parametrize("path", [FULL_DUPLEX, EMPTY_CALL], ids=["streams", "unary calls"])
def test_messages_that_do_not_end_do_not_pile_up(interop_server, path):
    """On three connections, as much of 4 MB each as the server takes, on 60 streams."""
    begin, rest = struct.pack(">BI", 0, 4 << 20) + bytes(16_000), raw_frame
    connections = [Connection(interop_server) for _ in range(3)]
    for stream in numbers(20):
        for connection in connections:
            connection.send(begun(connection, stream, path, begin))
            connection.send(rest(DATA, 0, stream, bytes(16_384)) * 240)
            connection.read(0)
    for connection in connections:
        connection.read(0.2)
        connection.__exit__()


def test_answers_to_closed_windows_are_not_made(interop_server):
    """200 streams are to bring 64 MB each, and bring nothing."""
    with Connection(interop_server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) as connection:
        for stream in numbers(200):
            connection.send(begun(connection, stream, STREAMING_OUTPUT, message(LARGE_ORDER), END_STREAM))
        assert connection.has_pong()


def test_answers_that_are_not_read_are_not_made(interop_server):
    """The windows are wide open, and the client does not read its socket."""
    with Connection(interop_server, receive_buffer=4096) as connection:
        connection.send(WIDE)
        for stream in numbers(200):
            if not connection.send(
                    begun(connection, stream, STREAMING_OUTPUT, message(LARGE_ORDER), END_STREAM), seconds=0.5):
                break


def test_streams_that_are_cancelled_at_work_are_freed(interop_server):
    """On one connection, which can open as many again only if the first are gone."""
    with Connection(interop_server) as connection:
        connection.send(WIDE)
        for start in range(1, 1601, 100):
            connection.send(b"".join(
                begun(connection, stream, STREAMING_OUTPUT, message(LARGE_ORDER), END_STREAM)
                + raw_frame(RST_STREAM, 0, stream, CANCEL) for stream in numbers(50, start)))
            connection.read(0)
        connection.send(b"".join(begun(connection, stream, FULL_DUPLEX) for stream in numbers(STREAMS, 2001)))
        assert connection.has_pong(seconds=20)
        refused = [frame for frame in connection.read(0.2) if frame.type == RST_STREAM]
        assert not refused


def test_connections_that_break_in_the_middle_of_streams_are_forgotten(interop_server):
    for _ in range(20):
        connection = Connection(interop_server)
        connection.send(WIDE)
        connection.send(b"".join(
            begun(connection, stream, STREAMING_OUTPUT, message(LARGE_ORDER), END_STREAM) for stream in numbers(20)))
        connection.read(0.01)
        connection.__exit__()
