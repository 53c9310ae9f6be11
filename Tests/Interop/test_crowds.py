"""Many calls at once: all are answered, and what was given up is freed."""

import concurrent.futures
import threading

from hyperframe import frame as frames

from http2_peer import message

REFUSED_STREAM, CANCEL = 7, 8


def test_3000_concurrent_unary_calls(stub, testing):
    request = testing.SimpleRequest(response_size=1_500, payload=testing.Payload(body=bytes(100)))
    calls = [stub.UnaryCall.future(request, timeout=60) for _ in range(3_000)]
    assert all(len(call.result().payload.body) == 1_500 for call in calls)


def test_concurrent_large_unary(stub, testing):
    request = testing.SimpleRequest(response_size=314_159, payload=testing.Payload(body=bytes(271_828)))
    calls = [stub.UnaryCall.future(request, timeout=120) for _ in range(1_000)]
    assert all(len(call.result().payload.body) == 314_159 for call in calls)


def test_1000_calls_run_out_of_time_together_and_are_freed(peer):
    """Three rounds of 1,000: more than the 2,000 calls a connection may have open, if any round were kept."""
    for _ in range(3):
        streams = [peer.open(grpc_timeout="300m") for _ in range(1_000)]
        assert {peer.answer(stream).status for stream in streams} == {4}
    assert peer.call().status == 0


def test_1000_cancelled_calls_are_freed(peer):
    for _ in range(3):
        streams = [peer.open() for _ in range(300)]
        peer.send(*(frames.RstStreamFrame(stream, error_code=CANCEL) for stream in streams))
        peer.ping()
        assert not any(peer.answers[stream].is_over for stream in streams)
    assert peer.call().status == 0


def test_as_many_calls_as_announced_are_open_together(peer):
    limit = peer.server_settings[frames.SettingsFrame.MAX_CONCURRENT_STREAMS]
    assert limit == 2_000
    streams = [peer.open() for _ in range(limit)]
    peer.ping()
    for stream in streams:
        peer.send(peer.data_frame(stream, message(), ends=True))
    assert {peer.answer(stream).status for stream in streams} == {0}


def test_calls_beyond_those_announced_are_refused_and_the_others_live(peer):
    """RFC 9113 section 5.1.2: a stream error, which says that the call was not begun and may be tried again."""
    limit = peer.server_settings[frames.SettingsFrame.MAX_CONCURRENT_STREAMS]
    streams = [peer.open() for _ in range(limit)]
    refused = [peer.open() for _ in range(20)]
    assert {peer.answer(stream).reset_code for stream in refused} == {REFUSED_STREAM}
    assert not any(peer.answers[stream].is_over for stream in streams)
    for stream in streams:
        peer.send(peer.data_frame(stream, message(), ends=True))
    assert {peer.answer(stream).status for stream in streams} == {0}
    assert peer.call().status == 0


def test_twenty_clients_connect_call_and_close_at_once(server):
    gate = threading.Barrier(20)

    def statuses(_):
        gate.wait()
        for _ in range(10):
            with server.peer() as peer:
                yield peer.call().status

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        assert list(pool.map(lambda client: list(statuses(client)), range(20))) == [[0] * 10] * 20
