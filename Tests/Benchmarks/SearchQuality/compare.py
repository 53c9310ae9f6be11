#!/usr/bin/env python3
"""medcodesd beside SQLite FTS5 and tantivy: the same code sets, the same queries, one Markdown table for each mode.

    compare.py [--bin FOLDER] [--data FOLDER] [--mode closed|open] [--in-process PROGRAM] [QUERIES.tsv ...]

What medcodesd finds is asked of the running service, as in evaluate.py; the other engines run in this process. Times are
processor time of a search, one thread each, in milliseconds. Those of medcodesd are from PROGRAM (default
.build-bench/release/search-evaluation, see ../SearchEvaluation), which runs the same engine in process on the same files
and queries; without it, the server's processor time per call stands there, which includes TLS and HTTP/2. Only every fifth
`autocomplete` query is typed: FTS5 takes its time over first letters. Needs the packages of Tests/requirements.txt and tantivy.
"""

import re
import subprocess
import tempfile
import time

from code_sets import documents
from evaluate import DATA, PROJECT, arguments, evaluated
from peers import FTS5, FuzzyTantivy, Tantivy
from queries import percentiles
from served import served

COLUMNS = ("gems", "typo_gems", "index_term", "inclusion")


class Timed:
    """Answers of an engine, and the processor time each search took."""

    def __init__(self, engine):
        self.engine, self.seconds = engine, []

    def search(self, text):
        begin = time.thread_time()
        codes = self.engine.search(text)
        self.seconds.append(time.thread_time() - begin)
        return codes


def row(name, evaluation, times, base):
    """A row of the table; `base` are the times that ratios are to."""
    cells = [f"{evaluation.kind(kind, 'gain'):.3f}" for kind in COLUMNS]
    cells += [f"{evaluation.kind(kind, 'hit10'):.2f}" for kind in ("lay", "unseen procedures", "unseen diagnoses")]
    cells += [f"{evaluation.mean_keystrokes():.1f}"]
    cells += [f"{value:.3f} ({value / reference:.2f})" for value, reference in zip(times, base)]
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def in_process(program, options, mode):
    """The median and 99th percentile of our engine in process, as its own program prints them."""
    lexicon = PROJECT / "Sources" / "CatalogSearch" / "Lexicon"
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        for position, path in enumerate(options.queries):
            lines = open(path, encoding="utf-8").readlines()
            file.writelines(lines if position == 0 else lines[1:])
        file.flush()
        output = subprocess.run(
            [program, options.data, file.name, lexicon, mode], check=True, capture_output=True, text=True).stdout
    return tuple(map(float, re.search(r"^all: p50 ([\d.]+) ms, p99 ([\d.]+) ms", output, re.MULTILINE).groups()))


def compare(mode, options, queries):
    texts = documents(options.data, mode)
    results = []
    for engine in (Tantivy, FuzzyTantivy, FTS5):
        timed = Timed(engine(texts))
        evaluation = evaluated(queries, timed.search, timed.engine.suggest)
        results.append((engine.name, evaluation, percentiles(timed.seconds)))
    with served(options.bin, options.data, mode) as catalog:
        evaluation = evaluated(queries, catalog.search, catalog.suggest)
        per_call = catalog.server_microseconds("search") / 1000
    program = options.in_process
    times = in_process(program, options, mode) if program.exists() else (per_call, per_call)
    print("| engine | gems | typos of them | index terms | inclusion terms | lay | unseen lay, procedures | unseen lay, diagnoses "
          "| keystrokes | p50 ms (ratio) | p99 ms (ratio) |\n|" + "---|" * 11)
    for name, evaluation, times in [("**MedCodes**", evaluation, times), *results]:
        row(name, evaluation, times, base=results[0][2])


def main():
    options, queries = arguments(
        __doc__, in_process=PROJECT / ".build-bench" / "release" / "search-evaluation")
    typed = [query for query in queries if query.kind == "autocomplete"]
    queries = [query for query in queries if query.kind != "autocomplete"] + typed[::5]
    for mode in options.modes:
        compare(mode, options, queries)


if __name__ == "__main__":
    main()
