#!/usr/bin/env python3
"""A server under load for as long as you like: whether its memory, descriptors and threads stay what they are.

    soak.py [--bin FOLDER] [--minutes M] [--rate N] [--pause S] [--data FOLDER] [-- FLAG…]

Serves the catalog of served-catalog.py with FOLDER/medcodesd (default .build/release) and the given flags, and makes N
calls a second (default half of what the server answers in a short try): nine of ten look up codes as Zipf's law has it, the
rest search. Connections are made anew all the time: each of eight is closed after a second's calls.

Every S seconds (default 10) it reads memory, descriptors and threads of the process from /proc and the connections from
/metrics, and at the end prints the slope of memory through the samples of the last two thirds of the time (least squares),
in MB an hour, and the least and most of the others. The load is warm by then: caches are full, pools have their size.
"""

import argparse
import contextlib
import importlib
import os
import pathlib
import random
import subprocess
import tempfile
import time
import urllib.request

import frame_client

catalog = importlib.import_module("served-catalog")
overload = importlib.import_module("overload")
CONNECTIONS = 8


class Samples:
    def __init__(self, server, pages):
        self.pid, self.pages, self.rows = server.process.pid, pages, []

    def take(self):
        status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines())
        with urllib.request.urlopen(f"http://{self.pages}/metrics", timeout=30) as page:
            connections = next(float(line.split()[1]) for line in page.read().decode().splitlines()
                               if line.startswith("medcodes_connections "))
        self.rows.append((time.monotonic(), int(status["VmRSS"].split()[0]) / 1024,
                          len(os.listdir(f"/proc/{self.pid}/fd")) - connections, int(status["Threads"]), connections))

    def slope(self):
        """Megabytes an hour over the last two thirds."""
        rows = self.rows[len(self.rows) // 3:]
        times, sizes = [row[0] for row in rows], [row[1] for row in rows]
        middle, mean = sum(times) / len(times), sum(sizes) / len(sizes)
        spread = sum((t - middle) ** 2 for t in times)
        return sum((t - middle) * (s - mean) for t, s in zip(times, sizes)) / spread * 3600

    def print(self):
        def extent(column):
            values = [row[column] for row in self.rows[len(self.rows) // 3:]]
            return f"{min(values):.0f} to {max(values):.0f}"
        minutes = (self.rows[-1][0] - self.rows[0][0]) / 60
        print(f"{minutes:.0f} minutes: memory {self.rows[0][1]:.0f} MB at first, {self.rows[-1][1]:.0f} MB at last, slope "
              f"{self.slope():+.2f} MB/h; descriptors besides connections {extent(2)}, threads {extent(3)}, "
              f"connections {extent(4)}", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--bin", type=pathlib.Path, default=catalog.PROJECT / ".build" / "release")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--pause", type=float, default=10)
    parser.add_argument("--data", type=pathlib.Path, default=catalog.PROJECT.parent / "shared")
    parser.add_argument("flags", nargs="*")
    options = parser.parse_args()
    binary = options.bin / "medcodesd"
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        store, codes, queries = catalog.make_store(binary, pathlib.Path(name), options.data)
        certificates = pathlib.Path(name) / "certificates"
        subprocess.run([binary, "dev-certs", certificates], check=True, capture_output=True)
        with overload.free_port() as port:
            pages = f"127.0.0.1:{port}"
        server = stack.enter_context(
            overload.Server(binary, store, certificates, "--admin-listen", pages, *options.flags, processors=None))
        lookups = catalog.zipf([catalog.get_code(*code) for code in codes], 0.9, 90_000, seed=1)
        searches = [catalog.search(query) for query in random.Random(1).choices(queries, k=10_000)]
        calls = lookups + searches
        random.Random(2).shuffle(calls)
        calls = overload.endless(calls)
        frame_client.run(server.address, server.authority, [catalog.search("settle")], 1, 1)
        rate = options.rate or server.capacity(calls, 5) / 2
        print(f"{rate:.0f} calls a second for {options.minutes:.0f} minutes", flush=True)
        samples = Samples(server, pages)
        end, next_sample, refused = time.monotonic() + options.minutes * 60, 0, 0
        while time.monotonic() < end:
            refused += server.at_rate(calls, rate, 1, CONNECTIONS).refused
            if time.monotonic() >= next_sample:
                samples.take()
                if len(samples.rows) % 30 == 0:
                    samples.print()
                next_sample = time.monotonic() + options.pause
        samples.print()
        print(f"{refused} calls were refused")


if __name__ == "__main__":
    main()
