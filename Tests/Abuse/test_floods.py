"""Frames that cost a peer little and make no call: however many come, the server says stop early, or shrugs."""

import struct

import pytest

from hyperframe import frame as frames

from peer import BATCH_GET_CODES, ENHANCE_YOUR_CALM, KEY, Connection, fields, message, raw_frame

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM, END_HEADERS, PADDED = 1, 4, 8
CANCEL = 8
FLOOD = 20_000
RESETS_MAX = 1_100


def flood(connection, frame, count=FLOOD, batch=500):
    """Sends the frame again and again, reading in between as a peer that wants to go on does."""
    for _ in range(0, count, batch):
        if not connection.send(frame * batch):
            break
        connection.read(0.001)
        if connection.is_ended:
            break


def assert_sent_away(connection):
    """Returns the frames that came before the end."""
    found = connection.read(5)
    assert connection.is_ended, "the flood was let through"
    assert connection.goaway and connection.goaway.error_code == ENHANCE_YOUR_CALM, connection.goaway
    return found


@pytest.mark.parametrize("frame", [
    pytest.param(raw_frame(PING, 0, 0, b"8 bytes."), id="PING"),
    pytest.param(raw_frame(SETTINGS, 0, 0), id="empty SETTINGS"),
    pytest.param(raw_frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 65_535) * 100), id="full SETTINGS"),
    pytest.param(raw_frame(SETTINGS, 0, 0, struct.pack(">HIHI", 1, 0, 1, 4096)), id="header table sizes"),
    pytest.param(raw_frame(PRIORITY, 0, 7, struct.pack(">IB", 5, 1)), id="PRIORITY"),
    pytest.param(raw_frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1)), id="WINDOW_UPDATE"),
])
def test_a_flood_on_the_connection_is_ended(server, frame):
    with Connection(server) as connection:
        assert connection.is_answered(1)
        flood(connection, frame)
        assert_sent_away(connection)


def test_a_peer_that_says_goodbye_again_and_again_is_let_go(server):
    with Connection(server) as connection:
        assert connection.is_answered(1)
        flood(connection, raw_frame(GOAWAY, 0, 0, struct.pack(">II", 0, 0)))
        connection.read_to_end()


@pytest.mark.parametrize("frame", [
    pytest.param(raw_frame(0x10, 0, 0, struct.pack(">I", 1) + b"u=1"), id="PRIORITY_UPDATE"),
    pytest.param(raw_frame(0xCA, 0, 0, b"?"), id="unknown type"),
])
def test_frames_that_nobody_knows_are_passed_over(server, frame):
    """RFC 9113, section 5.5. They have the server do nothing, so they may come as often as bytes may."""
    with Connection(server) as connection:
        flood(connection, frame)
        assert connection.is_answered(1)


@pytest.mark.parametrize("frame", [
    pytest.param(raw_frame(DATA, 0, 1), id="empty DATA"),
    pytest.param(raw_frame(DATA, PADDED, 1, b"\x08" + bytes(8)), id="DATA that is all padding"),
    pytest.param(raw_frame(WINDOW_UPDATE, 0, 1, struct.pack(">I", 1)), id="WINDOW_UPDATE"),
    pytest.param(raw_frame(PRIORITY, 0, 1, struct.pack(">IB", 3, 1)), id="PRIORITY"),
])
def test_a_flood_on_a_stream_is_ended(server, frame):
    with Connection(server) as connection:
        connection.send(connection.headers(1))
        flood(connection, frame)
        assert_sent_away(connection)


@pytest.mark.parametrize("frame", [
    pytest.param(raw_frame(PING, 0, 0, b"8 bytes."), id="PING"),
    pytest.param(raw_frame(SETTINGS, 0, 0), id="SETTINGS"),
])
def test_a_flood_by_a_peer_that_never_reads_is_ended(server, frame):
    with Connection(server, receive_buffer=4096) as connection:
        for _ in range(200):
            if not connection.send(frame * 1000, seconds=2):
                break
        assert_sent_away(connection)


