#!/usr/bin/env python3
"""How well and at what cost a running medcodesd answers files of queries.

    evaluate.py [--bin FOLDER] [--data FOLDER] [--mode closed|open] [--show KIND] [QUERIES.tsv ...]

Loads the real code sets of the data folder (default ../shared/data) into a store, in both modes unless one is named, serves
it with FOLDER/medcodesd (default .build/release), and asks SearchCodes each query, and SuggestCodes each `autocomplete`
query a character at a time. Without query files: ../shared/search/queries_dev.tsv and lay_queries.tsv beside this folder,
which was written apart from the lexicon and is never tuned on. --show prints the queries of a kind, their nDCG and their
first hits. Needs the packages of Tests/requirements.txt; README.md beside this file says what the modes hold.
"""

import argparse

from queries import Evaluation, percentiles, read_queries
from served import MODES, PROJECT, served

DATA = PROJECT.parent / "shared"
QUERY_FILES = (DATA / "search" / "queries_dev.tsv", PROJECT / "Tests" / "Benchmarks" / "lay_queries.tsv")


def evaluated(queries, search, suggest, shown=None):
    """Asks all queries of an engine."""
    evaluation = Evaluation()
    for query in queries:
        if query.kind == "autocomplete":
            evaluation.add_keystrokes(query, suggest)
            continue
        codes = search(query.text)
        evaluation.add(query, codes)
        if query.kind == shown:
            print(f"{evaluation.by_query[query.id][1].gain:.2f} {query.text} => {' '.join(codes[:3])}")
    return evaluation


def arguments(usage, **more):
    parser = argparse.ArgumentParser(usage=usage, add_help=False)
    parser.add_argument("--bin", type=type(PROJECT), default=PROJECT / ".build" / "release")
    parser.add_argument("--data", type=type(PROJECT), default=DATA / "data")
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("queries", nargs="*", default=QUERY_FILES)
    for name, default in more.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=str if default is None else type(default), default=default)
    options = parser.parse_args()
    options.modes = options.mode or MODES
    return options, [query for path in options.queries for query in read_queries(path)]


def main():
    options, queries = arguments(__doc__, show=None)
    for mode in options.modes:
        with served(options.bin, options.data, mode) as catalog:
            evaluated(queries, catalog.search, catalog.suggest, options.show).print()
            for kind, round_trips in catalog.round_trips.items():
                if round_trips:
                    print(f"{kind}: {len(round_trips)} calls, {catalog.server_microseconds(kind):.0f} µs of server CPU each; "
                          "round trip p50 {:.2f} ms, p99 {:.2f} ms".format(*percentiles(round_trips)))


if __name__ == "__main__":
    main()
