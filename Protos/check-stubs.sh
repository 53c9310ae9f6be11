#!/usr/bin/env bash
# Proves that clients in other languages can be generated from the protos: lints them, compiles and imports the Python
# stubs, and compiles the Java stubs.
#
#   PYTHON=venv/bin/python PROTOBUF_JAR=… Protos/check-stubs.sh
#
# PYTHON (default python3) needs the package grpcio-tools. `buf` comes from PATH or from beside PYTHON. PROTOBUF_JAR
# (default /usr/share/java/protobuf.jar, Debian's libprotobuf-java) and javac are needed for the Java half; where one is
# missing the Java sources are generated but not compiled, and the last line says so.
set -euo pipefail

protos=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
jar=${PROTOBUF_JAR:-/usr/share/java/protobuf.jar}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() { printf 'check-stubs: %s\n' "$*" >&2; }

cd "$protos"
mapfile -t contract < <(find medcodes -name '*.proto' | LC_ALL=C sort)

PATH=$PATH:$(dirname "$python")
if command -v buf >/dev/null; then
    buf lint .
    buf format --diff --exit-code . >&2
    say "buf finds nothing to object to"
else
    say "buf is missing: the protos are not linted"
fi

mkdir "$scratch/python" "$scratch/java" "$scratch/classes"
"$python" -m grpc_tools.protoc -I . --python_out="$scratch/python" --grpc_python_out="$scratch/python" "${contract[@]}"
PYTHONPATH=$scratch/python "$python" - <<'END'
from medcodes.v1 import code_catalog_admin_service_pb2_grpc as admin, code_catalog_service_pb2_grpc as reads
from medcodes.v1 import code_key_pb2, lookup_pb2
request = lookup_pb2.GetCodeRequest(key=code_key_pb2.CodeKey(system="CODE_SYSTEM_CPT", code="22849"))
assert lookup_pb2.GetCodeRequest.FromString(request.SerializeToString()) == request
assert hasattr(reads, "CodeCatalogServiceStub") and hasattr(admin, "CodeCatalogAdminServiceStub")
END
say "the Python stubs compile and import"

protoc -I . --java_out="$scratch/java" "${contract[@]}"
if command -v javac >/dev/null && [ -f "$jar" ]; then
    find "$scratch/java" -name '*.java' -print0 |
        xargs -0 javac -nowarn -Xlint:none -J-Xmx512m -cp "$jar" -d "$scratch/classes" 2>"$scratch/javac.log" || {
        cat "$scratch/javac.log" >&2
        say "the Java stubs do not compile"
        exit 1
    }
    say "the Java stubs compile"
else
    say "the Java stubs are generated but NOT compiled: javac or $jar is missing (default-jdk-headless, libprotobuf-java)"
fi