def test_resets_are_tolerated_until_they_are_a_flood(server):
    """CVE-2023-44487. A client may cancel a thousand calls at once; one that goes on is sent away by 1,100."""
    with Connection(server) as connection:
        reset = struct.pack(">I", CANCEL)
        pair = lambda stream: connection.headers(stream) + raw_frame(RST_STREAM, 0, stream, reset)
        connection.send(b"".join(pair(2 * index + 1) for index in range(950)))
        assert connection.is_answered(2001), "950 resets were too many"
        connection.send(b"".join(pair(2 * index + 1) for index in range(1001, 1151)))
        assert_sent_away(connection)
        assert connection.goaway.last_stream_id <= 2 * RESETS_MAX + 3


@pytest.mark.parametrize("provocation", [
    pytest.param((WINDOW_UPDATE, 0, struct.pack(">I", 2**31 - 1)), id="window overflow"),
    pytest.param((HEADERS, END_HEADERS | END_STREAM, b"\x00\x01A\x01b"), id="bad trailers"),
])
def test_resets_that_a_peer_provokes_count_as_well(server, provocation):
    """CVE-2025-8671: the server is made to reset the stream itself, while the call may still be worked on."""
    with Connection(server) as connection:
        kind, flags, payload = provocation
        connection.send(b"".join(
            connection.headers(stream) + raw_frame(kind, flags, stream, payload) for stream in range(1, 6001, 2)))
        assert_few_resets(assert_sent_away(connection))


def test_calls_that_are_malformed_count_as_well(server):
    with Connection(server) as connection:
        connection.send(b"".join(
            connection.headers(stream, "/x", ("Upper", "case")) for stream in range(1, 6001, 2)))
        assert_few_resets(assert_sent_away(connection))


def test_calls_beyond_those_that_may_be_open_count_as_well(server):
    with Connection(server) as connection:
        connection.send(b"".join(connection.headers(stream) for stream in range(1, 4001, 2)))
        assert connection.has_pong()
        for start in range(4001, 9001, 500):
            connection.send(b"".join(connection.headers(stream) for stream in range(start, start + 500, 2)))
        assert_few_resets(assert_sent_away(connection))


def assert_few_resets(found):
    assert 900 <= sum(isinstance(frame, frames.RstStreamFrame) for frame in found) <= RESETS_MAX


def test_many_calls_cancelled_at_work_are_freed(server):
    """The streams must be free again: as many as ever may be opened afterwards, on the same connection."""
    body = KEY * 100
    with Connection(server) as connection:
        for index in range(800):
            stream = 2 * index + 1
            connection.send(connection.call(stream, body, BATCH_GET_CODES) + raw_frame(
                RST_STREAM, 0, stream, struct.pack(">I", CANCEL)))
            if index % 50 == 0:
                connection.read(0.001)
        for index in range(1000, 2900):
            connection.send(connection.headers(2 * index + 1))
        assert connection.is_answered(6001, seconds=10)


@pytest.mark.parametrize("payload", [b"", b"\x00\x01a\x01b", b"\x00\x01a\x7f\xe1\x7e" + b"b" * 16_000], ids=[
    "empty", "small", "large"])
def test_a_header_list_without_end_is_ended_within_32_frames(server, payload):
    """CVE-2024-28182."""
    with Connection(server) as connection:
        start = connection.encoder.encode([(":method", "POST")])
        connection.send(raw_frame(HEADERS, 0, 1, start) + raw_frame(CONTINUATION, 0, 1, payload) * 31)
        connection.read_to_end()


def test_a_few_continuations_are_fine(server):
    with Connection(server) as connection:
        block = connection.encoder.encode([*fields(), *((f"x-{n}", "y" * 20) for n in range(20))])
        step = len(block) // 7 + 1
        parts = [block[at:at + step] for at in range(0, len(block), step)]
        connection.send(raw_frame(HEADERS, 0, 1, parts[0]) + b"".join(
            raw_frame(CONTINUATION, END_HEADERS if part is parts[-1] else 0, 1, part) for part in parts[1:]))
        connection.send(raw_frame(DATA, END_STREAM, 1, message(KEY)))
        assert connection.has_end_of(1)
