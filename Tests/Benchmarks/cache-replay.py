#!/usr/bin/env python3
"""Replays traces against the server's cache and against the policies of libcachesim, and prints the hit ratios.

    BENCHMARKS=1 swift build -c release --product cache-replay
    pip install libcachesim numpy
    Tests/Benchmarks/cache-replay.py .build/release/cache-replay

Traces: 1,000,000 requests for 150,000 objects. Capacities: 1 % and 10 %. "one" is the cache with one shard, "cache" the
one the server runs, with 16. The optimum (Belady) knows the future. The exit status is 1 when the cache with 16 shards
is more than one point behind the best policy on a Zipf or sweep trace, or more than 2.5 points on any.
"""

import argparse
import subprocess
import sys
import tempfile

import libcachesim
import numpy

OBJECTS = 150_000
REQUESTS = 1_000_000
CAPACITIES = (OBJECTS // 100, OBJECTS // 10)
POLICIES = ("LRU", "SLRU", "S3FIFO", "WTinyLFU", "ARC", "Sieve", "LIRS", "TwoQ")
RECORD = numpy.dtype([("time", "<u4"), ("object", "<u8"), ("size", "<u4"), ("next", "<i8")])


def zipf(random, exponent, count=REQUESTS):
    """Ranks, 0 the most popular."""
    cumulated = numpy.cumsum(1 / numpy.arange(1, OBJECTS + 1) ** exponent)
    return numpy.searchsorted(cumulated / cumulated[-1], random.random(count))


def steady(random, exponent):
    return random.permutation(OBJECTS)[zipf(random, exponent)]


def swept(random, every, length):
    """Zipf 0.9, and after each so many requests a sweep over so many objects in order."""
    popular = steady(random, 0.9)
    pieces, position = [], 0
    for start in range(0, REQUESTS, every):
        pieces += [popular[start:start + every], numpy.arange(position, position + length) % OBJECTS]
        position += length
    return numpy.concatenate(pieces)[:REQUESTS]


def shifting(random, exponent, every):
    """Zipf whose ranks are dealt anew after each so many requests."""
    ranks = zipf(random, exponent)
    return numpy.concatenate(
        [random.permutation(OBJECTS)[ranks[start:start + every]] for start in range(0, REQUESTS, every)])


def drifting(random, exponent):
    """Zipf whose ranks move on by one object every 20 requests."""
    return random.permutation(OBJECTS)[(zipf(random, exponent) + numpy.arange(REQUESTS) // 20) % OBJECTS]


def traces():
    """Name, requests, and how many points the best policy may be ahead."""
    random = numpy.random.default_rng(1)
    for exponent in (0.7, 0.9, 1.1):
        yield f"zipf {exponent}", steady(random, exponent), 1.0
    yield "zipf + short sweeps", swept(random, 80_000, 20_000), 1.0
    yield "zipf + whole sweeps", swept(random, 150_000, 150_000), 1.0
    yield "loop of 20,000", numpy.arange(REQUESTS) % 20_000, 2.5
    yield "shifting, 1.0, 100k", shifting(random, 1.0, 100_000), 2.5
    yield "shifting, 1.1, 50k", shifting(random, 1.1, 50_000), 2.5
    yield "drifting, 1.1", drifting(random, 1.1), 2.5


def write(trace, keys, oracle):
    """The trace as plain keys, and in libcachesim's format that names the next request for each object."""
    trace.astype("<u4").tofile(keys)
    following = numpy.full(len(trace), -1, dtype="<i8")
    order = numpy.argsort(trace, kind="stable")
    again = trace[order][1:] == trace[order][:-1]
    following[order[:-1][again]] = order[1:][again]
    records = numpy.zeros(len(trace), dtype=RECORD)
    records["time"] = numpy.arange(len(trace)) // 1000
    records["object"] = trace + 1
    records["size"] = 1
    records["next"] = following
    records.tofile(oracle)


def policy_ratio(policy, oracle, capacity):
    reader = libcachesim.TraceReader(
        trace=oracle, trace_type=libcachesim.TraceType.ORACLE_GENERAL_TRACE,
        reader_init_params=libcachesim.ReaderInitParam(ignore_obj_size=True))
    miss_ratio, _ = getattr(libcachesim, policy)(capacity, hashpower=18).process_trace(reader)
    return 1 - miss_ratio


def cache_ratio(program, keys, capacity, shards):
    done = subprocess.run(
        [program, "trace", str(capacity), str(shards), keys], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of cache-replay")
    parser.add_argument("--only", default="", help="only traces whose name contains this")
    arguments = parser.parse_args()

    columns = (*POLICIES, "one", "cache", "behind", "Belady")
    print(f"{'trace':20}{'entries':>8}" + "".join(f"{column:>9}" for column in columns))
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        keys, oracle = f"{folder}/keys", f"{folder}/oracle"
        for name, trace, behind_max in traces():
            if arguments.only not in name:
                continue
            write(trace, keys, oracle)
            for capacity in CAPACITIES:
                ratios = [policy_ratio(policy, oracle, capacity) for policy in POLICIES]
                one, cache = (cache_ratio(arguments.program, keys, capacity, shards) for shards in (1, 16))
                behind = 100 * (max(ratios) - cache)
                failed |= behind > behind_max
                optimum = policy_ratio("Belady", oracle, capacity)
                print(f"{name:20}{capacity:8}" + "".join(f"{ratio:9.4f}" for ratio in (*ratios, one, cache))
                      + f"{behind:9.2f}{optimum:9.4f}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
