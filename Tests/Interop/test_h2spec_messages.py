"""h2spec on RFC 9113, sections 7 and 8: error codes, and requests that are malformed."""

import pytest
from hyperframe import frame as frames

from h2spec import GET, GOAWAY, POST, PROTOCOL_ERROR


def test_7_goaway_with_an_unknown_code_is_goodbye_like_any(talk):
    talk.frame(GOAWAY, 0, 0, b"\0\0\0\0\0\0\0\xff")
    talk.expect_end()


def test_7_reset_with_an_unknown_code_is_a_reset_like_any(talk):
    talk.headers(POST, ends=False)
    talk.reset(code=0xFF)
    talk.ping()
    talk.expect(frames.PingFrame)


@pytest.mark.parametrize(
    "trailers",
    [pytest.param([("x-test", "ok")], id="8.1 without END_STREAM"),
     pytest.param([(":method", "POST")], id="8.1.2.1 with a pseudo field")])
def test_8_1_trailers_that_are_malformed_are_an_error(talk, trailers):
    talk.headers(POST, ends=False)
    talk.data(ends=False)
    talk.headers(trailers, ends=False)
    talk.expect_stream_error(PROTOCOL_ERROR)


METHOD, SCHEME, PATH, AUTHORITY = GET


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([*GET, ("X-TEST", "ok")], id="8.1.2 a name in upper case"),
        pytest.param([*GET, (":test", "ok")], id="8.1.2.1 an unknown pseudo field"),
        pytest.param([*GET, (":status", "200")], id="8.1.2.1 a pseudo field of answers"),
        pytest.param([("x-test", "ok"), *GET], id="8.1.2.1 pseudo fields after others"),
        pytest.param([*GET, ("connection", "keep-alive")], id="8.1.2.2 a field of the connection"),
        pytest.param([*GET, ("trailers", "test"), ("te", "trailers, deflate")], id="8.1.2.2 te with more than trailers"),
        pytest.param([METHOD, SCHEME, (":path", ""), AUTHORITY], id="8.1.2.3 an empty path"),
        pytest.param([PATH, AUTHORITY], id="8.1.2.3 no method"),
        pytest.param([SCHEME, PATH, AUTHORITY], id="8.1.2.3 no method, but a scheme"),
        pytest.param([METHOD, PATH, AUTHORITY], id="8.1.2.3 no scheme"),
        pytest.param([METHOD, SCHEME, AUTHORITY], id="8.1.2.3 no path"),
        pytest.param([*GET, METHOD], id="8.1.2.3 two methods"),
        pytest.param([*GET, SCHEME], id="8.1.2.3 two schemes"),
        pytest.param([*GET, PATH], id="8.1.2.3 two paths"),
    ])
def test_8_1_a_malformed_request_is_an_error(talk, fields):
    talk.headers(fields)
    talk.expect_stream_error(PROTOCOL_ERROR)


@pytest.mark.parametrize("count", [1, 2])
def test_8_1_2_6_a_content_length_that_is_not_the_bodys_is_an_error(talk, count):
    talk.headers([*POST, ("content-length", "1")], ends=False)
    for index in range(count):
        talk.data(ends=index == count - 1)
    talk.expect_stream_error(PROTOCOL_ERROR)
