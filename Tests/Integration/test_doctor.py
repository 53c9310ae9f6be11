"""`medcodesd doctor`: the usual faults, each made on purpose, with what was found and what to do."""

import json
import resource
import socket
import sqlite3
import subprocess

import pytest

from daemon import running_server


@pytest.fixture
def doctor(binaries, certificates, starter_store, tmp_path):
    """Runs the doctor on settings that are sound but for those given; returns its findings by subject."""
    def run(expected, *arguments, preexec_fn=None, **changed):
        settings = {"listen": "127.0.0.1:0", "store": f"sqlite:{starter_store}",
                    "tls-certificate": certificates / "server.pem", "tls-key": certificates / "server.key", **changed}
        flags = [part for name, value in settings.items() if value for part in (f"--{name}", str(value))]
        done = subprocess.run(
            [binaries / "medcodesd", "doctor", "--json", *flags, *map(str, arguments)], capture_output=True, text=True,
            timeout=60, preexec_fn=preexec_fn, env={"MEDCODES_STATE_DIRECTORY": str(tmp_path / "state")})
        assert done.returncode == expected, done.stdout + done.stderr
        return {finding["subject"]: finding for finding in json.loads(done.stdout)}
    return run


def failed(finding, words, remedy):
    assert finding["severity"] == "failed" and words in finding["message"] and remedy in finding["remedy"], finding


def test_a_sound_installation_has_no_fault(doctor):
    findings = doctor(0)
    assert findings["store"]["message"].startswith("sound, revision 1")
    # This machine may have a clock that nothing sets, and little disk; that is no fault of the installation.
    assert all(findings[name]["severity"] == "ok" for name in ("settings", "certificate", "store", "listen"))


def test_settings_and_certificates(doctor, certificates, tmp_path):
    failed(doctor(1, listen="nonsense")["settings"], "listen cannot be 'nonsense'", "write HOST:PORT")
    other = tmp_path / "other"
    other.write_text("{ 'tls-kye': 'a' }")
    failed(doctor(1, "--config", other)["settings"], "tls-kye", "tls-key")
    swapped = doctor(1, **{"tls-key": certificates / "client.key"})["certificate"]
    assert swapped["severity"] == "failed" and "key" in swapped["message"], swapped
    assert "cannot read" in doctor(1, **{"tls-certificate": tmp_path / "none"})["certificate"]["message"]


def test_ports(doctor, certificates):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        failed(doctor(1, listen=address)["listen"], f"cannot listen on {address}", "stop what listens there")
        failed(doctor(1, **{"admin-listen": address})["admin-listen"], address, "stop what listens there")
    elsewhere = doctor(1, listen="192.0.2.1:7443", **{"client-ca": certificates / "ca.pem"})["listen"]
    failed(elsewhere, "192.0.2.1", "an address of this machine")


def test_stores(doctor, starter_store, tmp_path):
    missing = tmp_path / "missing.sqlite"
    failed(doctor(1, store=f"sqlite:{missing}")["store"], "there is no catalog", "medcodesd import")
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(starter_store.read_bytes())
    with sqlite3.connect(copy) as db:
        db.execute("UPDATE page SET kind = 'header' WHERE code = '22849'")
    failed(doctor(1, store=f"sqlite:{copy}")["store"], "cpt 22849 is damaged", "restore it from a backup")
    with sqlite3.connect(copy) as db:
        db.execute("PRAGMA user_version = 9999")
    failed(doctor(1, store=f"sqlite:{copy}")["store"], "schema version 9999", "use the newer program")
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    copy.write_text("no database " * 1000)
    failed(doctor(1, store=f"sqlite:{copy}")["store"], "is not a database", "name the catalog's file")


def test_few_descriptors(doctor):
    few = doctor(0, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)))["descriptors"]
    assert few["severity"] == "warning" and "LimitNOFILE" in few["remedy"]


def test_a_running_server_is_asked_as_a_client_would(doctor, binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        ca = ("--ca", certificates / "ca.pem")
        server.wait_until_settled()
        found = doctor(0, "--server", server.address, *ca)["server"]
        assert found["message"] == f"{server.address} is serving"
        untrusted = doctor(1, "--server", server.address)["server"]
        assert untrusted["severity"] == "failed" and "authority" in untrusted["message"], untrusted
        port = server.address.rsplit(":", 1)[1]
        wrong = doctor(1, "--server", f"127.0.0.2:{port}", *ca)["server"]
        assert wrong["severity"] == "failed"
    gone = doctor(1, "--server", server.address, *ca)["server"]
    assert gone["severity"] == "failed" and "refused" in gone["message"], gone
