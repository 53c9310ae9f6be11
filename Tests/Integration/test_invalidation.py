"""What readers on several connections get after a write: never what was there before it, whoever wrote."""

import contextlib
import os
import subprocess
import threading
import time

import grpc
import pytest

from authority import Authority
from cryptography.x509.oid import ExtendedKeyUsageOID
from daemon import import_command, running_server

ROUNDS = int(os.environ.get("MEDCODES_INVALIDATION_ROUNDS", "12"))
READERS = 6


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """An authority, with the certificate of an administrator."""
    folder = tmp_path_factory.mktemp("people")
    authority = Authority()
    (folder / "ca.pem").write_bytes(authority.pem)
    certificate, private = authority.issue("writer", ExtendedKeyUsageOID.CLIENT_AUTH)
    (folder / "writer.pem").write_bytes(certificate)
    (folder / "writer.key").write_bytes(private)
    return folder


@pytest.fixture
def server(binaries, certificates, people, tmp_path):
    store = tmp_path / "catalog.sqlite"
    import_wording(binaries, store, 0)
    with running_server(binaries, certificates, store, "--client-ca", people / "ca.pem",
                        "--admin-identity", "localhost") as server:
        server.store = store
        yield server


@contextlib.contextmanager
def connection(server, people, stubs):
    """A connection of its own: channels with equal arguments would share one."""
    credentials = grpc.ssl_channel_credentials(
        (server.certificates / "ca.pem").read_bytes(), (people / "writer.key").read_bytes(),
        (people / "writer.pem").read_bytes())
    with grpc.secure_channel(server.address, credentials, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        yield channel, stubs.CodeCatalogServiceStub(channel)


def order_file(store, wording):
    path = store.with_name(f"order-{wording}.txt")
    rows = [("00001", "Z00", "0", "Header"), ("00002", "Z000001", "1", f"Wording {wording}"),
            ("00003", "Z000002", "1", "Wording of another")]
    path.write_text("".join(f"{n} {code:<7} {flag} {text:<60} {text}\n" for n, code, flag, text in rows))
    return path


def import_wording(binaries, store, wording):
    subprocess.run(
        import_command(binaries, store, "--format", "icd10-pcs-order", "--release", "R1", "--effective", "2020-10-01",
                       order_file(store, wording)), check=True, capture_output=True)


class Readers:
    """Ask for one code in all ways, on a connection each, until they are stopped."""

    def __init__(self, server, people, stubs):
        self.server, self.people, self.stubs = server, people, stubs
        self.oldest_allowed, self.problems, self.answers, self.stopped = 0, [], 0, threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(READERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def run(self, number):
        stubs, key = self.stubs, self.stubs.CodeKey(system=3, code="Z000001")
        neighbour = stubs.CodeKey(system=3, code="Z000002")
        with connection(self.server, self.people, stubs) as (_, catalog):
            ways = [
                lambda: catalog.GetCode(stubs.GetCodeRequest(key=key), timeout=20).long_descriptor,
                lambda: catalog.BatchGetCodes(
                    stubs.BatchGetCodesRequest(keys=[key]), timeout=20).results[0].code.long_descriptor,
                lambda: next(code.title for code in catalog.ListSimilarCodes(
                    stubs.ListSimilarCodesRequest(key=neighbour), timeout=20).similar_codes if code.key.code == "Z000001"),
                lambda: next(child.display for child in catalog.ListChildCodes(
                    stubs.ListChildCodesRequest(key=stubs.CodeKey(system=3, code="Z00000")), timeout=20).children
                    if child.key.code == "Z000001"),
            ]
            while not self.stopped.is_set():
                way = number % len(ways)
                oldest = self.oldest_allowed
                try:
                    wording = int(ways[way]().removeprefix("Wording "))
                    if wording < oldest:
                        self.problems.append(f"way {way} gave wording {wording} after {oldest} was written")
                except (grpc.RpcError, ValueError, StopIteration) as error:
                    self.problems.append(f"way {way} failed: {error!r}")
                self.answers += 1
                number += 1


def test_after_an_import_over_the_wire_nobody_gets_the_old_code(server, people, stubs):
    with connection(server, people, stubs) as (channel, catalog), Readers(server, people, stubs) as readers:
        admin = stubs.CodeCatalogAdminServiceStub(channel)
        for wording in range(1, ROUNDS + 1):
            path = order_file(server.store, wording)
            admin.ImportCodes(iter([
                stubs.ImportCodesRequest(settings=stubs.ImportSettings(
                    format="icd10-pcs-order", release="R1", effective=stubs.Date(year=2020, month=10, day=1))),
                stubs.ImportCodesRequest(file=stubs.ImportFile(name=path.name)),
                stubs.ImportCodesRequest(chunk=path.read_bytes())]), timeout=60)
            readers.oldest_allowed = wording
            catalog.GetCode(stubs.GetCodeRequest(key=stubs.CodeKey(system=3, code="Z000002")), timeout=20)
    assert readers.problems == [] and readers.answers >= READERS


def test_after_an_import_by_another_process_nobody_gets_the_old_code_for_long(binaries, server, people, stubs):
    with Readers(server, people, stubs) as readers:
        for wording in range(1, 4):
            import_wording(binaries, server.store, wording)
            time.sleep(0.1)
            readers.oldest_allowed = wording
            time.sleep(0.1)
    assert readers.problems == [] and readers.answers >= READERS


def test_searches_tell_the_revision_they_are_of_and_never_go_back(server, people, stubs):
    """A search is of the index; that of a revision comes in a moment after it, at once for all connections."""
    problems, newest, stopped = [], [0], threading.Event()

    def search(catalog):
        oldest = newest[0]
        reply, call = catalog.SearchCodes.with_call(stubs.SearchCodesRequest(query="synthetic gadget"), timeout=30)
        revision = int(dict(call.initial_metadata())["medcodes-revision"])
        # Revision 1 is the import; each one behind it put one code.
        if revision < oldest or reply.total_size != revision - 1:
            problems.append(f"{reply.total_size} codes of revision {revision} after {oldest}")
        newest[0] = max(newest[0], revision)
        return revision

    def run():
        with connection(server, people, stubs) as (_, catalog):
            while not stopped.is_set():
                search(catalog)

    server_ready = time.monotonic() + 60
    with connection(server, people, stubs) as (channel, catalog):
        while True:
            with contextlib.suppress(grpc.RpcError):
                search(catalog)
                break
            assert time.monotonic() < server_ready
            time.sleep(0.05)
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            admin = stubs.CodeCatalogAdminServiceStub(channel)
            for number in range(1, 3):
                put = admin.PutCode(stubs.PutCodeRequest(code=stubs.Code(
                    key=stubs.CodeKey(system=2, code=f"Q999{number}"), long_descriptor=f"Synthetic gadget {number}")),
                    timeout=20)
                deadline = time.monotonic() + 30
                while search(catalog) < put.revision:
                    assert time.monotonic() < deadline
        finally:
            stopped.set()
            for thread in threads:
                thread.join()
    assert problems == []
