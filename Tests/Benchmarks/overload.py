#!/usr/bin/env python3
"""A server that is asked three times as much as it can do: how much it still answers, how soon, and what it tells the rest.

    overload.py [--bin FOLDER] [--seconds S] [--rounds N] [--factor X] [--data FOLDER] [KIND…]

Serves the catalog of served-catalog.py with FOLDER/medcodesd (default .build/release) on one processor, and calls it from
another with a client that costs next to nothing (frame_client.py). Kinds of calls, all by default:

- `searches`: SearchCodes past the cache;
- `lookups`: GetCode past the cache, from the store.

For each, in turn: its capacity, as many calls as are answered when 32 are always under way; calls at a tenth of that rate;
and at X times (default 3) that rate, whatever the server does. A call's time counts from before it is written, so a server
that does not read is charged with what it held up. Rates and times are medians over the rounds. Answers from the cache are
not here: refusing one costs the server almost what answering it does, and no client on one processor can ask for three
times as many as a server on another answers.

During the overload a gRPC client asks once in a while, and what it is told is checked: an answer, or RESOURCE_EXHAUSTED
with RetryInfo.
"""

import argparse
import contextlib
import importlib
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile
import threading
import time

import grpc
from google.rpc import error_details_pb2, status_pb2

import frame_client

catalog = importlib.import_module("served-catalog")
CONNECTIONS = 16


class Server:
    """medcodesd on some processors, on all for None."""

    def __init__(self, binary, store, certificates, *arguments, processors="0"):
        self.authority = certificates / "ca.pem"
        self.process = subprocess.Popen(
            [*(["taskset", "-c", processors] if processors else []), binary, "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}",
             "--tls-certificate", certificates / "server.pem", "--tls-key", certificates / "server.key", *arguments],
            stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)

    def cpu_seconds(self):
        """What all threads have used so far; in steps of a clock tick."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def capacity(self, requests, seconds):
        """Calls answered in a second when 32 are always under way."""
        end = time.perf_counter() + seconds
        taken, latencies = frame_client.run(
            self.address, self.authority, iter(lambda: next(requests) if time.perf_counter() < end else None, None),
            CONNECTIONS, 2)
        return len(latencies) / taken

    def at_rate(self, requests, rate, seconds, connections=CONNECTIONS):
        return frame_client.run_at_rate(self.address, self.authority, requests, rate, seconds, connections)


class Witness:
    """A gRPC client that calls now and then, and keeps what it is told."""

    def __init__(self, server, request):
        credentials = grpc.ssl_channel_credentials(server.authority.read_bytes())
        self.channel = grpc.secure_channel(server.address, credentials, [("grpc.enable_retries", 0)])
        self.call = self.channel.unary_unary(request.path)
        self.message, self.told, self.is_over = request.message, {}, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        self.channel.close()

    def run(self):
        while not self.is_over.wait(0.05):
            try:
                self.call(self.message, timeout=30)
                word = "OK"
            except grpc.RpcError as error:
                word = f"{error.code().name} {self.advice(error)}"
            self.told[word] = self.told.get(word, 0) + 1

    @staticmethod
    def advice(error):
        for name, value in error.trailing_metadata() or ():
            if name == "grpc-status-details-bin":
                details = status_pb2.Status.FromString(value).details
                return "with RetryInfo" if any(d.Is(error_details_pb2.RetryInfo.DESCRIPTOR) for d in details) else ""
        return ""


@contextlib.contextmanager
def free_port():
    """A port that nobody listens on, as far as that can be told."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def endless(requests):
    while True:
        yield from requests


def measure(name, server, requests, options):
    requests = endless(requests)
    server.capacity(requests, options.seconds)  # Warm.
    before = server.resident_megabytes()
    rows, told, memory = [], {}, []
    for _ in range(options.rounds):
        peak = server.capacity(requests, options.seconds)
        calm = server.at_rate(requests, peak / 10, options.seconds)
        with Witness(server, next(requests)) as witness:
            storm = server.at_rate(requests, peak * options.factor, options.seconds)
        memory.append(server.resident_megabytes())
        for word, count in witness.told.items():
            told[word] = told.get(word, 0) + count
        rows.append((peak, calm.percentile(.99), storm.goodput / peak, storm.offered / peak, storm.percentile(.5),
                     storm.percentile(.99), storm.refused / max(storm.refused + len(storm.latencies), 1)))
        time.sleep(1)
    peak, calm, goodput, offered, p50, p99, refused = (statistics.median(column) for column in zip(*rows))
    print(f"{name}: capacity {peak:.0f}/s; p99 at a tenth {calm * 1000:.1f} ms; asked {offered:.1f} times that: goodput "
          f"{goodput:.0%}, p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms ({p99 / calm:.1f} times), {refused:.0%} "
          f"refused; memory {before:.0f} MB before, {', '.join(f'{size:.0f}' for size in memory)} after each round")
    print(f"  a client was told: {', '.join(f'{word} {count}' for word, count in sorted(told.items()))}", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--bin", type=pathlib.Path, default=catalog.PROJECT / ".build" / "release")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--factor", type=float, default=3)
    parser.add_argument("--data", type=pathlib.Path, default=catalog.PROJECT.parent / "shared")
    parser.add_argument("kinds", nargs="*", default=["searches", "lookups"])
    options = parser.parse_args()
    binary = options.bin / "medcodesd"
    with tempfile.TemporaryDirectory() as name:
        store, codes, queries = catalog.make_store(binary, pathlib.Path(name), options.data)
        certificates = pathlib.Path(name) / "certificates"
        subprocess.run([binary, "dev-certs", certificates], check=True, capture_output=True)
        os.sched_setaffinity(0, {1})
        kinds = {"searches": [catalog.search(query) for query in queries],
                 "lookups": [catalog.get_code(*code) for code in codes]}
        for kind in options.kinds:
            with Server(binary, store, certificates, "--cache-size", "0") as server:
                frame_client.run(server.address, server.authority, [catalog.search("settle")], 1, 1)
                measure(kind, server, kinds[kind], options)


if __name__ == "__main__":
    main()
