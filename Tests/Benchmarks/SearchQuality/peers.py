"""The search engines people would reach for, set up as their manuals show and as served them best: BM25 over descriptors
and knowledge, stemmed English words, stop words left out of queries, any of the other words, the code as a word of its own.
"""

import re
import sqlite3

import tantivy

from queries import DEPTH


# Those that Lucene and tantivy leave out of English texts.
STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to "
    "was will with".split())


def words(text):
    """The words of a text; codes lose their dots."""
    return [word.replace(".", "") for word in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", text.lower())]


def content_words(text):
    return [word for word in words(text) if word not in STOP_WORDS]


class FTS5:
    """SQLite's full-text index, in memory."""

    name = f"SQLite {sqlite3.sqlite_version} FTS5, bm25"

    def __init__(self, documents):
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE codes USING fts5(code, descriptors, knowledge, tokenize='porter', prefix='1 2 3')")
        self.database.executemany("INSERT INTO codes VALUES (?, ?, ?)", (
            (document.code, "\n".join(document.descriptors), "\n".join(document.knowledge)) for document in documents))
        self.database.execute("INSERT INTO codes(codes) VALUES ('optimize')")

    def search(self, text):
        return self._codes(" OR ".join(f'"{word}"' for word in content_words(text)))

    def suggest(self, text):
        return self._codes(" AND ".join([f'"{word}"' for word in words(text)]) + "*") if words(text) else []

    def _codes(self, expression):
        if not expression:
            return []
        return [code for code, in self.database.execute(
            "SELECT code FROM codes WHERE codes MATCH ? ORDER BY rank LIMIT ?", (expression, DEPTH))]


class Tantivy:
    """tantivy, in memory, in one segment."""

    name = f"tantivy {tantivy.__version__.split(',')[0].removeprefix('tantivy v')}"
    fuzzy = None

    def __init__(self, documents):
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("code", stored=True)
        schema.add_text_field("descriptors", tokenizer_name="en_stem")
        schema.add_text_field("knowledge", tokenizer_name="en_stem")
        # For what is being typed: a stem is no beginning of a word.
        schema.add_text_field("typed")
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(heap_size=500_000_000, num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(
                code=document.code, descriptors=document.descriptors, knowledge=document.knowledge,
                typed=[document.code, *document.descriptors]))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, text):
        expression = " ".join(content_words(text))
        if not expression:
            return []
        query, _ = self.index.parse_query_lenient(
            expression, ["code", "descriptors", "knowledge"], fuzzy_fields=self.fuzzy or {})
        return self._codes(query)

    def suggest(self, text):
        *whole, last = words(text) or [""]
        if not last:
            return []
        parts = [tantivy.Query.term_query(self.schema, "typed", word) for word in whole]
        parts.append(tantivy.Query.regex_query(self.schema, "typed", f"{last}.*"))
        return self._codes(tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts]))

    def _codes(self, query):
        hits = self.searcher.search(query, DEPTH, count=False).hits
        return [self.searcher.doc(address)["code"][0] for _, address in hits]


class FuzzyTantivy(Tantivy):
    """tantivy, with words that differ by one letter let through too."""

    name = f"{Tantivy.name}, fuzzy"
    fuzzy = {"descriptors": (False, 1, True), "knowledge": (False, 1, True)}
