"""Searches that nobody should make: each gets a defined answer or INVALID_ARGUMENT, and the server goes on."""

import grpc
import pytest

from daemon import running_server

ODD = {
    "empty": "", "blanks": " \t\r\n\u00a0\u3000 ", "emoji": "🩺🦻👩‍⚕️", "emoji between words": "knee🩺replacement",
    "right to left": "\u202eknee\u202c \u2067hip\u2069", "Hebrew": "ניתוח ברך", "Han": "膝关节置换", "Thai": "ผ่าตัดหัวเข่า",
    "combining marks": "k" + "\u0301" * 400, "decomposed": "Me\u0301nie\u0300re", "controls": "\x01\x02\x1b[31mknee\x7f",
    "regex": "(.*)+$[^a-z]{1,9999}|\\d\\", "SQL": "'; DROP TABLE code; --", "FTS": 'knee AND NOT "hip" NEAR/3 title:*',
    "format": "%s%n%x{0}${jndi:x}", "wildcards": "*?*?*", "wildcards only": "*" * 1000, "many wildcards": "*a" * 500,
    "ranges": "A00-Z99", "range without end": "0-", "range the wrong way": "Z99-A00", "one word 500 times": "of " * 333,
    "long word": "x" * 1000, "words": " ".join("abcdefghij"[i % 10] + str(i) for i in range(200)),
    "misspelled words": " ".join(["colesistectomi", "hipp", "replasement", "nee"] * 16), "no scalars": "\ufffd\ufffe\uffff",
    "line of hyphens": "-" * 1000, "quotes": '"""knee"""', "negations": "no not without " * 60, "a number": "9" * 1000,
}
TOO_LONG = ("x" * 1001, "é" * 501, "word " * 1000, "*" * 65_536, "🩺" * 16_384)


@pytest.fixture(scope="module")
def catalog(binaries, certificates, starter_store, stubs):
    with running_server(binaries, certificates, starter_store) as server, server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)
        # Whatever was asked, the server answers still.
        assert stubs.CodeCatalogServiceStub(channel).SearchCodes(
            stubs.SearchCodesRequest(query="knee replacement"), timeout=60).hits[0].key.code == "27447"


def refusal(call, request):
    with pytest.raises(grpc.RpcError) as error:
        call(request, timeout=60)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    return error.value.details()


@pytest.mark.parametrize("query", ODD.values(), ids=ODD)
def test_an_odd_query_has_a_defined_answer(catalog, stubs, query):
    request = stubs.SearchCodesRequest(query=query, facets=stubs.FacetField.values(), explain=True, page_size=100)
    reply = catalog.SearchCodes(request, timeout=60)
    assert reply == catalog.SearchCodes(request, timeout=60)
    assert len(reply.hits) == min(100, reply.total_size)
    for hit in reply.hits:
        assert all(part.start + part.length <= len(hit.display) for part in hit.highlights)
    completions = catalog.SuggestCodes(stubs.SuggestCodesRequest(prefix=query), timeout=60)
    assert len(completions.hits) <= min(10, completions.total_size)


@pytest.mark.parametrize("query", ["", " ", "🩺", "\u202e", "*", "-"])
def test_a_query_without_words_finds_nothing(catalog, stubs, query):
    reply = catalog.SearchCodes(stubs.SearchCodesRequest(query=query), timeout=60)
    assert (len(reply.hits), reply.total_size, reply.next_page_token) == (0, 0, "")


@pytest.mark.parametrize("query", TOO_LONG, ids=lambda query: f"{len(query.encode())} bytes")
def test_a_query_that_is_too_long_is_refused(catalog, stubs, query):
    assert "query" in refusal(catalog.SearchCodes, stubs.SearchCodesRequest(query=query))
    assert "prefix" in refusal(catalog.SuggestCodes, stubs.SuggestCodesRequest(prefix=query))


def test_a_null_character_is_refused(catalog, stubs):
    refusal(catalog.SearchCodes, stubs.SearchCodesRequest(query="knee\0hip"))
    refusal(catalog.SuggestCodes, stubs.SuggestCodesRequest(prefix="\0"))


@pytest.mark.parametrize("arguments, field", [
    ({"page_size": -1}, "page_size"), ({"page_size": -(1 << 31)}, "page_size"), ({"systems": [99]}, "systems[0]"),
    ({"as_of": {"year": 2023, "month": 2, "day": 30}}, "as_of"), ({"filters": {"kinds": [99]}}, "filters.kinds[0]"),
    ({"filters": {"duration_minutes_max": -1}}, "filters.duration_minutes_max"),
    ({"filters": {"axes": [{"axis": "approach"}]}}, "filters.axes[0].values"),
    ({"filters": {"axes": [{"axis": "a", "values": ["b"]}] * 101}}, "filters.axes"),
    ({"page_token": "?"}, "page_token"), ({"page_token": "A" * 4096}, "page_token"),
])
def test_an_argument_that_cannot_be_right_is_named(catalog, stubs, arguments, field):
    assert field in refusal(catalog.SearchCodes, stubs.SearchCodesRequest(query="knee", **arguments))


def test_a_negative_limit_of_completions_is_refused_and_a_large_one_clamped(catalog, stubs):
    assert "limit" in refusal(catalog.SuggestCodes, stubs.SuggestCodesRequest(prefix="k", limit=-1))
    assert len(catalog.SuggestCodes(stubs.SuggestCodesRequest(prefix="s", limit=1 << 30), timeout=60).hits) <= 50


@pytest.mark.parametrize("other", [
    {"query": "hip"}, {"systems": ["CODE_SYSTEM_CPT"]}, {"filters": {"add_on": "BOOLEAN_FILTER_NO"}},
    {"as_of": {"year": 2025, "month": 1, "day": 1}}, {"facets": ["FACET_FIELD_SYSTEM"]}])
def test_a_token_is_bound_to_the_other_arguments(catalog, stubs, other):
    first = {"query": "surgery", "page_size": 2}
    token = catalog.SearchCodes(stubs.SearchCodesRequest(**first), timeout=60).next_page_token
    assert catalog.SearchCodes(stubs.SearchCodesRequest(**first, page_token=token), timeout=60).hits
    message = refusal(catalog.SearchCodes, stubs.SearchCodesRequest(**{**first, **other}, page_token=token))
    assert "page_token" in message
    of_other_method = catalog.ListPolicies(stubs.ListPoliciesRequest(
        key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="22849"), page_size=1), timeout=60).next_page_token
    refusal(catalog.SearchCodes, stubs.SearchCodesRequest(**first, page_token=of_other_method or "AAAA"))


@pytest.mark.parametrize("query", ["surgery", "removal", "2", "spine fusion", "knee"])
def test_pages_of_any_size_are_one_list(catalog, stubs, query):
    whole, total = None, None
    for size in (100, 1, 3, 7):
        found, request = [], stubs.SearchCodesRequest(query=query, page_size=size)
        while True:
            reply = catalog.SearchCodes(request, timeout=60)
            total = total or reply.total_size
            assert reply.total_size == total and (reply.hits or not total)
            found += [hit.key.code for hit in reply.hits]
            if not reply.next_page_token:
                break
            request.page_token = reply.next_page_token
        assert len(found) == len(set(found)) == total
        whole = whole or found
        assert found == whole
