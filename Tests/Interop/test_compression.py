"""Compression: the official cases, and each message's flag as the wire has it."""

import gzip
import struct

import grpc
import pytest

from http2_peer import message

OK, RESOURCE_EXHAUSTED, INTERNAL = 0, 8, 13


def order(testing, *answers):
    """The bytes of a request for answers of these sizes, each compressed or not."""
    parameters = [{"size": size, "compressed": {"value": flag}} for size, flag in answers]
    return testing.StreamingOutputCallRequest(response_parameters=parameters).SerializeToString()


def part(testing, size, **fields):
    return testing.StreamingInputCallRequest(payload={"body": bytes(size)}, **fields).SerializeToString()


def test_client_compressed_unary(stub, testing):
    """The probe: a message that should have come compressed and has not is refused; then gzip is accepted."""
    request = testing.SimpleRequest(
        response_size=314_159, payload=testing.Payload(body=bytes(271_828)),
        expect_compressed=testing.BoolValue(value=True))
    with pytest.raises(grpc.RpcError) as caught:
        stub.UnaryCall(request, timeout=10)
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    answer = stub.UnaryCall(request, compression=grpc.Compression.Gzip, timeout=10)
    assert len(answer.payload.body) == 314_159
    request.expect_compressed.value = False
    assert len(stub.UnaryCall(request, timeout=10).payload.body) == 314_159


def compressed_call(peer, method, data):
    stream = peer.open(method=method, grpc_encoding="gzip", grpc_accept_encoding="gzip,identity")
    peer.send_data(stream, data)
    return peer.answer(stream)


def test_client_compressed_streaming(peer, testing):
    """The official case: one message compressed, one not, in the same stream."""
    first = gzip.compress(part(testing, 27_182, expect_compressed={"value": True}))
    second = part(testing, 45_904)
    answer = compressed_call(peer, "StreamingInputCall", message(first, flags=1) + message(second))
    assert answer.status == OK
    assert testing.StreamingInputCallResponse.FromString(answer.messages[0]).aggregated_payload_size == 73_086


def test_server_compressed_streaming_sets_the_flag_exactly_where_asked(peer, testing):
    answer = compressed_call(peer, "StreamingOutputCall", message(order(testing, (31_415, True), (92_653, False))))
    assert answer.status == OK and answer.headers["grpc-encoding"] == "gzip"
    assert answer.data[0] == 1
    length = struct.unpack(">I", answer.data[1:5])[0]
    assert answer.data[5 + length] == 0
    first = testing.StreamingOutputCallResponse.FromString(gzip.decompress(answer.messages[0]))
    assert len(first.payload.body) == 31_415 and len(answer.messages[1]) > 92_653


@pytest.mark.parametrize("asks", [True, False])
def test_server_compressed_unary_sets_the_flag_exactly_where_asked(peer, testing, asks):
    request = testing.SimpleRequest(response_size=314_159, response_compressed={"value": asks}).SerializeToString()
    answer = compressed_call(peer, "UnaryCall", message(request))
    assert answer.status == OK and answer.data[0] == asks
    body = gzip.decompress(answer.messages[0]) if asks else answer.messages[0]
    assert testing.SimpleResponse.FromString(body).payload.body == bytes(314_159)


def test_an_identity_only_client_never_gets_gzip(peer, testing):
    stream = peer.open(method="StreamingOutputCall")
    peer.send_data(stream, message(order(testing, (1000, True))))
    answer = peer.answer(stream)
    assert answer.status == OK and answer.data[0] == 0
    assert answer.headers.get("grpc-encoding", "identity") == "identity"


def test_gzip_that_inflates_beyond_the_limit_is_refused(peer):
    bomb = gzip.compress(bytes(64 << 20))
    assert len(bomb) < 100_000
    assert compressed_call(peer, "StreamingInputCall", message(bomb, flags=1)).status == RESOURCE_EXHAUSTED
    assert compressed_call(peer, "UnaryCall", message(bomb, flags=1)).status == RESOURCE_EXHAUSTED
    assert peer.call().status == OK


@pytest.mark.parametrize("data", [b"", b"no gzip", gzip.compress(b"")[:-3]])
def test_gzip_that_is_damaged_is_an_internal_error(peer, data):
    assert compressed_call(peer, "UnaryCall", message(data, flags=1)).status == INTERNAL
    assert peer.call().status == OK
