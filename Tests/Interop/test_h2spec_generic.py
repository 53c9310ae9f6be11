"""The generic part of h2spec: what any client may do must be answered."""

import pytest
from hyperframe import frame as frames

from h2spec import (
    ACK, CANCEL, ENABLE_PUSH, END_STREAM, GET, GOAWAY, HEAD, HEADERS, HEADER_TABLE_SIZE, INITIAL_WINDOW_SIZE,
    MAX_CONCURRENT_STREAMS, MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE, PADDED, POST, PREFACE, PRIORITIZED, dependency)


def test_1_the_preface_is_answered_with_settings(open_talk):
    open_talk.send(PREFACE)
    open_talk.settings((INITIAL_WINDOW_SIZE, 65_535))
    first = open_talk.next()
    assert isinstance(first, frames.SettingsFrame) and "ACK" not in first.flags


# 2. Streams and Multiplexing


def test_2_priority_of_an_idle_stream_is_accepted(talk):
    talk.priority()
    talk.ping()
    talk.expect_ping_answer()


def test_2_window_update_of_a_half_closed_stream_is_accepted(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    talk.headers()
    talk.window(1)
    talk.expect(frames.DataFrame)


def test_2_priority_of_a_half_closed_stream_is_accepted(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    talk.headers()
    talk.priority()
    talk.window(1)
    talk.expect(frames.DataFrame)


def test_2_reset_of_a_half_closed_stream_is_accepted(talk):
    talk.headers()
    talk.reset(code=CANCEL)
    talk.ping()
    talk.expect_ping_answer_or_end()


def test_2_priority_of_a_closed_stream_is_accepted(talk):
    talk.headers()
    talk.expect_stream_end()
    talk.priority()
    talk.ping()
    talk.expect_ping_answer()


# 3. Frame Definitions


def test_3_1_data_is_accepted(talk):
    talk.headers(POST, ends=False)
    talk.data()
    talk.expect_headers()


def test_3_1_several_data_frames_are_accepted(talk):
    talk.headers(POST, ends=False)
    talk.data(ends=False)
    talk.data()
    talk.expect_headers()


def test_3_1_data_with_padding_is_accepted(talk):
    talk.headers(POST, ends=False)
    talk.data(b"\x05test" + bytes(5), flags=PADDED)
    talk.expect_headers()


def test_3_2_headers_are_accepted(talk):
    talk.headers()
    talk.expect_headers()


def test_3_2_headers_with_padding_are_accepted(talk):
    talk.headers(before=b"\x05", after=bytes(5), flags=PADDED)
    talk.expect_headers()


def test_3_2_headers_with_priority_are_accepted(talk):
    talk.headers(before=dependency(0), flags=PRIORITIZED)
    talk.expect_headers()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"weight": 0}, id="weight 1"), pytest.param({"weight": 255}, id="weight 256"),
        pytest.param({"stream": 3, "depends_on": 1}, id="dependent"),
        pytest.param({"stream": 3, "depends_on": 1, "is_exclusive": True}, id="exclusively dependent"),
    ])
def test_3_3_priority_is_accepted(talk, fields):
    talk.priority(**fields)
    talk.headers()
    talk.expect_headers()


def test_3_3_priority_of_an_idle_stream_does_not_open_it(talk):
    talk.priority(stream=3)
    talk.headers(stream=1)
    talk.expect_headers()


def test_3_4_reset_is_accepted(talk):
    talk.headers(ends=False)
    talk.reset()
    talk.ping()
    talk.expect_ping_answer()


def test_3_5_settings_are_accepted(talk):
    talk.settings(
        (HEADER_TABLE_SIZE, 4096), (ENABLE_PUSH, 1), (MAX_CONCURRENT_STREAMS, 100), (INITIAL_WINDOW_SIZE, 65_535),
        (MAX_FRAME_SIZE, 16_384), (MAX_HEADER_LIST_SIZE, 100))
    talk.expect_settings_acknowledged()


def test_3_7_ping_is_answered(talk):
    talk.ping(b"h2spec\0\0")
    talk.expect_ping_answer(b"h2spec\0\0")


def test_3_7_an_acknowledged_ping_is_not(talk):
    talk.ping(b"invalid\0", flags=ACK)
    talk.ping(b"h2spec\0\0")
    talk.expect_ping_answer(b"h2spec\0\0")


def test_3_8_goaway_is_accepted(talk):
    talk.frame(GOAWAY, 0, 0, bytes(8))
    talk.ping()
    talk.expect_ping_answer_or_end()


def test_3_9_window_update_of_the_connection_is_accepted(talk):
    talk.window(1, stream=0)
    talk.ping()
    talk.expect_ping_answer()


def test_3_9_window_update_of_a_stream_is_accepted(talk):
    talk.settings((INITIAL_WINDOW_SIZE, 0))
    talk.headers()
    talk.window(1)
    talk.expect(frames.DataFrame)


@pytest.mark.parametrize("count", [1, 2])
def test_3_10_continuation_is_accepted(talk, count):
    talk.headers(is_whole=False)
    for index in range(count):
        talk.continuation(is_whole=index == count - 1)
    talk.expect_headers()


# 4. HTTP Message Exchanges


@pytest.mark.parametrize("fields", [GET, HEAD], ids=["GET", "HEAD"])
def test_4_a_request_without_a_body_is_answered(talk, fields):
    talk.headers(fields)
    talk.expect_headers()


def test_4_post_is_answered(talk):
    talk.headers(POST, ends=False)
    talk.data()
    talk.expect_headers()


def test_4_post_with_trailers_is_answered(talk):
    talk.headers([*POST, ("trailer", "x-test")], ends=False)
    talk.data(ends=False)
    talk.headers([("x-test", "ok")])
    talk.expect_headers()


# 5. HPACK. User-agent has number 58 of the static table; "h2spec" and the names, plain and by Huffman's code.

NAME, NAME_CODED = b"\x06x-test", b"\x85\xf2\xb2\x4a\x84\xff"
AGENT, AGENT_CODED = b"\x0auser-agent", b"\x87\xb5\x05\xb1\x61\xcc\x5a\x93"
VALUE, VALUE_CODED = b"\x06h2spec", b"\x84\x9c\x48\xac\xa4"
FORMS = {b"\x40": "with indexing", b"\x00": "without indexing", b"\x10": "never indexed"}


def test_5_an_indexed_field_is_accepted(talk):
    talk.headers(after=b"\xba")
    talk.expect_headers()


@pytest.mark.parametrize("form", FORMS, ids=FORMS.values())
@pytest.mark.parametrize(
    "field", [AGENT + VALUE, AGENT_CODED + VALUE_CODED, NAME + VALUE, NAME_CODED + VALUE_CODED],
    ids=["user-agent", "user-agent coded", "x-test", "x-test coded"])
def test_5_a_literal_field_is_accepted(talk, form, field):
    talk.headers(after=form + field)
    talk.expect_headers()


@pytest.mark.parametrize("form", [b"\x7a", b"\x0f\x2b", b"\x1f\x2b"], ids=FORMS.values())
@pytest.mark.parametrize("value", [VALUE, VALUE_CODED], ids=["plain", "coded"])
def test_5_a_literal_field_with_an_indexed_name_is_accepted(talk, form, value):
    talk.headers(after=form + value)
    talk.expect_headers()


@pytest.mark.parametrize("updates", [b"\x20", b"\x20\x3f\xe1\x1f"], ids=["one", "two"])
def test_5_an_update_of_the_table_size_is_accepted(talk, updates):
    talk.headers(before=updates)
    talk.expect_headers()
