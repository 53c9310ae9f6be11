"""The rules of gRPC over HTTP/2 on the server's side, asked frame by frame."""

import base64
import time

import pytest
from hyperframe import frame as frames

from http2_peer import message, request_fields

OK, INVALID_ARGUMENT, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL = 0, 3, 4, 12, 13
TRAILING = "x-grpc-test-echo-trailing-bin"


@pytest.fixture
def unary(testing):
    """The bytes of a SimpleRequest."""
    return lambda **fields: testing.SimpleRequest(**fields).SerializeToString()


# Responses


def test_success_is_headers_data_and_trailers(peer, unary):
    answer = peer.call(unary(response_size=10), method="UnaryCall")
    assert answer.shape == ["HEADERS", "DATA", "HEADERS"]
    assert answer.headers[":status"] == "200" and answer.headers["content-type"].startswith("application/grpc")
    assert "grpc-status" not in answer.headers
    assert answer.trailers["grpc-status"] == "0" and ":status" not in answer.trailers


@pytest.mark.parametrize("method", ["NoSuchMethod", "UnimplementedCall"])
def test_an_error_before_any_message_is_trailers_only(peer, method):
    answer = peer.call(method=method)
    assert answer.shape == ["HEADERS"] and answer.has_ended
    assert answer.headers[":status"] == "200" and answer.headers["content-type"].startswith("application/grpc")
    assert answer.status == UNIMPLEMENTED and "no such method" in answer.headers["grpc-message"]


def test_an_echoed_error_is_trailers_only_and_percent_encoded(peer, unary, testing):
    status = testing.EchoStatus(code=5, message="100% ☺\n")
    answer = peer.call(unary(response_status=status), method="UnaryCall")
    assert answer.shape == ["HEADERS"] and answer.status == 5
    assert answer.headers["grpc-message"] == "100%25 %E2%98%BA%0A"


@pytest.mark.parametrize("method", ["UnaryCall", "FullDuplexCall", "StreamingOutputCall"])
def test_metadata_that_a_service_has_set_comes_before_its_error(peer, unary, testing, method):
    """"Trailers-Only" is for calls that have nothing to say but their status."""
    status = testing.EchoStatus(code=10, message="later")
    body = unary(response_status=status)
    fields = [*request_fields(method), ("x-grpc-test-echo-initial", "echo"), (TRAILING, "q6ur")]
    stream = peer.open(fields)
    peer.send_data(stream, message(body))
    answer = peer.answer(stream)
    assert answer.shape == ["HEADERS", "HEADERS"] and answer.status == 10
    assert answer.headers["x-grpc-test-echo-initial"] == "echo" and "grpc-status" not in answer.headers
    assert answer.trailers[TRAILING] == "q6ur" and answer.trailers["grpc-message"] == "later"


@pytest.mark.parametrize("path", ["", "/", "//", "/a", "a/b", "/grpc.testing.TestService/", "/a/b/c", "*"])
def test_a_path_that_names_no_method_is_unimplemented_or_refused_by_http2(peer, path):
    stream = peer.open(request_fields(**{":path": path}))
    peer.send_data(stream, message())
    answer = peer.answer(stream)
    assert answer.reset_code == 1 or answer.status == UNIMPLEMENTED
    assert peer.call().status == OK


# Requests that are none of gRPC's


@pytest.mark.parametrize("content_type", ["application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"])
def test_content_types_of_grpc_are_served(peer, content_type):
    assert peer.call(content_type=content_type).status == OK


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/html", "application/json", "application/grpcx", "application/grpc-web", "application/grpc-web+proto",
     "application", "x/application/grpc"])
def test_other_content_types_are_415(peer, content_type):
    answer = peer.call(content_type=content_type)
    assert answer.headers[":status"] == "415" and "grpc-status" not in answer.headers
    assert answer.headers["content-type"] == "text/plain" and answer.data.startswith(b"This is a gRPC server")
    assert peer.call().status == OK


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "OPTIONS", "post"])
def test_other_http_methods_are_refused(peer, method):
    answer = peer.call(fields=request_fields(**{":method": method}))
    assert answer.headers[":status"] == "405" and answer.headers["allow"] == "POST"
    assert answer.data.startswith(b"This is a gRPC server") == (method != "HEAD")


# Timeouts


@pytest.mark.parametrize(
    "timeout", ["", "1", "S", "123456789S", "1x", "1s", "-1S", "+1S", "1.5S", "0x1S", "1SS", "١S"])
