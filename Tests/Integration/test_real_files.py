"""All real files beside this checkout in one catalog: counts against the files themselves, time, memory, and the export."""

import gzip
import hashlib
import json
import os
import subprocess
import time
import xml.etree.ElementTree as xml
import zipfile

import pytest

from daemon import import_command, running_server
from official_files import DATA

CPU_SECONDS_MAX = 90
MEMORY_MAX = 500 << 20
FILES = {
    "icd10-pcs-order": ("icd10pcs_order.txt.gz", "--effective", "2024-04-01"),
    "icd10-cm-order": ("icd10cm_order.txt.gz", "--effective", "2024-10-01"),
    "icd10-pcs-tables": ("icd10pcs_tables.xml.gz",),
    "icd10-pcs-index": ("icd10pcs_index.tsv.gz",),
    "icd10-cm-tabular": ("icd10cm_tabular.xml.gz",),
    "gems": ("gem_i9pcs.txt.gz",),
}
NOTE_BLOCKS = {"includes", "inclusionTerm", "excludes1", "excludes2", "codeFirst", "useAdditionalCode", "codeAlso",
               "notes", "sevenChrNote", "sevenChrDef"}


def lines(name):
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def document(name):
    with gzip.open(DATA / name) as file:
        return xml.parse(file).getroot()


class Process:
    """One run of medcodesd that must succeed: what it printed, and what it cost."""

    def __init__(self, command, **options):
        start = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], **{"stdout": subprocess.PIPE, **options})
        self.out = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command
        self.wall, self.cpu = time.monotonic() - start, usage.ru_utime + usage.ru_stime
        # At most: Linux counts in what this process had when it started the other.
        self.peak = usage.ru_maxrss * 1024


@pytest.fixture(scope="module")
def loaded(binaries, tmp_path_factory):
    """A store with all the files, the imports by format, and their reports."""
    missing = [name for name, *_ in FILES.values() if not (DATA / name).exists()]
    if missing:
        pytest.skip(f"{', '.join(missing)} not beside this checkout (../shared/data)")
    store = tmp_path_factory.mktemp("real") / "catalog.sqlite"
    runs = {}
    for format, (name, *options) in FILES.items():
        run = Process(import_command(binaries, store, "--json", "--format", format, *options, DATA / name))
        run.report = json.loads(run.out)
        runs[format] = run
        print(f"{format}: {run.report['read']} rows, {run.report['added']} added, {run.report['unresolved']} unresolved, "
              f"{run.wall:.1f} s, {run.cpu:.1f} CPU-s, at most {run.peak / 2**20:.0f} MiB")
    return store, runs


def test_all_files_load_in_time_and_bounded_memory(loaded):
    store, runs = loaded
    wall, cpu = sum(run.wall for run in runs.values()), sum(run.cpu for run in runs.values())
    peak = max(run.peak for run in runs.values())
    print(f"all real files: {wall:.1f} s, {cpu:.1f} CPU-s, {peak / 2**20:.0f} MiB at the peak at most, "
          f"{store.stat().st_size / 2**20:.0f} MiB on disk")
    assert cpu < CPU_SECONDS_MAX
    assert peak < MEMORY_MAX


def test_every_row_is_read(loaded):
    reports = {format: run.report for format, run in loaded[1].items()}
    assert all(report["rejected"] == 0 and report["committed"] for report in reports.values())
    read = {format: report["read"] for format, report in reports.items()}
    list_rows = document("icd10cm_tabular.xml.gz")
    tables = document("icd10pcs_tables.xml.gz")
    assert read == {
        "icd10-pcs-order": 79_253, "icd10-cm-order": 97_584, "icd10-pcs-index": 20_540, "gems": 73_593,
        "icd10-pcs-tables": sum(1 for tag in ("pcsTable", "pcsRow") for _ in tables.iter(tag)),
        "icd10-cm-tabular": sum(1 for tag in ("chapter", "section", "diag") for _ in list_rows.iter(tag)),
    }
    assert reports["icd10-pcs-tables"]["added"] == sum(1 for _ in tables.iter("label"))
    assert reports["icd10-pcs-index"]["added"] == len(set(lines("icd10pcs_index.tsv.gz")))
    assert reports["gems"]["added"] == 73_593


