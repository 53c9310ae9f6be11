"""The sample settings in deploy/config, as `medcodesd check` reads them."""

import pathlib
import subprocess

import pytest

SAMPLES = sorted((pathlib.Path(__file__).resolve().parents[2] / "deploy" / "config").glob("*.json5"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_is_read_whole(binaries, certificates, starter_store, tmp_path, sample):
    """Flags take the place of what is not on this machine: the files and the port."""
    result = subprocess.run(
        [str(part) for part in (
            binaries / "medcodesd", "check", "--config", sample, "--listen", "127.0.0.1:0", "--store",
            f"sqlite:{starter_store}", "--tls-certificate", certificates / "server.pem", "--tls-key",
            certificates / "server.key", "--client-ca", certificates / "ca.pem")],
        capture_output=True, text=True, timeout=60,
        env={"PATH": "/usr/bin:/bin", "MEDCODES_STATE_DIRECTORY": str(tmp_path)})
    assert result.returncode == 0, result
    places = [line.split("\t")[1] for line in result.stdout.splitlines() if "\t" in line]
    assert any(place.startswith(f"{sample}:") for place in places), result.stdout


def test_there_is_a_sample_for_each_kind_of_place():
    assert [sample.stem for sample in SAMPLES] == ["cluster", "laptop", "vm"]