def test_a_malformed_timeout_is_refused(peer, timeout):
    answer = peer.call(grpc_timeout=timeout)
    assert answer.reset_code == 1 or answer.status in (INVALID_ARGUMENT, INTERNAL)
    assert peer.call().status == OK


@pytest.mark.parametrize("timeout", ["10S", "1M", "1H", "99999999H", "10000m", "10000000u", "99999999n"])
def test_every_unit_of_a_timeout_is_read(peer, timeout):
    assert peer.call(grpc_timeout=timeout).status == OK


@pytest.mark.parametrize(("timeout", "least", "most"), [("0n", 0, 1), ("1n", 0, 1), ("200m", 0.2, 3), ("1S", 1, 4)])
def test_the_server_itself_keeps_the_deadline(peer, timeout, least, most):
    """The request is never finished, so nobody but the server can end the call."""
    begin = time.monotonic()
    stream = peer.open(grpc_timeout=timeout)
    answer = peer.answer(stream)
    assert answer.status == DEADLINE_EXCEEDED
    assert least <= time.monotonic() - begin < most


# Metadata


@pytest.mark.parametrize("value", [b"", b"\xab", b"\xab\xab", b"\xab\xab\xab", bytes(range(256))])
@pytest.mark.parametrize("is_padded", [True, False])
def test_binary_metadata_is_read_with_and_without_padding(peer, value, is_padded):
    text = base64.b64encode(value).decode()
    answer = peer.call(fields=[*request_fields(), (TRAILING, text if is_padded else text.rstrip("="))])
    assert answer.status == OK
    assert answer.trailers[TRAILING] == text.rstrip("=")


@pytest.mark.parametrize("text", ["=", "q", "qqqqq", "q*qq", "qqq=q", "____"])
def test_binary_metadata_that_is_no_base64_is_refused(peer, text):
    answer = peer.call(fields=[*request_fields(), (TRAILING, text)])
    assert answer.status == INTERNAL
    assert peer.call().status == OK


def test_of_binary_values_joined_by_commas_each_is_read(peer):
    answer = peer.call(fields=[*request_fields(), (TRAILING, "q6ur,AAAA")])
    assert answer.trailers[TRAILING] == "q6ur"


def test_reserved_and_unknown_fields_are_ignored(peer):
    fields = [("grpc-message-type", "x"), ("grpc-accept-encoding", "br,zstd"), ("user-agent", "?"), ("x-any", "")]
    assert peer.call(fields=[*request_fields(), *fields]).status == OK


# Messages


def test_an_encoding_that_is_not_known_names_those_that_are(peer):
    answer = peer.call(fields=[*request_fields(), ("grpc-encoding", "br")])
    assert answer.status == UNIMPLEMENTED
    assert "identity" in answer.headers["grpc-accept-encoding"]


def test_the_identity_encoding_may_be_named(peer):
    assert peer.call(fields=[*request_fields(), ("grpc-encoding", "identity")]).status == OK


@pytest.mark.parametrize("flags", [1, 2, 3, 128, 255])
def test_a_flag_that_the_call_does_not_allow_is_an_internal_error(peer, flags):
    stream = peer.open()
    peer.send(peer.data_frame(stream, message(flags=flags), ends=True))
    assert peer.answer(stream).status == INTERNAL
    assert peer.call().status == OK


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", UNIMPLEMENTED), (message() + message(), UNIMPLEMENTED), (message()[:3], INTERNAL),
     (b"\0\0\0\0\x05abc", INTERNAL), (message(b"\x0f"), INVALID_ARGUMENT)])
def test_a_unary_request_is_exactly_one_whole_message(peer, data, status):
    stream = peer.open()
    peer.send(peer.data_frame(stream, data, ends=True))
    assert peer.answer(stream).status == status
    assert peer.call().status == OK


def test_a_call_that_ends_with_its_headers_has_no_message(peer):
    stream = peer.new_stream()
    peer.send(peer.headers_frame(stream, request_fields(), ends=True))
    assert peer.answer(stream).status == UNIMPLEMENTED


# Frames


def test_a_message_may_come_byte_by_byte(peer, unary):
    body = message(unary(response_size=7, payload={"body": bytes(500)}))
    stream = peer.open(method="UnaryCall")
    peer.send(*(peer.data_frame(stream, body[i:i + 1]) for i in range(len(body))), peer.data_frame(stream, ends=True))
    answer = peer.answer(stream)
    assert answer.status == OK and len(answer.messages[0]) == 11


