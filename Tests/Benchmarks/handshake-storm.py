#!/usr/bin/env python3
"""How long calls on a standing connection take while others shake hands without end.

    BENCHMARKS=1 swift build -c release --product fixed-reply-server
    Tests/Benchmarks/handshake-storm.py .build/release/fixed-reply-server [OTHER-BUILD …] [--seconds N] [--rounds N]

The server has an RSA key of 4,096 bits, whose signature takes milliseconds. The storm is as cheap for a peer as it can be:
one hello, always the same, sent on many connections at once, each closed when the server has answered. Every call waits
for the one before; times are milliseconds. Rounds go through the builds in turn, the median of each figure counts.
Needs the openssl program.
"""

import argparse
import multiprocessing
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

import hpack

CONNECTIONS_AT_ONCE = 64
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags, stream, payload):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


class Client:
    """Calls one after the other on one connection."""

    def __init__(self, address, authority):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(authority)
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection(address), server_hostname="localhost")
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(PREFACE + frame(4, 0, 0, b"") + frame(8, 0, 0, (1 << 30).to_bytes(4, "big")))
        self.encoder, self.stream, self.received = hpack.Encoder(), -1, b""

    def call(self):
        self.stream += 2
        fields = [(":method", "POST"), (":scheme", "https"), (":path", "/benchmark.Service/Get"),
                  (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc")]
        self.socket.sendall(frame(1, 4, self.stream, self.encoder.encode(fields)) + frame(0, 1, self.stream, bytes(5)))
        while not self.has_end():
            self.received += self.socket.recv(1 << 16)

    def has_end(self):
        while len(self.received) >= 9:
            length = int.from_bytes(self.received[:3], "big")
            if len(self.received) < 9 + length:
                return False
            kind, flags, stream = self.received[3], self.received[4], int.from_bytes(self.received[5:9], "big")
            self.received = self.received[9 + length:]
            if kind == 1 and flags & 1 and stream == self.stream:
                return True
        return False


def start(command):
    """Starts the server on a free port, which replaces PORT, and waits until it listens. Gives process and address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = probe.getsockname()
    process = subprocess.Popen([part.replace("PORT", str(address[1])) for part in command])
    while process.poll() is None:
        try:
            socket.create_connection(address).close()
            return process, address
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise SystemExit(f"{command[0]} does not start")


def hello():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_alpn_protocols(["h2"])
    outgoing = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost").do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()


def storm(address, is_over, count):
    greeting = hello()
    while not is_over.is_set():
        peers = [socket.create_connection(address) for _ in range(CONNECTIONS_AT_ONCE)]
        for peer in peers:
            peer.sendall(greeting)
        for peer in peers:
            peer.settimeout(20)
            peer.recv(1)
            peer.close()
            with count.get_lock():
                count.value += 1


def call_times(client, seconds):
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        client.call()
        times.append((time.monotonic() - start) * 1000)
        time.sleep(0.002)
    times.sort()
    return statistics.median(times), times[len(times) * 99 // 100], times[-1]


def measure(program, folder, seconds):
    process, address = start([program, "127.0.0.1:PORT", f"{folder}/cert", f"{folder}/key", "100"])
    is_over, count = multiprocessing.Event(), multiprocessing.Value("i")
    attacker = multiprocessing.Process(target=storm, args=[address, is_over, count])
    try:
        client = Client(address, f"{folder}/cert")
        quiet = call_times(client, seconds)
        attacker.start()
        time.sleep(0.5)
        before = count.value
        stormy = call_times(client, seconds)
        return *quiet, *stormy, (count.value - before) / seconds
    finally:
        is_over.set()
        attacker.join(timeout=30)
        process.terminate()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:4096", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost", "-keyout", f"{folder}/key", "-out", f"{folder}/cert"],
            check=True, capture_output=True)
        results = {program: [] for program in options.programs}
        for _ in range(options.rounds):
            for program in options.programs:
                results[program].append(measure(program, folder, options.seconds))
    print(f"{'quiet p50':>10} {'p99':>7} {'max':>7} | {'storm p50':>10} {'p99':>7} {'max':>7} | {'handshakes/s':>12}  build")
    for program, rounds in results.items():
        figures = [statistics.median(column) for column in zip(*rounds)]
        print("{:10.2f} {:7.2f} {:7.2f} | {:10.2f} {:7.2f} {:7.2f} | {:12.0f}  {}".format(*figures, program))


if __name__ == "__main__":
    main()
