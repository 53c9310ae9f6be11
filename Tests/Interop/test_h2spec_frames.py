"""h2spec on RFC 9113, section 6: what each kind of frame may say."""

import pytest
from hyperframe import frame as frames

from h2spec import (
    CONTINUATION, DATA, ENABLE_PUSH, END_HEADERS, END_STREAM, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, GET, GOAWAY, HEADERS,
    INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, PADDED, PING, POST, PRIORITY, PROTOCOL_ERROR, PUSH_PROMISE, RST_STREAM, SETTINGS,
    STREAM_CLOSED, WINDOW_UPDATE, raw_frame)

LARGEST_WINDOW = 2**31 - 1


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        pytest.param(raw_frame(DATA, END_STREAM, 0, b"test"), [PROTOCOL_ERROR], id="6.1 DATA on stream 0"),
        pytest.param(raw_frame(PRIORITY, 0, 0, bytes(5)), [PROTOCOL_ERROR], id="6.3 PRIORITY on stream 0"),
        pytest.param(raw_frame(RST_STREAM, 0, 0, bytes(4)), [PROTOCOL_ERROR], id="6.4 RST_STREAM on stream 0"),
        pytest.param(raw_frame(RST_STREAM, 0, 1, bytes(4)), [PROTOCOL_ERROR], id="6.4 RST_STREAM of an idle stream"),
        pytest.param(raw_frame(SETTINGS, 1, 0, b"\0"), [FRAME_SIZE_ERROR], id="6.5 SETTINGS, acknowledging and more"),
        pytest.param(raw_frame(SETTINGS, 0, 1, b"\0\3\0\0\0\x64"), [PROTOCOL_ERROR], id="6.5 SETTINGS on a stream"),
        pytest.param(raw_frame(SETTINGS, 0, 0, b"\0\3\0\0\0\x64\0\2", length=9), [PROTOCOL_ERROR, FRAME_SIZE_ERROR],
                     id="6.5 SETTINGS of no multiple of 6 bytes"),
        pytest.param(raw_frame(PING, 0, 1, bytes(8)), [PROTOCOL_ERROR], id="6.7 PING on a stream"),
        pytest.param(raw_frame(PING, 0, 0, bytes(6)), [FRAME_SIZE_ERROR], id="6.7 PING of 6 bytes"),
        pytest.param(raw_frame(GOAWAY, 0, 1, bytes(8)), [PROTOCOL_ERROR], id="6.8 GOAWAY on a stream"),
        pytest.param(raw_frame(WINDOW_UPDATE, 0, 0, bytes(4)), [PROTOCOL_ERROR], id="6.9 WINDOW_UPDATE of 0"),
        pytest.param(raw_frame(WINDOW_UPDATE, 0, 0, b"\0\0\1"), [FRAME_SIZE_ERROR], id="6.9 WINDOW_UPDATE of 3 bytes"),
    ])
def test_6_a_malformed_frame_ends_the_connection(talk, sent, codes):
    talk.send(sent)
    talk.expect_connection_error(*codes)


# 6.1 DATA


def test_6_1_data_of_a_half_closed_stream_is_an_error(talk):
    talk.headers(POST)
    talk.data()
    talk.expect_stream_error(STREAM_CLOSED)


def test_6_1_padding_longer_than_the_payload_ends_the_connection(talk):
    talk.headers([*POST, ("content-length", "4")], ends=False)
    talk.data(b"\x06test", flags=PADDED)
    talk.expect_connection_error(PROTOCOL_ERROR)


# 6.2 HEADERS


def test_6_2_priority_instead_of_continuation_ends_the_connection(talk):
    talk.headers(ends=False, is_whole=False)
    talk.priority()
    talk.continuation()
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_6_2_headers_instead_of_continuation_end_the_connection(talk):
    talk.headers(ends=False, is_whole=False)
    talk.headers(stream=3)
    talk.continuation()
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_6_2_headers_on_stream_0_end_the_connection(talk):
    talk.headers(stream=0)
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_6_2_padding_longer_than_the_block_is_an_error(talk):
    block = talk.block(GET)
    talk.frame(HEADERS, PADDED | END_HEADERS | END_STREAM, 1, bytes([len(block) + 2]) + block)
    talk.expect_stream_error(PROTOCOL_ERROR)


# 6.3 PRIORITY, 6.4 RST_STREAM


def test_6_3_priority_of_4_bytes_is_an_error(talk):
    talk.headers()
    talk.frame(PRIORITY, 0, 1, b"\x80\0\0\1")
    talk.expect_stream_error(FRAME_SIZE_ERROR)


def test_6_3_priority_of_an_idle_stream_does_not_close_those_below(talk):
    talk.priority(stream=3)
    talk.headers(stream=1)
    talk.expect(frames.HeadersFrame)


def test_6_4_reset_of_3_bytes_is_an_error(talk):
    talk.headers()
    talk.frame(RST_STREAM, 0, 1, bytes(3))
    talk.expect_stream_error(FRAME_SIZE_ERROR)


