"""Messages that are small on the wire and large in memory."""

import gzip

import pytest

from peer import FULL_DUPLEX, GET_CODE, KEY, Connection, message, raw_frame

DATA = 0
END_STREAM = 1
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
