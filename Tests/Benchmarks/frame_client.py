"""A client that costs next to nothing: requests are frames made beforehand, of answers only the frame heads are read.

For measuring servers with any mix of requests, which h2load does not send. Windows are as large as HTTP/2 has them, so
a connection is good for 2 GiB of answers.
"""

import select
import socket
import ssl
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
WINDOW = (1 << 31) - 1
DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK = 1, 1


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + payload


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


class Request:
    """A unary call, ready but for its stream's number."""

    def __init__(self, path, message):
        self.path, self.message = path, message
        headers = b"\x83\x87"  # :method POST, :scheme https; the others in full, without Huffman codes or the table.
        for name, value in ((":path", path), (":authority", "localhost"), ("te", "trailers"),
                            ("content-type", "application/grpc")):
            headers += b"\0" + bytes((len(name),)) + name.encode() + bytes((len(value),)) + value.encode()
        body = b"\0" + len(message).to_bytes(4, "big") + message
        self.head = frame(HEADERS, 4, 0, headers)[:5]
        self.middle = headers + frame(DATA, END_STREAM, 0, body)[:5]
        self.body = body

    def on(self, stream):
        number = stream.to_bytes(4, "big")
        return b"".join((self.head, number, self.middle, number, self.body))


class Connection:
    """One connection with some calls under way. `finished` is told each answer's latency in seconds, and `failed`, where
    calls may fail, is called for each that does."""

    def __init__(self, address, authority, finished, failed=None):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=authority)
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection((host, int(port))), server_hostname="localhost")
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(
            PREFACE + frame(SETTINGS, 0, 0, b"\0\4" + WINDOW.to_bytes(4, "big"))
            + frame(WINDOW_UPDATE, 0, 0, (WINDOW - 65_535).to_bytes(4, "big")))
        self.socket.setblocking(False)
        self.finished, self.failed = finished, failed
        self.buffer, self.began, self.answered, self.stream = b"", {}, set(), 1

    def send(self, requests):
        """Begins calls; what is sent at once must fit in the socket's buffer."""
        pieces, now = [], time.perf_counter()
        for request in requests:
            pieces.append(request.on(self.stream))
            self.began[self.stream] = now
            self.stream += 2
        self.socket.setblocking(True)
        self.socket.sendall(b"".join(pieces))
        self.socket.setblocking(False)

    def receive(self):
        """Reads what has come; returns how many calls ended."""
        count, replies = 0, b""
        while True:
            try:
                data = self.socket.recv(1 << 17)
            except ssl.SSLWantReadError:
                break
            if not data:
                raise ConnectionError("the server has closed the connection")
            self.buffer += data
        buffer, position, now = self.buffer, 0, time.perf_counter()
        while len(buffer) - position >= 9:
            end = position + 9 + int.from_bytes(buffer[position:position + 3], "big")
            if end > len(buffer):
                break
            kind, flags = buffer[position + 3], buffer[position + 4]
            if kind == DATA:
                self.answered.add(buffer[position + 5:position + 9])
            elif kind == HEADERS and flags & END_STREAM:
                # The trailers of an error come alone, without a message before them.
                stream = buffer[position + 5:position + 9]
                began = self.began.pop(int.from_bytes(stream, "big"))
                count += 1
                if stream in self.answered:
                    self.answered.remove(stream)
                    self.finished(now - began)
                elif self.failed:
                    self.failed()
                else:
                    raise ConnectionError("a call has failed")
            elif kind in (RESET, GOAWAY):
                raise ConnectionError(f"the server sent frame {kind}: {buffer[position:end]!r}")
            elif kind in (SETTINGS, PING) and not flags & ACK:
                replies += frame(kind, ACK, 0, buffer[position + 9:end] if kind == PING else b"")
            position = end
        self.buffer = buffer[position:]
        if replies:
            self.socket.sendall(replies)
        return count


def run(address, authority, requests, connections, streams):
    """Makes all the calls, so many at a time; returns the seconds it took and all latencies, in seconds."""
    latencies = []
    links = [Connection(address, authority, latencies.append) for _ in range(connections)]
    rest, total = iter(requests), 0
    poll = select.epoll()
    by_descriptor = {link.socket.fileno(): link for link in links}

    def next_requests(count):
        return [request for _, request in zip(range(count), rest)]

    began = time.perf_counter()
    for link in links:
        first = next_requests(streams)
        total += len(first)
        link.send(first)
        poll.register(link.socket.fileno(), select.EPOLLIN)
    while len(latencies) < total:
        for descriptor, _ in poll.poll(10):
            link = by_descriptor[descriptor]
            if following := next_requests(link.receive()):
                total += len(following)
                link.send(following)
    seconds = time.perf_counter() - began
    poll.close()
    for link in links:
        link.socket.close()
    return seconds, latencies


class Outcome:
    """What became of calls that were made at a rate, in seconds and calls per second."""

    def __init__(self):
        self.latencies, self.refused, self.offered, self.goodput = [], 0, 0, 0

    def refuse(self):
        self.refused += 1

    def percentile(self, part):
        return sorted(self.latencies)[int(len(self.latencies) * part)] if self.latencies else float("inf")


def run_at_rate(address, authority, requests, rate, seconds, connections):
    """Makes calls at a rate, whatever becomes of them, over connections in turn; then waits for all of them. Where the
    client itself cannot keep the rate, it leaves calls out; the outcome tells the rate it reached."""
    outcome = Outcome()
    links = [Connection(address, authority, outcome.latencies.append, outcome.refuse) for _ in range(connections)]
    by_descriptor = {link.socket.fileno(): link for link in links}
    poll = select.epoll()
    for descriptor in by_descriptor:
        poll.register(descriptor, select.EPOLLIN)
    sent, due, began = 0, 0.0, time.perf_counter()
    last = began
    while (now := time.perf_counter()) - began < seconds:
        due = min(due + (now - last) * rate, max(rate / 100, 1))
        last = now
        # At most a call for each connection, so that answers are read in between.
        for _ in range(min(int(due), connections)):
            links[sent % connections].send([next(requests)])
            sent, due = sent + 1, due - 1
        for descriptor, _ in poll.poll(0 if due >= 1 else (1 - due) / rate):
            by_descriptor[descriptor].receive()
    taken = time.perf_counter() - began
    outcome.offered, outcome.goodput = sent / taken, len(outcome.latencies) / taken
    while any(link.began for link in links):
        for descriptor, _ in poll.poll(10):
            by_descriptor[descriptor].receive()
    poll.close()
    for link in links:
        link.socket.close()
    return outcome