def test_references_to_codes_that_are_not_loaded_are_counted_as_in_the_files(loaded):
    pcs = {line[6:13].strip() for line in lines("icd10pcs_order.txt.gz")}
    cm = {line[6:13].strip() for line in lines("icd10cm_order.txt.gz")}
    index = {line for line in lines("icd10pcs_index.tsv.gz")
             if line.split("\t")[1] == "code" and line.split("\t")[2] not in pcs}
    newer = [entry for entry in document("icd10cm_tabular.xml.gz").iter("diag")
             if entry.find("name").text.replace(".", "") not in cm]
    assert len(newer) == 383
    # A code of the list has one place in the hierarchy; its inclusion terms are notes and terms.
    tabular = len(newer)
    for block in (block for entry in newer for block in entry if block.tag in NOTE_BLOCKS):
        tabular += len(block) * (2 if block.tag == "inclusionTerm" else 1)
    # No file holds the codes of ICD-9-CM, so every row of the mappings names one that is not there.
    expected = {"icd10-pcs-index": len(index), "icd10-cm-tabular": tabular, "gems": 73_593}
    unresolved = {format: run.report["unresolved"] for format, run in loaded[1].items()}
    print(f"unresolved: {expected}")
    assert unresolved == {format: expected.get(format, 0) for format in FILES}


def test_the_catalog_tells_its_counts(binaries, certificates, stubs, loaded):
    with running_server(binaries, certificates, loaded[0]) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel).GetCatalog(stubs.GetCatalogRequest(), timeout=20)
    counts = {entry.system: (entry.code_count, entry.header_count) for entry in catalog.systems}
    assert counts == {stubs.CODE_SYSTEM_ICD10_PCS: (78_638, 615), stubs.CODE_SYSTEM_ICD10_CM: (74_260, 23_324)}
    assert sum(codes for codes, _ in counts.values()) == 152_898
    assert sum(headers for _, headers in counts.values()) == 23_939


def test_importing_a_file_again_changes_nothing(binaries, loaded, tmp_path):
    """The tables come as CMS packs them this time: one document of several in an archive."""
    store, runs = loaded
    archive = tmp_path / "tables.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("icd10pcs_index_2025.xml", "<?xml version=\"1.0\"?><ICD10PCS.index/>")
        packed.writestr("icd10pcs_tables_2025.xml", gzip.open(DATA / "icd10pcs_tables.xml.gz").read())
    for format, path in (("icd10-pcs-tables", archive), ("gems", DATA / "gem_i9pcs.txt.gz")):
        report = json.loads(Process(import_command(binaries, store, "--json", "--format", format, path)).out)
        assert not report["committed"] and report["unchanged"] == runs[format].report["added"]


def test_an_export_taken_back_exports_the_same_bytes(binaries, loaded, tmp_path):
    def export(store):
        path = tmp_path / f"{store.stem}.jsonl"
        with open(path, "wb") as file:
            run = Process([binaries / "medcodesd", "export", "--store", f"sqlite:{store}"], stdout=file)
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        print(f"export: {path.stat().st_size / 2**20:.0f} MiB, {run.cpu:.1f} CPU-s, at most {run.peak / 2**20:.0f} MiB, {digest}")
        return path, digest

    exported, digest = export(loaded[0])
    copy = tmp_path / "copy.sqlite"
    run = Process(import_command(binaries, copy, "--json", "--format", "jsonl", exported))
    print(f"import of the export: {run.wall:.1f} s, {run.cpu:.1f} CPU-s, at most {run.peak / 2**20:.0f} MiB")
    assert run.peak < MEMORY_MAX
    assert export(copy)[1] == digest
