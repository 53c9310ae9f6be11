"""Files of CMS and of the AMA as an operator imports them, and what a foreign client is then told."""

import json
import subprocess
import zipfile

import pytest

from daemon import import_command, running_server

MUE_HEADER = "\"HCPCS/\nCPT Code\",{} MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n"


def run(binaries, store, *arguments):
    done = subprocess.run(
        import_command(binaries, store, "--json", *arguments), capture_output=True, text=True, timeout=60)
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else done.stderr


def hcpcs_row(code, text, references="", last=""):
    """A first line of the contractor record: 320 columns."""
    row = [" "] * 320
    for column, field in ((6 - len(code), code), (6, "00100"), (11, "7" if len(code) == 2 else "3"), (12, text),
                          (92, text.upper()[:28]), (205, references), (230, "C"), (269, "20200101"),
                          (277, "20200101"), (285, last), (293, "D" if last else "N")):
        row[column - 1:column - 1 + len(field)] = field
    return "".join(row) + "\r\n"


@pytest.fixture(scope="module")
def store(binaries, tmp_path_factory):
    """HCPCS and CPT of two codes each, a modifier, and unit limits of the first quarter, in two settings."""
    folder = tmp_path_factory.mktemp("cms")
    store = folder / "catalog.sqlite"
    for quarter, last in (("2025Q4", ""), ("2026Q1", "20251231")):
        archive = folder / f"{quarter}-alpha-numeric-hcpcs-file.zip"
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("HCPC_recordlayout.txt", "not the codes")
            file.writestr("folder/HCPC_JAN_ANWEB_010126.txt", (
                hcpcs_row("Z9001", "Invented supply") + hcpcs_row("Z9002", "Former supply", "Z9001", last)
                + hcpcs_row("Y1", "Invented modifier") + "\r").encode())
        code, report = run(binaries, store, "--format", "hcpcs", "--release", quarter, archive)
        assert code == 0, report
    cpt = folder / "cpt.zip"
    with zipfile.ZipFile(cpt, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("standard/LONGULT.txt", "Notice\r\n\r\n00A1B\tInvented procedure\r\n00A2B\tAnother procedure\r\n")
        file.writestr("standard/SHORTU.txt", "Notice\r\n\r\n00A1B INVENTED\r\n")
        file.writestr("standard/ReadMe.txt", "not a list")
    code, report = run(binaries, store, "--format", "cpt", "--release", "2025", cpt)
    assert code == 0 and report["added"] == 2 and "lacks 1 of the codes" in report["notes"][0], report
    for setting, units in (("Practitioner Services", 2), ("Outpatient Hospital Services", 4)):
        limits = folder / f"MCR_MUE_{setting.replace(' ', '')}_Eff_01-01-2026.csv"
        limits.write_text(
            "\"Notice,\n\u00a9 of the owner\",,,\r\n" + MUE_HEADER.format(setting)
            + f"00A1B,{units},1 Line Edit,Clinical: Data\r\n00A2B,0,2 Date of Service Edit: Policy,Policy\r\n"
            + f"Z9001,{units},3 Date of Service Edit: Clinical,\r\n", encoding="cp1252", newline="")
        code, report = run(binaries, store, "--format", "ncci-mue", "--release", "2026Q1", limits)
        assert code == 0 and report["added"] == 3 and report["unresolved"] == 0, report
    return store


@pytest.fixture(scope="module")
def catalog(binaries, certificates, store, stubs):
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)


@pytest.fixture(scope="module")
def validate(catalog, stubs):
    def validate(*lines, date=(2026, 1, 1), setting="PRACTITIONER"):
        items = []
        for code, units, *modifiers in lines:
            system = stubs.CodeSystem.Value("CODE_SYSTEM_HCPCS" if code[0].isalpha() else "CODE_SYSTEM_CPT")
            items.append(stubs.ValidationItem(
                key=stubs.CodeKey(system=system, code=code), units=units, modifiers=modifiers))
        year, month, day = date
        return catalog.ValidateCodes(stubs.ValidateCodesRequest(
            items=items, as_of=stubs.Date(year=year, month=month, day=day),
            edit_setting=stubs.EditSetting.Value(f"EDIT_SETTING_{setting}")), timeout=30)

    return validate


def over_limit(stubs, reply):
    rule = stubs.ValidationRule.Value("VALIDATION_RULE_UNITS_OVER_LIMIT")
    return [(list(issue.item_indexes), issue.unit_limit) for issue in reply.encounter_issues if issue.rule == rule]


@pytest.mark.parametrize("lines, expected", [
    ([("00A1B", 2)], []), ([("00A1B", 3)], [([0], 2)]),
    ([("00A1B", 2), ("00A1B", 2)], []),                                 # of lines: each line may have them
    ([("Z9001", 2)], []), ([("Z9001", 2), ("Z9001", 1)], [([0, 1], 2)]),  # of days: all lines together
    ([("00A2B", 1)], [([0], 0)]),                                       # never payable
])
def test_units_over_the_limit(validate, stubs, lines, expected):
    reply = validate(*lines)
    assert over_limit(stubs, reply) == expected
    assert reply.result == (not expected)
    if expected:
        issue = next(i for i in reply.encounter_issues if i.source.format == "ncci-mue")
        assert issue.source.release == "2026Q1" and issue.source.file.startswith("MCR_MUE_Practitioner")
        assert ("never payable" in issue.message) == (expected[0][1] == 0)


def test_each_setting_has_its_limits(validate, stubs):
    assert over_limit(stubs, validate(("Z9001", 4), setting="OUTPATIENT_HOSPITAL")) == []
    assert over_limit(stubs, validate(("Z9001", 5), setting="OUTPATIENT_HOSPITAL")) == [([0], 4)]


def test_before_the_quarter_no_limit_is_known_and_that_is_said(validate, stubs):
    reply = validate(("00A2B", 9), date=(2025, 12, 31))
    assert over_limit(stubs, reply) == [] and reply.result
    unknown = stubs.ValidationRule.Value("VALIDATION_RULE_EDITS_NOT_LOADED")
    assert any(i.rule == unknown and "unit" in i.message for i in reply.encounter_issues)


def test_a_modifier_that_hcpcs_lists_is_known(validate, stubs):
    rules = [[stubs.ValidationRule.Name(i.rule) for i in item.issues]
             for item in validate(("Z9001", 1, "Y1"), ("Z9001", 1, "Y2")).items]
    assert rules == [[], ["VALIDATION_RULE_UNKNOWN_MODIFIER"]]


def test_a_code_that_ended_on_the_eve_of_the_release_names_its_successor(validate, stubs):
    issue = validate(("Z9002", 1)).items[0].issues[0]
    assert issue.rule == stubs.ValidationRule.Value("VALIDATION_RULE_TERMINATED")
    assert [key.code for key in issue.suggested_keys] == ["Z9001"]
    assert validate(("Z9002", 1), date=(2025, 12, 31)).items[0].result


def test_an_archive_without_the_file_is_named(binaries, tmp_path):
    archive = tmp_path / "rvu26a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("GPCI2026.csv", "a,b\r\n")
    code, message = run(binaries, tmp_path / "a.sqlite", "--format", "pfs-rvu", "--release", "2026Q1", archive)
    assert code != 0 and "rvu26a.zip" in message and "no file of this format" in message
