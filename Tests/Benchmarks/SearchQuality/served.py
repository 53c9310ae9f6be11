"""medcodesd serving the real code sets, loaded the way an operator loads them, and searched by a foreign client.

`closed` and `open` differ in what is imported, for what is not in the store cannot be found:

closed: the order files, the tables with the values of the axes, and of the alphabetic index its body-part key alone (the
        lines that say which value to use for a part); no index entries, no inclusion terms.
open:   these, the whole alphabetic index, and the tabular list with its inclusion terms.

The mappings between code sets (GEMs) are loaded in neither; they hold no words.
"""

import contextlib
import gzip
import pathlib
import subprocess
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[2]
PROJECT = TESTS.parent
sys.path.insert(0, str(TESTS))

from daemon import import_command, running_server  # noqa: E402
from stubs import compiled_stubs  # noqa: E402

MODES = ("closed", "open")


def part_key(index, folder):
    """A copy of the alphabetic index that has its body-part key alone."""
    path = folder / "part_key.tsv"
    with gzip.open(index, "rt", encoding="utf-8") as rows:
        path.write_text("".join(row for row in rows if row.split("\t")[1] == "use"), encoding="utf-8")
    return path


def load(binaries, data, mode, folder):
    """Imports the real files into a store of their own."""
    store = folder / f"{mode}.sqlite"
    index = data / "icd10pcs_index.tsv.gz"
    imports = [
        ("icd10-pcs-order", data / "icd10pcs_order.txt.gz", "--effective", "2024-04-01"),
        ("icd10-cm-order", data / "icd10cm_order.txt.gz", "--effective", "2024-10-01"),
        ("icd10-pcs-tables", data / "icd10pcs_tables.xml.gz"),
        ("icd10-pcs-index", index if mode == "open" else part_key(index, folder)),
    ]
    if mode == "open":
        imports.append(("icd10-cm-tabular", data / "icd10cm_tabular.xml.gz"))
    for name, path, *arguments in imports:
        subprocess.run(
            import_command(binaries, store, "--format", name, *arguments, path), check=True, capture_output=True)
    return store


class ServedCatalog:
    """A running server and a connection to it."""

    def __init__(self, server, channel, stubs):
        self.server, self.stubs = server, stubs
        self.calls = stubs.CodeCatalogServiceStub(channel)
        self.round_trips = {"search": [], "suggest": []}
        self.server_seconds = {"search": 0.0, "suggest": 0.0}

    def search(self, text):
        return self._codes("search", self.calls.SearchCodes, self.stubs.SearchCodesRequest(query=text))

    def suggest(self, text):
        return self._codes("suggest", self.calls.SuggestCodes, self.stubs.SuggestCodesRequest(prefix=text))

    def _codes(self, kind, call, request):
        begin, processor_begin = time.perf_counter(), self.processor_seconds()
        reply = call(request, timeout=60)
        self.round_trips[kind].append(time.perf_counter() - begin)
        self.server_seconds[kind] += self.processor_seconds() - processor_begin
        return [hit.key.code.replace(".", "") for hit in reply.hits]

    def processor_seconds(self):
        """What all threads of the server have had of the processors."""
        tasks = pathlib.Path(f"/proc/{self.server.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def server_microseconds(self, kind):
        """Processor time of the server per call, TLS, HTTP/2 and messages included."""
        return 1e6 * self.server_seconds[kind] / max(1, len(self.round_trips[kind]))


@contextlib.contextmanager
def served(binaries, data, mode):
    """A server of the code sets in this mode, its index built."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([binaries / "medcodesd", "dev-certs", folder], check=True, capture_output=True)
        store = load(binaries, data, mode, folder)
        stubs = compiled_stubs(folder / "stubs")
        with running_server(binaries, folder, store) as server, server.channel() as channel:
            begin = time.perf_counter()
            server.wait_until_settled()
            seconds = time.perf_counter() - begin
            catalog = ServedCatalog(server, channel, stubs)
            systems = catalog.calls.GetCatalog(stubs.GetCatalogRequest(), timeout=60).systems
            print(f"{mode}: {sum(system.code_count for system in systems)} codes, searched {seconds:.1f} s after the server "
                  f"began to listen; {server.resident_bytes() >> 20} MiB resident")
            yield catalog
