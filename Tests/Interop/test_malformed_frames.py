"""Frames and header lists that HTTP/2 forbids (RFC 9113): each gets the answer the RFC names, and nothing worse."""

import struct

import pytest
from hyperframe import frame as frames

from http2_peer import ConnectionEnded, message, request_fields

PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR = 1, 3, 5, 6, 9


def raw(kind, flags, stream, payload):
    """A frame as bytes, whatever it says."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([*request_fields(), ("X-Upper", "1")], id="upper case name"),
        pytest.param([*request_fields(), ("connection", "close")], id="connection"),
        pytest.param([*request_fields(), ("transfer-encoding", "chunked")], id="transfer-encoding"),
        pytest.param([*request_fields(), ("te", "gzip")], id="te other than trailers"),
        pytest.param([*request_fields(), (":path", "/late")], id="pseudo field after others"),
        pytest.param([*request_fields()[:3], (":path", "/x"), *request_fields()[3:]], id="two paths"),
        pytest.param([f for f in request_fields() if f[0] != ":path"], id="no path"),
        pytest.param([f for f in request_fields() if f[0] != ":method"], id="no method"),
        pytest.param([f for f in request_fields() if f[0] != ":scheme"], id="no scheme"),
        pytest.param([(":status", "200"), *request_fields()], id="pseudo field of responses"),
        pytest.param([(":any", "1"), *request_fields()], id="unknown pseudo field"),
        pytest.param([*request_fields(), ("x-nul", "a\0b")], id="NUL in a value"),
        pytest.param([*request_fields(), ("x-line", "a\nb")], id="line break in a value"),
        pytest.param([*request_fields(), ("x y", "1")], id="blank in a name"),
        pytest.param([*request_fields(), ("content-length", "x")], id="content-length is no number"),
    ])
def test_a_malformed_header_list_ends_its_stream_alone(peer, fields):
    stream = peer.open(fields)
    answer = peer.answer(stream)
    assert answer.reset_code == PROTOCOL_ERROR or answer.headers[":status"] == "400"
    assert peer.call().status == 0


def test_a_content_length_that_is_wrong_ends_the_stream(peer):
    stream = peer.open([*request_fields(), ("content-length", "4")])
    peer.send(peer.data_frame(stream, message(), ends=True))
    assert peer.answer(stream).reset_code == PROTOCOL_ERROR


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(raw(DATA, 0, 0, b"x"), {PROTOCOL_ERROR}, id="DATA on stream 0"),
        pytest.param(raw(HEADERS, 4, 0, b"\x82"), {PROTOCOL_ERROR}, id="HEADERS on stream 0"),
        pytest.param(raw(HEADERS, 4, 2, b"\x82"), {PROTOCOL_ERROR}, id="HEADERS on an even stream"),
        pytest.param(raw(HEADERS, 4, 101, b"\xff" * 20), {COMPRESSION_ERROR}, id="HEADERS that are no HPACK"),
        pytest.param(raw(HEADERS, 12, 101, b"\xff\x82"), {PROTOCOL_ERROR}, id="padding longer than HEADERS"),
        pytest.param(raw(HEADERS, 0, 101, b"\x82") + raw(PING, 0, 0, bytes(8)), {PROTOCOL_ERROR},
                     id="another frame between HEADERS and CONTINUATION"),
        pytest.param(raw(CONTINUATION, 4, 101, b"\x82"), {PROTOCOL_ERROR}, id="CONTINUATION of nothing"),
        pytest.param(raw(DATA, 0, 9999, b"x"), {PROTOCOL_ERROR, STREAM_CLOSED}, id="DATA on an idle stream"),
        pytest.param(raw(RST_STREAM, 0, 9999, bytes(4)), {PROTOCOL_ERROR}, id="RST_STREAM on an idle stream"),
        pytest.param(raw(RST_STREAM, 0, 0, bytes(4)), {PROTOCOL_ERROR}, id="RST_STREAM on stream 0"),
        pytest.param(raw(RST_STREAM, 0, 1, bytes(3)), {FRAME_SIZE_ERROR}, id="RST_STREAM of three bytes"),
        pytest.param(raw(SETTINGS, 0, 1, b""), {PROTOCOL_ERROR}, id="SETTINGS on a stream"),
        pytest.param(raw(SETTINGS, 0, 0, bytes(5)), {FRAME_SIZE_ERROR}, id="SETTINGS of five bytes"),
        pytest.param(raw(SETTINGS, 1, 0, bytes(6)), {FRAME_SIZE_ERROR}, id="SETTINGS ACK with settings"),
        pytest.param(raw(SETTINGS, 0, 0, b"\0\x02\0\0\0\x02"), {PROTOCOL_ERROR}, id="ENABLE_PUSH of two"),
        pytest.param(raw(SETTINGS, 0, 0, b"\0\x04\x80\0\0\0"), {FLOW_CONTROL_ERROR}, id="window beyond 2^31"),
        pytest.param(raw(SETTINGS, 0, 0, b"\0\x05\0\0\0\x01"), {PROTOCOL_ERROR}, id="frame size of one"),
        pytest.param(raw(PUSH_PROMISE, 4, 1, b"\0\0\0\x02\x82"), {PROTOCOL_ERROR}, id="PUSH_PROMISE of a client"),
        pytest.param(raw(PING, 0, 0, bytes(7)), {FRAME_SIZE_ERROR}, id="PING of seven bytes"),
        pytest.param(raw(PING, 0, 1, bytes(8)), {PROTOCOL_ERROR}, id="PING on a stream"),
        pytest.param(raw(GOAWAY, 0, 1, bytes(8)), {PROTOCOL_ERROR}, id="GOAWAY on a stream"),
        pytest.param(raw(WINDOW_UPDATE, 0, 0, bytes(4)), {PROTOCOL_ERROR}, id="WINDOW_UPDATE of zero"),
        pytest.param(raw(WINDOW_UPDATE, 0, 0, bytes(3)), {FRAME_SIZE_ERROR}, id="WINDOW_UPDATE of three bytes"),
        pytest.param(raw(WINDOW_UPDATE, 0, 0, b"\x7f\xff\xff\xff"), {FLOW_CONTROL_ERROR}, id="window overflow"),
        pytest.param(raw(DATA, 0, 1, bytes(16_385)), {FRAME_SIZE_ERROR}, id="frame over the size limit"),
    ])
def test_a_malformed_frame_ends_the_connection_with_its_code(server, peer, data, codes):
    peer.send_bytes(data)
    peer.read_to_end()
    assert peer.goaway in codes
    with server.peer() as other:
        assert other.call().status == 0


def test_a_stream_number_below_the_last_ends_the_connection(peer):
    peer.next_stream = 11
    assert peer.call().status == 0
    peer.next_stream = 5
    stream = peer.new_stream()
    peer.send(peer.headers_frame(stream, request_fields(), ends=True))
    peer.read_to_end()
    assert peer.goaway in (PROTOCOL_ERROR, STREAM_CLOSED)


def test_data_after_the_end_of_a_request_harms_nobody_else(server, peer):
    stream = peer.open()
    peer.send(peer.data_frame(stream, message(), ends=True), peer.data_frame(stream, b"more"))
    try:
        peer.read_until(lambda: peer.answers[stream].is_over)
        peer.ping()
    except ConnectionEnded:
        assert peer.goaway in (PROTOCOL_ERROR, STREAM_CLOSED)
    with server.peer() as other:
        assert other.call().status == 0


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(raw(0x42, 0xFF, 0, b"anything"), id="unknown frame type"),
        pytest.param(raw(SETTINGS, 0, 0, b"\xff\xff\0\0\0\x01"), id="unknown setting"),
        pytest.param(raw(PING, 0xFE, 0, bytes(8)), id="unknown flags"),
        pytest.param(raw(PRIORITY, 0, 3, b"\0\0\0\x01\x10"), id="PRIORITY of an idle stream"),
    ])
def test_what_http2_leaves_open_is_ignored(peer, data):
    peer.send_bytes(data)
    assert peer.call().status == 0


@pytest.mark.parametrize("preface", [b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"])
def test_a_client_that_speaks_no_http2_is_let_go(server, preface):
    try:
        with server.peer(preface=preface) as peer:
            peer.read_to_end()
    except ConnectionEnded:
        pass  # The end came before the server's SETTINGS could be answered.
    with server.peer() as other:
        assert other.call().status == 0
