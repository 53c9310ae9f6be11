"""Python's grpcio calls the service over TLS with stubs compiled from Protos/."""

import threading
import time

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from daemon import import_command, running_server
import subprocess


@pytest.fixture(scope="module")
def store(binaries, small_pcs_file, tmp_path_factory):
    """The starter catalog and two releases of a tiny ICD-10-PCS: one row starts in the second, one ends there."""
    folder = tmp_path_factory.mktemp("store")
    path = folder / "catalog.sqlite"
    subprocess.run(import_command(binaries, path, "--format", "starter"), check=True, capture_output=True)
    rows = small_pcs_file.read_text().splitlines(keepends=True)
    (folder / "first.txt").write_text("".join(rows[:4]))
    (folder / "second.txt").write_text("".join([*rows[:2], *rows[3:]]))
    for name, day in (("first.txt", "2023-10-01"), ("second.txt", "2024-10-01")):
        subprocess.run(
            import_command(binaries, path, "--format", "icd10-pcs-order", "--effective", day, folder / name),
            check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def server(binaries, certificates, store):
    with running_server(binaries, certificates, store) as server:
        yield server


@pytest.fixture(scope="module")
def catalog(server, stubs):
    with server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)


def error_info(error):
    """The one ErrorInfo among the status details, which must agree with the status itself."""
    status = rpc_status.from_call(error)
    assert status is not None and status.code == error.code().value[0] and status.message == error.details()
    infos = [d for d in status.details if d.Is(error_details_pb2.ErrorInfo.DESCRIPTOR)]
    assert len(infos) == 1
    info = error_details_pb2.ErrorInfo()
    infos[0].Unpack(info)
    assert info.domain == "medcodes"
    return info


def key(stubs, code, system="CODE_SYSTEM_CPT"):
    return stubs.CodeKey(system=stubs.CodeSystem.Value(system), code=code)


def refused(call, code):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    assert caught.value.code() == code, caught.value.details()
    return caught.value


def test_get_code_answers_with_the_whole_procedure(catalog, stubs):
    code, call = catalog.GetCode.with_call(stubs.GetCodeRequest(key=key(stubs, "22849")), timeout=10)
    assert code.key.code == "22849" and code.key.system_uri == "http://www.ama-assn.org/go/cpt"
    assert code.long_descriptor and code.notice
    kinds = {section.kind for section in code.procedure.sections}
    for name in ("SUMMARY", "INDICATIONS", "PROCEDURE_DESCRIPTION", "RISKS", "RECOVERY"):
        assert stubs.SectionKind.Value(f"SECTION_KIND_{name}") in kinds
    metadata = dict(call.initial_metadata())
    assert int(metadata["medcodes-revision"]) == 3
    assert metadata["medcodes-cache"] in ("hit", "miss", "joined")


def test_the_second_answer_comes_from_the_cache_and_is_the_same(catalog, stubs):
    request = stubs.GetCodeRequest(key=key(stubs, "27447"))
    first, _ = catalog.GetCode.with_call(request, timeout=10)
    second, call = catalog.GetCode.with_call(request, timeout=10)
    assert first == second and dict(call.initial_metadata())["medcodes-cache"] == "hit"


@pytest.mark.parametrize("spelling", ["0sg0070", "0SG0070", " 0SG.0070 "])
def test_codes_are_accepted_in_any_spelling(catalog, stubs, spelling):
    request = stubs.GetCodeRequest(key=key(stubs, spelling, "CODE_SYSTEM_ICD10_PCS"))
    assert catalog.GetCode(request, timeout=10).key.code == "0SG0070"


def test_a_system_may_be_named_by_its_uri(catalog, stubs):
    uri = "http://www.cms.gov/Medicare/Coding/ICD10"
    code = catalog.GetCode(stubs.GetCodeRequest(key=stubs.CodeKey(system_uri=uri, code="0SG0070")), timeout=10)
    assert code.key.system == stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS")


