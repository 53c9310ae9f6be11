"""What the tests from outside share: the built programs, stubs compiled from the protos, certificates, small stores."""

import os
import pathlib
import subprocess

import pytest

from official_files import DATA, PROJECT
from stubs import compiled_stubs


@pytest.fixture(scope="session")
def binaries():
    folder = pathlib.Path(os.environ.get("MEDCODES_BIN", PROJECT / ".build" / "release"))
    assert (folder / "medcodesd").exists(), f"build first: no medcodesd in {folder}"
    return folder


@pytest.fixture(scope="session")
def stubs(tmp_path_factory):
    """The Python modules made from Protos/, imported as a user would: an object with one attribute for each."""
    return compiled_stubs(tmp_path_factory.mktemp("stubs"))


@pytest.fixture(scope="session")
def certificates(binaries, tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run([binaries / "medcodesd", "dev-certs", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def starter_store(binaries, tmp_path_factory):
    path = tmp_path_factory.mktemp("starter") / "catalog.sqlite"
    subprocess.run(
        [binaries / "medcodesd", "import", "--store", f"sqlite:{path}", "--format", "starter"],
        check=True, capture_output=True)
    return path


@pytest.fixture(scope="session")
def pcs_file():
    path = DATA / "icd10pcs_order.txt.gz"
    if not path.exists():
        pytest.skip("the real ICD-10-PCS order file is not beside this checkout (../shared/data)")
    return path


@pytest.fixture(scope="session")
def small_pcs_file(tmp_path_factory):
    """Five rows in the layout of the CMS order file, two of them headers."""
    rows = [
        ("00001", "001", "0", "Central Nervous System, Bypass", "Central Nervous System and Cranial Nerves, Bypass"),
        ("00002", "0016070", "1", "Bypass to Nasopharynx", "Bypass Cerebral Ventricle to Nasopharynx, Open"),
        ("00003", "0016071", "1", "Bypass to Mastoid", "Bypass Cerebral Ventricle to Mastoid Sinus, Open"),
        ("00004", "0SG", "0", "Lower Joints, Fusion", "Lower Joints, Fusion"),
        ("00005", "0SG0070", "1", "Fusion Lumbar Jt", "Fusion of Lumbar Vertebral Joint, Anterior Approach, Open"),
    ]
    path = tmp_path_factory.mktemp("order") / "order.txt"
    path.write_text("".join(f"{n} {c:<7} {f} {s:<60} {l}\n" for n, c, f, s, l in rows))
    return path
