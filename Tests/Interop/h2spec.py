"""What the tests named test_h2spec_* share: a client that sends any frame, and what h2spec asks of the answer.

h2spec (https://github.com/summerwind/h2spec) is the public conformance suite of HTTP/2 servers. Its cases are written anew
here, section by section, with the requests that it makes (GET and POST of "/", which are none of gRPC's) and the answers
that it takes: an error code in GOAWAY or RST_STREAM, or the end of the connection. H2SPEC_TARGET=HOST:PORT has them asked
of another server that speaks TLS, to compare.
"""

import os
import socket
import ssl
import struct
import time

from hpack import Encoder
from hyperframe import frame as frames

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
UNKNOWN = 0x16
END_STREAM, ACK, END_HEADERS, PADDED, PRIORITIZED = 1, 1, 4, 8, 0x20
PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR = (
    1, 3, 5, 6, 7, 8, 9)
HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE = range(
    1, 7)
FRAME_BYTES = 16_384
# Only what fails takes so long.
PATIENCE_SECONDS = 5

GET = [(":method", "GET"), (":scheme", "https"), (":path", "/"), (":authority", "localhost")]
HEAD = [(":method", "HEAD"), *GET[1:]]
POST = [(":method", "POST"), *GET[1:]]
# Takes more than 3,000 bytes in HPACK, and must not be longer than a peer takes of a single field.
BALLAST = ("x-ballast", "x" * 4000)


def raw_frame(kind, flags=0, stream=0, payload=b"", length=None):
    """A frame, whatever it says; `length` when it is to lie about that."""
    length = len(payload) if length is None else length
    return struct.pack(">I", length)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


class Talk:
    """One connection."""

    def __init__(self, address, authority):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=authority)
        if authority is None:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        tcp = socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)
        self.socket = context.wrap_socket(tcp, server_hostname="localhost")
        self.encoder = Encoder()
        self.settings_of_server = {}
        self.is_closed = False
        self._received = b""

    def close(self):
        self.socket.close()

    def shake_hands(self):
        """The preface, SETTINGS both ways, and both acknowledged."""
        self.send(PREFACE)
        self.settings((INITIAL_WINDOW_SIZE, 65_535))
        has_settings = is_acknowledged = False
        while not (has_settings and is_acknowledged):
            frame = self.expect(frames.SettingsFrame)
            if "ACK" in frame.flags:
                is_acknowledged = True
            else:
                has_settings = True

    # Sending. What the server does not take any more shows in what it has answered.

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass

    def frame(self, kind, flags=0, stream=0, payload=b"", length=None):
        self.send(raw_frame(kind, flags, stream, payload, length))

    def block(self, fields):
        return self.encoder.encode(fields)

    def headers(self, fields=GET, stream=1, ends=True, is_whole=True, before=b"", after=b"", flags=0):
        """A header list; bytes before and after it are part of the frame."""
        flags |= (END_STREAM if ends else 0) | (END_HEADERS if is_whole else 0)
        self.frame(HEADERS, flags, stream, before + self.block(fields) + after)

    def continuation(self, fields=(BALLAST,), stream=1, is_whole=True):
        self.frame(CONTINUATION, END_HEADERS if is_whole else 0, stream, self.block(fields))

    def data(self, payload=b"test", stream=1, ends=True, flags=0):
        self.frame(DATA, flags | (END_STREAM if ends else 0), stream, payload)

    def priority(self, stream=1, depends_on=0, weight=255, is_exclusive=False):
        self.frame(PRIORITY, 0, stream, dependency(depends_on, weight, is_exclusive))

    def reset(self, stream=1, code=CANCEL):
        self.frame(RST_STREAM, 0, stream, struct.pack(">I", code))

    def settings(self, *entries):
        self.frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *entry) for entry in entries))

    def ping(self, payload=bytes(8), flags=0):
        self.frame(PING, flags, 0, payload)

    def window(self, increment, stream=1):
        self.frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", increment))

    # Receiving

    def next(self):
        """The next frame; nothing when the connection has ended; fails when neither comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (frame := self._parse()) is None and not self.is_closed:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self.socket.recv(65_536)
            except TimeoutError:
                raise AssertionError("nothing comes any more") from None
            except OSError:
                data = b""
            self.is_closed = not data
            self._received += data
        return frame

    def _parse(self):
        if len(self._received) < 9:
            return None
        frame, length = frames.Frame.parse_frame_header(memoryview(self._received[:9]))
        if len(self._received) < 9 + length:
            return None
        frame.parse_body(memoryview(self._received[9:9 + length]))
        self._received = self._received[9 + length:]
        self._answer(frame)
        return frame

    def _answer(self, frame):
        if isinstance(frame, frames.SettingsFrame) and "ACK" not in frame.flags:
            self.settings_of_server.update(frame.settings)
            self.frame(SETTINGS, ACK)
        if isinstance(frame, frames.PingFrame) and "ACK" not in frame.flags:
            self.frame(PING, ACK, 0, frame.opaque_data)

    def wait_for(self, is_wanted, wanted):
        """The first frame that is wanted."""
        seen = []
        while frame := self.next():
            seen.append(frame)
            if is_wanted(frame):
                return frame
        raise AssertionError(f"the connection has ended without {wanted}; there came {seen}")

    # What h2spec asks

    def expect(self, kind):
        """A frame of a kind."""
        return self.wait_for(lambda frame: isinstance(frame, kind), kind.__name__)

    def expect_settings_acknowledged(self):
        assert "ACK" in self.expect(frames.SettingsFrame).flags

    def expect_headers(self, stream=1):
        return self.wait_for(
            lambda frame: isinstance(frame, frames.HeadersFrame) and frame.stream_id == stream, "HEADERS")

    def expect_stream_end(self):
        self.wait_for(
            lambda frame: isinstance(frame, (frames.DataFrame, frames.HeadersFrame)) and "END_STREAM" in frame.flags,
            "END_STREAM")

    def expect_ping_answer(self, payload=bytes(8)):
        frame = self.expect(frames.PingFrame)
        assert "ACK" in frame.flags and frame.opaque_data == payload

    def expect_ping_answer_or_end(self, payload=bytes(8)):
        while frame := self.next():
            if isinstance(frame, frames.PingFrame):
                assert "ACK" in frame.flags and frame.opaque_data == payload
                return

    def expect_data(self, byte_count):
        assert len(self.expect(frames.DataFrame).data) == byte_count

    def expect_end(self):
        """The end of the connection."""
        while self.next():
            pass

    def expect_connection_error(self, *codes):
        """GOAWAY with one of the codes, or the end of the connection."""
        while frame := self.next():
            if isinstance(frame, frames.GoAwayFrame) and frame.error_code in codes:
                return

    def expect_stream_error(self, *codes):
        """The same, or RST_STREAM with one of the codes."""
        while frame := self.next():
            if isinstance(frame, (frames.GoAwayFrame, frames.RstStreamFrame)) and frame.error_code in codes:
                return


def dependency(stream, weight=255, is_exclusive=False):
    """What PRIORITY says, and HEADERS may (RFC 7540 section 6.3); the weight is one more than the byte."""
    return struct.pack(">IB", stream | (1 << 31 if is_exclusive else 0), weight)


def target_of_environment():
    return os.environ.get("H2SPEC_TARGET")
