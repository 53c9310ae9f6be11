"""Nothing that a caller sends shows in logs, audit log, metrics, settings page or errors: texts that could be about a patient
are put into every field that takes text, every header and path, of every method there is."""

import contextlib
import importlib
import re
import urllib.error
import urllib.request

import grpc
import pytest
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

from daemon import running_server

NAME, RECORD, BIRTH, FOREIGN = "Zyxwina Quibbleton", "MRN-00987654", "1931-02-29", "Żółcińska-Größe"
CANARIES = [NAME, RECORD, BIRTH, FOREIGN]
# What is left of them when marks are dropped and letters made large, as codes are written.
TRACES = [re.escape(text) for text in CANARIES + ["ZYXWINA", "QUIBBLETON", "MRN00987654", "00987654", "Zyxwina"]]
TRACE = re.compile("|".join(TRACES), re.IGNORECASE)
SERVICES = ["medcodes.v1.CodeCatalogService", "medcodes.v1.CodeCatalogAdminService"]


def filled(descriptor, text, depth=0):
    """A message with the text in every field that takes it; of a oneof, one variant for each member."""
    base = message_factory.GetMessageClass(descriptor)()
    variants = []
    for field in descriptor.fields:
        values = []
        if field.type == FieldDescriptor.TYPE_STRING:
            values = [text]
        elif field.type == FieldDescriptor.TYPE_BYTES:
            values = [text.encode()]
        elif field.type == FieldDescriptor.TYPE_MESSAGE and depth < 4:
            values = list(filled(field.message_type, text, depth + 1))
        if not values:
            continue
        if field.containing_oneof:
            variants += [(field, value) for value in values]
        else:
            put(base, field, values[0])
            variants += [(field, value) for value in values[1:]]
    yield base
    for field, value in variants:
        other = type(base)()
        other.CopyFrom(base)
        other.ClearField(field.name)
        put(other, field, value)
        yield other


def put(message, field, value):
    if field.is_repeated if hasattr(field, "is_repeated") else field.label == FieldDescriptor.LABEL_REPEATED:
        target = getattr(message, field.name)
        target.add().CopyFrom(value) if field.type == FieldDescriptor.TYPE_MESSAGE else target.append(value)
    elif field.type == FieldDescriptor.TYPE_MESSAGE:
        getattr(message, field.name).CopyFrom(value)
    else:
        setattr(message, field.name, value)


def plausible(message):
    """The same where fields that are checked first hold what passes, so that others are looked at."""
    copy = type(message)()
    copy.CopyFrom(message)
    for field in copy.DESCRIPTOR.fields:
        if field.type != FieldDescriptor.TYPE_MESSAGE:
            continue
        if field.message_type.name == "CodeKey":
            repeated = field.is_repeated if hasattr(field, "is_repeated") else field.label == FieldDescriptor.LABEL_REPEATED
            for key in getattr(copy, field.name) if repeated else [getattr(copy, field.name)]:
                key.system, key.code = 1, "99999"
                key.ClearField("system_uri")
        elif field.message_type.name == "Date":
            copy.ClearField(field.name)
    return copy


def methods(stubs):
    for module in stubs.modules:
        importlib.import_module(f"medcodes.v1.{module}_pb2")
    pool = descriptor_pool.Default()
    for service in SERVICES:
        yield from pool.FindServiceByName(service).methods
    yield from health_pb2.DESCRIPTOR.services_by_name["Health"].methods
    yield from reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"].methods


def headers(text):
    ascii_text = text if text.isascii() else text.encode("ascii", "replace").decode()
    return [("x-request-id", ascii_text), ("traceparent", ascii_text), ("x-patient", ascii_text),
            ("x-patient-bin", text.encode())]


def credentials(text):
    """A token that is none: such a call is refused before its fields are looked at."""
    return headers(text) + [("authorization", "Bearer " + text.encode("ascii", "replace").decode())]


