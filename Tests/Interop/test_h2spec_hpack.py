"""The part of h2spec on HPACK (RFC 7541): each of these is an error of the decoder, and ends the connection."""

import pytest

from h2spec import COMPRESSION_ERROR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"", b"\xfe", id="2.3.3 an index beyond both tables"),
        pytest.param(b"", b"\x7f\x40\x01a", id="2.3.3 a name's index beyond both tables"),
        pytest.param(b"", b"\x21", id="4.2 an update of the table size at the end"),
        pytest.param(b"", b"\x00\x85\xf2\xb2\x4a\x84\xff\x84\x49\x50\x9f\xff", id="5.2 padding of more than 7 bits"),
        pytest.param(b"", b"\x00\x85\xf2\xb2\x4a\x84\xff\x83\x49\x50\x90", id="5.2 padding of zeros"),
        pytest.param(b"", b"\x00\x85\xf2\xb2\x4a\x87\xff\xff\xff\xfd\x25\x42\x7f", id="5.2 EOS in a string"),
        pytest.param(b"", b"\x80", id="6.1 index 0"),
        pytest.param(b"\x3f\xe2\x1f", b"", id="6.3 a table size above the announced one"),
    ])
def test_a_block_that_cannot_be_decoded_ends_the_connection(talk, before, after):
    talk.headers(before=before, after=after)
    talk.expect_connection_error(COMPRESSION_ERROR)
