"""Settings in flags, environment and file, as an operator gives them; what `check` says of them, and SIGHUP."""

import signal
import socket
import subprocess
import time

import grpc
import pytest

from daemon import running_server


def check(binaries, *arguments, **environment):
    return subprocess.run(
        [str(part) for part in (binaries / "medcodesd", "check", *arguments)], capture_output=True, text=True,
        timeout=60, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment})


def rows(result):
    return {line.split("\t")[0]: line.split("\t")[1:] for line in result.stdout.splitlines() if "\t" in line}


def test_check_tells_every_value_and_where_it_comes_from(binaries, certificates, starter_store, tmp_path):
    config = tmp_path / "medcodesd.json5"
    config.write_text("// ours\n{\n  'cache-size': '32MiB',\n  'call-limit': 100, listen: '127.0.0.1:0',\n}\n")
    result = check(
        binaries, "--store", f"sqlite:{starter_store}", "--tls-certificate", certificates / "server.pem", "--tls-key",
        certificates / "server.key", "--config", config, MEDCODES_CALL_LIMIT="50")
    assert result.returncode == 0, result
    values = rows(result)
    assert values["call-limit"] == ["MEDCODES_CALL_LIMIT", "50"]
    assert values["cache-size"] == [f"{config}:3", "32MiB"]
    assert values["listen"] == [f"{config}:4", "127.0.0.1:0"]
    assert values["tls-key"] == ["flag", str(certificates / "server.key")]
    assert values["client-ca"][0] == "default"


@pytest.mark.parametrize("text, said", [
    ("{ 'cache-sise': 1 }", ":1: there is no setting 'cache-sise'; did you mean 'cache-size'?"),
    ("{\n 'call-limit': 'many' }", "call-limit cannot be 'many'"), ("{", ":1: a name is missing"),
    ("{ listen: ['a:1'] }", ":1: 'listen' cannot be that"),
])
def test_a_wrong_file_is_told_in_one_line(binaries, tmp_path, text, said):
    config = tmp_path / "medcodesd.json5"
    config.write_text(text)
    result = check(binaries, "--config", config)
    assert result.returncode == 64 and result.stderr.count("\n") == 1 and said in result.stderr, result


def test_check_names_a_port_that_is_taken(binaries, certificates, starter_store):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = check(binaries, "--store", f"sqlite:{starter_store}", "--listen", address, "--tls-certificate",
                       certificates / "server.pem", "--tls-key", certificates / "server.key")
    assert result.returncode == 1 and f"cannot listen on {address}" in result.stdout, result


def delete_code(stubs, server, certificates):
    """The status of a write with the development client's certificate; the code is one that is not there."""
    credentials = grpc.ssl_channel_credentials(*[
        (certificates / name).read_bytes() for name in ("ca.pem", "client.key", "client.pem")])
    with grpc.secure_channel(server.address, credentials) as channel:
        with pytest.raises(grpc.RpcError) as error:
            stubs.CodeCatalogAdminServiceStub(channel).DeleteCode(
                stubs.DeleteCodeRequest(key=stubs.CodeKey(system="CODE_SYSTEM_CPT", code="99999")), timeout=10)
    return error.value.code()


def test_a_hang_up_changes_what_can_change_and_keeps_the_old_state_when_the_new_is_bad(
        binaries, certificates, starter_store, tmp_path, stubs):
    config, log = tmp_path / "medcodesd.json5", tmp_path / "log"
    authority = f"'client-ca': '{certificates / 'ca.pem'}'"
    config.write_text(f"{{ {authority} }}")

    def reload(text, said):
        count = log.read_text().count(said)
        config.write_text(text)
        server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 30
        while log.read_text().count(said) == count:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.02)

    with log.open("w") as file, running_server(
            binaries, certificates, starter_store, "--config", config, log=file) as server:
        assert delete_code(stubs, server, certificates) == grpc.StatusCode.PERMISSION_DENIED
        reload(f"{{ {authority}, 'admin-identity': ['a', 'development-client'] }}", "admin-identity is now a,development-client")
        allowed = delete_code(stubs, server, certificates)
        assert allowed == grpc.StatusCode.NOT_FOUND
        reload(f"{{ {authority}, 'admin-identity': [] 'call-limit': 1 }}", "so the old ones stay")
        assert delete_code(stubs, server, certificates) == allowed
        reload(f"{{ {authority}, 'call-limit': 7 }}", "call-limit is now 7")
        assert "after the next start" in log.read_text()
        assert delete_code(stubs, server, certificates) == grpc.StatusCode.PERMISSION_DENIED
