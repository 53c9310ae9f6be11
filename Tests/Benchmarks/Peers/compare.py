#!/usr/bin/env python3
"""medcodesd beside its peers: grpc-swift-2, grpc C++ and nghttpd, all answering one GetCode with the same bytes.

    Tests/Benchmarks/Peers/compare.py [--rounds N] [--seconds N] [--only NAME,…] [--scratch FOLDER]

Builds medcodesd and the peers beside this script (release), starts all servers, checks that each answers what medcodesd
answers, then loads them in turn with h2load at three shapes: 1 connection x 1 stream, 16 x 1, 8 x 32. medcodesd is the whole
product: its catalog, cache, limits and counters; the peers do nothing but send the bytes. All speak TLS 1.3 with
AES-128-GCM. Prints a Markdown table:

    CPU        user and system time of the server's process per request, in µs; the round with the least counts, since noise
               only adds
    of ours    that figure over medcodesd's
    requests/s, p50, p99
               of that round, as h2load saw them; h2load has one of the machine's cores, and its log of every request
    calls      system calls of the server's process per request, counted by the kernel (perf stat) in a run of its own; –
               where the kernel does not let us
    memory     resident MiB after the start, and at most under load

Needs h2load, nghttpd and nghttp (nghttp2-client, nghttp2-server), openssl, perf (linux-perf), and for the peers g++, pkg-config and
libgrpc++-dev; a peer that cannot be built is left out, and said so.
"""

import argparse
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
PATH = "/medcodes.v1.CodeCatalogService/GetCode"
# GetCodeRequest: key { system: CPT, code: "22850" }, view: FULL; a code of the catalog made below.
REQUEST = b"\x0a\x09\x08\x01\x12\x0522850\x18\x02"
SHAPES = [(1, 1), (16, 1), (8, 32)]
WARM_UP_REQUESTS = 3_000


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, **options)


# --- Building ---------------------------------------------------------------------------------------------------------


def build_medcodesd(_):
    run("swift", "build", "--package-path", PROJECT, "-c", "release", "--product", "medcodesd", "--quiet", stdout=sys.stderr)
    return PROJECT / ".build" / "release" / "medcodesd"


def build_grpc_swift(scratch):
    folder = scratch / "grpc-swift"
    run("swift", "build", "--package-path", HERE / "grpc-swift", "--scratch-path", folder, "-c", "release", "--quiet",
        stdout=sys.stderr)
    return folder / "release" / "fixed-reply-grpc-swift"


def build_grpc_cpp(scratch):
    program, source = scratch / "fixed-reply-grpc-cpp", HERE / "grpc-cpp" / "fixed_reply_server.cc"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        flags = run("pkg-config", "--cflags", "--libs", "grpc++", capture_output=True, text=True).stdout.split()
        run("g++", "-std=c++17", "-O2", "-o", program, source, *flags)
    return program


def find_nghttpd(_):
    found = shutil.which("nghttpd")
    if not found:
        raise FileNotFoundError("nghttpd is not installed")
    return found


# --- Servers ----------------------------------------------------------------------------------------------------------


class Server:
    """A running server, its processor time and its memory."""

    def __init__(self, name, command, port, path):
        self.name, self.port, self.path = name, port, path
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(part) for part in command], stdout=self.log, stderr=self.log)
        # CPUCLOCK_SCHED of the process (clock_getcpuclockid(3)): nanoseconds, threads that have ended included.
        self.clock = ~self.process.pid << 3 | 2

    def wait_until_listening(self):
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.log.seek(0)
        raise SystemExit(f"{self.name} does not listen:\n{self.log.read().decode(errors='replace')}")

    def cpu_seconds(self):
        return time.clock_gettime(self.clock)

    def memory(self, field):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(work):
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", work / "key",
        "-out", work / "cert", capture_output=True)


def make_catalog(medcodesd, work):
    """The beginning of a page of the starter catalog, under a code of its own: 1.6 KB, as most procedures have."""
    page = PROJECT / "Sources/CatalogImport/StarterCatalog/pages/spinal-hardware-reinsertion.txt"
    (work / "page.txt").write_text("".join(page.read_text().splitlines(keepends=True)[:38]))
    run(medcodesd, "import", "--store", f"sqlite:{work}/catalog.sqlite", "--format", "pages", "--system", "cpt", "--code",
        "22850", work / "page.txt", capture_output=True)


def answer(server, work):
    """The reply's body, gRPC prefix included."""
    headers = ["-H", ":method: POST", "-H", "content-type: application/grpc", "-H", "te: trailers", "-d", work / "body"]
    url = f"https://127.0.0.1:{server.port}{server.path}"
    return run("nghttp", "--no-verify-peer", *(headers if server.path == PATH else []), url, capture_output=True).stdout


# --- Measuring --------------------------------------------------------------------------------------------------------


def load_command(server, work, count, connections, streams, *more):
    headers = ["-d", work / "body", "-H", "content-type: application/grpc", "-H", "te: trailers"]
    return ["h2load", "--tls13-ciphers=TLS_AES_128_GCM_SHA256", "-n", count, "-c", connections, "-m", streams, *more,
            *(headers if server.path == PATH else []), f"https://127.0.0.1:{server.port}{server.path}"]


