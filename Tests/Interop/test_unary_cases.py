"""The official interoperability cases of unary calls, asked by Python's grpcio; each test has the case's name."""

import grpc
import pytest

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


def refused(call):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return caught.value


def zeros(testing, count):
    return testing.Payload(body=bytes(count))


def test_empty_unary(stub, testing):
    assert stub.EmptyCall(testing.Empty(), timeout=10) == testing.Empty()


def test_large_unary(stub, testing):
    request = testing.SimpleRequest(response_size=314_159, payload=zeros(testing, 271_828))
    assert stub.UnaryCall(request, timeout=10).payload.body == bytes(314_159)


def test_custom_metadata(stub, testing):
    metadata = [(INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab")]
    request = testing.SimpleRequest(response_size=314_159, payload=zeros(testing, 271_828))
    _, call = stub.UnaryCall.with_call(request, metadata=metadata, timeout=10)
    assert dict(call.initial_metadata())[INITIAL] == "test_initial_metadata_value"
    assert dict(call.trailing_metadata())[TRAILING] == b"\xab\xab\xab"
    assert INITIAL not in dict(call.trailing_metadata()) and TRAILING not in dict(call.initial_metadata())


def test_status_code_and_message(stub, testing):
    request = testing.SimpleRequest(response_status=testing.EchoStatus(code=2, message="test status message"))
    error = refused(lambda: stub.UnaryCall(request, timeout=10))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, "test status message")


def test_special_status_message(stub, testing):
    text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
    request = testing.SimpleRequest(response_status=testing.EchoStatus(code=2, message=text))
    error = refused(lambda: stub.UnaryCall(request, timeout=10))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, text)


@pytest.mark.parametrize("text", ["", "100%", "%41", " led and trailed by blanks ", "\x7f\x01", "é" * 500])
def test_any_status_message_survives(stub, testing, text):
    request = testing.SimpleRequest(response_status=testing.EchoStatus(code=9, message=text))
    error = refused(lambda: stub.UnaryCall(request, timeout=10))
    assert (error.code(), error.details()) == (grpc.StatusCode.FAILED_PRECONDITION, text)


def test_unimplemented_method(stub, testing):
    assert refused(lambda: stub.UnimplementedCall(testing.Empty(), timeout=10)).code() == CODES[12]


def test_unimplemented_service(server, testing):
    with server.channel() as channel:
        stub = testing.UnimplementedServiceStub(channel)
        assert refused(lambda: stub.UnimplementedCall(testing.Empty(), timeout=10)).code() == CODES[12]


@pytest.mark.parametrize("number", range(1, 17))
def test_every_status_code_arrives_with_trailers(stub, testing, number):
    request = testing.SimpleRequest(response_status=testing.EchoStatus(code=number, message=f"code {number}"))
    error = refused(lambda: stub.UnaryCall(request, metadata=[(TRAILING, b"\x00\xff")], timeout=10))
    assert (error.code(), error.details()) == (CODES[number], f"code {number}")
    assert dict(error.trailing_metadata())[TRAILING] == b"\x00\xff"


@pytest.mark.parametrize("number", [17, 255, 256, -1])
def test_a_status_outside_the_protocol_is_unknown(stub, testing, number):
    request = testing.SimpleRequest(response_status=testing.EchoStatus(code=number, message="?"))
    assert refused(lambda: stub.UnaryCall(request, timeout=10)).code() == grpc.StatusCode.UNKNOWN


def test_an_echoed_status_of_ok_is_success(stub, testing):
    request = testing.SimpleRequest(response_size=1, response_status=testing.EchoStatus(code=0))
    assert stub.UnaryCall(request, timeout=10).payload.body == b"\0"


@pytest.mark.parametrize("size", [-1, 2**31 - 1])
def test_a_size_that_cannot_be_given_is_refused(stub, testing, size):
    error = refused(lambda: stub.UnaryCall(testing.SimpleRequest(response_size=size), timeout=10))
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize("length", range(0, 9))
def test_binary_metadata_of_every_length(stub, testing, length):
    value = bytes(range(0xFF, 0xFF - length, -1))
    _, call = stub.EmptyCall.with_call(testing.Empty(), metadata=[(TRAILING, value)], timeout=10)
    assert dict(call.trailing_metadata())[TRAILING] == value
