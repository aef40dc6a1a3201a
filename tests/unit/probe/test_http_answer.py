# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an item's server may say, and what is taken for it: add a row. Every row is read whole and byte by byte."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe.http_answer import MOST_HEAD, HttpAnswer, Reading

OK = b"HTTP/1.1 200 OK\r\n"
LEN = b"Content-Length: 2\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
GOOD = HttpAnswer(200, b"hi", complete=True)
EMPTY = HttpAnswer(200, b"", complete=True)
TORN = HttpAnswer(200, b"hi", complete=False)

#: Sent, what it is taken for (None: no HTTP answer), and whether nothing more has to be waited for.
ANSWERS = {
    "a length": (OK + LEN + b"\r\nhi", GOOD, True),
    "more than the length": (OK + LEN + b"\r\nhi!!", GOOD, True),
    "less than the length": (OK + b"Content-Length: 3\r\n\r\nhi", TORN, False),
    "one length twice": (OK + LEN + LEN + b"\r\nhi", GOOD, True),
    "two lengths": (OK + LEN + b"Content-Length: 3\r\n\r\nhi", None, True),
    "two lengths in one field": (OK + b"Content-Length: 2, 3\r\n\r\nhi", None, True),
    "a negative length": (OK + b"Content-Length: -2\r\n\r\nhi", None, True),
    "a length with a sign": (OK + b"Content-Length: +2\r\n\r\nhi", None, True),
    "a length that no disk has": (OK + b"Content-Length: 99999999999999999\r\n\r\nhi", None, True),
    "a length of nothing": (OK + b"Content-Length:\r\n\r\nhi", None, True),
    "as long as the connection": (OK + b"\r\nhi", GOOD, False),
    # 1xx before the answer itself (RFC 9110 15.2)
    "100 before it": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + LEN + b"\r\nhi", GOOD, True),
    "103 with fields, and 102": (
        b"HTTP/1.1 103 Early\r\nX: y\r\nContent-Length: 9\r\n\r\nHTTP/1.1 102 x\r\n\r\n" + OK + LEN + b"\r\nhi", GOOD, True,
    ),
    "103 and nothing": (b"HTTP/1.1 103 Early Hints\r\n\r\n", None, False),
    "1xx without end": (b"HTTP/1.1 100 Continue\r\n\r\n" * (MOST_HEAD // 20), None, True),
    "101, that nobody asked for": (b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x00\x00", HttpAnswer(101, b"", complete=True), True),
    # No body, whatever the fields say (RFC 9112 6.3)
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", HttpAnswer(204, b"", complete=True), True),
    "304 with a length": (b"HTTP/1.1 304 Not Modified\r\n" + LEN + b"\r\nhi", HttpAnswer(304, b"", complete=True), True),
    "204 in chunks": (b"HTTP/1.1 204 No Content\r\n" + CHUNKED + b"\r\n", HttpAnswer(204, b"", complete=True), True),
    # Transfer-Encoding
    "chunks": (OK + CHUNKED + b"\r\n1\r\nh\r\n1;a=b\r\ni\r\n0\r\n\r\n", GOOD, True),
    "chunks with a trailer": (OK + CHUNKED + b"\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n", GOOD, True),
    "Chunked, in any case": (OK + b"TRANSFER-ENCODING:\t Chunked \r\n\r\n2\r\nhi\r\n0\r\n\r\n", GOOD, True),
    "chunks that end in the middle": (OK + CHUNKED + b"\r\n9\r\nhi", TORN, False),
    "a word that only contains chunked": (OK + b"Transfer-Encoding: unchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", None, True),
    "packed and in chunks": (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", None, True),
    "chunks of chunks": (OK + CHUNKED + CHUNKED + b"\r\n2\r\nhi\r\n0\r\n\r\n", None, True),
    "chunked is not the last": (OK + b"Transfer-Encoding: chunked, identity\r\n\r\nhi", None, True),
    "chunks and a length": (OK + CHUNKED + LEN + b"\r\n2\r\nhi\r\n0\r\n\r\n", None, True),
    "a blank before the colon": (OK + b"Transfer-Encoding : chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", None, True),
    "a chunk of minus one": (OK + CHUNKED + b"\r\n-1\r\nhi", None, True),
    "a chunk of nine digits": (OK + CHUNKED + b"\r\n100000002\r\nhi", None, True),
    "a chunk that is longer than it says": (OK + CHUNKED + b"\r\n1\r\nhi\r\n0\r\n\r\n", None, True),
    "a chunk without its end of line": (OK + CHUNKED + b"\r\n1\r\nhXX1\r\ni\r\n0\r\n\r\n", None, True),
    "a carriage return in an extension": (OK + CHUNKED + b"\r\n2;a\rb\r\nhi\r\n0\r\n\r\n", None, True),
    "an extension without end": (OK + CHUNKED + b"\r\n2;" + b"a" * 300 + b"\r\nhi\r\n0\r\n\r\n", None, True),
    # Lines
    "folded": (OK + b"X: a\r\n b\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", GOOD, True),
    "folded before the first field": (OK + b" Content-Length: 2\r\n\r\nhi", None, True),
    "line feeds only": (OK.replace(b"\r", b"") + b"Content-Length: 2\n\nhi\r\n\r\n", None, True),
    "a line feed in a field": (OK + b"X: y\nTransfer-Encoding: chunked\r\n" + LEN + b"\r\nhi", None, True),
    "a zero byte in a field": (OK + b"X: \x00\r\n" + LEN + b"\r\nhi", None, True),
    "a line that is no field": (OK + b"nonsense\r\n" + LEN + b"\r\nhi", GOOD, True),
    "no fields": (OK + b"\r\n", EMPTY, False),
    # Other protocols, told at the first byte that differs
    "HTTP/2": (b"\x00\x00\x12\x04\x00\x00", None, True),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None, True),
    "a greeting": (b"220 mail.zw.test ESMTP\r\n", None, True),
    "HTTP/2.0": (b"HTTP/2.0 200 OK\r\n\r\n", None, True),
    "HTTP/1.1 with a status of two digits": (b"HTTP/1.1 20 OK\r\n\r\n", None, True),
    "nothing": (b"", None, False),
    "half a line": (b"HTTP/1.1 20", None, False),
}  # fmt: skip


@pytest.mark.parametrize("size", [1, 1 << 20], ids=["byte by byte", "at once"])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_taken_for_what_it_is(name: str, size: int) -> None:
    sent, taken, over = ANSWERS[name]
    reading = Reading()
    for at in range(0, len(sent), size):
        if not reading.over:
            reading.feed(sent[at : at + size])
    assert (reading.answer(), reading.over) == (taken, over)
