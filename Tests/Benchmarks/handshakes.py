#!/usr/bin/env python3
"""What a TLS handshake costs the server: in full, and resumed with a session ticket (decision 0001 of RPCTransport).

    BENCHMARKS=1 swift build -c release --product fixed-reply-server
    Tests/Benchmarks/handshakes.py .build/release/fixed-reply-server [--count N] [--rounds N]

Every client connects, exchanges a PING and closes. Rounds alternate between the kinds, and the best of each counts, since
noise only adds. Times are CPU of the server's process, bytes those on the wire in both directions. Needs the openssl
program and Linux.
"""

import argparse
import os
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
PING = b"\0\0\x08\6\0\0\0\0\0" + b"8 bytes."
IDLE_CONNECTIONS = 500


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_certificates(folder):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=authority", "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem")
    for name, key in (("p256", ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")), ("rsa2048", ("rsa:2048",)),
                      ("client", ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"))):
        openssl("req", "-newkey", *key, "-nodes", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.csr")
        openssl("x509", "-req", "-in", f"{folder}/{name}.csr", "-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key",
                "-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", f"{folder}/{name}.pem")


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


class Server:
    def __init__(self, program, folder, key, tickets, asks_clients):
        self.folder = folder
        command = [program, "127.0.0.1:PORT", f"{folder}/{key}.pem", f"{folder}/{key}.key", "100", str(tickets)]
        self.process, self.address = start(command + ([f"{folder}/ca.pem"] if asks_clients else []))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.load_verify_locations(f"{folder}/ca.pem")
        self.context.load_cert_chain(f"{folder}/client.pem", f"{folder}/client.key")
        self.context.set_alpn_protocols(["h2"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def connect(self, session=None):
        """A connection on which the server has answered, its session, and the bytes that went both ways."""
        tcp = socket.create_connection(self.address)
        tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        incoming, outgoing, count = ssl.MemoryBIO(), ssl.MemoryBIO(), 0
        tls = self.context.wrap_bio(incoming, outgoing, server_hostname="localhost", session=session)

        def advance(step):
            nonlocal count
            while True:
                try:
                    result = step()
                except ssl.SSLWantReadError:
                    result = None
                data = outgoing.read()
                count += len(data)
                tcp.sendall(data)
                if result is not None:
                    return result
                data = tcp.recv(1 << 16)
                count += len(data)
                incoming.write(data)

        advance(lambda: tls.do_handshake() or True)
        tls.write(PREFACE + PING)
        data = b""
        while PING[9:] not in data:
            data += advance(lambda: tls.read(1 << 16))
        assert tls.session_reused == (session is not None)
        return tcp, tls.session, count

    def processor_seconds(self):
        """User and system time of all threads, by the process's own clock (clock_getcpuclockid(3))."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(server, count, resumes):
    """CPU seconds and bytes of one connection."""
    tcp, session, _ = server.connect()
    tcp.close()
    start = server.processor_seconds()
    for _ in range(count):
        tcp, newer, byte_count = server.connect(session if resumes else None)
        if resumes:
            session = newer
        tcp.close()
    return (server.processor_seconds() - start) / count, byte_count


def memory(server):
    """Bytes of the server's for each idle connection."""
    for _ in range(20):
        server.connect()[0].close()
    before = server.resident_bytes()
    standing = [server.connect()[0] for _ in range(IDLE_CONNECTIONS)]
    after = server.resident_bytes()
    for tcp in standing:
        tcp.close()
    return (after - before) / IDLE_CONNECTIONS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(folder)
        print(f"{'key':8} {'mutual':6} {'handshake':22} {'CPU us':>7} {'ratio':>6} {'bytes':>6} {'KB idle':>7}")
        for key in ("p256", "rsa2048"):
            for asks_clients in (False, True):
                compare(options, folder, key, asks_clients)


def compare(options, folder, key, asks_clients):
    kinds = [("full, no ticket", 0, False), ("full, 1 ticket given", 1, False), ("resumed, 1 ticket", 1, True)]
    results = {kind: [] for kind in kinds}
    idle = {}
    for _ in range(options.rounds):
        for kind in kinds:
            with Server(options.program, folder, key, kind[1], asks_clients) as server:
                measure(server, options.count // 10, kind[2])
                results[kind].append(measure(server, options.count, kind[2]))
                idle.setdefault(kind, []).append(memory(server))
    base = min(results[kinds[0]])[0]
    for kind in kinds:
        seconds = min(results[kind])[0]
        print(f"{key:8} {'yes' if asks_clients else 'no':6} {kind[0]:22} {seconds * 1e6:7.0f} {seconds / base:6.2f} "
              f"{results[kind][0][1]:6} {statistics.median(idle[kind]) / 1024:7.1f}", flush=True)


if __name__ == "__main__":
    main()
