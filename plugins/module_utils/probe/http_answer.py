# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The little of HTTP/1.1 that a probe needs to read (RFC 9112), in time and memory that no server can raise. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Bytes of a head (Apache and nginx send less than 8 KiB), of a body, and of all that a body in small chunks may cost.
MOST_HEAD = 32 * 1024
MOST_BODY = 512 * 1024
MOST_CODED = 4 * MOST_BODY
MOST_CHUNK_LINE = 256

_STATUS = re.compile(rb"HTTP/1\.[0-9] ([1-9][0-9]{2})(?: .*)?")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")


@dataclass(frozen=True)
class HttpAnswer:
    """An answer.

    Attributes:
        status: its code.
        body: as far as it was read.
        complete: False if the connection ended before the body did, or more of it was not read.
        cut: there is more than is read; what is missing is not the server's fault.
    """

    status: int
    body: bytes
    complete: bool
    cut: bool = False


def request(host: str, port: int, path: str, tls: bool) -> bytes:
    """Return a GET request."""
    name = host if port == (443 if tls else 80) else "{}:{}".format(host, port)
    head = (
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: govkiosk\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
    )
    return head.format(path, name).encode()


class Reading:
    """An answer while it comes in; each byte is looked at once, however small the pieces are."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._coded = bytearray()
        self._body = bytearray()
        self._status = 0
        self._length = -1  # of the body; -1: as long as the connection
        self._chunked = False
        self._left = 0  # of the chunk that is being read, with the line end behind it
        self._taken = 0
        self._complete = self._broken = self._cut = False

    @property
    def over(self) -> bool:
        """Tell that nothing more has to be read: it is whole, it is no HTTP, or there is more than is read."""
        return self._complete or self._broken or self._cut

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        if not self._status and not self.over:
            data = self._take_head(data)
        if self.over or not self._status:
            return
        self._taken += len(data)
        if self._chunked:
            self._coded += data
            self._take_chunks()
        else:
            self._body += data
            self._complete = 0 <= self._length <= len(self._body)
        if len(self._body) >= MOST_BODY or self._taken >= MOST_CODED:
            self._cut = not self._complete

    def answer(self) -> HttpAnswer | None:
        """Return the answer as it stands when the connection has ended; None if it is not HTTP."""
        if self._broken or not self._status:
            return None
        body = bytes(self._body[: self._length] if self._length >= 0 else self._body)
        whole = self._complete or (not self._chunked and self._length < 0)
        return HttpAnswer(self._status, body, whole and not self._cut, self._cut)

    def _take_head(self, data: bytes) -> bytes:
        """Read the head; return what stands behind it, nothing while it is not whole."""
        begin = max(0, len(self._head) - 3)
        self._head += data
        end = self._head.find(b"\r\n\r\n", begin, MOST_HEAD)
        if end < 0:
            self._broken = len(self._head) >= MOST_HEAD
            return b""
        rest = bytes(self._head[end + 4 :])
        first, *lines = bytes(self._head[:end]).split(b"\r\n")
        status = _STATUS.fullmatch(first)
        self._broken = status is None or not all(map(self._field, lines))
        if status:
            self._status = int(status.group(1))
        self._complete = self._length == 0 and not self._chunked
        return rest

    def _field(self, line: bytes) -> bool:
        """Take a field of the head; tell whether it can be meant (RFC 9112 6.3: two lengths are none)."""
        name, _, value = line.partition(b":")
        name, value = name.strip().lower(), value.strip()
        if name == b"transfer-encoding":
            self._chunked = self._chunked or b"chunked" in value.lower()
        if name != b"content-length":
            return True
        if not _LENGTH.fullmatch(value) or self._length not in (-1, int(value)):
            return False
        self._length = int(value)
        return True

    def _take_chunks(self) -> None:
        """Read what is whole of the chunks (RFC 9112 7.1)."""
        self._length, at, coded = -1, 0, self._coded
        while not self.over and len(self._body) < MOST_BODY:
            if self._left > 2:
                piece = coded[at : at + self._left - 2]
                self._body += piece
                at, self._left = at + len(piece), self._left - len(piece)
            if self._left:
                if self._left > 2 or len(coded) - at < self._left:
                    break
                at, self._left = at + self._left, 0
            end = coded.find(b"\r\n", at, at + MOST_CHUNK_LINE)
            if end < 0:
                self._broken = len(coded) - at >= MOST_CHUNK_LINE
                break
            size = _CHUNK.fullmatch(coded, at, end)
            if size is None:
                self._broken = True
                break
            length, at = int(size.group(1), 16), end + 2
            self._complete, self._left = length == 0, length + 2
        del coded[:at]


def read(data: bytes) -> HttpAnswer | None:
    """Read a whole answer as it stood when the connection ended; None if it is not HTTP."""
    reading = Reading()
    reading.feed(data)
    return reading.answer()
