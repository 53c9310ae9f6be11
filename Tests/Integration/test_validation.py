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
