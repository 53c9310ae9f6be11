"""Similar codes, hierarchy and translation on the real code sets, against what their files say."""

import collections
import gzip
import random
import subprocess

import grpc
import pytest

from daemon import import_command, running_server
from official_files import DATA

FILES = (
    ("icd10-pcs-order", "icd10pcs_order.txt.gz", ("--release", "FY2024", "--effective", "2024-04-01")),
    ("icd10-cm-order", "icd10cm_order.txt.gz", ("--release", "FY2025", "--effective", "2024-10-01")),
    ("icd10-pcs-tables", "icd10pcs_tables.xml.gz", ()),
    ("icd10-cm-tabular", "icd10cm_tabular.xml.gz", ()),
    ("gems", "gem_i9pcs.txt.gz", ()),
)
DAY = {"year": 2025, "month": 3, "day": 14}
SAMPLE = 60


@pytest.fixture(scope="module")
def catalog(binaries, certificates, stubs, tmp_path_factory):
    if not DATA.exists():
        pytest.skip("the real code sets are not beside this checkout (../shared/data)")
    store = tmp_path_factory.mktemp("real") / "catalog.sqlite"
    for name, file, arguments in FILES:
        command = import_command(binaries, store, "--format", name, *arguments, DATA / file)
        subprocess.run(command, check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)


def rows(file):
    """Code and flag of each row of an order file."""
    with gzip.open(DATA / file, "rt", encoding="latin-1") as lines:
        return [(line[6:13].strip(), line[14]) for line in lines]


@pytest.fixture(scope="module")
def pcs_rows():
    return rows("icd10pcs_order.txt.gz")


@pytest.fixture(scope="module")
def pcs(pcs_rows):
    return [code for code, flag in pcs_rows if flag == "1"]


@pytest.fixture(scope="module")
def cm():
    return rows("icd10cm_order.txt.gz")


def key(stubs, system, code=""):
    return stubs.CodeKey(system=stubs.CodeSystem.Value(f"CODE_SYSTEM_{system}"), code=code)


def plain(code):
    return code.replace(".", "")


def children(catalog, stubs, system, code=""):
    reply = catalog.ListChildCodes(stubs.ListChildCodesRequest(
        key=key(stubs, system, code), as_of=stubs.Date(**DAY), page_size=1000), timeout=60)
    assert len(reply.children) == reply.total_size
    return reply.children


def subsumption(catalog, stubs, system, a, b):
    reply = catalog.TestSubsumption(stubs.TestSubsumptionRequest(
        key_a=key(stubs, system, a), key_b=key(stubs, system, b), as_of=stubs.Date(**DAY)), timeout=60)
    return stubs.SubsumptionOutcome.Name(reply.outcome).removeprefix("SUBSUMPTION_OUTCOME_")


def test_every_procedure_stands_below_a_section(catalog, stubs, pcs_rows, pcs):
    headers = [code for code, flag in pcs_rows if flag == "0"]
    sections = children(catalog, stubs, "ICD10_PCS")
    wanted = sorted(collections.Counter(code[0] for code in pcs).items())
    assert [(c.key.code, c.descendant_count) for c in sections] == wanted
    assert sections[0].display == "Medical and Surgical" and sections[0].axis_value.axis == "section"
    random.seed(1)
    for code in random.sample(pcs, SAMPLE):
        for length in range(1, 7):
            below = children(catalog, stubs, "ICD10_PCS", code[:length])
            wanted = collections.Counter(c[:length + 1] for c in pcs if c.startswith(code[:length]))
            # Some headers have no code below them.
            wanted.update({c: 0 for c in headers if length == 2 and c.startswith(code[:length])})
            counts = [(c.key.code, c.descendant_count) for c in below]
            assert counts == sorted((lead, n if length < 6 else 0) for lead, n in wanted.items())
        assert subsumption(catalog, stubs, "ICD10_PCS", code[:random.randint(1, 6)], code) == "SUBSUMES"


def test_axes_say_what_the_characters_mean(catalog, stubs):
    path = []
    for length in range(7):
        child = next(c for c in children(catalog, stubs, "ICD10_PCS", "0SG0070"[:length])
                     if c.key.code == "0SG0070"[:length + 1])
        path.append((child.axis_value.axis, child.axis_value.label))
    assert path == [
        ("section", "Medical and Surgical"), ("body_system", "Lower Joints"), ("operation", "Fusion"),
        ("body_part", "Lumbar Vertebral Joint"), ("approach", "Open"), ("device", "Autologous Tissue Substitute"),
        ("qualifier", "Anterior Approach, Anterior Column")]


