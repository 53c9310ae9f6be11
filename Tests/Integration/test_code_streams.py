"""Streams by grpcio: lookups, exports that are cut and resumed, watches across restarts, and writes by administrators."""

import os
import queue
import random
import signal
import subprocess
import threading
import time

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from authority import Authority
from cryptography.x509.oid import ExtendedKeyUsageOID
from daemon import import_command, running_server

ADMIN, READER = "localhost", "nobody"


def info(error):
    for detail in rpc_status.from_call(error).details:
        found = error_details_pb2.ErrorInfo()
        if detail.Unpack(found):
            return found
    raise AssertionError("no ErrorInfo")


def order_file(path, codes):
    """An ICD-10-PCS order file of codes that do not exist."""
    path.write_text("".join(
        f"{number % 100_000:05d} {code:<7} 1 {text[:60]:<60} {text}\n" for number, (code, text) in enumerate(codes)))
    return path


def import_order(binaries, store, path):
    subprocess.run(
        import_command(binaries, store, "--format", "icd10-pcs-order", "--release", "R1", "--effective", "2020-10-01", path),
        check=True, capture_output=True)


@pytest.fixture(scope="module")
def store(binaries, tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    path = folder / "catalog.sqlite"
    codes = [(f"Z{number:06d}", f"Synthetic part {number}") for number in range(3_000)]
    import_order(binaries, path, order_file(folder / "order.txt", codes))
    return path


@pytest.fixture(scope="module")
def server(binaries, certificates, store):
    with running_server(binaries, certificates, store) as server:
        yield server


def key(stubs, code):
    return stubs.CodeKey(system=3, code=code)


def test_lookups_answer_in_order_with_their_index(server, stubs):
    asked = [(number * 7, f"Z{number % 4000:06d}") for number in range(5_000)]
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        answers = list(catalog.LookupCodes(
            (stubs.LookupCodesRequest(index=index, key=key(stubs, code)) for index, code in asked), timeout=60))
    assert [answer.index for answer in answers] == [index for index, _ in asked]
    assert [answer.result.key.code for answer in answers] == [code for _, code in asked]
    for answer, (_, code) in zip(answers, asked):
        outcome = answer.result.WhichOneof("outcome")
        assert outcome == ("code" if int(code[1:]) < 3_000 else "absence")


def test_a_malformed_lookup_ends_the_stream(server, stubs):
    with server.channel() as channel:
        call = stubs.CodeCatalogServiceStub(channel).LookupCodes(
            iter([stubs.LookupCodesRequest(index=1, key=key(stubs, "Z000001")), stubs.LookupCodesRequest(index=2)]),
            timeout=30)
        assert next(call).index == 1
        with pytest.raises(grpc.RpcError) as error:
            next(call)
        assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_an_export_that_is_cut_again_and_again_loses_and_repeats_nothing(server, stubs):
    seeded = random.Random(7)
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        request = stubs.StreamCodesRequest(systems=[3])
        whole = [reply.code.key.code for reply in catalog.StreamCodes(request, timeout=60)]
        assert whole == [f"Z{number:06d}" for number in range(3_000)]
        seen, cuts = [], 0
        while len(seen) < len(whole):
            call = catalog.StreamCodes(request, timeout=60)
            for _ in range(seeded.randint(1, 700)):
                reply = next(call, None)
                if reply is None:
                    break
                seen.append(reply.code.key.code)
                request.resume_token = reply.resume_token
            call.cancel()
            cuts += 1
        assert seen == whole and cuts > 3


def test_a_token_is_of_one_revision(binaries, certificates, tmp_path, stubs):
    store = tmp_path / "catalog.sqlite"
    import_order(binaries, store, order_file(tmp_path / "order.txt", [("Z000001", "a"), ("Z000002", "b")]))
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        first = next(catalog.StreamCodes(stubs.StreamCodesRequest(), timeout=20))
        import_order(binaries, store, order_file(tmp_path / "order.txt", [("Z000001", "a"), ("Z000002", "other")]))
        with pytest.raises(grpc.RpcError) as error:
            list(catalog.StreamCodes(stubs.StreamCodesRequest(resume_token=first.resume_token), timeout=20))
        assert error.value.code() == grpc.StatusCode.ABORTED
        assert info(error.value).reason == "CATALOG_CHANGED"


class Watch:
    """A watch that comes back by itself, as any program would."""

    def __init__(self, stubs, address, certificates, revision):
        self.stubs, self.address, self.certificates = stubs, address, certificates
        self.known, self.seen, self.stop = revision, queue.Queue(), threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        credentials = grpc.ssl_channel_credentials((self.certificates / "ca.pem").read_bytes())
        while not self.stop.is_set():
            with grpc.secure_channel(self.address, credentials) as channel:
                call = self.stubs.CodeCatalogServiceStub(channel).WatchCatalog(
                    self.stubs.WatchCatalogRequest(revision=self.known), wait_for_ready=True, timeout=60)
                try:
                    for message in call:
                        self.known = message.revision
                        self.seen.put(message)
                except grpc.RpcError as error:
                    assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED), error
                    time.sleep(0.05)


