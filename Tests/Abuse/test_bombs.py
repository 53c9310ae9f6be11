"""Messages that are small on the wire and large in memory."""

import gzip
import struct

import pytest

from peer import FULL_DUPLEX, GET_CODE, KEY, Connection, message, order, raw_frame

DATA, HEADERS = 0, 1
END_STREAM = 1
INITIAL_WINDOW_SIZE = 4
GZIP = ("grpc-encoding", "gzip")
LIMIT = 4 << 20
# Inflates to sixteen times the limit.
BOMB = gzip.compress(bytes(LIMIT * 16))
# Inflates to a little less than the limit, so that nothing refuses it.
CHARGE = gzip.compress(KEY + b"\xfa\x07" + b"\x80\x80\xf8\x01" + bytes(0x3E0000))


def bombs(connection, path, data, streams):
    """Whether the connection still stands after so many calls with the message."""
    for stream in streams:
        if not connection.send(connection.headers(stream, path, GZIP)
                               + b"".join(frames_of(stream, message(data, is_compressed=True)))):
            return False
        connection.read(0)
    return True


def frames_of(stream, data):
    for start in range(0, len(data), 16_384):
        part = data[start:start + 16_384]
        yield raw_frame(DATA, END_STREAM if start + len(part) == len(data) else 0, stream, part)


@pytest.mark.parametrize("data", [BOMB, CHARGE, BOMB[:-100]], ids=["over the limit", "under it", "damaged"])
def test_bombs_in_unary_calls_are_defused_one_by_one(server, data):
    connections = [Connection(server) for _ in range(2)]
    for connection in connections:
        assert bombs(connection, GET_CODE, data, range(1, 21, 2))
    for connection in connections:
        assert connection.is_answered(101, seconds=20)
        connection.__exit__()


def test_bombs_in_streams_are_defused_one_by_one(interop_server):
    with Connection(interop_server) as connection:
        assert bombs(connection, FULL_DUPLEX, BOMB, range(1, 81, 2))
        assert connection.has_pong()


def test_large_messages_that_handlers_hold_are_bounded(interop_server):
    """Each call waits with its answer for a window that never opens, and the request lies in its handler's memory."""
    charge = gzip.compress(order(100_000, 100_000, ballast=LIMIT - 100))
    refused = set()

    def are_refused(frame):
        if frame.type == HEADERS and "END_STREAM" in frame.flags:
            refused.add(frame.stream_id)
        return len(refused) >= 100

    with Connection(interop_server, settings=struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)) as connection:
        for stream in range(1, 401, 2):
            connection.send(connection.headers(stream, FULL_DUPLEX, GZIP)
                            + b"".join(frames_of(stream, message(charge, is_compressed=True))))
            connection.read(0, until=are_refused)
        connection.read(20, until=are_refused)
        assert len(refused) >= 100  # The others are held, or were let go of early by an optimized handler.
