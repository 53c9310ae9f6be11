"""Queries with gold answers, the scores of what an engine found, and the tables of both.

The columns of a query file are those of lay_queries.tsv: id, kind, query, n_relevant, gold. A gold answer is a code without
dots, or a pattern of codes: `*` any rest, `?` one character, `[..]` one of a set. Scores are with binary gain; the ideal
ranking has min(10, n_relevant) right codes first.
"""

import dataclasses
import fnmatch
import math
import re

DEPTH = 10
CORE = ("gems", "index_term", "inclusion", "lay")


@dataclasses.dataclass
class Query:
    """One query and the codes that answer it."""

    id: str
    kind: str
    text: str
    relevant_count: int
    gold: re.Pattern

    def is_answered_by(self, code):
        return self.gold.fullmatch(code) is not None


def read_queries(path):
    """The queries of a file, in its order."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")][1:]
    for identifier, kind, text, relevant_count, gold in rows:
        # Procedures and diagnoses are told apart: lay_heldout_p001 is about a procedure.
        about = {"p": "procedures", "d": "diagnoses"}.get(identifier.removeprefix("lay_heldout_")[0])
        if kind == "lay_heldout":
            kind = f"unseen {about}"
        pattern = "|".join(fnmatch.translate(answer) for answer in gold.split("|"))
        yield Query(identifier, kind, text, int(relevant_count), re.compile(pattern))


@dataclasses.dataclass
class Score:
    """What an engine made of some queries: sums over them."""

    count: int = 0
    hit1: float = 0
    hit10: float = 0
    reciprocal_rank: float = 0
    gain: float = 0

    def add(self, other):
        for field in dataclasses.fields(Score):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def mean(self, name):
        return getattr(self, name) / self.count if self.count else 0


def score(query, codes):
    """The score of one ranking; codes are without dots, best first."""
    relevance = [query.is_answered_by(code) for code in list(dict.fromkeys(codes))[:DEPTH]]
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, query.relevant_count)))
    first = relevance.index(True) if True in relevance else None
    return Score(
        1, first == 0, first is not None, 0 if first is None else 1 / (first + 1),
        sum(1 / math.log2(rank + 2) for rank, is_right in enumerate(relevance) if is_right) / ideal)


class Evaluation:
    """The scores of a run, one by one and by kind of query."""

    def __init__(self):
        self.by_query, self.by_kind, self.keystrokes = {}, {}, []

    def add(self, query, codes):
        self.by_query[query.id] = (query, score(query, codes))
        self.by_kind.setdefault(query.kind, Score()).add(self.by_query[query.id][1])

    def add_keystrokes(self, query, complete):
        """Types the query one character at a time until `complete` shows its code."""
        for count in range(1, len(query.text) + 1):
            if any(map(query.is_answered_by, complete(query.text[:count]))):
                return self.keystrokes.append((count, True))
        return self.keystrokes.append((len(query.text) + 1, False))

    def kind(self, name, measure):
        """A measure (hit1, hit10, reciprocal_rank, gain) of a kind, from 0 to 1."""
        return self.by_kind.get(name, Score()).mean(measure)

    def core(self, measure):
        return sum(self.kind(kind, measure) for kind in CORE) / len(CORE)

    def typo_share(self, kind):
        """nDCG of the misspelled queries of a kind over that of the same queries before they were misspelled.

        A misspelled query has the id of the other with a `t` before it.
        """
        misspelled, clean = Score(), Score()
        for identifier, (query, its_score) in self.by_query.items():
            if query.kind == f"typo_{kind}" and identifier[1:] in self.by_query:
                misspelled.add(its_score)
                clean.add(self.by_query[identifier[1:]][1])
        return misspelled.gain / clean.gain if clean.gain else 0

    def mean_keystrokes(self):
        return sum(count for count, _ in self.keystrokes) / max(1, len(self.keystrokes))

    def print(self):
        print(f"{'kind':<18}{'n':>6}{'hit@1':>8}{'hit@10':>8}{'mrr@10':>8}{'ndcg@10':>9}")
        for kind, total in self.by_kind.items():
            print(f"{kind:<18}{total.count:>6}{total.mean('hit1'):>8.3f}{total.mean('hit10'):>8.3f}"
                  f"{total.mean('reciprocal_rank'):>8.3f}{total.mean('gain'):>9.3f}")
        if all(kind in self.by_kind for kind in CORE):
            print(f"core: ndcg@10 {self.core('gain'):.3f}, hit@10 {self.core('hit10'):.3f}; typo/clean: "
                  + ", ".join(f"{kind} {self.typo_share(kind):.2f}" for kind in CORE))
        if self.keystrokes:
            print(f"autocomplete: {self.mean_keystrokes():.1f} keystrokes on average, never shown "
                  f"{sum(not shown for _, shown in self.keystrokes)} of {len(self.keystrokes)}")


def percentiles(seconds):
    """The median and the 99th percentile, in milliseconds."""
    ordered = sorted(seconds)
    return tuple(1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 99))
