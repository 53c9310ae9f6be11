"""Imports as an operator runs them: real files, killed in the middle, run twice, from damaged files, into bad places."""

import gzip
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import time

import pytest

from daemon import import_command, running_server

PCS_ROWS = 79_253
KILLS = int(os.environ.get("MEDCODES_TEST_KILLS", "20"))
PCS = ("--format", "icd10-pcs-order", "--effective", "2024-04-01")


def write_gzip(path, data):
    with gzip.open(path, "wb") as file:
        file.write(data)


def run(binaries, store, *arguments, **options):
    return subprocess.run(
        import_command(binaries, store, *arguments), capture_output=True, text=True, timeout=300, **options)


def revision(store):
    """The newest committed revision, read as any SQLite tool would; None when there is no catalog yet."""
    if not store.exists():
        return None
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return db.execute("SELECT max(number) FROM revision").fetchone()[0] if "revision" in tables else None


@pytest.fixture(scope="module")
def loaded_store(binaries, pcs_file, tmp_path_factory):
    """A store with the whole of ICD-10-PCS, and what its import reported and cost."""
    store = tmp_path_factory.mktemp("pcs") / "catalog.sqlite"
    process = subprocess.Popen(
        import_command(binaries, store, *PCS, "--json", pcs_file), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.stderr.read()
    return store, json.loads(out), usage.ru_maxrss * 1024


def test_the_real_order_file_loads_in_bounded_memory(loaded_store):
    store, report, peak = loaded_store
    assert report["read"] == PCS_ROWS and report["added"] == PCS_ROWS and report["rejected"] == 0
    print(f"peak memory of the import: {peak / 2**20:.0f} MiB")
    assert peak < 200 << 20
    assert revision(store) == 1


def test_the_same_file_again_changes_nothing(binaries, loaded_store, pcs_file):
    store, _, _ = loaded_store
    again = run(binaries, store, *PCS, "--json", pcs_file)
    assert again.returncode == 0
    report = json.loads(again.stdout)
    assert report["unchanged"] == PCS_ROWS and report["added"] == report["changed"] == report["terminated"] == 0
    assert revision(store) == 1


def test_a_dry_run_reports_and_leaves_no_trace(binaries, pcs_file, tmp_path):
    store = tmp_path / "catalog.sqlite"
    dry = run(binaries, store, *PCS, "--dry-run", "--json", pcs_file)
    assert dry.returncode == 0 and json.loads(dry.stdout)["added"] == PCS_ROWS
    assert revision(store) in (None, 0)


def test_killed_at_any_moment_the_old_catalog_stays_whole(binaries, loaded_store, pcs_file, tmp_path):
    """Each round imports a changed release over a whole one, and is killed at a random moment of it."""
    store, _, _ = loaded_store
    changed = tmp_path / "next.txt.gz"
    write_gzip(changed, gzip.decompress(pcs_file.read_bytes()).replace(b"Bypass", b"Detour"))
    arguments = ("--format", "icd10-pcs-order", "--effective", "2024-10-01", changed)

    copy = tmp_path / "whole.sqlite"
    sqlite3.connect(store).backup(sqlite3.connect(copy))
    started = time.monotonic()
    assert run(binaries, copy, *arguments).returncode == 0
    whole_run = time.monotonic() - started

    seed = int(os.environ.get("MEDCODES_TEST_SEED", random.randrange(1 << 30)))
    print(f"seed {seed}: repeat with MEDCODES_TEST_SEED={seed}")
    moments = random.Random(seed)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            import_command(binaries, store, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=moments.uniform(0, whole_run))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        now = revision(store)
        assert now in (1, 2)
        if now == 2:  # It was done before the kill: put the old catalog back for the next round.
            for leftover in store.parent.glob(store.name + "*"):
                leftover.unlink()
            assert run(binaries, store, *PCS, pcs_file).returncode == 0
    assert killed > KILLS // 3, "most rounds must die in the middle to mean anything"
    final = run(binaries, store, *arguments)
    assert final.returncode == 0, final.stderr
    assert revision(store) == 2


def test_a_code_of_the_real_file_answers_at_the_command_line(binaries, certificates, loaded_store):
    with running_server(binaries, certificates, loaded_store[0]) as server:
        reply = subprocess.run(
            [binaries / "medcodes", "--server", server.address, "--ca", certificates / "ca.pem",
             "get", "icd10pcs", "0SG0070", "--json", "--as-of", "2024-06-01"], capture_output=True, text=True)
    assert reply.returncode == 0, reply.stderr
    code = json.loads(reply.stdout)
    assert code["key"]["code"] == "0SG0070"
    assert code["longDescriptor"].startswith("Fusion of Lumbar Vertebral Joint")


def test_serving_the_real_catalog_starts_fast_and_stays_small(binaries, certificates, loaded_store, stubs):
    """Seconds of CPU up to the first answers, which a busy machine does not stretch as it does the wall clock's."""
    with running_server(binaries, certificates, loaded_store[0]) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        for code in ("0SG0070", "0016070", "0DTJ4ZZ"):
            catalog.GetCode(stubs.GetCodeRequest(
                key=stubs.CodeKey(system=stubs.CodeSystem.Value("CODE_SYSTEM_ICD10_PCS"), code=code)), timeout=10)
        ticks = open(f"/proc/{server.process.pid}/stat").read().rsplit(")", 1)[1].split()[11:13]
        cpu = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        resident = server.resident_bytes()
    print(f"CPU to the first answers: {cpu:.2f} s; resident then: {resident / 2**20:.0f} MiB")
    assert cpu < 1
    assert resident < 80 << 20


# MARK: Bad input

ROW = "00002 0016070 1 {:<60} Bypass Cerebral Ventricle to Nasopharynx, Open\n".format("Bypass to Nasopharynx")


@pytest.mark.parametrize("name, content, said", [
    ("empty", b"", "empty"),
    ("binary", bytes(range(256)) * 40, ""),
    ("truncated-gzip", gzip.compress((ROW * 500).encode())[:300], "gzip|truncated|cut"),
    ("damaged-gzip", gzip.compress(ROW.encode())[:-8] + b"\0" * 8, "gzip|checksum|damaged"),
    ("utf-16", ROW.encode("utf-16"), ""),
    ("duplicate", (ROW + ROW.replace("00002", "00003")).encode(), "0016070"),
    ("short-row", b"00002 0016070\n", ":1"),
    ("no-flag", ROW.replace(" 1 ", " 7 ").encode(), ":1"),
    ("page", b"Search all medical codes\n\nSomething\n\nCPT4 code\n", "pages|format|line|:1"),
    ("long-line", b"0" * 3_000_000, ":1|long"),
])
def test_a_bad_file_is_named_and_changes_nothing(binaries, starter_store, tmp_path, name, content, said):
    file = tmp_path / f"{name}.txt"
    file.write_bytes(content)
    before = revision(starter_store)
    result = run(binaries, starter_store, *PCS, file)
    assert result.returncode not in (0, -6, -11, 132, 134, 139), result
    assert file.name in result.stderr
    assert re.search(said, result.stderr, re.IGNORECASE), result.stderr
    assert revision(starter_store) == before


@pytest.mark.parametrize("arguments, said", [
    (("--format", "icd10-pcs-order"), "effective|file"),
    (("--format", "no-such", "--effective", "2024-01-01", "/dev/null"), "no-such"),
    (("--format", "icd10-pcs-order", "--effective", "2024-13-01", "/dev/null"), "2024-13-01"),
    (("--format", "icd10-pcs-order", "--effective", "2024-01-01", "/no/such/file"), "/no/such/file"),
    (("--format", "icd10-pcs-order", "--effective", "2024-01-01", "/"), "/: .*folder"),
    (("--format", "pages", "--formatt", "x"), "formatt"),
    (("--format", "pages", "/dev/null"), "index|system|code"),
])
def test_a_wrong_command_line_says_what_is_wrong(binaries, tmp_path, arguments, said):
    store = tmp_path / "catalog.sqlite"
    result = run(binaries, store, *arguments)
    assert result.returncode not in (0, -6, -11, 132, 134, 139)
    assert re.search(said, result.stderr), result.stderr
    assert not store.exists() or revision(store) in (None, 0)


def test_another_file_is_not_taken_for_a_catalog(binaries, small_pcs_file, tmp_path):
    arguments = ("--format", "icd10-pcs-order", "--effective", "2024-10-01", small_pcs_file)
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 100)
    result = run(binaries, text, *arguments)
    assert result.returncode != 0 and "notes.txt" in result.stderr and text.read_text().startswith("not a database")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE patients (name TEXT)")
    result = run(binaries, other, *arguments)
    assert result.returncode != 0 and "other.sqlite" in result.stderr
    with sqlite3.connect(other) as db:
        assert [name for (name,) in db.execute("SELECT name FROM sqlite_master")] == ["patients"]


