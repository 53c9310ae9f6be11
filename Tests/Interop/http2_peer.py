"""A client that says exactly the frames it is told to: hyperframe for frames, hpack for headers, nothing in between."""

import collections
import socket
import ssl
import struct

from hpack import Decoder, Encoder
from hyperframe import frame as frames

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_BYTES = 16_384
SERVICE = "/grpc.testing.TestService"


def message(body=b"", flags=0):
    """A message behind its prefix of five bytes."""
    return struct.pack(">BI", flags, len(body)) + body


def request_fields(method="EmptyCall", content_type="application/grpc", **more):
    """The header list of a gRPC call; names in `more` have _ for -, and None leaves a field out."""
    fields = {
        ":method": "POST", ":scheme": "https", ":path": f"{SERVICE}/{method}", ":authority": "localhost",
        "te": "trailers", "content-type": content_type,
    }
    fields.update({name.replace("_", "-"): value for name, value in more.items()})
    return [(name, value) for name, value in fields.items() if value is not None]


class Answer:
    """What has come back on one stream."""

    def __init__(self):
        self.blocks = []  # header lists, in order
        self.data = b""
        self.shape = []  # the kinds of frames, e.g. ["HEADERS", "DATA", "HEADERS"]
        self.data_lengths = []
        self.has_ended = False
        self.reset_code = None

    @property
    def is_over(self):
        return self.has_ended or self.reset_code is not None

    @property
    def headers(self):
        return dict(self.blocks[0])

    @property
    def trailers(self):
        return dict(self.blocks[-1])

    @property
    def status(self):
        return int(self.trailers["grpc-status"])

    @property
    def messages(self):
        """The messages' bytes, without prefixes."""
        found, rest = [], self.data
        while rest:
            flags, length = struct.unpack(">BI", rest[:5])
            assert flags in (0, 1) and len(rest) >= 5 + length, "the answer ends in the middle of a message"
            found.append(rest[5:5 + length])
            rest = rest[5 + length:]
        return found


class ConnectionEnded(Exception):
    """The server has closed the connection."""


