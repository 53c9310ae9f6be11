"""Searching and suggesting while typing, in a terminal of the test's own."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import pytest

from daemon import running_server

ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z])")


@pytest.fixture(scope="module")
def server(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server:
        server.wait_until_settled()
        yield server


class Person:
    """Someone at a terminal: sees what the program writes, and types."""

    def __init__(self, terminal, process):
        self.terminal, self.process, self.written = terminal, process, ""

    def resize(self, rows, columns):
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.terminal, text.encode())

    @property
    def screen(self):
        """The lines of the last screen that was drawn whole."""
        screens = self.written.split("\x1b[?25l\x1b[H")
        return [ESCAPE.sub("", line).rstrip("\r") for line in screens[-1].split("\x1b[J")[0].split("\n")]

    def see(self, condition):
        """Waits until what was written is so."""
        end = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < end, self.written[-2000:]
            self.read(1)

    def read(self, seconds):
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.terminal, 1 << 16)
        except OSError:  # EIO: the program has ended.
            return False
        self.written += more.decode(errors="replace")
        return bool(more)

    def end(self):
        """The exit status; what follows the last screen is in `after`."""
        while self.read(30):
            pass
        self.after = ESCAPE.sub("", self.written.split("\x1b[?1049l")[1])
        return self.process.wait(timeout=30)

    @property
    def is_restored(self):
        flags = termios.tcgetattr(self.terminal)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON and flags & termios.ISIG)


@pytest.fixture
def at_terminal(binaries, server):
    with contextlib.ExitStack() as stack:
        def start(*arguments, address=server.address):
            person_end, program_end = pty.openpty()
            stack.callback(os.close, person_end)
            process = subprocess.Popen(
                [binaries / "medcodes", "--server", address, "--ca", server.certificates / "ca.pem", *arguments],
                stdin=program_end, stdout=program_end, stderr=program_end, start_new_session=True,
                env={"TERM": "xterm", "NO_COLOR": "1"},
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
            os.close(program_end)
            stack.callback(process.kill)
            person = Person(person_end, process)
            person.resize(10, 60)
            person.see(lambda: "\x1b[J" in person.written)
            return person
        yield start


def test_suggestions_follow_the_typing_and_enter_opens_the_page(at_terminal):
    person = at_terminal("suggest", "--watch")
    assert not person.is_restored
    person.type("gallbla")
    person.see(lambda: any("47562" in line for line in person.screen))
    assert person.screen[0] == "> gallbla"
    person.type("\x15knee repl\x1b[A")
    person.see(lambda: person.screen[0] == "> knee repl" and any("27447" in line for line in person.screen))
    place = next(i for i, line in enumerate(person.screen[2:]) if "27447" in line)
    person.type("\x1b[B" * place)
    person.see(lambda: person.screen[2 + place].startswith("▸ cpt"))
    person.resize(6, 30)
    person.process.send_signal(signal.SIGWINCH)
    person.see(lambda: len(person.screen) <= 6 and all(len(line) <= 30 for line in person.screen))
    person.type("\r")
    assert person.end() == 0
    assert "CPT 27447 · billable" in person.after
    assert person.is_restored


@pytest.mark.parametrize("end, status", [
    (lambda person: person.type("\x1b"), 0), (lambda person: person.type("\x03"), 130),
    (lambda person: person.process.terminate(), 143), (lambda person: person.process.send_signal(signal.SIGHUP), 129),
])
def test_the_terminal_is_restored_however_it_ends(at_terminal, end, status):
    person = at_terminal("search")
    person.type("\x1b[200~knee\nreplacement\x1b[201~ é漢")
    person.see(lambda: person.screen[0] == "> knee replacement é漢")
    end(person)
    assert person.end() == status
    assert person.after == "" and person.is_restored


def test_a_service_that_is_gone_is_told_while_typing(at_terminal):
    person = at_terminal("search", address="127.0.0.1:1")
    person.type("knee")
    person.see(lambda: "Connection refused" in person.screen[1])
    person.type("\x1b")
    assert person.end() == 0 and person.is_restored


def test_elsewhere_the_answer_is_plain(binaries, server):
    run = subprocess.run(
        [binaries / "medcodes", "--server", server.address, "--ca", server.certificates / "ca.pem", "search",
         "--interactive", "--limit", "1", "gallbladder removal"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert run.returncode == 0 and run.stdout.split("\t")[1:3] == ["cpt", "47562"]
