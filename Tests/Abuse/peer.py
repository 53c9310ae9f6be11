"""A client that keeps no rules: TLS, and whatever bytes a test wants to send."""

import socket
import ssl
import struct
import time

import hpack
from hyperframe import frame as frames

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
GET_CODE = "/medcodes.v1.CodeCatalogService/GetCode"
BATCH_GET_CODES = "/medcodes.v1.CodeCatalogService/BatchGetCodes"
# CodeKey { system: CPT, code: "22849" } and requests that hold it.
KEY = b"\x0a\x09\x08\x01\x12\x0522849"
ENHANCE_YOUR_CALM = 0xB


# rpc-interop-server
EMPTY_CALL = "/grpc.testing.TestService/EmptyCall"
STREAMING_OUTPUT = "/grpc.testing.TestService/StreamingOutputCall"
FULL_DUPLEX = "/grpc.testing.TestService/FullDuplexCall"


def message(body, is_compressed=False):
    """A gRPC message: whether it is compressed, its length, its bytes."""
    return struct.pack(">BI", is_compressed, len(body)) + body


def varint(value):
    """A number as protobuf writes it, and so the length of what follows."""
    found = b""
    while value > 0x7F:
        found += bytes([value & 0x7F | 0x80])
        value >>= 7
    return found + bytes([value])


def order(*sizes, ballast=0):
    """A StreamingOutputCallRequest for answers of these sizes, with so many zero bytes of its own."""
    found = b""
    for size in sizes:
        parameters = b"\x08" + varint(size)
        found += b"\x12" + varint(len(parameters)) + parameters
    if ballast:
        payload = b"\x12" + varint(ballast) + bytes(ballast)
        found += b"\x1a" + varint(len(payload)) + payload
    return found


def raw_frame(kind, flags, stream, payload=b""):
    """A frame of any type, rules or not (RFC 9113, section 4.1)."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def fields(path=GET_CODE, *extra):
    return [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "localhost"),
            ("te", "trailers"), ("content-type", "application/grpc"), *extra]


class Connection:
    """One TLS connection with ALPN h2, on which the preface and empty SETTINGS have been sent."""

    def __init__(self, server, settings=b"", preface=PREFACE, receive_buffer=None):
        host, port = server.address.rsplit(":", 1)
        self.tcp = socket.socket(socket.AF_INET)
        if receive_buffer:
            self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.tcp.settimeout(10)
        self.tcp.connect((host, int(port)))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(server.certificates / "ca.pem")
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(self.tcp, server_hostname="localhost")
        self.encoder = hpack.Encoder()
        self.received = b""
        self.goaway = None
        self.is_ended = False
        if preface:
            self.send(preface + raw_frame(4, 0, 0, settings))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, seconds=10):
        """Sends it all, unless the server ends the connection or takes nothing for so long. Says whether it went."""
        self.socket.settimeout(seconds)
        try:
            self.socket.sendall(data)
            return True
        except TimeoutError:
            return False
        except OSError:
            self.is_ended = True
            return False

    def tcp_shutdown(self):
        """Says that nothing more will come, to the kernel only (`SSLSocket.shutdown` would forget TLS)."""
        socket.socket.shutdown(self.socket, socket.SHUT_WR)

    def call(self, stream, body=KEY, path=GET_CODE, *extra):
        """The frames of a whole unary call."""
        return self.headers(stream, path, *extra) + raw_frame(0, 1, stream, message(body))

    def headers(self, stream, path=GET_CODE, *extra, flags=4):
        return raw_frame(1, flags, stream, self.encoder.encode(fields(path, *extra)))

    def read(self, seconds=5, until=lambda frame: False):
        """The frames that come within the time, up to the first that `until` likes, or to the end of the connection."""
        found = []
        deadline = time.monotonic() + seconds
        while not self.is_ended:
            while frame := self._next_frame():
                found.append(frame)
                if isinstance(frame, frames.GoAwayFrame):
                    self.goaway = frame
                if until(frame):
                    return found
            left = deadline - time.monotonic()
            if left <= 0:
                break
            self._receive(left)
        return found

    def read_to_end(self, seconds=5):
        """Reads until the connection has ended, as it must within the time."""
        found = self.read(seconds)
        assert self.is_ended, f"the connection still stands after {seconds} s"
        return found

    def is_answered(self, stream, seconds=5):
        """Whether a call on this stream succeeds; answers to others are skipped."""
        self.send(self.call(stream))
        return self.has_end_of(stream, seconds)

    def has_pong(self, seconds=5):
        """Whether the server answers a PING: all that was sent before has then been read."""
        self.send(raw_frame(6, 0, 0, b"are you?"))
        return any(self._is_pong(frame) for frame in self.read(seconds, until=self._is_pong))

    @staticmethod
    def _is_pong(frame):
        return isinstance(frame, frames.PingFrame) and "ACK" in frame.flags

    def has_end_of(self, stream, seconds=5):
        ended = lambda frame: (frame.stream_id == stream and "END_STREAM" in frame.flags
                               and isinstance(frame, frames.HeadersFrame))
        return any(ended(frame) for frame in self.read(seconds, until=ended))

    def _receive(self, seconds):
        self.socket.settimeout(seconds)
        try:
            data = self.socket.recv(1 << 16)
            self.received += data
            self.is_ended = not data
        except TimeoutError:
            pass
        except OSError:
            self.is_ended = True

    def _next_frame(self):
        if len(self.received) < 9:
            return None
        frame, length = frames.Frame.parse_frame_header(memoryview(self.received[:9]))
        if len(self.received) < 9 + length:
            return None
        frame.parse_body(memoryview(self.received[9:9 + length]))
        self.received = self.received[9 + length:]
        return frame