def test_a_catalog_from_a_newer_version_is_left_alone(binaries, small_pcs_file, tmp_path):
    store = tmp_path / "catalog.sqlite"
    arguments = ("--format", "icd10-pcs-order", "--effective", "2024-10-01", small_pcs_file)
    assert run(binaries, store, *arguments).returncode == 0
    with sqlite3.connect(store) as db:
        db.execute("PRAGMA user_version = 9999")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    result = run(binaries, store, *arguments)
    assert result.returncode != 0 and "9999" in result.stderr and "newer" in result.stderr


def test_a_read_only_place_is_named(binaries, small_pcs_file, tmp_path):
    """Run as a user without rights where the tests run as root."""
    folder = tmp_path / "readonly"
    folder.mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    small = tmp_path / "order.txt"
    small.write_text(small_pcs_file.read_text())
    command = import_command(
        binaries, folder / "catalog.sqlite", "--format", "icd10-pcs-order", "--effective", "2024-10-01", small)
    if os.geteuid() == 0:
        probe = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", command[0], "--help"], capture_output=True)
        if probe.returncode != 0:
            pytest.skip("the built program cannot be run by another user from where it lies")
        command = ["setpriv", "--reuid=65534", "--clear-groups", *command]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode != 0 and "catalog.sqlite" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_full_disk_leaves_the_old_catalog(binaries, pcs_file, small_pcs_file, tmp_path):
    """The largest file this process may write stands in for the disk's end."""
    store = tmp_path / "catalog.sqlite"
    assert run(binaries, store, "--format", "icd10-pcs-order", "--effective", "2023-10-01", small_pcs_file).returncode == 0
    result = run(
        binaries, store, *PCS, pcs_file,
        preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))))
    assert result.returncode not in (0, -6, -11, 132, 134, 139)
    assert re.search("full|space|write", result.stderr), result.stderr
    assert revision(store) == 1
