"""The Python modules of the contract, compiled from Protos/ as a user would."""

import importlib
import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[1]


class Stubs:
    """Messages and stubs of the contract: one attribute for each."""

    def __init__(self, modules):
        self.modules = modules

    def __getattr__(self, name):
        for module in self.modules:
            for suffix in ("_pb2", "_pb2_grpc"):
                if hasattr(found := importlib.import_module(f"medcodes.v1.{module}{suffix}"), name):
                    return getattr(found, name)
        raise AttributeError(name)


def compiled_stubs(folder):
    """Compiles the contract into a folder, from which it is imported."""
    protos = sorted((PROJECT / "Protos" / "medcodes" / "v1").glob("*.proto"))
    folder.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROJECT / 'Protos'}", f"--python_out={folder}",
         f"--grpc_python_out={folder}", *map(str, protos)], check=True)
    sys.path.insert(0, str(folder))
    return Stubs([proto.stem for proto in protos])
