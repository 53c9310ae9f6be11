"""Streams frame by frame: how messages lie in frames, back-pressure, and many streams at once."""

import struct

import pytest
from hyperframe import frame as frames

from http2_peer import FRAME_BYTES, message, request_fields

OK, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL = 0, 3, 8, 12, 13


@pytest.fixture
def order(testing):
    def make(*sizes):
        parameters = [{"size": size} for size in sizes]
        return testing.StreamingOutputCallRequest(response_parameters=parameters).SerializeToString()

    return make


@pytest.fixture
def part(testing):
    def make(size):
        return testing.StreamingInputCallRequest(payload={"body": bytes(size)}).SerializeToString()

    return make


def aggregated(testing, answer):
    assert answer.status == OK, answer.trailers
    return testing.StreamingInputCallResponse.FromString(answer.messages[0]).aggregated_payload_size


def test_500_messages_in_one_frame(peer, testing, part):
    stream = peer.open(method="StreamingInputCall")
    data = message(part(3)) * 500
    assert len(data) < FRAME_BYTES
    peer.send_data(stream, data)
    assert aggregated(testing, peer.answer(stream)) == 1_500


def test_a_stream_of_one_byte_frames(peer, testing, part):
    stream = peer.open(method="StreamingInputCall")
    peer.send_data(stream, message(part(5)) * 100, frame_bytes=1)
    assert aggregated(testing, peer.answer(stream)) == 500


def test_a_stream_may_end_without_a_message(peer, testing):
    stream = peer.open(method="StreamingInputCall")
    peer.send(peer.data_frame(stream, ends=True))
    assert aggregated(testing, peer.answer(stream)) == 0


def test_an_empty_full_duplex_call_answers_nothing(peer):
    stream = peer.new_stream()
    peer.send(peer.headers_frame(stream, request_fields("FullDuplexCall"), ends=True))
    answer = peer.answer(stream)
    assert answer.status == OK and answer.data == b""


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", UNIMPLEMENTED), (message() * 2, UNIMPLEMENTED), (message()[:2], INTERNAL), (b"\0\0\0\0\x09abc", INTERNAL),
     (message(b"\x0f"), INVALID_ARGUMENT), (message(flags=1), INTERNAL), (message(flags=2), INTERNAL)])
def test_a_server_streaming_request_is_exactly_one_whole_message(peer, data, status):
    stream = peer.open(method="StreamingOutputCall")
    peer.send(peer.data_frame(stream, data, ends=True))
    assert peer.answer(stream).status == status
    assert peer.call().status == OK


def test_a_stream_that_ends_inside_a_message_is_an_internal_error(peer, part):
    stream = peer.open(method="StreamingInputCall")
    peer.send(peer.data_frame(stream, message(part(5)) + message(part(5))[:7], ends=True))
    assert peer.answer(stream).status == INTERNAL


def test_a_message_over_the_limit_ends_its_stream_alone(peer, part):
    stream = peer.open(method="StreamingInputCall")
    peer.send(peer.data_frame(stream, message(part(5)) + struct.pack(">BI", 0, 4 * 1024 * 1024 + 1)))
    assert peer.answer(stream).status == RESOURCE_EXHAUSTED
    assert peer.call().status == OK


def test_answers_wait_for_a_reader_who_gives_no_credit(server, order):
    """64 answers of 1 MB to a reader who takes none: the server sends one window, and serves others meanwhile."""
    with server.peer(gives_credit=False) as peer:
        stream = peer.open(method="StreamingOutputCall")
        peer.send_data(stream, message(order(*[1 << 20] * 64)))
        peer.read_until(lambda: len(peer.answers[stream].data) >= 65_535)
        peer.ping()
        assert len(peer.answers[stream].data) == 65_535
        with server.peer() as other:
            assert other.call().status == OK
        peer.send(frames.RstStreamFrame(stream, error_code=8))
        peer.give_credit(65_535, 0)
        assert peer.call().status == OK


def test_a_sender_gets_no_credit_ahead_of_a_reader_who_waits(peer, testing):
    """The server pauses before its first answer and reads nothing meanwhile, so the sender's credit runs out."""
    first = testing.StreamingOutputCallRequest(response_parameters=[{"size": 1, "interval_us": 2_000_000}])
    stream = peer.open(method="FullDuplexCall")
    peer.send_data(stream, message(first.SerializeToString()), ends=False)
    filler = message(testing.StreamingOutputCallRequest(payload={"body": bytes(30_000)}).SerializeToString())
    sent = 0
    while not peer.answers[stream].data:
        assert sent < 2 << 20, "the server takes without end what nobody reads"
        peer.send_data(stream, filler, ends=False)
        sent += len(filler)
    peer.send(peer.data_frame(stream, ends=True))
    assert peer.answer(stream).status == OK


def test_1100_open_streams_on_one_connection(peer, order):
    body = message(order(7))
    streams = [peer.open(method="FullDuplexCall") for _ in range(1_100)]
    for stream in streams:
        peer.send_data(stream, body, ends=False)
    for stream in streams:
        peer.read_until(lambda: peer.answers[stream].data)
    assert not any(peer.answers[stream].is_over for stream in streams)
    for stream in streams:
        peer.send(peer.data_frame(stream, ends=True))
    assert {peer.answer(stream).status for stream in streams} == {OK}
