"""The official interoperability cases of streams, asked by Python's grpcio; each test has the case's name."""

import queue
import time

import grpc
import pytest

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
REQUEST_SIZES, ANSWER_SIZES = [27_182, 8, 1_828, 45_904], [31_415, 9, 2_653, 58_979]


class Requests:
    """Requests that are sent as the test goes on."""

    def __init__(self):
        self.queue = queue.Queue()

    def __iter__(self):
        return iter(self.queue.get, None)

    def send(self, request):
        self.queue.put(request)

    def end(self):
        self.queue.put(None)


@pytest.fixture
def order(testing):
    """A request for answers of these sizes."""

    def make(*sizes, payload=0, interval_us=0, compressed=None, **fields):
        parameters = [testing.ResponseParameters(size=size, interval_us=interval_us) for size in sizes]
        for parameter, flag in zip(parameters, compressed or []):
            parameter.compressed.value = flag
        return testing.StreamingOutputCallRequest(
            response_parameters=parameters, payload=testing.Payload(body=bytes(payload)), **fields)

    return make


def part(testing, size, **fields):
    return testing.StreamingInputCallRequest(payload=testing.Payload(body=bytes(size)), **fields)


def sizes(answers):
    return [len(answer.payload.body) for answer in answers]


def test_client_streaming(stub, testing):
    answer = stub.StreamingInputCall(iter([part(testing, size) for size in REQUEST_SIZES]), timeout=10)
    assert answer.aggregated_payload_size == 74_922


def test_server_streaming(stub, order):
    assert sizes(stub.StreamingOutputCall(order(*ANSWER_SIZES), timeout=10)) == ANSWER_SIZES


def test_ping_pong(stub, order):
    requests = Requests()
    answers = stub.FullDuplexCall(iter(requests), timeout=10)
    for request_size, answer_size in zip(REQUEST_SIZES, ANSWER_SIZES):
        requests.send(order(answer_size, payload=request_size))
        assert sizes([next(answers)]) == [answer_size]
    requests.end()
    assert list(answers) == [] and answers.code() == grpc.StatusCode.OK


def test_empty_stream(stub):
    answers = stub.FullDuplexCall(iter([]), timeout=10)
    assert list(answers) == [] and answers.code() == grpc.StatusCode.OK


def test_half_duplex(stub, order):
    requests = [order(size, payload=100) for size in ANSWER_SIZES]
    assert sizes(stub.HalfDuplexCall(iter(requests), timeout=10)) == ANSWER_SIZES