def test_one_byte_frames_of_a_hundred_calls_may_be_mixed(peer, unary):
    body = message(unary(response_size=3))
    streams = [peer.open(method="UnaryCall") for _ in range(100)]
    for index in range(len(body)):
        ends = index == len(body) - 1
        peer.send(*(peer.data_frame(stream, body[index:index + 1], ends=ends) for stream in streams))
    assert [peer.answer(stream).status for stream in streams] == [OK] * 100


@pytest.mark.parametrize("padding", [1, 200, 255])
def test_data_and_headers_may_be_padded(peer, unary, padding):
    stream = peer.new_stream()
    head = peer.headers_frame(stream, request_fields(method="UnaryCall"), pad_length=padding)
    head.flags.add("PADDED")
    body = message(unary(response_size=1))
    peer.send(head, peer.data_frame(stream, body[:4], padding=padding), peer.data_frame(stream, body[4:], True, padding))
    assert peer.answer(stream).status == OK


def test_credit_that_padding_took_is_given_back(peer, unary):
    """Padding counts against the windows: these 5,000 bytes take 1.3 MB of credit, more than either window has."""
    stream = peer.open(method="UnaryCall")
    peer.send_data(stream, message(unary(payload={"body": bytes(5_000)})), frame_bytes=1, padding=255)
    assert peer.answer(stream).status == OK


@pytest.mark.parametrize("part_count", [2, 5, 8])
def test_headers_may_go_on_in_continuation_frames(peer, part_count):
    block = peer.encoder.encode([*request_fields(), ("x-ballast", "b" * 600)])
    size = -(-len(block) // part_count)
    parts = [block[start:start + size] for start in range(0, len(block), size)]
    stream = peer.new_stream()
    sent = [frames.HeadersFrame(stream, parts[0])] + [frames.ContinuationFrame(stream, part) for part in parts[1:]]
    sent[-1].flags.add("END_HEADERS")
    peer.send(*sent, peer.data_frame(stream, message(), ends=True))
    assert peer.answer(stream).status == OK


def test_trailers_of_a_request_end_it(peer):
    stream = peer.open()
    peer.send(peer.data_frame(stream, message()), peer.headers_frame(stream, [("x-checksum", "1")], ends=True))
    assert peer.answer(stream).status == OK


@pytest.mark.parametrize("window", [1, 7, 100])
def test_the_server_sends_no_byte_beyond_the_window_of_a_stream(server, unary, window):
    with server.peer(settings={frames.SettingsFrame.INITIAL_WINDOW_SIZE: window}, gives_credit=False) as peer:
        stream = peer.open(method="UnaryCall")
        peer.send_data(stream, message(unary(response_size=300)))
        answer = peer.answers[stream]
        credit = window
        while not answer.has_ended:
            peer.ping()
            assert len(answer.data) <= credit
            if not answer.has_ended:
                peer.give_credit(window, stream)
                credit += window
        assert answer.status == OK and len(answer.messages[0]) > 300


def test_a_window_may_shrink_below_zero_and_grow_again(server, unary):
    with server.peer(settings={frames.SettingsFrame.INITIAL_WINDOW_SIZE: 1000}, gives_credit=False) as peer:
        stream = peer.open(method="UnaryCall")
        peer.send_data(stream, message(unary(response_size=5000)))
        peer.read_until(lambda: len(peer.answers[stream].data) == 1000)
        peer.send(frames.SettingsFrame(0, settings={frames.SettingsFrame.INITIAL_WINDOW_SIZE: 0}))
        peer.give_credit(1000, stream)
        peer.ping()
        assert len(peer.answers[stream].data) == 1000
        peer.give_credit(10_000, stream)
        assert peer.answer(stream).status == OK


def test_a_small_frame_size_is_not_needed_and_a_large_one_not_used(server, unary):
    with server.peer(settings={frames.SettingsFrame.MAX_FRAME_SIZE: 2**24 - 1}) as peer:
        answer = peer.call(unary(response_size=200_000), method="UnaryCall")
        assert answer.status == OK and max(answer.data_lengths) <= 2**24 - 1


def test_a_client_without_a_header_table_is_served(server):
    with server.peer(settings={frames.SettingsFrame.HEADER_TABLE_SIZE: 0}) as peer:
        peer.decoder.max_allowed_table_size = 0
        assert [peer.call().status for _ in range(3)] == [OK] * 3
