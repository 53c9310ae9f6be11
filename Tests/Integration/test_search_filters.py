"""Filters, facets and highlights of SearchCodes, each compared with what the codes themselves say."""

import collections
import subprocess

import pytest

from daemon import import_command, running_server

# Codes that do not exist. Of the second release of procedures one code is new, and one is gone.
PROCEDURES = [("ZFB", 0, "Hepatobiliary System, Excision"), ("ZFB40ZZ", 1, "Excision of Gallbladder, Open"),
              ("ZFB44ZZ", 1, "Excision of Gallbladder, Endoscopic"), ("ZFT40ZZ", 1, "Resection of Gallbladder, Open")]
NEWER_PROCEDURES = PROCEDURES[:3] + [("ZFT44ZZ", 1, "Resection of Gallbladder, Endoscopic")]
DIAGNOSES = [("QX0", 0, "Calculi"), ("QX00", 1, "Calculus of gallbladder"), ("QX01", 1, "Ménière 🦻 gallbladder, aching"),
             ("QX7", 1, "Gallbladder of a fable")]
TABLES = """<ICD10PCS.tabular><version>1</version>{}</ICD10PCS.tabular>"""
TABLE = """<pcsTable>
<axis pos="1" values="1"><title>Section</title><label code="Z">Fables</label></axis>
<axis pos="2" values="1"><title>Body System</title><label code="F">Hepatobiliary System</label></axis>
<axis pos="3" values="1"><title>Operation</title><label code="{}">{}</label></axis><pcsRow codes="2">
<axis pos="4" values="1"><title>Body Part</title><label code="4">Gallbladder</label></axis>
<axis pos="5" values="2"><title>Approach</title><label code="0">Open</label><label code="4">Endoscopic</label></axis>
<axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
<axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis></pcsRow></pcsTable>"""
CHAPTERS = """<ICD10CM.tabular><version>1</version><chapter><name>97</name><desc>Ailments (QX0-QX7)</desc>
<section id="QX0-QX5"><desc>Stones (QX0-QX5)</desc>
<diag><name>QX0</name><desc>Calculi</desc><diag><name>QX0.0</name><desc>Calculus of gallbladder</desc>
<inclusionTerm><note>Frobstone</note></inclusionTerm></diag></diag></section>
<section id="QX7"><desc>Fables (QX7)</desc><diag><name>QX7</name><desc>Gallbladder of a fable</desc></diag></section>
</chapter></ICD10CM.tabular>"""


def write_order(path, rows):
    path.write_text("".join(f"{number:05d} {code:<7} {flag} {text[:60]:<60} {text}\n"
                            for number, (code, flag, text) in enumerate(rows, start=1)))
    return path


