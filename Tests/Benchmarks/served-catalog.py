#!/usr/bin/env python3
"""What a served catalog costs: many codes beside one, searches from the cache and past it, memory, and the start.

    served-catalog.py [--bin FOLDER] [--rounds N] [--data FOLDER]

Serves the ICD-10 order files of FOLDER (default ../shared/data beside the checkout; else 20,000 generated codes) with
FOLDER/medcodesd (default .build/release) and one client of its own for all figures (frame_client.py):

- GetCode of one code, and of 20,000 codes that are asked for as Zipf's law with exponent 0.9 has it: server CPU per call;
- SearchCodes of one query, from the cache, and of queries that were never asked before, on 16 connections;
- the server's memory above that of its idle state, and the time from its start until it listens.

Rounds alternate between what is compared, and the least of each counts, since noise only adds. Everything was asked for
once before it is timed. Answers are checked to be answers; what they say, the tests check.
"""

import argparse
import bisect
import gzip
import itertools
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

import frame_client
from frame_client import Request, field

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SERVICE = "/medcodes.v1.CodeCatalogService/"
CODE_COUNT = 20_000
SHAPES = {"b, 16 × 1": (16, 1, 60_000), "c, 8 × 32": (8, 32, 200_000)}


def import_file(binary, store, kind, path):
    subprocess.run(
        [binary, "import", "--store", f"sqlite:{store}", "--format", f"icd10-{kind}-order", "--effective", "2020-10-01",
         "--release", "R1", path], check=True, capture_output=True)


def make_store(binary, folder, data):
    """The store, its codes as (system, code), and queries; of the official files where these are."""
    store = folder / "catalog.sqlite"
    if not (data / "data" / "icd10pcs_order.txt.gz").exists():
        print("the official files are not there: 20,000 generated codes take their place")
        codes = [f"Z{number:06d}" for number in range(CODE_COUNT)]
        text = "Placing of synthetic part {} with a device that does not exist, open approach"
        (folder / "order.txt").write_text("".join(
            f"{number % 100_000:05d} {code:<7} 1 {text.format(number)[:60]:<60} {text.format(number)}\n"
            for number, code in enumerate(codes)))
        import_file(binary, store, "pcs", folder / "order.txt")
        return store, [(3, code) for code in codes], [f"synthetic part {number}" for number in range(6_000)]
    import_file(binary, store, "pcs", data / "data" / "icd10pcs_order.txt.gz")
    import_file(binary, store, "cm", data / "data" / "icd10cm_order.txt.gz")
    codes = []
    for system, kind in ((3, "pcs"), (4, "cm")):
        with gzip.open(data / "data" / f"icd10{kind}_order.txt.gz", "rt") as rows:
            codes += [(system, row[6:13].strip()) for row in rows if row[14] == "1"]
    with open(data / "search" / "queries_dev.tsv") as rows:
        queries = sorted({line.split("\t")[2] for line in itertools.islice(rows, 1, None)})
    return store, random.Random(1).sample(codes, CODE_COUNT), queries


def get_code(system, code):
    return Request(SERVICE + "GetCode", field(1, bytes((8, system)) + field(2, code.encode())) + b"\x18\x01")


def search(query):
    return Request(SERVICE + "SearchCodes", field(1, query.encode()))


def zipf(requests, exponent, count, seed):
    """So many requests, the one of rank r with a weight of 1/r^exponent."""
    total = list(itertools.accumulate(1 / rank ** exponent for rank in range(1, len(requests) + 1)))
    source = random.Random(seed)
    return [requests[bisect.bisect(total, source.random() * total[-1])] for _ in range(count)]


