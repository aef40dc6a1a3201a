# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The little of HTTP/1.1 that a probe needs to read (RFC 9112), in time and memory that no server can raise. Pure.

The standard library's `http.client` reads from a blocking socket, one answer a thread, and takes for an answer what is none:
the first of two lengths, `1_0` for a number, line feeds without carriage returns, any 1xx but 100 for the answer itself.
What two readers could take for two different answers is none here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Bytes of a head (Apache and nginx send less than 8 KiB), of a body, and of all that a body in small chunks may cost.
MOST_HEAD = 32 * 1024
MOST_BODY = 512 * 1024
MOST_CODED = 4 * MOST_BODY
MOST_CHUNK_LINE = 256

_BEGINS = b"HTTP/1."
_STATUS = re.compile(rb"HTTP/1\.[0-9] ([1-9][0-9]{2})(?: .*)?")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?")
_STRAY = re.compile(rb"\x00|(?<!\r)\n|\r(?!\n)")
_FOLD = re.compile(rb"\r\n[ \t]+")
_FRAMING = (b"content-length", b"transfer-encoding")
_NO_BODY = (101, 204, 304)


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
        self._interim = 0  # bytes of the heads before the answer's own (1xx)
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
        """Read the head, past those that only announce it; return what stands behind it, nothing while it is not whole."""
        while True:
            begin = max(0, len(self._head) - 3)
            self._head += data
            end = self._head.find(b"\r\n\r\n", begin, MOST_HEAD - self._interim)
            if end < 0:
                other = not _BEGINS.startswith(bytes(self._head[: len(_BEGINS)]))
                self._broken = other or self._interim + len(self._head) >= MOST_HEAD
                return b""
            head, data = bytes(self._head[:end]), bytes(self._head[end + 4 :])
            status = self._read_head(head)
            if self._broken or not (100 <= status < 200 and status != 101):
                break
            self._interim += end + 4
            self._head.clear()
        if not self._broken:
            self._status = status
        self._complete = status in _NO_BODY or (self._length == 0 and not self._chunked)
        return b"" if status in _NO_BODY else data

    def _read_head(self, head: bytes) -> int:
        """Read one head and how its body ends (RFC 9112 6.3); return its status."""
        first, *lines = head.split(b"\r\n")
        status = _STATUS.fullmatch(first)
        if status is None or _STRAY.search(head) or (lines and lines[0][:1] in (b" ", b"\t")):
            self._broken = True
            return 0
        _, _, fields = _FOLD.sub(b" ", head).partition(b"\r\n")
        said = [line.partition(b":")[::2] for line in fields.split(b"\r\n")]
        named = [(name.strip().lower(), name, value.strip()) for name, value in said]
        lengths = {value for name, _, value in named if name == b"content-length"}
        codings = [value.lower() for name, _, value in named if name == b"transfer-encoding"]
        self._broken = (
            any(name in _FRAMING and name != spelled.lower() for name, spelled, _ in named)
            or len(lengths) + len(codings) > 1
            or not all(map(_LENGTH.fullmatch, lengths))
            or codings not in ([], [b"chunked"])
        )
        if not self._broken:
            self._length, self._chunked = int(max(lengths, default=b"-1")), bool(codings)
        return int(status.group(1))

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
                if not coded.startswith(b"\r\n"[-self._left :], at):
                    self._broken = True
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
