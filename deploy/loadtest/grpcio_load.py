#!/usr/bin/env python3
"""Loads a running service with Python's grpcio: how fast a Python client is answered, and what it sees under load.

    grpcio_load.py [--server HOST:PORT] [--ca FILE] [--channels N] [--calls N] [--rate N] [--seconds N] SYSTEM CODE…

Asks for the codes in turn. Each is asked for once before anything is timed, and must be answered with the code itself; every
timed answer must equal that one. With --rate requests are due at even distances, and their time counts from when they were
due; without it each of --calls per channel is made when the one before is answered. Python is the slower side here: what it
cannot send it charges to the server, so use `medcodes bench` to find out how much a server can do.

    pip install grpcio grpcio-tools
"""

import argparse
import asyncio
import collections
import importlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import grpc

STATE = pathlib.Path(
    os.environ.get("MEDCODES_STATE_DIRECTORY")
    or pathlib.Path(os.environ.get("XDG_STATE_HOME") or pathlib.Path.home() / ".local/state") / "medcodes")
PROTOS = pathlib.Path(__file__).resolve().parents[2] / "Protos"
SYSTEMS = {"cpt": 1, "hcpcs": 2, "icd10pcs": 3, "icd10cm": 4, "icd9pcs": 5}


def compile_stubs(protos, folder):
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}", f"--python_out={folder}", f"--grpc_python_out={folder}",
         *map(str, sorted((protos / "medcodes/v1").glob("*.proto")))], check=True)
    sys.path.insert(0, folder)
    return [importlib.import_module(f"medcodes.v1.{name}") for name in
            ("code_catalog_service_pb2_grpc", "code_key_pb2", "lookup_pb2")]


class Load:
    """What is asked, what must come back, and what was counted."""

    def __init__(self, options, requests):
        self.options, self.requests = options, requests
        self.expected, self.times, self.errors, self.made = [], [], collections.Counter(), 0

    async def rehearse(self, catalog):
        for request in self.requests:
            code = await catalog.GetCode(request, timeout=10)
            if (code.key.system, code.key.code) != (request.key.system, request.key.code):
                sys.exit(f"error: asked for {request.key.code}, the service answers {code.key.code}")
            self.expected.append(code)

    async def worker(self, catalog, start, end):
        """Makes the next request that is due, until the time is over."""
        while True:
            number, self.made = self.made, self.made + 1
            due = start + number / self.options.rate if self.options.rate else time.perf_counter()
            if max(due, time.perf_counter()) >= end:
                return
            await asyncio.sleep(max(0, due - time.perf_counter()))
            place = number % len(self.requests)
            try:
                answer = await catalog.GetCode(self.requests[place], timeout=10)
            except grpc.RpcError as error:
                self.errors[error.code().name] += 1
                continue
            self.times.append(time.perf_counter() - due)
            if answer != self.expected[place]:
                sys.exit(f"error: {self.requests[place].key.code} is answered otherwise than before; was the catalog changed?")

    def report(self, seconds):
        times = sorted(self.times) or [float("nan")]
        shown = {name: f"{times[min(int(len(times) * share), len(times) - 1)] * 1000:.2f} ms"
                 for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1))}
        print(f"{len(self.times)} answered, {sum(self.errors.values())} failed {dict(self.errors) or ''}".rstrip())
        print(f"{len(self.times) / seconds:.0f} requests/s, " + ", ".join(f"{name} {time}" for name, time in shown.items()))


async def main(options):
    with tempfile.TemporaryDirectory() as folder:
        services, keys, lookup = compile_stubs(options.protos, folder)
        requests = [lookup.GetCodeRequest(key=keys.CodeKey(system=SYSTEMS[options.system], code=code))
                    for code in options.codes]
    credentials = grpc.ssl_channel_credentials(options.ca.read_bytes())
    # Channels with equal options share a connection.
    channels = [grpc.aio.secure_channel(options.server, credentials, options=[("bench.channel", number)])
                for number in range(options.channels)]
    catalogs = [services.CodeCatalogServiceStub(channel) for channel in channels]
    load = Load(options, requests)
    try:
        for catalog in catalogs:
            load.expected.clear()
            await load.rehearse(catalog)
    except grpc.RpcError as error:
        sys.exit(f"error: {options.server} does not answer: {error.code().name}: {error.details()}")
    start = time.perf_counter()
    end = start + options.seconds
    await asyncio.gather(*(load.worker(catalog, start, end) for catalog in catalogs for _ in range(options.calls)))
    load.report(time.perf_counter() - start)
    for channel in channels:
        await channel.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="127.0.0.1:7443")
    parser.add_argument("--ca", type=pathlib.Path, default=STATE / "certificates/ca.pem")
    parser.add_argument("--channels", type=int, default=2, help="connections")
    parser.add_argument("--calls", type=int, default=8, help="under way at once on each")
    parser.add_argument("--rate", type=float, help="requests per second in all")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--protos", type=pathlib.Path, default=PROTOS, help="the folder with medcodes/v1")
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("codes", nargs="+")
    asyncio.run(main(parser.parse_args()))