class Server:
    def __init__(self, binary, store, certificates):
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--store", f"sqlite:{store}", "--tls-certificate",
             certificates / "server.pem", "--tls-key", certificates / "server.key"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]
        self.start_milliseconds = (time.perf_counter() - began) * 1000
        self.authority = certificates / "ca.pem"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def run(self, requests, connections, streams):
        """CPU µs of the server and seconds per call, and all latencies."""
        before = self.cpu_seconds()
        seconds, latencies = frame_client.run(self.address, self.authority, requests, connections, streams)
        count = len(latencies)
        assert count == len(requests), f"{count} answers to {len(requests)} calls"
        return (self.cpu_seconds() - before) / count * 1e6, seconds / count, latencies

    def cpu_seconds(self):
        """What all threads have used so far, those that have ended included; in steps of a clock tick."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, name="VmRSS"):
        """Mebibytes: resident now, or at most so far (VmHWM)."""
        with open(f"/proc/{self.process.pid}/status") as lines:
            return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))

    def reset_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def settle(self):
        """Returns when the index is built and the processor is at rest."""
        self.run([search("settle")], 1, 1)
        used = -1.0
        while (now := self.cpu_seconds()) - used > 0.02:
            used = now
            time.sleep(0.5)


def percentile(values, part):
    return sorted(values)[int(len(values) * part)] * 1000


def compare(server, rounds, shape, kinds):
    """The least CPU and time of each kind of requests, in turn."""
    connections, streams, count = SHAPES[shape]
    best = {}
    for turn in range(rounds):
        for name, make in kinds.items():
            cpu, seconds, _ = server.run(make(count, turn), connections, streams)
            old = best.get(name, (cpu, seconds))
            best[name] = (min(old[0], cpu), min(old[1], seconds))
    for name, (cpu, seconds) in best.items():
        print(f"  {name:<28} {cpu:7.2f} µs {1 / seconds:9.0f} /s")
    (first, _), (second, _) = best.values()
    return second / first


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--bin", type=pathlib.Path, default=PROJECT / ".build" / "release")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=pathlib.Path, default=PROJECT.parent / "shared")
    options = parser.parse_args()
    binary = options.bin / "medcodesd"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        store, codes, queries = make_store(binary, folder, options.data)
        certificates = folder / "certificates"
        subprocess.run([binary, "dev-certs", certificates], check=True, capture_output=True)
        starts = []
        for _ in range(5):
            with Server(binary, store, certificates) as server:
                starts.append(server.start_milliseconds)
        print(f"start until it listens: {min(starts):.0f} ms at best, {statistics.median(starts):.0f} ms in the middle, "
              f"of {len(starts)} starts")
        with Server(binary, store, certificates) as server:
            measure(server, codes, queries, options.rounds)


def measure(server, codes, queries, rounds):
    server.settle()
    idle = server.memory()
    server.reset_peak()
    many = [get_code(*code) for code in codes]
    server.run(many, 8, 32)
    for shape in SHAPES:
        print(f"GetCode, basic view, {shape}: server CPU and calls")
        ratio = compare(server, rounds, shape, {
            "one code": lambda count, _: [many[0]] * count,
            f"{CODE_COUNT} codes, Zipf 0.9": lambda count, seed: zipf(many, 0.9, count, seed)})
        print(f"  ratio {ratio:.2f}")
    print(f"memory: {idle:.0f} MB idle, at most {server.memory('VmHWM') - idle:.1f} MB more under this load")

    print("SearchCodes from the cache beside GetCode, c, 8 × 32: server CPU and calls")
    query = search(queries[0])
    ratio = compare(server, rounds, "c, 8 × 32", {
        "GetCode": lambda count, _: [many[0]] * count, "SearchCodes, cached": lambda count, _: [query] * count})
    print(f"  ratio {ratio:.2f}")
    server.reset_peak()
    random.Random(2).shuffle(queries)
    cpu, seconds, latencies = server.run([search(query) for query in queries], 16, 1)
    print(f"SearchCodes past the cache, 16 connections, {len(queries)} queries asked once each: "
          f"{cpu:.0f} µs of server CPU, {1 / seconds:.0f} /s, "
          f"p50 {percentile(latencies, .5):.2f} ms, p99 {percentile(latencies, .99):.2f} ms")
    print(f"memory: at most {server.memory('VmHWM') - idle:.1f} MB above idle under searches")


if __name__ == "__main__":
    main()
