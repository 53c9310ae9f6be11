"""The scripts of deploy/loadtest and `medcodes bench`, as a user runs them, with few requests."""

import json
import shutil
import signal
import subprocess
import sys

import pytest

from daemon import import_command, running_server
from official_files import PROJECT

SCRIPTS = PROJECT / "deploy" / "loadtest"


@pytest.fixture(scope="module")
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        yield server


def run(server, *command, **options):
    target = ("--server", server.address, "--ca", server.certificates / "ca.pem")
    return subprocess.run(
        [str(part) for part in (command[0], *command[1], *target, *command[2:])], capture_output=True, text=True,
        timeout=60, **options)


def test_h2load_checks_the_answer_and_loads(server):
    result = run(server, SCRIPTS / "h2load.sh", (), "--requests", "200", "--connections", "2", "--streams", "4",
                 "cpt", "22849")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"GetCode cpt 22849 on {server.address}: ")
    assert "200 succeeded, 0 failed" in result.stdout


def test_h2load_does_not_load_a_code_that_is_not_there(server):
    result = run(server, SCRIPTS / "h2load.sh", (), "cpt", "99999")
    assert result.returncode == 1
    assert "does not answer cpt 99999" in result.stderr and "grpc-status: 5" in result.stderr


@pytest.mark.parametrize("pace", [(), ("--rate", "100")])
def test_grpcio_checks_the_answers_and_loads(server, pace):
    result = run(server, sys.executable, (SCRIPTS / "grpcio_load.py",), "--seconds", "0.5", *pace, "cpt", "22849", "27447")
    assert result.returncode == 0, result.stderr
    answered, failed = result.stdout.split()[0], result.stdout.split()[2]
    assert failed == "0" and int(answered) >= 10
    if pace:
        assert int(answered) <= 50


def test_grpcio_names_what_is_wrong(server):
    result = run(server, sys.executable, (SCRIPTS / "grpcio_load.py",), "cpt", "99999")
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: {server.address} does not answer: NOT_FOUND: CPT 99999")


def test_bench_asks_all_methods(server, binaries, tmp_path):
    result = run(server, binaries / "medcodes", ("bench",), "--warm-up", "0", "--requests", "200", "--json", "--mix",
                 "get=4,batch,validate,search,suggest", "--report", tmp_path / "load.html")
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)
    assert figures["total"]["requests"] == 200 and figures["total"]["errors"] == {}
    assert [row["method"] for row in figures["methods"]] == [
        "GetCode", "BatchGetCodes", "ValidateCodes", "SearchCodes", "SuggestCodes"]
    assert (tmp_path / "load.html").read_text().count("<svg ") == 2


def test_an_interrupt_ends_bench_with_what_was_measured(server, binaries):
    process = subprocess.Popen(
        [binaries / "medcodes", "bench", "--server", server.address, "--ca", server.certificates / "ca.pem", "--warm-up",
         "0", "--duration", "60m", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr.readline().startswith(f"load on {server.address}: ")
        assert process.stderr.readline().startswith("asking get=1 about ")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        output, messages = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0, messages
    figures = json.loads(output)
    assert figures["isInterrupted"] and figures["total"]["requests"] > 0


def test_a_catalog_that_changes_ends_bench(binaries, certificates, starter_store, tmp_path):
    store = tmp_path / "catalog.sqlite"
    shutil.copy(starter_store, store)
    page = PROJECT / "Sources/CatalogImport/StarterCatalog/pages/spinal-hardware-reinsertion.txt"
    (tmp_path / "page.txt").write_text(page.read_text().replace("Putting back or exchanging", "Exchanging", 1))
    with running_server(binaries, certificates, store) as server:
        process = subprocess.Popen(
            [binaries / "medcodes", "bench", "--server", server.address, "--ca", certificates / "ca.pem", "--duration", "60m"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            process.stderr.readline()
            process.stderr.readline()
            subprocess.run(
                import_command(binaries, store, "--format", "pages", "--system", "cpt", "--code", "22849",
                               tmp_path / "page.txt"), check=True, capture_output=True)
            messages = process.communicate(timeout=30)[1]
        finally:
            process.kill()
        assert process.returncode == 1
        assert "error: GetCode answered otherwise than before the test" in messages
