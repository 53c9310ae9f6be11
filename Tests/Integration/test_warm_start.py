"""What is remembered of a server's life when it starts again."""

import shutil
import time

import pytest

from daemon import running_server


def ask(server, stubs):
    with server.channel() as channel:
        reply, call = stubs.CodeCatalogServiceStub(channel).GetCode.with_call(
            stubs.GetCodeRequest(key=stubs.CodeKey(system=1, code="22849")), timeout=30)
        assert reply.key.code == "22849"
        return dict(call.initial_metadata())["medcodes-cache"]


def test_the_hottest_answers_are_there_again_after_a_start(binaries, certificates, starter_store, tmp_path, stubs):
    store = tmp_path / "catalog.sqlite"
    shutil.copy(starter_store, store)
    hot = tmp_path / "catalog.sqlite.hot"
    with running_server(binaries, certificates, store) as server:
        assert ask(server, stubs) == "miss"
    lines = hot.read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["medcodes", "GetCode", "end"]
    for delay in (0.2, 1, 5, 15):
        with running_server(binaries, certificates, store) as server:
            time.sleep(delay)
            if ask(server, stubs) == "hit":
                break
    else:
        pytest.fail("the first answer after a start was never in the cache")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0", b"medcodes hot requests 1\nGetCode AA\nend 2\n"])
def test_a_damaged_file_is_told_of_and_left_aside(binaries, certificates, starter_store, tmp_path, stubs, content):
    store = tmp_path / "catalog.sqlite"
    shutil.copy(starter_store, store)
    hot = tmp_path / "catalog.sqlite.hot"
    hot.write_bytes(content)
    with open(tmp_path / "log", "w+") as log:
        with running_server(binaries, certificates, store, log=log) as server:
            assert ask(server, stubs) == "miss"
        log.seek(0)
        assert f"{hot} is damaged" in log.read()
    assert hot.read_text().startswith("medcodes hot requests 1\nGetCode ")