# 6.5.2 Defined SETTINGS Parameters


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        pytest.param((ENABLE_PUSH, 2), PROTOCOL_ERROR, id="ENABLE_PUSH of 2"),
        pytest.param((INITIAL_WINDOW_SIZE, LARGEST_WINDOW + 1), FLOW_CONTROL_ERROR, id="INITIAL_WINDOW_SIZE of 2^31"),
        pytest.param((MAX_FRAME_SIZE, 16_383), PROTOCOL_ERROR, id="MAX_FRAME_SIZE of 16383"),
        pytest.param((MAX_FRAME_SIZE, 2**24), PROTOCOL_ERROR, id="MAX_FRAME_SIZE of 2^24"),
    ])
def test_6_5_2_a_value_out_of_its_range_ends_the_connection(talk, entry, code):
    talk.settings(entry)
    talk.expect_connection_error(code)


def test_6_5_2_an_unknown_parameter_is_ignored(talk):
    talk.settings((0xFF, 1))
    talk.ping()
    talk.expect(frames.PingFrame)


# 6.5.3 Settings Synchronization


def test_6_5_3_of_several_values_the_last_one_counts(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 100), (INITIAL_WINDOW_SIZE, 1))
    talk.expect_settings_acknowledged()
    talk.headers()
    talk.expect_data(1)


def test_6_5_3_settings_are_acknowledged_at_once(talk):
    talk.settings((ENABLE_PUSH, 0))
    talk.expect_settings_acknowledged()


# 6.7 PING


def test_6_7_ping_is_answered_with_its_payload(talk):
    talk.ping(b"h2spec\0\0")
    talk.expect_ping_answer(b"h2spec\0\0")


def test_6_7_an_acknowledged_ping_is_not_answered(talk):
    talk.ping(b"invalid\0", flags=1)
    talk.ping(b"h2spec\0\0")
    talk.expect_ping_answer(b"h2spec\0\0")


# 6.9 WINDOW_UPDATE


def test_6_9_an_increment_of_0_on_a_stream_is_an_error(talk):
    talk.headers(ends=False)
    talk.window(0)
    talk.expect_stream_error(PROTOCOL_ERROR)


def test_6_9_1_no_more_is_sent_than_the_window_lets_through(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 1))
    talk.expect_settings_acknowledged()
    talk.headers()
    talk.expect_data(1)


def test_6_9_1_a_window_of_the_connection_above_the_largest_ends_it(talk):
    talk.window(LARGEST_WINDOW, stream=0)
    talk.window(LARGEST_WINDOW, stream=0)
    assert talk.expect(frames.GoAwayFrame).error_code == FLOW_CONTROL_ERROR


def test_6_9_1_a_window_of_a_stream_above_the_largest_resets_it(talk):
    talk.headers(ends=False)
    talk.window(LARGEST_WINDOW)
    talk.window(LARGEST_WINDOW)
    reset = talk.expect(frames.RstStreamFrame)
    assert reset.stream_id == 1 and reset.error_code == FLOW_CONTROL_ERROR


def test_6_9_2_a_new_initial_window_changes_those_of_open_streams(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    talk.expect_settings_acknowledged()
    talk.headers()
    talk.settings((INITIAL_WINDOW_SIZE, 1))
    talk.expect_settings_acknowledged()
    talk.expect_data(1)


def test_6_9_2_a_window_may_become_negative(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 3))
    talk.expect_settings_acknowledged()
    talk.headers()
    talk.expect_data(3)
    talk.settings((INITIAL_WINDOW_SIZE, 2))
    talk.expect_settings_acknowledged()
    talk.window(2)
    talk.expect_data(1)


def test_6_9_2_an_initial_window_above_the_largest_ends_the_connection(talk):
    talk.frame(SETTINGS, 0, 0, b"\0\4\x80\0\0\0")
    talk.expect_connection_error(FLOW_CONTROL_ERROR)


# 6.10 CONTINUATION


def test_6_10_several_continuations_are_accepted(talk):
    talk.headers(is_whole=False)
    talk.continuation(is_whole=False)
    talk.continuation()
    talk.expect(frames.HeadersFrame)


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda talk: [
            talk.headers(POST, ends=False, is_whole=False), talk.continuation(is_whole=False), talk.data()],
            id="DATA after CONTINUATION"),
        pytest.param(lambda talk: [talk.headers(is_whole=False), talk.continuation(stream=0)], id="on stream 0"),
        pytest.param(lambda talk: [talk.headers(), talk.continuation()], id="after whole HEADERS"),
        pytest.param(lambda talk: [talk.headers(is_whole=False), talk.continuation(), talk.continuation()],
                     id="after the last CONTINUATION"),
        pytest.param(lambda talk: [
            talk.headers(POST, ends=False, is_whole=False), talk.data(), talk.continuation(is_whole=False),
            talk.continuation(stream=0)], id="after DATA"),
    ])
def test_6_10_continuation_out_of_place_ends_the_connection(talk, send):
    send(talk)
    talk.expect_connection_error(PROTOCOL_ERROR)


# 8.2 Server Push


def test_8_2_push_promise_of_a_client_ends_the_connection(talk):
    talk.frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\3" + talk.block(GET))
    talk.expect_connection_error(PROTOCOL_ERROR)