@pytest.fixture(scope="module")
def catalog(binaries, certificates, stubs, tmp_path_factory):
    """The starter catalog, two releases of procedures with their tables, diagnoses with chapter and blocks."""
    folder = tmp_path_factory.mktemp("filters")
    (folder / "tables.xml").write_text(TABLES.format(TABLE.format("B", "Excision") + TABLE.format("T", "Resection")))
    (folder / "chapters.xml").write_text(CHAPTERS)
    store = folder / "catalog.sqlite"
    for arguments in (
            ("starter",),
            ("icd10-pcs-order", "--effective", "2020-10-01", write_order(folder / "1.txt", PROCEDURES)),
            ("icd10-pcs-order", "--effective", "2022-10-01", write_order(folder / "2.txt", NEWER_PROCEDURES)),
            ("icd10-pcs-tables", folder / "tables.xml"),
            ("icd10-cm-order", "--effective", "2020-10-01", write_order(folder / "3.txt", DIAGNOSES)),
            ("icd10-cm-tabular", folder / "chapters.xml")):
        subprocess.run(import_command(binaries, store, "--format", *arguments), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        yield Catalog(stubs.CodeCatalogServiceStub(channel), stubs)


class Catalog:
    """The service, and searches that must agree with each other."""

    def __init__(self, calls, stubs):
        self.calls, self.stubs = calls, stubs

    def search(self, query, day=2023, **arguments):
        return self.calls.SearchCodes(self.stubs.SearchCodesRequest(
            query=query, as_of=self.stubs.Date(year=day, month=7, day=1), **{"page_size": 100, **arguments}), timeout=60)

    def code(self, key):
        return self.calls.GetCode(self.stubs.GetCodeRequest(
            key=key, as_of=self.stubs.Date(year=2023, month=7, day=1)), timeout=60)

    def found(self, query, day=2023, **arguments):
        reply = self.search(query, day, **arguments)
        assert len(reply.hits) == reply.total_size
        return {hit.key.code for hit in reply.hits}


def named(enum, values):
    return {enum.Name(value) for value in values}


# Words that stand on the pages of many procedures.
WORDS = ("surgery", "spine", "removal of tissue", "heart", "imaging")


@pytest.mark.parametrize("query", WORDS)
def test_a_filter_lets_through_what_the_codes_say_of_themselves(catalog, query):
    stubs = catalog.stubs
    codes = {hit.key.code: catalog.code(hit.key) for hit in catalog.search(query, systems=["CODE_SYSTEM_CPT"]).hits}
    assert len(codes) > 5
    facts = {code: value.procedure.facts for code, value in codes.items()}

    def expect(filters, holds):
        expected = {code for code in codes if holds(codes[code], facts[code])}
        assert catalog.found(query, systems=["CODE_SYSTEM_CPT"], filters=filters) == expected, filters
        return expected

    for setting in stubs.CareSetting.values()[1:]:
        expect({"settings": [setting]}, lambda _, facts: setting in facts.settings)
    for kind in stubs.AnesthesiaKind.values()[1:]:
        expect({"anesthesia": [kind]}, lambda _, facts: kind in facts.anesthesia)
    expect({"settings": ["CARE_SETTING_OFFICE", "CARE_SETTING_HOSPITAL"], "anesthesia": ["ANESTHESIA_KIND_LOCAL"]},
           lambda _, facts: {1, 5} & set(facts.settings) and 3 in facts.anesthesia)
    for minutes in (30, 60, 120, 100_000):
        expect({"duration_minutes_max": minutes},
               lambda _, facts: facts.HasField("duration") and facts.duration.minutes_max <= minutes)
    add_on = expect({"add_on": "BOOLEAN_FILTER_YES"}, lambda code, _: code.add_on)
    assert expect({"add_on": "BOOLEAN_FILTER_NO"}, lambda code, _: not code.add_on) == set(codes) - add_on
    expect({"billable": "BOOLEAN_FILTER_YES"}, lambda code, _: code.billable)


@pytest.mark.parametrize("query", WORDS)
def test_facets_count_what_the_codes_say_of_themselves(catalog, query):
    stubs = catalog.stubs
    reply = catalog.search(query, systems=["CODE_SYSTEM_CPT", "CODE_SYSTEM_HCPCS"], facets=stubs.FacetField.values())
    expected = collections.defaultdict(collections.Counter)
    for hit in reply.hits:
        code = catalog.code(hit.key)
        expected["SYSTEM"][stubs.CodeSystem.Name(hit.key.system)] += 1
        expected["KIND"][stubs.CodeKind.Name(code.kind)] += 1
        expected["STATUS"][stubs.CodeStatus.Name(code.status)] += 1
        expected["ADD_ON"][f"BOOLEAN_FILTER_{'YES' if code.add_on else 'NO'}"] += 1
        expected["SETTING"].update(named(stubs.CareSetting, code.procedure.facts.settings))
        expected["ANESTHESIA"].update(named(stubs.AnesthesiaKind, code.procedure.facts.anesthesia))
        assert (hit.kind, hit.status, hit.billable, hit.add_on) == (code.kind, code.status, code.billable, code.add_on)
    counted = {stubs.FacetField.Name(facet.field).removeprefix("FACET_FIELD_"):
               {count.value: count.hit_count for count in facet.counts} for facet in reply.facets}
    assert counted == {field: dict(values) for field, values in expected.items()}
    for facet in reply.facets:
        order = [(-count.hit_count, count.value) for count in facet.counts]
        assert order == sorted(order) and all(count.label for count in facet.counts)


def test_axes_are_filtered_by_the_values_their_facets_name(catalog):
    reply = catalog.search("gallbladder", facets=["FACET_FIELD_AXIS"])
    axes = {facet.axis: {count.value: count.hit_count for count in facet.counts} for facet in reply.facets}
    assert axes == {
        "section": {"Fables": 3}, "body_system": {"Hepatobiliary System": 3}, "operation": {"Excision": 2, "Resection": 1},
        "body_part": {"Gallbladder": 3}, "approach": {"Endoscopic": 2, "Open": 1}, "device": {"No Device": 3},
        "qualifier": {"No Qualifier": 3}, "chapter": {"97": 3}, "block": {"QX0-QX5": 2, "QX7-QX7": 1}}
    for axis, values in axes.items():
        for value, count in values.items():
            narrowed = catalog.search("gallbladder", filters={"axes": [{"axis": axis, "values": [value]}]})
            assert narrowed.total_size == len(narrowed.hits) == count, (axis, value)
    both = {"axes": [{"axis": "operation", "values": ["Excision", "Resection"]}, {"axis": "approach", "values": ["Open"]}]}
    assert catalog.found("gallbladder", filters=both) == {"ZFB40ZZ"}
    assert catalog.found("gallbladder", filters={"axes": [{"axis": "no such axis", "values": ["Open"]}]}) == set()


def test_a_day_and_statuses_pick_what_was_in_force(catalog):
    procedures = {"systems": ["CODE_SYSTEM_ICD10_PCS"]}
    older, newer = {"ZFB40ZZ", "ZFB44ZZ", "ZFT40ZZ"}, {"ZFB40ZZ", "ZFB44ZZ", "ZFT44ZZ"}
    assert catalog.found("gallbladder", 2019, **procedures) == set()
    assert catalog.found("gallbladder", 2021, **procedures) == older
    assert catalog.found("gallbladder", 2023, **procedures) == newer
    assert catalog.found("gallbladder", 2023, **procedures, filters={"statuses": ["CODE_STATUS_TERMINATED"]}) == {"ZFT40ZZ"}
    assert catalog.found(
        "gallbladder", 2021, **procedures, filters={"statuses": ["CODE_STATUS_NOT_YET_EFFECTIVE"]}) == {"ZFT44ZZ"}
    assert catalog.found("gallbladder", 2021, **procedures, filters={
        "statuses": ["CODE_STATUS_NOT_YET_EFFECTIVE", "CODE_STATUS_ACTIVE"]}) == older | newer


def test_systems_and_kinds_narrow_the_hits(catalog):
    assert catalog.found("gallbladder", systems=["CODE_SYSTEM_ICD10_CM"]) == {"QX0.0", "QX0.1", "QX7"}
    assert catalog.found("gallbladder", system_uris=["http://hl7.org/fhir/sid/icd-10-cm"]) == {"QX0.0", "QX0.1", "QX7"}
    procedures = {"systems": ["CODE_SYSTEM_ICD10_PCS"]}
    assert catalog.found("hepatobiliary", **procedures, filters={"kinds": ["CODE_KIND_HEADER"]}) == {"ZFB"}
    header = catalog.search("ZFB", **procedures, filters={"kinds": ["CODE_KIND_HEADER"]}).hits[0]
    assert not header.billable and header.matched_term == "ZFB"
    assert catalog.found("ZFB", **procedures, filters={
        "kinds": ["CODE_KIND_HEADER", "CODE_KIND_CODE"], "billable": "BOOLEAN_FILTER_NO"}) == {"ZFB"}


def test_highlights_are_counted_in_unicode_scalar_values(catalog):
    """As Python counts characters, not in UTF-16 code units, of which the ear has two."""
    hit, = (hit for hit in catalog.search("gallbladder aching meniere").hits if hit.key.code == "QX0.1")
    words = [hit.display[part.start:part.start + part.length] for part in hit.highlights]
    assert words == ["Ménière", "gallbladder", "aching"]


def test_the_matched_term_and_its_field_are_told(catalog):
    hit = catalog.search("frobstone").hits[0]
    assert (hit.key.code, hit.matched_term) == ("QX0.0", "Frobstone")
    assert hit.matched_field == catalog.stubs.MatchField.Value("MATCH_FIELD_INCLUSION_TERM")
    for hit in catalog.search("gallbladder excision", explain=True).hits:
        assert sum(part.contribution for part in hit.explanation.parts) == pytest.approx(hit.score, abs=1e-3)
    assert not catalog.search("gallbladder excision").hits[0].HasField("explanation")
