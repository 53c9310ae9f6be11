"""Searching and completing, called by a foreign client."""

import subprocess
import time

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from daemon import import_command, running_server


@pytest.fixture(scope="module")
def server(binaries, certificates, tmp_path_factory):
    store = tmp_path_factory.mktemp("search") / "catalog.sqlite"
    subprocess.run(import_command(binaries, store, "--format", "starter"), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server:
        server.store = store
        yield server


@pytest.fixture(scope="module")
def catalog(server, stubs):
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        yield catalog


def codes(reply):
    return [hit.key.code for hit in reply.hits]


@pytest.mark.parametrize("query, code", [
    ("knee replacement", "27447"), ("gallbladder removal", "47562"), ("27447", "27447"), ("gall bladder", "47562"),
    ("galbladder removal", "47562"),
])
def test_the_right_code_comes_first(catalog, stubs, query, code):
    assert codes(catalog.SearchCodes(stubs.SearchCodesRequest(query=query), timeout=30))[0] == code


def test_a_search_right_after_the_start_waits_for_the_index(binaries, certificates, stubs, server):
    with running_server(binaries, certificates, server.store) as started, started.channel() as channel:
        reply = stubs.CodeCatalogServiceStub(channel).SearchCodes(stubs.SearchCodesRequest(query="knee"), timeout=60)
        assert reply.hits
        started.wait_until_settled()


def test_a_server_without_searching_says_so_and_answers_the_rest(binaries, certificates, stubs, server):
    with running_server(binaries, certificates, server.store, "--search", "off") as started, started.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        for call, request in ((catalog.SearchCodes, stubs.SearchCodesRequest(query="knee")),
                              (catalog.SuggestCodes, stubs.SuggestCodesRequest(prefix="knee"))):
            with pytest.raises(grpc.RpcError) as error:
                call(request, timeout=30)
            assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED and "without searching" in error.value.details()
        key = stubs.CodeKey(system="CODE_SYSTEM_CPT", code="27447")
        assert catalog.GetCode(stubs.GetCodeRequest(key=key), timeout=30).key.code == "27447"
        health = health_pb2_grpc.HealthStub(channel)
        assert health.Check(health_pb2.HealthCheckRequest(), timeout=30).status == health_pb2.HealthCheckResponse.SERVING
        with pytest.raises(grpc.RpcError) as error:
            health.Check(health_pb2.HealthCheckRequest(service="medcodes.v1.CodeCatalogService.SearchCodes"), timeout=30)
        assert error.value.code() == grpc.StatusCode.NOT_FOUND


def test_what_was_read_differently_is_told(catalog, stubs):
    reply = catalog.SearchCodes(stubs.SearchCodesRequest(query="replacment of knee", explain=True), timeout=30)
    assert reply.corrected_query == "replacement of knee"
    hit = reply.hits[0]
    assert sum(part.contribution for part in hit.explanation.parts) == pytest.approx(hit.score, abs=1e-4)
    start, length = hit.highlights[0].start, hit.highlights[0].length
    assert hit.display[start:start + length].lower() == "knee"


def test_pages_and_facets_agree_with_the_total(catalog, stubs):
    request = stubs.SearchCodesRequest(query="removal", page_size=7, facets=["FACET_FIELD_SYSTEM", "FACET_FIELD_KIND"])
    found, total = [], None
    while True:
        reply = catalog.SearchCodes(request, timeout=30)
        found += codes(reply)
        total = reply.total_size
        for facet in reply.facets:
            assert sum(count.hit_count for count in facet.counts) == total
        if not reply.next_page_token:
            break
        request.page_token = reply.next_page_token
    assert len(found) == len(set(found)) == total > 7


def test_completions_are_different_ideas(catalog, stubs):
    reply = catalog.SuggestCodes(stubs.SuggestCodesRequest(prefix="k", limit=5), timeout=30)
    assert 0 < len(reply.hits) <= 5 and len(set(codes(reply))) == len(reply.hits)
    assert not catalog.SuggestCodes(stubs.SuggestCodesRequest(prefix=""), timeout=30).hits


@pytest.mark.parametrize("request_fields, field", [
    ({"query": "a" * 1001}, "query"), ({"query": "a", "page_size": -1}, "page_size"),
    ({"query": "a", "page_token": "AAAA"}, "page_token"), ({"query": "a", "facets": [99]}, "facets[0]"),
])
def test_what_cannot_be_right_is_named(catalog, stubs, request_fields, field):
    with pytest.raises(grpc.RpcError) as error:
        catalog.SearchCodes(stubs.SearchCodesRequest(**request_fields), timeout=30)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT and field in error.value.details()


def test_a_synonym_counts_while_the_server_runs(server, catalog, stubs, binaries, tmp_path):
    words = tmp_path / "words.csv"
    words.write_text("term,system,code\nfrobnication,cpt,27447\n")
    request = stubs.SearchCodesRequest(query="frobnication")
    assert not catalog.SearchCodes(request, timeout=30).hits
    subprocess.run(
        import_command(binaries, server.store, "--format", "synonyms", words), check=True, capture_output=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        reply = catalog.SearchCodes(request, timeout=30)
        if reply.hits:
            assert codes(reply) == ["27447"] and reply.hits[0].matched_term == "frobnication"
            return
        time.sleep(0.05)
    raise AssertionError("the synonym was not found")
