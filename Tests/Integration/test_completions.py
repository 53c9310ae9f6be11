"""The committed completions and manual page are what the program says about itself."""

import os
import shutil
import subprocess

import pytest

from official_files import PROJECT

FILES = ("completions/medcodes.bash", "completions/_medcodes", "completions/medcodes.fish", "man/medcodes.1")


def test_committed_files_are_what_is_generated(binaries, tmp_path):
    subprocess.run(
        [PROJECT / "deploy/completions/generate.sh", binaries], check=True,
        env={**os.environ, "MEDCODES_GENERATED": tmp_path})
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (PROJECT / "deploy" / name).read_bytes(), \
            f"deploy/{name} is not what the program says; run deploy/completions/generate.sh"


def test_the_manual_page_is_correct_roff():
    if not shutil.which("man"):
        pytest.skip("there is no man here")
    run = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", PROJECT / "deploy/man/medcodes.1"],
        capture_output=True, text=True, env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat"})
    assert run.returncode == 0 and run.stderr == ""
    for text in ("medcodes - look up medical codes", "--server host:port", "medcodes search gallbladder removal"):
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