class Http2Peer:
    """One connection. It answers SETTINGS and PING by itself, and gives credit for DATA unless told not to."""

    def __init__(self, address, authority, settings=None, gives_credit=True, preface=PREFACE):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=str(authority))
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(
            socket.create_connection((host, int(port)), timeout=10), server_hostname="localhost")
        self.gives_credit = gives_credit
        self.encoder, self.decoder = Encoder(), Decoder()
        self.answers = collections.defaultdict(Answer)
        self.server_settings = {}
        self.goaway = None
        self.pongs = []
        self.next_stream = 1
        self._received = b""
        self._block, self._block_ends = b"", False
        self._window = 65_535
        self._stream_windows = {}
        self.send_bytes(preface)
        self.send(frames.SettingsFrame(0, settings=settings or {}))
        self.read_until(lambda: self.server_settings)

    def close(self):
        self.socket.close()

    # Sending

    def send_bytes(self, data):
        try:
            self.socket.sendall(data)
        except (ConnectionError, ssl.SSLEOFError) as error:
            raise ConnectionEnded from error

    def send(self, *parts):
        self.send_bytes(b"".join(part.serialize() for part in parts))

    def headers_frame(self, stream, fields, ends=False, **options):
        frame = frames.HeadersFrame(stream, self.encoder.encode(fields), **options)
        frame.flags.add("END_HEADERS")
        if ends:
            frame.flags.add("END_STREAM")
        return frame

    def data_frame(self, stream, data=b"", ends=False, padding=0):
        frame = frames.DataFrame(stream, data, pad_length=padding, flags=["PADDED"] if padding else [])
        if ends:
            frame.flags.add("END_STREAM")
        return frame

    def new_stream(self):
        stream, self.next_stream = self.next_stream, self.next_stream + 2
        self._stream_windows[stream] = self.server_settings.get(frames.SettingsFrame.INITIAL_WINDOW_SIZE, 65_535)
        return stream

    def open(self, fields=None, **named):
        """Sends the headers of a call and returns its stream."""
        stream = self.new_stream()
        self.send(self.headers_frame(stream, fields if fields is not None else request_fields(**named)))
        return stream

    def send_data(self, stream, data, ends=True, frame_bytes=FRAME_BYTES, padding=0):
        """Sends bytes in as many DATA frames as the server's windows ask for, until the server has answered."""
        overhead = padding + 1 if padding else 0
        while data:
            room = min(self._window - overhead, self._stream_windows[stream] - overhead, frame_bytes, len(data))
            if room <= 0:
                if self.answers[stream].is_over:
                    return
                self.read()
                continue
            self.send(self.data_frame(stream, data[:room], ends and room == len(data), padding))
            self._window -= room + overhead
            self._stream_windows[stream] -= room + overhead
            data = data[room:]

    def call(self, body=b"", fields=None, **named):
        """A whole unary call."""
        stream = self.open(fields, **named)
        self.send_data(stream, message(body))
        return self.answer(stream)

    # Receiving

    def answer(self, stream):
        """Reads until the stream is over."""
        self.read_until(lambda: self.answers[stream].is_over)
        return self.answers[stream]

    def read_until(self, condition):
        while not condition():
            self.read()

    def read_to_end(self):
        """Reads until the server closes the connection."""
        try:
            while True:
                self.read()
        except ConnectionEnded:
            pass

    def ping(self, payload=b"12345678"):
        """Returns once the server has answered: everything sent before has then been read."""
        count = len(self.pongs)
        self.send(frames.PingFrame(0, payload))
        self.read_until(lambda: len(self.pongs) > count)

    def read(self):
        """Reads what has come, at least one byte."""
        try:
            data = self.socket.recv(65_536)
        except (ConnectionError, ssl.SSLEOFError) as error:
            raise ConnectionEnded from error
        if not data:
            raise ConnectionEnded
        self._received += data
        while len(self._received) >= 9:
            frame, length = frames.Frame.parse_frame_header(memoryview(self._received[:9]))
            assert length <= FRAME_BYTES, "the server sends frames larger than the limit"
            if len(self._received) < 9 + length:
                return
            frame.parse_body(memoryview(self._received[9:9 + length]))
            self._received = self._received[9 + length:]
            self._take(frame)

    def _take(self, frame):
        kind = type(frame).__name__.removesuffix("Frame")
        getattr(self, f"_take_{kind.lower()}", lambda frame: None)(frame)

    def _take_settings(self, frame):
        if "ACK" not in frame.flags:
            self.server_settings.update(frame.settings)
            self.server_settings.setdefault(frames.SettingsFrame.MAX_FRAME_SIZE, FRAME_BYTES)
            self.send(frames.SettingsFrame(0, flags=["ACK"]))

    def _take_ping(self, frame):
        if "ACK" in frame.flags:
            self.pongs.append(frame.opaque_data)
        else:
            self.send(frames.PingFrame(0, frame.opaque_data, flags=["ACK"]))

    def _take_goaway(self, frame):
        self.goaway = frame.error_code

    def _take_windowupdate(self, frame):
        if frame.stream_id == 0:
            self._window += frame.window_increment
        elif frame.stream_id in self._stream_windows:
            self._stream_windows[frame.stream_id] += frame.window_increment

    def _take_rststream(self, frame):
        self.answers[frame.stream_id].reset_code = frame.error_code

    def _take_headers(self, frame):
        self.answers[frame.stream_id].shape.append("HEADERS")
        self._block_ends = "END_STREAM" in frame.flags
        self._take_continuation(frame)

    def _take_continuation(self, frame):
        self._block += frame.data
        if "END_HEADERS" in frame.flags:
            answer = self.answers[frame.stream_id]
            answer.blocks.append(self.decoder.decode(self._block))
            answer.has_ended |= self._block_ends
            self._block = b""

    def _take_data(self, frame):
        answer = self.answers[frame.stream_id]
        answer.shape.append("DATA")
        answer.data += frame.data
        answer.data_lengths.append(len(frame.data))
        answer.has_ended |= "END_STREAM" in frame.flags
        if self.gives_credit and frame.flow_controlled_length:
            self.give_credit(frame.flow_controlled_length, 0)
            if not answer.has_ended:
                self.give_credit(frame.flow_controlled_length, frame.stream_id)

    def give_credit(self, byte_count, stream):
        self.send(frames.WindowUpdateFrame(stream, window_increment=byte_count))
