#!/usr/bin/env python3
"""What a code costs the server over LookupCodes, beside BatchGetCodes of 1,000: CPU µs per code, and their ratio.

    lookup-codes.py [--bin FOLDER] [--codes N] [--rounds N] [--window BYTES]

Serves a generated catalog of 20,000 codes with FOLDER/medcodesd (default .build/release), warms its cache, compares every
answer of the two calls, then times both in turn over one connection: N codes a round (default 200,000), so many rounds
(default 5), of which the least of each counts, since noise only adds. Requests and answers keep to the flow control of
HTTP/2 with windows of BYTES (default 1 MiB). The client writes messages in pieces as large as frames, as gRPC libraries do.
Needs the Python package h2.
"""

import argparse
import pathlib
import socket
import ssl
import subprocess
import tempfile

import h2.config
import h2.connection
import h2.events
import h2.settings

PROJECT = pathlib.Path(__file__).resolve().parents[2]
CODE_COUNT = 20_000
BATCH = 1_000
SERVICE = "/medcodes.v1.CodeCatalogService/"


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def fields(message):
    """The fields of a message as (number, varint or bytes)."""
    position = 0

    def read():
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while position < len(message):
        tag = read()
        if tag & 7 == 0:
            yield tag >> 3, read()
        else:
            length = read()
            yield tag >> 3, message[position:position + length]
            position += length


def framed(message):
    return b"\0" + len(message).to_bytes(4, "big") + message


def messages(body):
    position = 0
    while position < len(body):
        length = int.from_bytes(body[position + 1:position + 5], "big")
        yield body[position + 5:position + 5 + length]
        position += 5 + length


class Client:
    """One connection, one call at a time."""

    def __init__(self, address, authority, window):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=authority)
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection((host, int(port))), server_hostname="localhost")
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.http2 = h2.connection.H2Connection(h2.config.H2Configuration(validate_outbound_headers=False))
        self.http2.local_settings = h2.settings.Settings(
            client=True, initial_values={h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
        self.http2.initiate_connection()
        self.http2.increment_flow_control_window(window)
        self.flush()

    def flush(self):
        if data := self.http2.data_to_send():
            self.socket.sendall(data)

    def call(self, method, body, keep=True):
        """Sends the body as fast as the windows allow, and returns what comes back; the status must be OK."""
        stream = self.http2.get_next_available_stream_id()
        self.http2.send_headers(stream, [
            (":method", "POST"), (":scheme", "https"), (":path", SERVICE + method), (":authority", "localhost"),
            ("te", "trailers"), ("content-type", "application/grpc")])
        rest, answer, status, byte_count = memoryview(body), [], None, 0
        while status is None:
            while rest and (room := min(len(rest), self.http2.local_flow_control_window(stream),
                                        self.http2.max_outbound_frame_size)) > 0:
                self.http2.send_data(stream, bytes(rest[:room]), end_stream=room == len(rest))
                rest = rest[room:]
            self.flush()
            for event in self.http2.receive_data(self.socket.recv(1 << 18)):
                if isinstance(event, h2.events.DataReceived):
                    if keep:
                        answer.append(event.data)
                    byte_count += len(event.data)
                    self.http2.acknowledge_received_data(event.flow_controlled_length, stream)
                elif isinstance(event, (h2.events.TrailersReceived, h2.events.ResponseReceived)):
                    status = dict(event.headers).get(b"grpc-status", status)
                elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
                    raise SystemExit(f"{method}: {event}")
        self.flush()
        assert status == b"0", f"{method}: grpc-status {status}"
        return b"".join(answer) if keep else byte_count


def cpu_seconds(process):
    """What all threads of a process have used so far."""
    total = 0
    for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def make_store(binary, folder):
    rows = []
    for number in range(CODE_COUNT):
        code, text = f"Z{number:06d}", f"Placing of synthetic part {number} with a device that does not exist, open approach"
        rows.append(f"{number % 100_000:05d} {code:<7} 1 {text[:60]:<60} {text}\n")
    (folder / "order.txt").write_text("".join(rows))
    store = folder / "catalog.sqlite"
    subprocess.run(
        [binary, "import", "--store", f"sqlite:{store}", "--format", "icd10-pcs-order", "--effective", "2020-10-01",
         "--release", "R1", folder / "order.txt"], check=True, capture_output=True)
    return store


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--bin", type=pathlib.Path, default=PROJECT / ".build" / "release")
    parser.add_argument("--codes", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--window", type=int, default=1 << 20)
    options = parser.parse_args()
    binary = options.bin / "medcodesd"
    keys = [b"\x08\x03" + field(2, f"Z{number:06d}".encode()) for number in range(CODE_COUNT)]
    batches = [framed(b"".join(field(1, key) for key in keys[start:start + BATCH]))
               for start in range(0, CODE_COUNT, BATCH)]
    repeats = max(1, options.codes // CODE_COUNT)
    lookups = b"".join(framed((b"\x08" + varint(index) if index else b"") + field(2, key))
                       for index, key in enumerate(keys * repeats))

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        store = make_store(binary, folder)
        subprocess.run([binary, "dev-certs", folder / "certificates"], check=True, capture_output=True)
        process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}", "--tls-certificate",
             folder / "certificates" / "server.pem", "--tls-key", folder / "certificates" / "server.key"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            address = process.stdout.readline().split()[-1]
            client = Client(address, folder / "certificates" / "ca.pem", options.window)
            wanted = []
            for batch in batches * 2:
                body = client.call("BatchGetCodes", batch)
                wanted += [content for number, content in fields(body[5:]) if number == 1]
            del wanted[:CODE_COUNT]
            count = 0
            for index, message in enumerate(messages(client.call("LookupCodes", lookups))):
                answer = dict(fields(message))
                assert answer.get(1, 0) == index and answer[2] == wanted[index % CODE_COUNT], f"answer {index} differs"
                count += 1
            assert count == CODE_COUNT * repeats, f"{count} answers"
            print(f"{count} answers are the same by both calls")

            best = {}
            for _ in range(options.rounds):
                for method, bodies in (("BatchGetCodes", batches * repeats), ("LookupCodes", [lookups])):
                    before = cpu_seconds(process)
                    for body in bodies:
                        client.call(method, body, keep=False)
                    cost = (cpu_seconds(process) - before) / count * 1e6
                    best[method] = min(best.get(method, cost), cost)
            for method, cost in best.items():
                print(f"{method:<14} {cost:6.3f} µs of server CPU per code")
            print(f"{'ratio':<14} {best['LookupCodes'] / best['BatchGetCodes']:6.3f}")
        finally:
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    main()
