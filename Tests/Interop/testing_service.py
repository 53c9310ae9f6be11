"""grpc.testing.TestService as Python's grpcio serves it, for our client to be judged by."""

import concurrent.futures
import contextlib
import queue
import time

import grpc

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


class Calls:
    """What the server has seen: one entry for each call that is over."""

    def __init__(self):
        self.ended = queue.Queue()

    def begin(self, method, context):
        """Notes the call's metadata and time limit, and echoes what it asks for."""
        metadata = dict(context.invocation_metadata())
        call = {"method": method, "metadata": metadata, "seconds": context.time_remaining(), "returned": False}
        if INITIAL in metadata:
            context.send_initial_metadata([(INITIAL, metadata[INITIAL])])
        if TRAILING in metadata:
            context.set_trailing_metadata([(TRAILING, metadata[TRAILING])])
        context.add_callback(lambda: self.ended.put(call))
        return call


def end(status, context):
    """Ends a call the way its request asks for."""
    if status.code:
        context.abort(CODES[status.code], status.message)


def answers(request, context, testing):
    """The answers to one request, each compressed or not; the stream as a whole was announced as compressed."""
    for parameters in request.response_parameters:
        time.sleep(parameters.interval_us / 1e6)
        if not parameters.compressed.value:
            context.disable_next_message_compression()
        yield testing.StreamingOutputCallResponse(payload={"body": bytes(parameters.size)})
    end(request.response_status, context)


def service(testing, calls):
    class Service(testing.TestServiceServicer):
        def EmptyCall(self, request, context):
            calls.begin("EmptyCall", context)["returned"] = True
            return testing.Empty()

        def UnaryCall(self, request, context):
            call = calls.begin("UnaryCall", context)
            if request.response_compressed.value:
                context.set_compression(grpc.Compression.Gzip)
            end(request.response_status, context)
            call["returned"] = True
            return testing.SimpleResponse(payload={"body": bytes(request.response_size)})

        def StreamingInputCall(self, requests, context):
            call = calls.begin("StreamingInputCall", context)
            size = sum(len(request.payload.body) for request in requests)
            call["returned"] = True
            return testing.StreamingInputCallResponse(aggregated_payload_size=size)

        def StreamingOutputCall(self, request, context):
            if any(parameters.compressed.value for parameters in request.response_parameters):
                context.set_compression(grpc.Compression.Gzip)
            call = calls.begin("StreamingOutputCall", context)
            yield from answers(request, context, testing)
            call["returned"] = True

        def FullDuplexCall(self, requests, context):
            call = calls.begin("FullDuplexCall", context)
            for request in requests:
                yield from answers(request, context, testing)
            call["returned"] = context.is_active()  # The requests of a cancelled call may just end, too.

    return Service()


@contextlib.contextmanager
def running(testing, certificates):
    """Serves over TLS on a port of its own; gives its address and what it has seen."""
    calls = Calls()
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=16))
    testing.add_TestServiceServicer_to_server(service(testing, calls), server)
    pair = [(certificates / f"server.{kind}").read_bytes() for kind in ("key", "pem")]
    port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([tuple(pair)]))
    server.start()
    try:
        yield f"127.0.0.1:{port}", calls
    finally:
        server.stop(None).wait()