@pytest.mark.parametrize(
    "code, system, day, reason",
    [
        ("99999", "CODE_SYSTEM_CPT", None, "UNKNOWN_CODE"),
        ("0SG0070", "CODE_SYSTEM_ICD10_PCS", (2024, 9, 30), "NOT_YET_EFFECTIVE"),
        ("0016071", "CODE_SYSTEM_ICD10_PCS", (2024, 10, 1), "TERMINATED"),
        ("0016070", "CODE_SYSTEM_ICD10_PCS", (2023, 9, 30), "RELEASE_NOT_LOADED"),
        ("E11.9", "CODE_SYSTEM_ICD10_CM", None, "CODE_SYSTEM_NOT_LOADED"),
    ],
)
def test_each_kind_of_absence_has_its_own_reason(catalog, stubs, code, system, day, reason):
    request = stubs.GetCodeRequest(key=key(stubs, code, system))
    if day:
        request.as_of.CopyFrom(stubs.Date(year=day[0], month=day[1], day=day[2]))
    error = refused(lambda: catalog.GetCode(request, timeout=10), grpc.StatusCode.NOT_FOUND)
    assert error_info(error).reason == reason
    again = refused(lambda: catalog.GetCode(request, timeout=10), grpc.StatusCode.NOT_FOUND)
    assert error_info(again).reason == reason
    assert dict(again.initial_metadata() or again.trailing_metadata())["medcodes-cache"] == "negative"


def test_a_batch_answers_each_key_in_order_and_never_fails_for_one(catalog, stubs):
    known = ["22849", "27447", "45378"]
    keys = [key(stubs, known[i % 3] if i % 4 else f"9{i:04}") for i in range(1000)]
    results = catalog.BatchGetCodes(stubs.BatchGetCodesRequest(keys=keys), timeout=20).results
    assert [result.key.code for result in results] == [k.code for k in keys]
    unknown = stubs.AbsenceReason.Value("ABSENCE_REASON_UNKNOWN_CODE")
    for i, result in enumerate(results):
        if i % 4:
            assert result.code.key.code == keys[i].code and not result.code.procedure.sections
        else:
            assert result.absence.reason == unknown and result.absence.message


def test_a_batch_of_one_key_too_many_is_refused(catalog, stubs):
    request = stubs.BatchGetCodesRequest(keys=[key(stubs, "22849")] * 1001)
    error = refused(lambda: catalog.BatchGetCodes(request, timeout=20), grpc.StatusCode.INVALID_ARGUMENT)
    assert error_info(error).reason


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"key": {"code": "22849"}},
        {"key": {"system": 1}},
        {"key": {"system": 1, "code": "22 849!"}},
        {"key": {"system": 1, "code": "x" * 5000}},
        {"key": {"system": 77, "code": "22849"}},
        {"key": {"system": 1, "code": "22849", "system_uri": "http://hl7.org/fhir/sid/icd-10-cm"}},
        {"key": {"system": 1, "code": "22849"}, "as_of": {"year": 2023, "month": 2, "day": 29}},
        {"key": {"system": 1, "code": "22849"}, "view": 9},
    ],
)
def test_a_request_that_cannot_be_right_is_refused_with_the_field_named(catalog, stubs, fields):
    request = stubs.GetCodeRequest(
        **{k: getattr(stubs, {"key": "CodeKey", "as_of": "Date"}[k])(**v) if isinstance(v, dict) else v
           for k, v in fields.items()})
    error = refused(lambda: catalog.GetCode(request, timeout=10), grpc.StatusCode.INVALID_ARGUMENT)
    error_info(error)
    details = rpc_status.from_call(error).details
    bad = [d for d in details if d.Is(error_details_pb2.BadRequest.DESCRIPTOR)]
    assert len(bad) == 1
    request_error = error_details_pb2.BadRequest()
    bad[0].Unpack(request_error)
    assert request_error.field_violations[0].field


