"""Imports of edits as an operator runs them: plain, gzip and zip, again and again, killed in the middle, and exported."""

import gzip
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import time
import zipfile

import pytest

from daemon import import_command

ROWS = int(os.environ.get("MEDCODES_TEST_PAIRS", "20000"))
MEMORY_MAX = 400 << 20
STORE_MAX = 1 << 30


def pair_rows(count):
    """Rows as CMS prints them, with codes that do not exist; every tenth pair repeats with other days."""
    for number in range(count):
        first, second = f"{number // 900:04d}B", f"{number % 900:04d}C"
        deleted = "20240630" if number % 7 == 0 else "*"
        if number % 10 == 0:
            yield f"{first}\t{second}\t*\t19960101\t20061231\t1\tStandards of practice\r\n"
        yield f"{first}\t{second}\t\t20150101\t{deleted}\t{number % 2}\tMisuse of column two code\r\n"


@pytest.fixture(scope="module")
def pair_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("pairs") / "ccipra-v999r0-f1.txt"
    with open(path, "w", encoding="cp1252", newline="") as file:
        file.write("Notice \u2013 of the owner\t\t\t\t\t\t\r\nColumn 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\r\n")
        file.writelines(pair_rows(ROWS))
    return path


def run(binaries, store, *arguments):
    done = subprocess.run(
        import_command(binaries, store, "--json", *arguments), capture_output=True, text=True, timeout=900)
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else done.stderr


def export(binaries, store, path):
    with open(path, "wb") as file:
        subprocess.run([binaries / "medcodesd", "export", "--store", f"sqlite:{store}"], stdout=file, check=True, timeout=900)
    return path.read_bytes()


@pytest.fixture(scope="module")
def loaded(binaries, pair_file, tmp_path_factory):
    """A store with the pairs as release 2025Q3, the report, and the importer's peak of memory."""
    store = tmp_path_factory.mktemp("store") / "catalog.sqlite"
    process = subprocess.Popen(
        import_command(binaries, store, "--json", "--format", "ncci-ptp", "--release", "2025Q3", pair_file),
        stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return store, json.loads(out), usage.ru_maxrss * 1024


def test_pairs_load_in_bounded_memory_and_space(loaded):
    store, report, peak = loaded
    rows = ROWS + (ROWS + 9) // 10
    assert report["read"] == report["added"] == report["unresolved"] == rows and report["rejected"] == 0
    size = store.stat().st_size
    print(f"{rows} pair edits: {peak / 2**20:.0f} MiB at the peak, {size / 2**20:.0f} MiB on disk")
    assert peak < MEMORY_MAX and size < STORE_MAX


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip"])
def test_the_packing_makes_no_difference(binaries, loaded, pair_file, tmp_path, packing):
    store, report, _ = loaded
    path = pair_file
    if packing == "gzip":
        path = tmp_path / "ccipra.txt.gz"
        path.write_bytes(gzip.compress(pair_file.read_bytes()))
    if packing == "zip":
        path = tmp_path / "ccipra.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.pdf", b"%PDF not read")
            archive.write(pair_file, "folder/ccipra-v999r0-f1.TXT")
    code, again = run(binaries, store, "--format", "ncci-ptp", "--release", "2025Q3", path)
    assert code == 0, again
    assert again["unchanged"] == report["added"] and not again["committed"] and again["revision"] == 1


def test_an_export_taken_back_exports_the_same_bytes(binaries, loaded, tmp_path):
    store, report, _ = loaded
    addons = tmp_path / "aoc.txt"
    addons.write_text("1 Z9001 0000B 2013001\n2 Z9002 CCCCC 2014001 2020366\n")
    code, out = run(binaries, store, "--format", "aoc", addons)
    assert code == 0, out
    exported = export(binaries, store, tmp_path / "one.jsonl")
    assert exported.count(b"\n") == report["added"] + 2 + 2 + 2
    copy = tmp_path / "copy.sqlite"
    code, out = run(binaries, copy, "--format", "jsonl", tmp_path / "one.jsonl")
    assert code == 0, out
    assert export(binaries, copy, tmp_path / "two.jsonl") == exported


def test_a_process_killed_at_any_instant_leaves_the_old_edits_whole(binaries, loaded, tmp_path):
    store, report, _ = loaded
    shorter = tmp_path / "ccipra-shorter.txt"
    shorter.write_text("".join(list(pair_rows(ROWS))[: ROWS // 2]), newline="")
    old = sqlite3.connect(store).execute("SELECT count(*) FROM fact_pair_edit").fetchone()
    chance = random.Random(4)
    for _ in range(int(os.environ.get("MEDCODES_TEST_KILLS", "5"))):
        process = subprocess.Popen(
            import_command(binaries, store, "--format", "ncci-ptp", "--release", "2025Q3", shorter),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            newest = db.execute("SELECT max(number) FROM revision WHERE format = 'ncci-ptp'").fetchone()[0]
            if newest == 1:
                assert db.execute("SELECT count(*) FROM fact_pair_edit").fetchone() == old


def test_an_archive_that_inflates_without_end_is_refused_in_bounded_memory(binaries, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.txt", "w", force_zip64=True) as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
    store = tmp_path / "catalog.sqlite"

    def limit():
        resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))

    done = subprocess.run(
        import_command(binaries, store, "--format", "ncci-ptp", bomb), capture_output=True, text=True, timeout=300,
        preexec_fn=limit)
    assert done.returncode != 0 and "bomb.zip/bomb.txt" in done.stderr, done.stderr


def test_the_setting_is_told_or_refused(binaries, pair_file, tmp_path):
    code, message = run(binaries, tmp_path / "a.sqlite", "--format", "ncci-ptp", "--setting", "nobody", pair_file)
    assert code == 64 and "practitioner" in message
    code, message = run(binaries, tmp_path / "b.sqlite", "--format", "aoc", "--setting", "practitioner", pair_file)
    assert code != 0 and "--setting" in message