def test_every_diagnosis_stands_below_a_chapter_or_at_the_top(catalog, stubs, cm):
    billable = [code for code, flag in cm if flag == "1"]
    top = children(catalog, stubs, "ICD10_CM")
    chapters = [c for c in top if c.key.code.isdigit()]
    assert len(chapters) == 22 and all(c.display for c in chapters)
    apart = sum(c.descendant_count + (c.kind == stubs.CodeKind.Value("CODE_KIND_CODE")) for c in top[len(chapters):])
    assert sum(c.descendant_count for c in chapters) + apart == len(billable)
    listed = {code for code, _ in cm}
    random.seed(2)
    for code in random.sample(billable, SAMPLE):
        parent = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in listed), None)
        if parent:
            siblings = [plain(c.key.code) for c in children(catalog, stubs, "ICD10_CM", parent)]
            assert code in siblings and all(s in listed and s.startswith(parent) for s in siblings)
        above = [c.key.code for c in chapters if subsumption(catalog, stubs, "ICD10_CM", c.key.code, code) == "SUBSUMES"]
        assert len(above) <= 1


def test_similar_codes_are_stable_and_those_of_get_code(catalog, stubs, pcs, cm):
    random.seed(3)
    sample = [("ICD10_PCS", code) for code in random.sample(pcs, SAMPLE)]
    sample += [("ICD10_CM", code) for code, flag in random.sample(cm, SAMPLE) if flag == "1"]
    for system, code in sample:
        request = stubs.ListSimilarCodesRequest(key=key(stubs, system, code), as_of=stubs.Date(**DAY), page_size=500)
        reply = catalog.ListSimilarCodes(request, timeout=60)
        assert catalog.ListSimilarCodes(request, timeout=60) == reply
        assert len(reply.similar_codes) == reply.total_size or reply.next_page_token
        assert all(c.title and 0 < c.score <= 1 and plain(c.key.code) != code for c in reply.similar_codes)
        shown = catalog.GetCode(stubs.GetCodeRequest(key=request.key, as_of=request.as_of), timeout=60).similar_codes
        assert list(shown) == list(reply.similar_codes)[:10]


def test_translations_are_those_of_the_file(catalog, stubs):
    wanted = collections.defaultdict(list)
    with gzip.open(DATA / "gem_i9pcs.txt.gz", "rt") as lines:
        for line in lines:
            source, target, flags = line[:5].strip(), line[6:13].strip(), line[14:19]
            if flags[1] == "0":
                wanted[source].append((int(flags[3]), int(flags[4]), target, flags[0] == "1"))
            else:
                wanted[source] += []
    random.seed(4)
    without = [source for source, targets in wanted.items() if not targets]
    for source in random.sample(sorted(wanted), 10 * SAMPLE) + without[:5]:
        reply = catalog.TranslateCode(stubs.TranslateCodeRequest(
            key=key(stubs, "ICD9_PCS", source), as_of=stubs.Date(**DAY),
            target_system=stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS")), timeout=60)
        related = stubs.MapRelation.Value("MAP_RELATION_RELATED_TO")
        found = [(m.scenario, m.choice_list, m.key.code, m.relation == related) for m in reply.matches]
        assert found == sorted(wanted[source]) and reply.result == bool(found)
        assert bool(reply.message) != reply.result
        assert all(m.source.format == "gems" and m.source.file == "gem_i9pcs.txt.gz" for m in reply.matches)


def test_the_way_back_is_not_invented(catalog, stubs):
    reply = catalog.TranslateCode(stubs.TranslateCodeRequest(
        key=key(stubs, "ICD10_PCS", "6A750Z4"),
        target_system=stubs.CodeSystem.Value("CODE_SYSTEM_ICD9_PCS")), timeout=60)
    assert not reply.result and "no crosswalk" in reply.message


def test_a_code_that_is_not_there(catalog, stubs):
    for system, code in (("ICD10_PCS", "0SG00ZZ"), ("ICD10_CM", "A00-A10"), ("ICD10_CM", "99")):
        with pytest.raises(grpc.RpcError) as error:
            children(catalog, stubs, system, code)
        assert error.value.code() == grpc.StatusCode.NOT_FOUND
