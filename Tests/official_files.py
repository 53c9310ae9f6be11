"""The real code sets, where they lie beside the checkout; tests that need them say so when they skip."""

import pathlib

DATA = pathlib.Path(__file__).resolve().parents[2] / "shared" / "data"
