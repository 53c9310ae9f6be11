"""h2spec on RFC 9113, sections 3 to 5: preface, frames, and the states of streams. (h2spec counts as RFC 7540 does.)"""

import pytest
from hyperframe import frame as frames

from h2spec import (
    BALLAST, COMPRESSION_ERROR, END_HEADERS, FRAME_BYTES, FRAME_SIZE_ERROR, GET, HEADERS, INITIAL_WINDOW_SIZE, PING,
    POST, PREFACE, PRIORITIZED, PROTOCOL_ERROR, REFUSED_STREAM, STREAM_CLOSED, UNKNOWN, dependency, raw_frame)

MAX_CONCURRENT_STREAMS = frames.SettingsFrame.MAX_CONCURRENT_STREAMS
LONG_LIST = [*GET, *((f"x-ballast{number}", "x" * 4000) for number in range(5))]


def test_3_5_the_servers_preface_is_settings(open_talk):
    open_talk.send(PREFACE)
    open_talk.settings((INITIAL_WINDOW_SIZE, 65_535))
    assert "ACK" not in open_talk.expect(frames.SettingsFrame).flags


def test_3_5_an_invalid_preface_ends_the_connection(open_talk):
    open_talk.send(b"INVALID CONNECTION PREFACE\r\n\r\n")
    open_talk.expect_end()


# 4.1 Frame Format


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(raw_frame(UNKNOWN, 0, 0, bytes(8)) + raw_frame(PING, 0, 0, bytes(8)), id="an unknown type"),
        pytest.param(raw_frame(PING, 0x16, 0, bytes(8)), id="flags without a meaning"),
        pytest.param(raw_frame(PING, 0x16, 1 << 31, bytes(8)), id="the reserved bit"),
    ])
def test_4_1_what_has_no_meaning_is_ignored(talk, sent):
    talk.send(sent)
    talk.expect(frames.PingFrame)


# 4.2 Frame Size


def test_4_2_data_of_16384_bytes_is_accepted(talk):
    talk.headers(POST, ends=False)
    talk.data(b"x" * FRAME_BYTES)
    talk.expect(frames.HeadersFrame)


def test_4_2_data_over_the_frame_size_is_an_error(talk):
    talk.headers(POST, ends=False)
    talk.data(b"x" * (FRAME_BYTES + 1))
    talk.expect_stream_error(FRAME_SIZE_ERROR)


def test_4_2_headers_over_the_frame_size_end_the_connection(talk):
    talk.headers(LONG_LIST)
    talk.expect_connection_error(FRAME_SIZE_ERROR)


# 4.3 Header Compression and Decompression


def test_4_3_a_block_that_cannot_be_decoded_ends_the_connection(talk):
    talk.frame(HEADERS, 5, 1, b"\x40")
    talk.expect_connection_error(COMPRESSION_ERROR)


def test_4_3_priority_inside_a_header_list_ends_the_connection(talk):
    talk.headers(ends=False, is_whole=False)
    talk.priority()
    talk.continuation()
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_4_3_headers_of_another_stream_inside_a_header_list_end_the_connection(talk):
    talk.headers(ends=False, is_whole=False)
    talk.headers(stream=3)
    talk.continuation()
    talk.expect_connection_error(PROTOCOL_ERROR)


# 5.1 Stream States


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda talk: talk.data(), id="DATA"),
        pytest.param(lambda talk: talk.reset(), id="RST_STREAM"),
        pytest.param(lambda talk: talk.window(100), id="WINDOW_UPDATE"),
        pytest.param(lambda talk: talk.continuation(GET), id="CONTINUATION"),
    ])
def test_5_1_an_idle_stream_takes_only_headers_and_priority(talk, send):
    send(talk)
    talk.expect_connection_error(PROTOCOL_ERROR)


AFTER_THE_END = [
    pytest.param(lambda talk: talk.data(), (STREAM_CLOSED,), id="DATA"),
    pytest.param(lambda talk: talk.headers(), (STREAM_CLOSED,), id="HEADERS"),
    pytest.param(lambda talk: talk.continuation(), (STREAM_CLOSED, PROTOCOL_ERROR), id="CONTINUATION"),
]


@pytest.mark.parametrize(("send", "codes"), AFTER_THE_END)
def test_5_1_a_half_closed_stream_is_at_its_end(talk, send, codes):
    talk.headers()
    send(talk)
    talk.expect_stream_error(*codes)


@pytest.mark.parametrize(("send", "codes"), AFTER_THE_END)
def test_5_1_a_half_closed_stream_is_at_its_end_while_the_answer_waits(talk, send, codes):
    """Not in h2spec, whose cases hang on whether the answer has gone before the second frame comes."""
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    talk.headers()
    talk.expect_headers()
    send(talk)
    talk.expect_stream_error(*codes)


@pytest.mark.parametrize(("send", "codes"), AFTER_THE_END)
def test_5_1_a_stream_that_was_reset_is_at_its_end(talk, send, codes):
    talk.headers(ends=False)
    talk.reset()
    send(talk)
    talk.expect_stream_error(*codes)


@pytest.mark.parametrize(("send", "codes"), AFTER_THE_END)
def test_5_1_a_closed_stream_is_at_its_end(talk, send, codes):
    talk.headers()
    talk.expect_stream_end()
    send(talk)
    talk.expect_connection_error(*codes)


# 5.1.1 Stream Identifiers


def test_5_1_1_an_even_number_ends_the_connection(talk):
    talk.headers(stream=2)
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_5_1_1_a_number_below_the_last_ends_the_connection(talk):
    talk.headers(stream=5)
    talk.headers(stream=3)
    talk.expect_connection_error(PROTOCOL_ERROR)


def test_5_1_1_the_same_number_again_is_an_error(talk):
    talk.headers(stream=5)
    talk.headers(stream=5)
    talk.expect_stream_error(STREAM_CLOSED)


# 5.1.2 Stream Concurrency


def test_5_1_2_a_stream_beyond_the_announced_number_is_an_error(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    for index in range(talk.settings_of_server[MAX_CONCURRENT_STREAMS] + 1):
        talk.headers(stream=2 * index + 1)
    talk.expect_stream_error(PROTOCOL_ERROR, REFUSED_STREAM)


# 5.3.1 Stream Dependencies


def test_5_3_1_headers_that_depend_on_themselves_are_an_error(talk):
    talk.headers(before=dependency(1), flags=PRIORITIZED)
    talk.expect_stream_error(PROTOCOL_ERROR)


def test_5_3_1_priority_that_depends_on_itself_is_an_error(talk):
    talk.priority(stream=1, depends_on=1)
    talk.expect_stream_error(PROTOCOL_ERROR)


# 5.4.1 Connection Error Handling


def test_5_4_1_after_an_error_the_connection_is_closed(talk):
    talk.frame(PING, 0, 3, bytes(8))
    talk.expect_end()


def test_5_4_1_before_it_is_closed_goaway_comes(talk):
    talk.frame(PING, 0, 3, bytes(8))
    assert talk.expect(frames.GoAwayFrame).error_code == PROTOCOL_ERROR


# 5.5 Extending HTTP/2


def test_5_5_an_unknown_frame_is_ignored(talk):
    talk.frame(UNKNOWN, 0, 0, bytes(8))
    talk.ping()
    talk.expect_ping_answer()


def test_5_5_an_unknown_frame_inside_a_header_list_ends_the_connection(talk):
    talk.headers(is_whole=False)
    talk.frame(UNKNOWN, 0, 0, bytes(8))
    talk.expect_connection_error(PROTOCOL_ERROR)