def test_a_watcher_sees_every_revision_once_across_restarts_of_the_server(binaries, certificates, tmp_path, stubs):
    store = tmp_path / "catalog.sqlite"
    order = tmp_path / "order.txt"
    import_order(binaries, store, order_file(order, [("Z000001", "wording 1")]))
    watch, port = None, None
    revision = 1
    for _ in range(3):
        arguments = ["--listen", f"127.0.0.1:{port}"] if port else []
        with running_server(binaries, certificates, store, *arguments) as server:
            port = server.address.split(":")[-1]
            watch = watch or Watch(stubs, server.address, certificates, revision)
            for _ in range(3):
                revision += 1
                import_order(binaries, store, order_file(order, [("Z000001", f"wording {revision}")]))
        # One more while no server runs.
        revision += 1
        import_order(binaries, store, order_file(order, [("Z000001", f"wording {revision}")]))
    with running_server(binaries, certificates, store, "--listen", f"127.0.0.1:{port}"):
        seen = [watch.seen.get(timeout=30) for _ in range(revision - 1)]
        watch.stop.set()
    assert [message.revision for message in seen] == list(range(2, revision + 1))
    for message in seen:
        assert [(change.key.code, change.kind) for change in message.changes] == [("Z000001", 2)]


# Administrators


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """An authority with the certificates of an administrator and of somebody else."""
    folder = tmp_path_factory.mktemp("people")
    authority = Authority()
    (folder / "ca.pem").write_bytes(authority.pem)
    for name in ("admin", "stranger"):
        certificate, private = authority.issue(name, ExtendedKeyUsageOID.CLIENT_AUTH)
        (folder / f"{name}.pem").write_bytes(certificate)
        (folder / f"{name}.key").write_bytes(private)
    return folder


def channel_of(server, people, name):
    roots = (server.certificates / "ca.pem").read_bytes()
    if name is None:
        return grpc.secure_channel(server.address, grpc.ssl_channel_credentials(roots))
    return grpc.secure_channel(server.address, grpc.ssl_channel_credentials(
        roots, (people / f"{name}.key").read_bytes(), (people / f"{name}.pem").read_bytes()))


def parts(stubs, path, chunk=1000, dry_run=False):
    yield stubs.ImportCodesRequest(settings=stubs.ImportSettings(
        format="icd10-pcs-order", release="R1", effective=stubs.Date(year=2020, month=10, day=1), dry_run=dry_run))
    yield stubs.ImportCodesRequest(file=stubs.ImportFile(name=path.name))
    content = path.read_bytes()
    for start in range(0, len(content), chunk):
        yield stubs.ImportCodesRequest(chunk=content[start:start + chunk])


def test_strangers_are_refused_before_their_request_is_read(binaries, certificates, people, tmp_path, stubs):
    """A certificate that is not an administrator's, and none at all: a server that asks for certificates lets nobody else
    connect, so the second is a server that does not."""
    store = tmp_path / "catalog.sqlite"
    for name, arguments in (("stranger", ["--client-ca", people / "ca.pem", "--admin-identity", "loader.example"]),
                            (None, [])):
        with running_server(binaries, certificates, store, *arguments) as server, \
                channel_of(server, people, name) as channel:
            admin = stubs.CodeCatalogAdminServiceStub(channel)
            sent = threading.Event()

            def endless():
                yield stubs.ImportCodesRequest(settings=stubs.ImportSettings(format="jsonl"))
                sent.wait(30)

            for call in (lambda: admin.ImportCodes(endless(), timeout=20),
                         lambda: admin.PutCode(stubs.PutCodeRequest(), timeout=20),
                         lambda: admin.DeleteCode(stubs.DeleteCodeRequest(), timeout=20)):
                with pytest.raises(grpc.RpcError) as error:
                    call()
                assert error.value.code() == grpc.StatusCode.PERMISSION_DENIED
                assert info(error.value).reason == "NOT_ADMIN"
            sent.set()
            # Reading is open to everyone.
            stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=20)