def load(server, work, count, connections, streams, *more):
    said = run(*load_command(server, work, count, connections, streams, *more), capture_output=True, text=True).stdout
    if f" {count} succeeded" not in said:
        raise SystemExit(f"{server.name} failed requests:\n{said}")
    return said


def measure(server, work, count, connections, streams):
    """One round: CPU µs per request, requests per second, p50 and p99 in µs."""
    log = work / "requests.log"
    log.unlink(missing_ok=True)
    before = server.cpu_seconds()
    said = load(server, work, count, connections, streams, f"--log-file={log}")
    cpu = (server.cpu_seconds() - before) / count * 1e6
    times = sorted(int(line.split("\t")[2]) for line in log.read_text().splitlines())
    percentiles = statistics.quantiles(times, n=100)
    return cpu, float(re.search(r"([\d.]+) req/s", said)[1]), percentiles[49], percentiles[98]


def system_calls(server, work, count, connections, streams):
    """System calls per request, the connections' own included, as text."""
    said = subprocess.run(
        ["perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "-p", str(server.process.pid), "--",
         *map(str, load_command(server, work, count, connections, streams))], capture_output=True, text=True).stderr
    counted = re.search(r"^(\d+),,raw_syscalls", said, re.MULTILINE)
    return f"{int(counted[1]) / count:.2f}" if counted else "–"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=2.5, help="how long a round of a server takes, about")
    options.add_argument("--only", default="", help="these peers, separated by commas")
    options.add_argument("--scratch", type=pathlib.Path, default=PROJECT / ".build" / "peers")
    options = options.parse_args()
    options.scratch.mkdir(parents=True, exist_ok=True)

    builders = {"medcodesd": build_medcodesd, "nghttpd": find_nghttpd, "grpc C++": build_grpc_cpp,
                "grpc-swift-2": build_grpc_swift}
    programs = {}
    for name, build in builders.items():
        if name != "medcodesd" and options.only and name not in options.only.split(","):
            continue
        say(f"building {name}")
        try:
            programs[name] = build(options.scratch)
        except (subprocess.CalledProcessError, FileNotFoundError) as error:
            if name == "medcodesd":
                raise
            say(f"{name} is left out: {error}")

    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        make_certificate(work)
        make_catalog(programs["medcodesd"], work)
        (work / "body").write_bytes(b"\0" + len(REQUEST).to_bytes(4, "big") + REQUEST)
        servers = []
        try:
            compare(start(programs, work, servers), work, options)
        finally:
            for server in servers:
                server.stop()


def start(programs, work, servers):
    """Starts all servers, ours first, which tells the others what to answer."""
    for name, program in programs.items():
        port = free_port()
        tls = (work / "cert", work / "key")
        command = {
            "medcodesd": [program, "serve", "--listen", f"127.0.0.1:{port}", "--store", f"sqlite:{work}/catalog.sqlite",
                          "--tls-certificate", tls[0], "--tls-key", tls[1]],
            "nghttpd": [program, "-n2", "-d", work, "--address", "127.0.0.1", port, tls[1], tls[0]],
        }.get(name, [program, port, *tls, work / "message"])
        server = Server(name, command, port, "/reply" if name == "nghttpd" else PATH)
        servers.append(server)
        server.wait_until_listening()
        body = answer(server, work)
        if name == "medcodesd":
            assert body[0] == 0 and int.from_bytes(body[1:5], "big") == len(body) - 5 > 1_000, body[:100]
            (work / "reply").write_bytes(body)
            (work / "message").write_bytes(body[5:])
        elif body != (work / "reply").read_bytes():
            raise SystemExit(f"{name} does not answer what medcodesd answers: {body[:100]}")
    say(f"reply body: {(work / 'reply').stat().st_size} bytes")
    return servers


def compare(servers, work, options):
    idle = {server.name: server.memory("VmRSS") for server in servers}
    print("| connections × streams | server | CPU | of ours | requests/s | p50 | p99 | calls | memory |")
    print("|---|---|---|---|---|---|---|---|---|")
    for connections, streams in SHAPES:
        counts = {}
        for server in servers:
            rate = measure(server, work, WARM_UP_REQUESTS, connections, streams)[1]
            counts[server.name] = max(WARM_UP_REQUESTS, int(rate * options.seconds))
        rounds = {server.name: [] for server in servers}
        for _ in range(options.rounds):
            for server in servers:
                rounds[server.name].append(measure(server, work, counts[server.name], connections, streams))
        best = {name: min(measured) for name, measured in rounds.items()}
        for server in servers:
            cpu, rate, p50, p99 = best[server.name]
            calls = system_calls(server, work, counts[server.name] // 4, connections, streams)
            print(f"| {connections} × {streams} | {server.name} | {cpu:.1f} µs | {cpu / best['medcodesd'][0]:.2f} "
                  f"| {rate:,.0f} | {p50:,.0f} µs | {p99:,.0f} µs | {calls} "
                  f"| {idle[server.name]:.0f} → {server.memory('VmHWM'):.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
