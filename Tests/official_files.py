"""This checkout, and the real code sets where they lie beside it; tests that need them say so when they skip."""

import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[1]
DATA = PROJECT.parent / "shared" / "data"
