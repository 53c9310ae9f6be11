"""Encounters checked by a foreign client against edits that an operator has imported."""

import subprocess

import pytest

from daemon import import_command, running_server


@pytest.fixture(scope="module")
def server(binaries, certificates, tmp_path_factory):
    """The starter catalog, and from 2025 on one pair edit between two of its codes that a modifier may allow."""
    folder = tmp_path_factory.mktemp("edits")
    store = folder / "catalog.sqlite"
    pairs = folder / "ccipra-v311r0-f1.txt"
    pairs.write_text(
        "Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\r\n"
        "22849\t27447\t\t20250101\t*\t1\tMisuse of column two code\r\n", newline="")
    for arguments in (("--format", "starter"),
                      ("--format", "ncci-ptp", "--release", "2025Q1", "--effective", "2025-01-01", pairs)):
        subprocess.run(import_command(binaries, store, *arguments), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server:
        yield server


@pytest.fixture(scope="module")
def validate(server, stubs):
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)

        def validate(*codes, day=14, **line):
            system = stubs.CodeSystem.Value("CODE_SYSTEM_CPT")
            items = [stubs.ValidationItem(key=stubs.CodeKey(system=system, code=code), **line) for code in codes]
            return catalog.ValidateCodes(stubs.ValidateCodesRequest(
                items=items, as_of=stubs.Date(year=2025 if day else 2024, month=12, day=day or 31)), timeout=30)

        yield validate


def issues(stubs, reply):
    return [(stubs.ValidationRule.Name(i.rule).removeprefix("VALIDATION_RULE_"),
             stubs.IssueSeverity.Name(i.severity).removeprefix("ISSUE_SEVERITY_")) for i in reply.encounter_issues]


def test_a_pair_is_found_with_its_source(validate, stubs):
    reply = validate("27447", "22849")
    assert not reply.result and [item.result for item in reply.items] == [True, True]
    assert ("PROCEDURE_PAIR", "ERROR") in issues(stubs, reply)
    pair = next(i for i in reply.encounter_issues if i.rule == stubs.ValidationRule.Value("VALIDATION_RULE_PROCEDURE_PAIR"))
    assert list(pair.item_indexes) == [1, 0]
    assert (pair.source.format, pair.source.file, pair.source.release) == ("ncci-ptp", "ccipra-v311r0-f1.txt", "2025Q1")
    assert (pair.source.effective.year, pair.rationale) == (2025, "Misuse of column two code")


def test_a_modifier_makes_a_warning_of_it(validate, stubs):
    reply = validate("27447", "22849", modifiers=["59"])
    assert reply.result
    assert ("PROCEDURE_PAIR", "WARNING") in issues(stubs, reply)


def test_the_day_before_nothing_is_loaded_and_that_is_said(validate, stubs):
    reply = validate("27447", "22849", day=0)
    assert reply.result
    assert issues(stubs, reply) == [("EDITS_NOT_LOADED", "INFORMATION")] * 3


def test_a_display_and_an_unknown_code(validate, stubs):
    reply = validate("22849", "00000", display="Appendectomy")
    rules = [[stubs.ValidationRule.Name(i.rule) for i in item.issues] for item in reply.items]
    assert rules == [["VALIDATION_RULE_DISPLAY_MISMATCH"], ["VALIDATION_RULE_UNKNOWN_CODE"]]
    assert reply.items[0].item.display == "Appendectomy" and reply.items[0].display
    assert not reply.result


def validate_file(server, binaries, certificates, folder, rows, *arguments):
    sheet = folder / "encounters.csv"
    sheet.write_text("encounter,system,code,modifiers,units,service_date,display\n" + rows)
    return subprocess.run(
        [binaries / "medcodes", "--server", server.address, "--ca", certificates / "ca.pem", "validate",
         "--encounters", sheet, *arguments], capture_output=True, text=True, timeout=60)


def test_a_sheet_of_encounters_is_checked_by_the_command_line(server, binaries, certificates, tmp_path):
    run = validate_file(
        server, binaries, certificates, tmp_path,
        'a,cpt,27447,,,2025-12-14,\na,cpt,22849,"59, RT",,2025-12-14,\nb,cpt,27447,,2,2025-12-14,\nb,cpt,22849,,,2025-12-14,\n')
    assert run.returncode == 2
    assert run.stderr == "error: 1 of 2 encounters are not valid\n"
    pairs = [line.split("\t") for line in run.stdout.splitlines() if "\tPROCEDURE_PAIR\t" in line]
    assert [row[:4] + row[6:8] for row in pairs] == [
        ["a", "2,1", "cpt:22849,cpt:27447", "valid", "warning", "PROCEDURE_PAIR"],
        ["b", "4,3", "cpt:22849,cpt:27447", "invalid", "error", "PROCEDURE_PAIR"]]
    assert all(row[10:14] == ["ncci-ptp", "ccipra-v311r0-f1.txt", "2025Q1", "2025-01-01"] for row in pairs)


def test_the_command_line_names_what_it_cannot_read(server, binaries, certificates, tmp_path):
    run = validate_file(server, binaries, certificates, tmp_path, "a,cpt,27447,,two,,\n")
    assert (run.returncode, run.stdout) == (64, "")
    assert "encounters.csv:2:14: units 'two': 'two' is no number of units" in run.stderr


def test_the_catalog_tells_which_editions_it_holds(server, stubs):
    with server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=30)
    edition = next(edition for edition in catalog.editions if edition.format == "ncci-ptp")
    assert (edition.part, edition.label, list(edition.files)) == ("practitioner", "2025Q1", ["ccipra-v311r0-f1.txt"])
    assert [(stubs.FactKind.Name(c.kind), c.fact_count, c.unresolved_code_count) for c in edition.counts] == [
        ("FACT_KIND_PAIR_EDIT", 1, 0)]