def test_custom_metadata(stub, order):
    metadata = [(INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab")]
    answers = stub.FullDuplexCall(iter([order(314_159, payload=271_828)]), metadata=metadata, timeout=10)
    assert dict(answers.initial_metadata())[INITIAL] == "test_initial_metadata_value"
    assert sizes(answers) == [314_159]
    assert dict(answers.trailing_metadata())[TRAILING] == b"\xab\xab\xab"


@pytest.mark.parametrize("number", range(1, 17))
def test_status_code_and_message(stub, testing, order, number):
    status = testing.EchoStatus(code=number, message="test status message")
    answers = stub.FullDuplexCall(iter([order(response_status=status)]), metadata=[(TRAILING, b"\xab")], timeout=10)
    with pytest.raises(grpc.RpcError) as caught:
        list(answers)
    assert (caught.value.code().value[0], caught.value.details()) == (number, "test status message")
    assert dict(caught.value.trailing_metadata())[TRAILING] == b"\xab"


def test_a_status_follows_the_answers_before_it(stub, testing, order):
    answers = stub.StreamingOutputCall(order(1, 2, response_status=testing.EchoStatus(code=10, message="?")), timeout=10)
    assert sizes([next(answers), next(answers)]) == [1, 2]
    with pytest.raises(grpc.RpcError) as caught:
        next(answers)
    assert caught.value.code() == grpc.StatusCode.ABORTED


def test_cancel_after_begin(stub):
    requests = Requests()
    call = stub.StreamingInputCall.future(iter(requests), timeout=10)
    call.cancel()
    requests.end()
    assert call.code() == grpc.StatusCode.CANCELLED


def test_cancel_after_first_response(stub, order):
    requests = Requests()
    answers = stub.FullDuplexCall(iter(requests), timeout=10)
    requests.send(order(31_415, payload=27_182))
    assert sizes([next(answers)]) == [31_415]
    answers.cancel()
    requests.end()
    with pytest.raises(grpc.RpcError):
        next(answers)
    assert answers.code() == grpc.StatusCode.CANCELLED


def test_timeout_on_sleeping_server(stub, order):
    requests = Requests()
    answers = stub.FullDuplexCall(iter(requests), timeout=0.001)
    requests.send(order(payload=27_182))
    with pytest.raises(grpc.RpcError) as caught:
        next(answers)
    requests.end()
    assert caught.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED


def test_interval_us(stub, order):
    begin = time.monotonic()
    answers = stub.StreamingOutputCall(order(1, 2, 3, 4, interval_us=100_000), timeout=10)
    assert sizes(answers) == [1, 2, 3, 4]
    assert 0.4 <= time.monotonic() - begin < 5


def test_server_compressed_unary(stub, testing):
    for flag in (True, False):
        request = testing.SimpleRequest(response_size=314_159, response_compressed=testing.BoolValue(value=flag))
        assert len(stub.UnaryCall(request, timeout=10).payload.body) == 314_159


def test_server_compressed_streaming(stub, order):
    answers = stub.StreamingOutputCall(order(31_415, 92_653, compressed=[True, False]), timeout=10)
    assert sizes(answers) == [31_415, 92_653]


def test_client_compressed_streaming_is_refused_where_it_is_not(stub, testing):
    first = part(testing, 27_182, expect_compressed=testing.BoolValue(value=True))
    with pytest.raises(grpc.RpcError) as caught:
        stub.StreamingInputCall(iter([first]), timeout=10)
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_1000_simultaneous_timeouts(stub, order):
    requests = [Requests() for _ in range(1_000)]
    calls = [stub.FullDuplexCall(iter(each), timeout=1) for each in requests]
    codes = [call.code() for call in calls]
    for each in requests:
        each.end()
    assert set(codes) == {grpc.StatusCode.DEADLINE_EXCEEDED}
    assert sizes(stub.StreamingOutputCall(order(5), timeout=10)) == [5]


def test_1000_simultaneous_cancels(stub, order):
    answer = order(9)
    requests = [Requests() for _ in range(1_000)]
    calls = [stub.FullDuplexCall(iter(each), timeout=60) for each in requests]
    for each in requests:
        each.send(answer)
    assert all(sizes([next(call)]) == [9] for call in calls)
    for call in calls:
        call.cancel()
    for each in requests:
        each.end()
    assert {call.code() for call in calls} == {grpc.StatusCode.CANCELLED}
    assert sizes(stub.StreamingOutputCall(order(5), timeout=10)) == [5]


def test_64_mb_are_streamed_each_way(stub, testing, order):
    count, size = 64, 1_000_000
    sent = stub.StreamingInputCall((part(testing, size) for _ in range(count)), timeout=60)
    assert sent.aggregated_payload_size == count * size
    assert sum(sizes(stub.StreamingOutputCall(order(*[size] * count), timeout=60))) == count * size
    both = stub.FullDuplexCall((order(size, payload=size) for _ in range(count)), timeout=60)
    assert sum(sizes(both)) == count * size


def test_20000_tiny_messages(stub, testing, order):
    count = 20_000
    sent = stub.StreamingInputCall((part(testing, 1) for _ in range(count)), timeout=60)
    assert sent.aggregated_payload_size == count
    assert sizes(stub.StreamingOutputCall(order(*[1] * count), timeout=60)) == [1] * count


def test_2000_rounds_of_ping_pong(stub, order):
    requests, request = Requests(), order(10)
    answers = stub.FullDuplexCall(iter(requests), timeout=60)
    for _ in range(2_000):
        requests.send(request)
        next(answers)
    requests.end()
    assert list(answers) == []
