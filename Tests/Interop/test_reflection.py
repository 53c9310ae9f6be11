"""Server reflection, asked by grpcio-reflection's client and message by message, in both versions."""

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from daemon import running_server

SERVICES = {
    "grpc.testing.TestService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
}
NOT_FOUND = 5


@pytest.fixture
def channel(server):
    with server.channel() as channel:
        yield channel


@pytest.fixture(params=["v1", "v1alpha"])
def ask(channel, request):
    """Sends requests on one stream and returns the answers. The versions differ in the service's name alone."""
    call = channel.stream_stream(
        f"/grpc.reflection.{request.param}.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString)

    def ask(*requests):
        return list(call(iter([reflection_pb2.ServerReflectionRequest(**fields) for fields in requests]), timeout=10))

    return ask


def file_names(answer):
    files = answer.file_descriptor_response.file_descriptor_proto
    return [FileDescriptorProto.FromString(file).name for file in files]


def test_services_are_listed(ask):
    [answer] = ask({"list_services": "*", "host": "h"})
    assert {service.name for service in answer.list_services_response.service} == SERVICES
    assert answer.valid_host == "h" and answer.original_request.list_services == "*"


@pytest.mark.parametrize(
    ("symbol", "file"),
    [("grpc.testing.TestService", "grpc/testing/test.proto"),
     ("grpc.testing.TestService.UnaryCall", "grpc/testing/test.proto"),
     ("grpc.testing.SimpleRequest", "grpc/testing/messages.proto"),
     ("grpc.testing.SimpleRequest.payload", "grpc/testing/messages.proto"),
     ("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto"),
     ("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto"),
     ("grpc.reflection.v1alpha.ServerReflection", "grpc/reflection/v1alpha/reflection.proto"),
     ("google.rpc.ErrorInfo", "google/rpc/error_details.proto")])
def test_symbols_lead_to_their_files(ask, symbol, file):
    [answer] = ask({"file_containing_symbol": symbol})
    assert file_names(answer)[0] == file


def test_a_file_comes_with_its_imports_and_those_only_once_per_stream(ask):
    first, second = ask({"file_by_filename": "grpc/testing/test.proto"}, {"file_by_filename": "grpc/testing/test.proto"})
    assert file_names(first) == ["grpc/testing/test.proto", "grpc/testing/empty.proto", "grpc/testing/messages.proto"]
    assert file_names(second) == ["grpc/testing/test.proto"]


@pytest.mark.parametrize(
    "request_fields",
    [{"file_by_filename": "no.proto"}, {"file_containing_symbol": "no.Symbol"},
     {"file_containing_extension": {"containing_type": "grpc.testing.Payload", "extension_number": 5}},
     {"all_extension_numbers_of_type": "no.Type"}])
def test_what_is_not_there_is_an_answer_and_the_stream_goes_on(ask, request_fields):
    missing, listed = ask(request_fields, {"list_services": ""})
    assert missing.error_response.error_code == NOT_FOUND and missing.error_response.error_message
    assert len(listed.list_services_response.service) == len(SERVICES)


def test_messages_without_extensions_have_none(ask):
    [answer] = ask({"all_extension_numbers_of_type": "grpc.testing.Payload"})
    assert answer.all_extension_numbers_response.base_type_name == "grpc.testing.Payload"
    assert list(answer.all_extension_numbers_response.extension_number) == []


def test_grpcio_reflection_builds_the_service(channel):
    database = ProtoReflectionDescriptorDatabase(channel)
    assert set(database.get_services()) == SERVICES
    service = DescriptorPool(database).FindServiceByName("grpc.testing.TestService")
    assert {"UnaryCall", "FullDuplexCall"} <= {method.name for method in service.methods}
    assert service.FindMethodByName("UnaryCall").input_type.full_name == "grpc.testing.SimpleRequest"


def test_the_contract_is_told_by_medcodesd(binaries, certificates, starter_store):
    with running_server(binaries, certificates, starter_store) as server, server.channel() as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        assert "medcodes.v1.CodeCatalogService" in database.get_services()
        service = DescriptorPool(database).FindServiceByName("medcodes.v1.CodeCatalogService")
        assert service.FindMethodByName("GetCode").output_type.full_name == "medcodes.v1.Code"
