"""The limit on messages, exact to the byte: what is over it is RESOURCE_EXHAUSTED, and the connection lives."""

import struct
import time

import grpc
import pytest
from hyperframe import frame as frames

from http2_peer import message, request_fields

LIMIT = 4 * 1024 * 1024


def request_of(testing, byte_count):
    """A SimpleRequest that takes exactly so many bytes."""
    request = testing.SimpleRequest(payload=testing.Payload(body=bytes(byte_count - 16)))
    request.payload.body += bytes(byte_count - request.ByteSize())
    assert request.ByteSize() == byte_count
    return request


@pytest.mark.parametrize("byte_count", [LIMIT - 1, LIMIT])
def test_a_message_up_to_the_limit_is_taken(stub, testing, byte_count):
    assert stub.UnaryCall(request_of(testing, byte_count), timeout=20).payload.body == b""


@pytest.mark.parametrize("byte_count", [LIMIT + 1, LIMIT * 2, LIMIT * 16])
def test_a_message_over_the_limit_is_refused_and_the_connection_lives(peer, testing, byte_count):
    answer = peer.call(request_of(testing, byte_count).SerializeToString(), method="UnaryCall")
    assert answer.status == grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
    assert str(LIMIT) in answer.trailers["grpc-message"]
    assert peer.call().status == 0


@pytest.mark.parametrize("byte_count", [LIMIT + 1, LIMIT * 2, LIMIT * 16])
def test_grpcio_is_told_that_its_message_is_too_large(stub, testing, byte_count):
    with pytest.raises(grpc.RpcError) as caught:
        stub.UnaryCall(request_of(testing, byte_count), timeout=20)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert stub.EmptyCall(testing.Empty(), timeout=10) == testing.Empty()


@pytest.mark.parametrize("byte_count", [LIMIT + 1, 2**31 - 1, 2**32 - 1])
def test_the_declared_length_is_refused_before_the_payload_comes(peer, byte_count):
    stream = peer.open(method="UnaryCall")
    begin = time.monotonic()
    peer.send(peer.data_frame(stream, struct.pack(">BI", 0, byte_count)))
    assert peer.answer(stream).status == grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
    assert time.monotonic() - begin < 5
    assert peer.call().status == 0


def test_an_answer_of_16_mib_comes_whole(stub, testing):
    request = testing.SimpleRequest(response_size=16 << 20)
    assert len(stub.UnaryCall(request, timeout=30).payload.body) == 16 << 20


def fields_of_list_size(peer_fields, byte_count):
    """The fields and one more that brings the list, counted as RFC 9113 section 6.5.2 does, to so many bytes."""
    size = sum(len(name) + len(value) + 32 for name, value in peer_fields)
    return [*peer_fields, ("x-ballast", "a" * (byte_count - size - 32 - len("x-ballast")))]


@pytest.mark.parametrize(("byte_count", "status"), [(16 * 1024, 0), (16 * 1024 + 1, 8), (60 * 1024, 8)])
def test_header_lists_up_to_16_kib_are_taken(peer, byte_count, status):
    block = peer.encoder.encode(fields_of_list_size(request_fields(), byte_count))
    stream = peer.new_stream()
    parts = [block[start:start + 16_000] for start in range(0, len(block), 16_000)]
    sent = [frames.HeadersFrame(stream, parts[0])]
    sent += [frames.ContinuationFrame(stream, part) for part in parts[1:]]
    sent[-1].flags.add("END_HEADERS")
    peer.send(*sent, peer.data_frame(stream, message(), ends=True))
    answer = peer.answer(stream)
    assert answer.status == status
    assert peer.call().status == 0


@pytest.mark.parametrize(("count", "status"), [(100, 0), (101, 8), (400, 8)])
def test_up_to_100_header_fields_are_taken(peer, count, status):
    fields = request_fields()
    fields += [(f"x-{number}", "1") for number in range(count - len(fields))]
    assert peer.call(fields=fields).status == status
    assert peer.call().status == 0
