"""The committed completions and manual page are what the program says about itself."""

import os
import pty
import select
import shutil
import subprocess

import pytest

from official_files import PROJECT

FILES = ("completions/medcodes.bash", "completions/_medcodes", "completions/medcodes.fish", "man/medcodes.1",
         "completions/medcodesd.bash", "completions/_medcodesd", "completions/medcodesd.fish", "man/medcodesd.8")


def test_committed_files_are_what_is_generated(binaries, tmp_path):
    subprocess.run(
        [PROJECT / "deploy/completions/generate.sh", binaries], check=True,
        env={**os.environ, "MEDCODES_GENERATED": tmp_path})
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (PROJECT / "deploy" / name).read_bytes(), \
            f"deploy/{name} is not what the program says; run deploy/completions/generate.sh"


@pytest.mark.parametrize("page, texts", [
    ("medcodes.1", ("medcodes - look up medical codes", "--server host:port", "medcodes search gallbladder removal")),
    ("medcodesd.8", ("medcodesd - serves medical codes", "--call-limit number", "audit verify", "MEDCODES_TLS_KEY")),
])
def test_the_manual_pages_are_correct_roff(page, texts):
    if not shutil.which("man"):
        pytest.skip("there is no man here")
    run = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", PROJECT / "deploy/man" / page],
        capture_output=True, text=True, env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat"})
    assert run.returncode == 0 and run.stderr == ""
    for text in texts:
        assert text in run.stdout


def test_bash_completes_commands_options_and_values(tmp_path):
    script = f"""
        source {PROJECT}/deploy/completions/medcodes.bash
        complete_line() {{
            COMP_LINE="$*"; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_POINT=${{#COMP_LINE}}
            COMPREPLY=(); _medcodes medcodes "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
            printf '%s\\n' "${{COMPREPLY[@]}}"
        }}
        complete_line medcodes sea; complete_line medcodes search --facet a; complete_line medcodes get icd10
    """
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert run.stdout.split() == ["search", "add-on", "axis", "anesthesia", "icd10pcs", "icd10cm"], run


def test_fish_completes_commands_options_and_values():
    if not shutil.which("fish"):
        pytest.skip("there is no fish here")
    lines = ("medcodes sea", "medcodes search --facet a", "medcodes get icd10")
    script = f"source {PROJECT}/deploy/completions/medcodes.fish; " + "; ".join(f"complete -C '{line}'" for line in lines)
    run = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True)
    words = [line.split("\t")[0] for line in run.stdout.splitlines() if line]
    assert words == ["search", "add-on", "axis", "anesthesia", "icd10pcs", "icd10cm"] and not run.stderr, run


@pytest.mark.parametrize("line, completed", [
    ("medcodes sea", "medcodes search "),
    ("medcodes get --view b", "medcodes get --view basic "),
    ("medcodes get icd10", "icd10pcs  icd10cm"),
])
def test_zsh_completes_commands_options_and_values(line, completed):
    if not shutil.which("zsh"):
        pytest.skip("there is no zsh here")
    terminal, end = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "dumb", "HOME": "/nonexistent"}
    shell = subprocess.Popen(["zsh", "-f", "-i"], stdin=end, stdout=end, stderr=end, env=environment)
    os.close(end)
    os.write(terminal, f"""PS1= RPS1= PROMPT_SP=; unsetopt zle_bracketed_paste; fpath=({PROJECT}/deploy/completions $fpath)
        autoload -U compinit; compinit -u -D; echo rea''dy\n""".encode())
    read(terminal, "ready")
    os.write(terminal, f"{line}\t".encode())
    try:
        assert completed in read(terminal, completed)
    finally:
        shell.kill()
        shell.wait()
        os.close(terminal)


def read(terminal, text):
    """What is written until this text comes, or nothing more does."""
    written = ""
    while text not in written and select.select([terminal], [], [], 10)[0]:
        written += os.read(terminal, 1 << 16).decode(errors="replace").replace("\r", "")
    return written
