"""Similar codes, hierarchy and translation asked by a foreign client, on small files."""

import subprocess

import grpc
import pytest

from daemon import import_command, running_server

DAY = {"year": 2025, "month": 3, "day": 14}


@pytest.fixture(scope="module")
def server(binaries, certificates, small_pcs_file, tmp_path_factory):
    """The starter catalog and five rows of ICD-10-PCS."""
    folder = tmp_path_factory.mktemp("relations")
    store = folder / "catalog.sqlite"
    for arguments in (("--format", "starter"),
                      ("--format", "icd10-pcs-order", "--release", "FY2025", "--effective", "2024-10-01",
                       small_pcs_file)):
        subprocess.run(import_command(binaries, store, *arguments), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server:
        yield server


@pytest.fixture(scope="module")
def catalog(server, stubs):
    with server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)


def key(stubs, system, code=""):
    return stubs.CodeKey(system=stubs.CodeSystem.Value(f"CODE_SYSTEM_{system}"), code=code)


def children(catalog, stubs, system, code="", **arguments):
    request = stubs.ListChildCodesRequest(key=key(stubs, system, code), as_of=stubs.Date(**DAY), **arguments)
    return catalog.ListChildCodes(request, timeout=60)


def subsumption(catalog, stubs, system, a, b):
    reply = catalog.TestSubsumption(stubs.TestSubsumptionRequest(
        key_a=key(stubs, system, a), key_b=key(stubs, system, b), as_of=stubs.Date(**DAY)), timeout=30)
    return stubs.SubsumptionOutcome.Name(reply.outcome).removeprefix("SUBSUMPTION_OUTCOME_")


def all_similar(catalog, stubs, asked, page_size=0, **arguments):
    codes, token = [], ""
    while True:
        reply = catalog.ListSimilarCodes(stubs.ListSimilarCodesRequest(
            key=asked, as_of=stubs.Date(**DAY), page_size=page_size, page_token=token, **arguments), timeout=60)
        codes += reply.similar_codes
        token = reply.next_page_token
        if not token:
            assert len(codes) == reply.total_size
            return codes


def test_similar_codes_are_those_of_get_code(catalog, stubs):
    asked = key(stubs, "CPT", "22849")
    code = catalog.GetCode(stubs.GetCodeRequest(key=asked, as_of=stubs.Date(**DAY)), timeout=30)
    whole = all_similar(catalog, stubs, asked)
    assert whole[:50] == list(code.similar_codes) and code.similar_codes
    assert all_similar(catalog, stubs, asked, page_size=1) == whole
    assert whole == sorted(whole, key=lambda c: (-c.score, c.key.code)) and all(0 <= c.score <= 1 for c in whole)
    curated = all_similar(catalog, stubs, asked, reasons=[stubs.SimilarityReason.Value("SIMILARITY_REASON_CURATED")])
    assert [c.key.code for c in curated] == ["22852", "22850", "22830", "22842", "22840"]


def test_children_go_down_to_the_codes(catalog, stubs):
    tops = children(catalog, stubs, "ICD10_PCS").children
    assert tops[0].key.code == "0" and all(c.kind == 0 and c.descendant_count > 0 for c in tops)
    tables = children(catalog, stubs, "ICD10_PCS", "00").children
    assert [(c.key.code, c.display) for c in tables] == [("001", "Central Nervous System and Cranial Nerves, Bypass")]
    assert tables[0].kind == stubs.CodeKind.Value("CODE_KIND_HEADER") and tables[0].descendant_count == 2
    whole = children(catalog, stubs, "CPT", page_size=1000)
    assert len(whole.children) == whole.total_size > 50 and not whole.next_page_token


def test_subsumption(catalog, stubs):
    assert subsumption(catalog, stubs, "ICD10_PCS", "0S", "0SG0070") == "SUBSUMES"
    assert subsumption(catalog, stubs, "ICD10_PCS", "0SG0070", "0SG") == "SUBSUMED_BY"
    assert subsumption(catalog, stubs, "ICD10_PCS", "001", "0SG") == "NOT_SUBSUMED"
    with pytest.raises(grpc.RpcError) as error:
        subsumption(catalog, stubs, "ICD10_PCS", "0SG", "0ZZ")
    assert error.value.code() == grpc.StatusCode.NOT_FOUND
    with pytest.raises(grpc.RpcError) as error:
        catalog.TestSubsumption(stubs.TestSubsumptionRequest(
            key_a=key(stubs, "CPT", "22849"), key_b=key(stubs, "HCPCS", "G0105")), timeout=30)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT and "key_b" in error.value.details()


def test_no_crosswalk_is_an_answer(catalog, stubs):
    reply, call = catalog.TranslateCode.with_call(stubs.TranslateCodeRequest(
        key=key(stubs, "ICD9_PCS", "81.08"), target_system=stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS")), timeout=30)
    assert not reply.result and "no crosswalk" in reply.message and not reply.matches
    assert dict(call.initial_metadata())["medcodes-revision"] == "2"


def test_page_arguments_that_cannot_be_right_are_named(catalog, stubs):
    for arguments, field in (({"page_size": -1}, "page_size"), ({"page_token": "AAAA"}, "page_token")):
        with pytest.raises(grpc.RpcError) as error:
            children(catalog, stubs, "CPT", **arguments)
        assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT and field in error.value.details()