def test_an_administrator_puts_imports_and_deletes(binaries, certificates, people, tmp_path, stubs):
    store = tmp_path / "catalog.sqlite"
    order = order_file(tmp_path / "order.txt", [(f"Z{number:06d}", f"part {number}") for number in range(500)])
    with running_server(binaries, certificates, store, "--client-ca", people / "ca.pem",
                        "--admin-identity", ADMIN) as server, channel_of(server, people, "admin") as channel:
        admin, catalog = stubs.CodeCatalogAdminServiceStub(channel), stubs.CodeCatalogServiceStub(channel)
        rehearsal = admin.ImportCodes(parts(stubs, order, dry_run=True), timeout=60)
        assert (rehearsal.committed, rehearsal.added, rehearsal.revision) == (False, 500, 0)
        report = admin.ImportCodes(parts(stubs, order), timeout=60)
        assert (report.committed, report.added, report.revision) == (True, 500, 1)
        again = admin.ImportCodes(parts(stubs, order), timeout=60)
        assert (again.committed, again.unchanged, again.revision) == (False, 500, 1)
        put = admin.PutCode(stubs.PutCodeRequest(code=stubs.Code(
            key=stubs.CodeKey(system=2, code="Q9999"), long_descriptor="Synthetic supply")), timeout=20)
        assert put.code.long_descriptor == "Synthetic supply" and put.code.billable and put.revision == 2
        read = catalog.GetCode(stubs.GetCodeRequest(key=put.code.key), timeout=20)
        assert read == put.code
        with pytest.raises(grpc.RpcError) as error:
            admin.DeleteCode(stubs.DeleteCodeRequest(key=put.code.key, expected_revision=1), timeout=20)
        assert error.value.code() == grpc.StatusCode.ABORTED
        assert admin.DeleteCode(stubs.DeleteCodeRequest(key=put.code.key), timeout=20).revision == 3
        with pytest.raises(grpc.RpcError) as error:
            catalog.GetCode(stubs.GetCodeRequest(key=put.code.key), timeout=20)
        assert error.value.code() == grpc.StatusCode.NOT_FOUND
        order.write_text(order.read_text() + "99999 nonsense\n")
        with pytest.raises(grpc.RpcError) as error:
            admin.ImportCodes(parts(stubs, order), timeout=60)
        assert error.value.code() == grpc.StatusCode.FAILED_PRECONDITION
        assert info(error.value).reason == "IMPORT_REJECTED" and error.value.details().startswith("[file 1]:501")


def test_an_import_that_is_cut_or_whose_server_is_killed_leaves_the_old_catalog(
        binaries, certificates, people, tmp_path, stubs):
    store = tmp_path / "catalog.sqlite"
    order = tmp_path / "order.txt"
    import_order(binaries, store, order_file(order, [("Z000001", "old")]))
    order_file(order, [(f"Z{number:06d}", f"new part {number}") for number in range(50_000)])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    arguments = ["--client-ca", people / "ca.pem", "--admin-identity", ADMIN]
    environment = os.environ["TMPDIR"] if "TMPDIR" in os.environ else None
    os.environ["TMPDIR"] = str(temporary)
    try:
        for delay in (None, 0.05, 0.4):
            with running_server(binaries, certificates, store, *arguments) as server:
                with channel_of(server, people, "admin") as channel:
                    admin = stubs.CodeCatalogAdminServiceStub(channel)
                    held = threading.Event()

                    def cut():
                        yield from parts(stubs, order, chunk=200_000)
                        if delay is None:
                            held.wait(30)

                    call = admin.ImportCodes.future(cut(), timeout=60)
                    time.sleep(delay or 0.5)
                    if delay is None:
                        call.cancel()
                        held.set()
                    else:
                        server.process.send_signal(signal.SIGKILL)
                        server.process.wait()
            with running_server(binaries, certificates, store, *arguments) as server, \
                    channel_of(server, people, "stranger") as channel:
                catalog = stubs.CodeCatalogServiceStub(channel)
                assert catalog.GetCode(stubs.GetCodeRequest(key=key(stubs, "Z000001")), timeout=30).long_descriptor == "old"
                assert catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=30).revision == 1
            subprocess.run([binaries / "medcodesd", "check", "--store", f"sqlite:{store}", "--tls-certificate",
                            certificates / "server.pem", "--tls-key", certificates / "server.key"],
                           check=True, capture_output=True)
        # What the killed servers left behind goes with the next import.
        with running_server(binaries, certificates, store, *arguments) as server, \
                channel_of(server, people, "admin") as channel:
            assert stubs.CodeCatalogAdminServiceStub(channel).ImportCodes(parts(stubs, order), timeout=60).committed
            assert list(temporary.iterdir()) == []
    finally:
        if environment is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = environment


def test_the_command_line_exports_and_watches(binaries, certificates, tmp_path):
    store = tmp_path / "catalog.sqlite"
    order = tmp_path / "order.txt"
    import_order(binaries, store, order_file(order, [("Z000001", "a"), ("Z000002", "b")]))
    with running_server(binaries, certificates, store) as server:
        client = [str(part) for part in (binaries / "medcodes", "--server", server.address, "--ca",
                                         server.certificates / "ca.pem")]
        export = subprocess.run([*client, "export", "--system", "icd10pcs"], capture_output=True, text=True, timeout=30)
        assert export.returncode == 0 and [line[:8] for line in export.stdout.splitlines()] == ['{"key":{'] * 2
        watch = subprocess.Popen([*client, "watch"], stdout=subprocess.PIPE, text=True)
        try:
            assert watch.stdout.readline().startswith("1\t")
            import_order(binaries, store, order_file(order, [("Z000001", "a"), ("Z000002", "other")]))
            line = watch.stdout.readline()
            assert line.startswith("2\t") and line.endswith("\ticd10pcs Z000002 updated\n")
        finally:
            watch.kill()
            watch.wait()