def test_the_catalog_tells_what_it_holds(catalog, stubs):
    reply = catalog.GetCatalog(stubs.GetCatalogRequest(), timeout=10)
    assert reply.revision == 3
    by_system = {summary.system: summary for summary in reply.systems}
    pcs = by_system[stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS")]
    assert [r.release.effective.year for r in pcs.releases] == [2023, 2024]
    assert by_system[stubs.CodeSystem.Value("CODE_SYSTEM_CPT")].licence_notice


def test_health_knows_the_server_and_its_services(server):
    with server.channel() as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for service in ("", "medcodes.v1.CodeCatalogService"):
            reply = health.Check(health_pb2.HealthCheckRequest(service=service), timeout=10)
            assert reply.status == health_pb2.HealthCheckResponse.SERVING
        refused(lambda: health.Check(health_pb2.HealthCheckRequest(service="no.such"), timeout=10),
                grpc.StatusCode.NOT_FOUND)


@pytest.mark.parametrize("name, body", [
    ("depth bomb", b"\x0a\x03" * 10_000),
    ("truncated length", b"\x0a\xff\xff\xff\xff\x0f"),
    ("bad UTF-8", b"\x0a\x06\x08\x01\x12\x02\xc3\x28"),
    ("NUL in a code", b"\x0a\x07\x08\x01\x12\x03" + b"2\x002"),
    ("endless varint", b"\x08" + b"\xff" * 11),
    ("group", b"\x0b\x0b\x0b"),
])
def test_hostile_bytes_are_refused_and_the_connection_lives(server, stubs, name, body):
    with server.channel() as channel:
        raw = channel.unary_unary("/medcodes.v1.CodeCatalogService/GetCode")
        refused(lambda: raw(body, timeout=10), grpc.StatusCode.INVALID_ARGUMENT)
        catalog = stubs.CodeCatalogServiceStub(channel)
        assert catalog.GetCode(stubs.GetCodeRequest(key=key(stubs, "22849")), timeout=10).key.code == "22849"


def test_a_batch_that_would_unpack_to_a_hundredfold_is_refused(server, stubs):
    with server.channel() as channel:
        raw = channel.unary_unary("/medcodes.v1.CodeCatalogService/BatchGetCodes")
        before = server.resident_bytes()
        refused(lambda: raw(b"\x0a\x00" * 1_500_000, timeout=20), grpc.StatusCode.INVALID_ARGUMENT)
        assert server.resident_bytes() - before < 64 << 20


def test_a_message_over_the_limit_is_refused(server, stubs):
    with server.channel() as channel:
        raw = channel.unary_unary("/medcodes.v1.CodeCatalogService/GetCode")
        refused(lambda: raw(b"\x0a" + b"\x00" * (5 << 20), timeout=20), grpc.StatusCode.RESOURCE_EXHAUSTED)


def test_an_import_beside_the_server_is_served_within_a_second(binaries, certificates, store, stubs, small_pcs_file, tmp_path):
    """The pushed invalidation itself is bounded by 100 ms; this allows for a busy machine."""
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        request = stubs.GetCodeRequest(key=key(stubs, "0016071", "CODE_SYSTEM_ICD10_PCS"))
        refused(lambda: catalog.GetCode(request, timeout=10), grpc.StatusCode.NOT_FOUND)
        refused(lambda: catalog.GetCode(request, timeout=10), grpc.StatusCode.NOT_FOUND)
        subprocess.run(
            import_command(binaries, store, "--format", "icd10-pcs-order", "--effective", "2025-10-01", small_pcs_file),
            check=True, capture_output=True)
        deadline = time.monotonic() + 1
        while True:
            try:
                assert catalog.GetCode(request, timeout=10).key.code == "0016071"
                break
            except grpc.RpcError:
                assert time.monotonic() < deadline, "the change was not seen"


def test_many_threads_share_one_channel(catalog, stubs):
    failures = []

    def work():
        for _ in range(50):
            try:
                assert catalog.GetCode(stubs.GetCodeRequest(key=key(stubs, "22849")), timeout=20).key.code == "22849"
            except Exception as error:  # noqa: BLE001 - any failure counts
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not failures
