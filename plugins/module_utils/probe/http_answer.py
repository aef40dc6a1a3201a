# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The little of HTTP/1.1 that a probe needs to read (RFC 9112). Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HttpAnswer:
    """An answer; `complete` is False if the connection ended before the body did."""

    status: int
    body: bytes
    complete: bool


def request(host: str, port: int, path: str, tls: bool) -> bytes:
    """Return a GET request."""
    name = host if port == (443 if tls else 80) else "{}:{}".format(host, port)
    head = (
        "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: govkiosk\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
    )
    return head.format(path, name).encode()


def read(data: bytes) -> HttpAnswer | None:
    """Read a whole answer as it stood when the connection ended; None if it is not HTTP."""
    head, split, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if not split or not words[0].startswith("HTTP/1.") or len(words) < 2 or not words[1].isdigit():
        return None
    fields = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body, complete = dechunk(body)
    else:
        length = fields.get("content-length", "")
        complete = not length.isdigit() or len(body) >= int(length)
    return HttpAnswer(int(words[1]), body, complete)


def finished(data: bytes) -> bool:
    """Tell whether the answer is whole already, so that a server that keeps the connection open costs no time."""
    head, split, _ = data.partition(b"\r\n\r\n")
    framed = b"content-length:" in head.lower() or b"chunked" in head.lower()
    answer = read(data) if split and framed else None
    return answer is not None and answer.complete


def dechunk(data: bytes) -> tuple[bytes, bool]:
    """Return the body of a chunked answer, and whether its last chunk is there."""
    body = b""
    while True:
        size, split, rest = data.partition(b"\r\n")
        try:
            length = int(size.split(b";")[0], 16)
        except ValueError:
            return body, False
        if not split or len(rest) < length:
            return body + rest[:length], False
        if length == 0:
            return body, True
        body, data = body + rest[:length], rest[length + 2 :]
