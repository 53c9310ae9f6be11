#!/usr/bin/env python3
"""What the audit log costs: a cached GetCode without it, in the buffered and in the durable mode, in one run.

    audit-cost.py [--bin FOLDER] [--rounds N] [--folder FOLDER]

Three servers of FOLDER/medcodesd (default .build/release) stand beside each other and are asked in turn by h2load; the
audit logs lie in --folder, whose disk the durable mode waits for. For each shape (connections × streams) the least server
CPU per call of all rounds counts, since noise only adds, and the best throughput. In the end every log is verified, and
has a line for each call.
"""

import argparse
import os
import pathlib
import re
import socket
import subprocess
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PATH = "/medcodes.v1.CodeCatalogService/GetCode"
# GetCodeRequest: key { system: CPT, code: "22849" }, view: BASIC; behind the prefix of a message.
REQUEST = b"\0\0\0\0\x0d" + b"\x0a\x09\x08\x01\x12\x0522849\x18\x01"
SHAPES = {"1 × 1": (1, 1, 5_000), "16 × 1": (16, 1, 20_000), "8 × 32": (8, 32, 100_000)}
MODES = {"off": [], "buffered": ["--audit-mode", "buffered"], "durable": ["--audit-mode", "durable"]}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary, mode, work, folder):
        self.port, self.log, self.calls = free_port(), folder / f"audit-cost-{mode}-{os.getpid()}.jsonl", 0
        audit = [] if mode == "off" else ["--audit-log", self.log, *MODES[mode]]
        self.process = subprocess.Popen(
            [binary, "serve", "--listen", f"127.0.0.1:{self.port}", "--store", f"sqlite:{work / 'catalog.sqlite'}",
             "--tls-certificate", work / "server.pem", "--tls-key", work / "server.key", "--search", "off", *audit],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout.readline().startswith("listening on")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, work, connections, streams, count):
        """Returns CPU µs per call and calls per second."""
        before = self.cpu_seconds()
        said = subprocess.run(
            ["h2load", "--tls13-ciphers=TLS_AES_128_GCM_SHA256", "-n", str(count), "-c", str(connections), "-m", str(streams),
             "-d", work / "body", "-H", "content-type: application/grpc", "-H", "te: trailers",
             f"https://127.0.0.1:{self.port}{PATH}"], capture_output=True, text=True, check=True).stdout
        assert f" {count} succeeded" in said, said
        self.calls += count
        return (self.cpu_seconds() - before) / count * 1e6, float(re.search(r"([\d.]+) req/s", said)[1])

    def stop(self):
        self.process.terminate()
        self.process.wait()


def check(binary, server):
    """Every call has its line, and every line is as it was written."""
    result = subprocess.run([binary, "audit", "verify", server.log], capture_output=True, text=True)
    assert result.returncode == 0, result
    with server.log.open() as lines:
        count = sum('"event":"call"' in line for line in lines)
    assert count == server.calls, (count, server.calls)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=PROJECT / ".build" / "release")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    binary = arguments.bin / "medcodesd"
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        subprocess.run([binary, "dev-certs", work], check=True, capture_output=True)
        subprocess.run([binary, "import", "--store", f"sqlite:{work / 'catalog.sqlite'}", "--format", "starter"],
                       check=True, capture_output=True)
        (work / "body").write_bytes(REQUEST)
        servers = {mode: Server(binary, mode, work, arguments.folder) for mode in MODES}
        try:
            for server in servers.values():
                server.load(work, 4, 8, 2_000)
            print(f"{'shape':<8}" + "".join(f"{mode + ' µs':>14}{'ratio':>7}{'calls/s':>10}{'ratio':>7}" for mode in MODES))
            for shape, (connections, streams, count) in SHAPES.items():
                best = {mode: (float("inf"), 0.0) for mode in MODES}
                for _ in range(arguments.rounds):
                    for mode, server in servers.items():
                        cost, rate = server.load(work, connections, streams, count)
                        best[mode] = (min(best[mode][0], cost), max(best[mode][1], rate))
                cost, rate = best["off"]
                print(f"{shape:<8}" + "".join(
                    f"{best[mode][0]:>14.2f}{best[mode][0] / cost:>7.2f}{best[mode][1]:>10.0f}{best[mode][1] / rate:>7.2f}"
                    for mode in MODES), flush=True)
        finally:
            for server in servers.values():
                server.stop()
        for mode, server in servers.items():
            if mode != "off":
                check(binary, server)
                server.log.unlink()
        print("each call has its line, and each line is as it was written")


if __name__ == "__main__":
    main()