def call(channel, path, messages, metadata):
    """Calls as a stream in both directions, which serves methods of all kinds. Returns what an error says."""
    try:
        replies = channel.stream_stream(path)(iter(messages), metadata=metadata, timeout=2)
        next(replies, None)
        replies.cancel()
        return b""
    except grpc.RpcError as error:
        trailers = [value if isinstance(value, bytes) else value.encode() for _, value in error.trailing_metadata() or ()]
        return b"\n".join([(error.details() or "").encode(), *trailers])


@contextlib.contextmanager
def watched(binaries, certificates, starter_store, tmp_path, *arguments):
    log = tmp_path / "log"
    with log.open("w") as file, running_server(
            binaries, certificates, starter_store, "--client-ca", certificates / "ca.pem", "--admin-identity",
            "development-client", "--admin-listen", "127.0.0.1:0", "--audit-log", tmp_path / "audit.jsonl",
            "--log-level", "debug", *arguments, log=file) as server:
        credentials = grpc.ssl_channel_credentials(*[
            (certificates / name).read_bytes() for name in ("ca.pem", "client.key", "client.pem")])
        with grpc.secure_channel(server.address, credentials) as channel:
            yield server, channel


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_nothing_of_a_call_shows(binaries, certificates, starter_store, stubs, tmp_path, log_format):
    errors, count = [], 0
    with watched(binaries, certificates, starter_store, tmp_path, "--log-format", log_format) as (server, channel):
        server_methods = list(methods(stubs))
        assert {method.full_name.rpartition(".")[0] for method in server_methods} >= set(SERVICES)
        for text in CANARIES if log_format == "text" else CANARIES[:1]:
            for method in server_methods:
                path = f"/{method.containing_service.full_name}/{method.name}"
                requests = list(filled(method.input_type, text))
                # An import takes its parts in this order; other streams take every variant by itself.
                sequences = [[request] for request in requests] + [[plausible(request)] for request in requests]
                if method.name == "ImportCodes":
                    sequences.append(requests)
                for sequence in sequences:
                    answer = call(channel, path, [message.SerializeToString() for message in sequence], headers(text))
                    errors.append((path, sequence, answer))
                    count += 1
                errors.append((path, "malformed", call(channel, path, [text.encode()], headers(text))))
                errors.append((path, "token", call(channel, path, [b""], credentials(text))))
            made_up = text.encode("ascii", "ignore").decode().replace(" ", "")
            for path in (f"/{made_up}/{made_up}", f"/{SERVICES[0]}/{made_up}", f"/{made_up}"):
                errors.append((path, "path", call(channel, path, [b""], headers(text))))
        address = re.search(r"http://([^\s\"]+)", (tmp_path / "log").read_text())[1]
        pages = "".join(read(address, page) for page in ("metrics", "configz", "readyz"))
    assert count > 50
    shown = [error for error in errors if TRACE.search(error[-1].decode("utf-8", "replace"))]
    assert not shown, (len(shown), shown[:3])
    log, audit = (tmp_path / "log").read_text(), (tmp_path / "audit.jsonl").read_text()
    assert log.count("A call has ended") >= count and audit.count('"event":"call"') >= count
    for name, text in (("log", log), ("audit", audit), ("pages", pages)):
        assert not (found := TRACE.search(text)), (name, text[max(found.start() - 500, 0):found.end() + 100])


def read(address, page):
    try:
        with urllib.request.urlopen(f"http://{address}/{page}", timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def test_what_callers_send_is_logged_when_switched_on(binaries, certificates, starter_store, tmp_path):
    with watched(binaries, certificates, starter_store, tmp_path, "--log-content", "on") as (_, channel):
        call(channel, f"/{SERVICES[0]}/Quibbleton", [b""], credentials(NAME))
    log = (tmp_path / "log").read_text()
    assert "Quibbleton" in log and "Bearer" not in log
    assert "Quibbleton" not in (tmp_path / "audit.jsonl").read_text()
