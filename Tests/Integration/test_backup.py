"""Backups as an operator makes them: of a catalog that is served and imported into, damaged, verified and restored."""

import json
import os
import random
import signal
import subprocess
import threading
import time

import pytest

from daemon import import_command, running_server

FLIPS = int(os.environ.get("MEDCODES_TEST_FLIPS", "20"))


def medcodesd(binaries, *arguments):
    return subprocess.run(
        [binaries / "medcodesd", *map(str, arguments)], capture_output=True, text=True, timeout=300)


@pytest.fixture
def served(binaries, certificates, small_pcs_file, tmp_path):
    """A store of its own with a few codes, being served."""
    store = tmp_path / "catalog.sqlite"
    arguments = ("--format", "icd10-pcs-order", "--effective", "2024-10-01", small_pcs_file)
    subprocess.run(import_command(binaries, store, *arguments), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server:
        yield server, store


def look_up(stubs, server, code):
    with server.channel() as channel:
        request = stubs.GetCodeRequest(key=stubs.CodeKey(system=stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS"), code=code))
        return stubs.CodeCatalogServiceStub(channel).GetCode(request, timeout=20, wait_for_ready=True)


def test_a_backup_of_a_served_catalog_is_restored_and_served(binaries, certificates, stubs, served, tmp_path):
    server, store = served
    backup, restored = tmp_path / "backup", tmp_path / "restored.sqlite"
    made = medcodesd(binaries, "backup", "--store", f"sqlite:{store}", "--to", backup, "--json")
    assert made.returncode == 0, made.stderr
    report = json.loads(made.stdout)
    assert report["revision"] == 1 and report["bytes"] > 4096
    again = medcodesd(binaries, "backup", "--store", f"sqlite:{store}", "--to", backup)
    assert again.returncode == 1 and "overwrites nothing" in again.stderr
    assert medcodesd(binaries, "backup", "--verify", backup).returncode == 0
    begin = time.monotonic()
    assert medcodesd(binaries, "restore", "--from", backup, "--store", f"sqlite:{restored}").returncode == 0
    with running_server(binaries, certificates, restored) as other:
        assert look_up(stubs, other, "0SG0070") == look_up(stubs, server, "0SG0070")
    print(f"from backup to the first answer: {time.monotonic() - begin:.2f} s")


def test_a_served_catalog_is_not_replaced(binaries, stubs, served, tmp_path):
    server, store = served
    backup = tmp_path / "backup"
    assert medcodesd(binaries, "backup", "--store", f"sqlite:{store}", "--to", backup).returncode == 0
    restore = ("restore", "--from", backup, "--store", f"sqlite:{store}")
    present = medcodesd(binaries, *restore)
    assert present.returncode == 1 and "add --replace" in present.stderr
    in_use = medcodesd(binaries, *restore, "--replace")
    assert in_use.returncode == 1 and "stop the server first" in in_use.stderr
    assert look_up(stubs, server, "0SG0070").key.code == "0SG0070"
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    # A clean stop leaves one file.
    assert not store.with_name("catalog.sqlite-wal").exists()
    done = medcodesd(binaries, *restore, "--replace")
    assert done.returncode == 0, done.stderr


def test_a_flipped_bit_of_a_backup_is_named_and_nothing_is_restored(binaries, served, tmp_path):
    _, store = served
    backup, damaged, target = tmp_path / "backup", tmp_path / "damaged", tmp_path / "target.sqlite"
    assert medcodesd(binaries, "backup", "--store", f"sqlite:{store}", "--to", backup).returncode == 0
    whole = backup.read_bytes()
    pages = (len(whole) - 64) // (4096 + 8)
    source = random.Random(7)
    for _ in range(FLIPS):
        bit = source.randrange(pages * 4096 * 8)
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        damaged.write_bytes(data)
        found = medcodesd(binaries, "backup", "--verify", damaged)
        assert found.returncode == 1 and f"page {bit // 8 // 4096 + 1} of {damaged} is damaged" in found.stderr
    refused = medcodesd(binaries, "restore", "--from", damaged, "--store", f"sqlite:{target}")
    assert refused.returncode == 1 and not target.exists()


def test_backups_while_imports_go_on_hold_whole_revisions(binaries, served, small_pcs_file, tmp_path):
    _, store = served
    stop = threading.Event()

    def import_releases():
        year = 2000
        while not stop.is_set():
            year += 1
            subprocess.run(
                import_command(
                    binaries, store, "--format", "icd10-pcs-order", "--effective", f"{year % 100 + 2000}-10-01",
                    small_pcs_file), capture_output=True, check=False)

    thread = threading.Thread(target=import_releases)
    thread.start()
    try:
        revisions = []
        for number in range(5):
            backup = tmp_path / f"backup-{number}"
            made = medcodesd(binaries, "backup", "--store", f"sqlite:{store}", "--to", backup, "--json")
            assert made.returncode == 0, made.stderr
            revisions.append(json.loads(made.stdout)["revision"])
            copy = tmp_path / f"copy-{number}.sqlite"
            assert medcodesd(binaries, "restore", "--from", backup, "--store", f"sqlite:{copy}").returncode == 0
            # An import of nothing new says which revision the catalog is at.
            assert f'"revision":{revisions[-1]}' in subprocess.run(
                import_command(
                    binaries, copy, "--json", "--format", "icd10-pcs-order", "--effective", "2024-10-01",
                    small_pcs_file), capture_output=True, text=True, check=True).stdout
    finally:
        stop.set()
        thread.join()
    assert revisions == sorted(revisions) and revisions[-1] > 1
