# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a canary has heard (leg 4): asked over HTTP, signed in both directions with a shared token.

The canary's program is `roles/canary/files/canary.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...module_utils.message import Message, say, told_by
from ...module_utils.plain_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERY_PORT = 4780
#: What a canary can be asked for and what it listens on (`roles/canary/files/canary.py`, LEVEL).
LEVEL = 3
SECONDS = 5.0
#: Of a whole answer, whatever each of its parts takes; some ten thousand arrivals.
MOST_SECONDS, MOST_BYTES = 15.0, 4 << 20


@dataclass(frozen=True)
class Arrival:
    """One thing that reached a canary."""

    proto: str
    dst: str
    port: int
    src: str
    sport: int
    nonce: str
    time: str = ""
    isn: int = -1


@dataclass(frozen=True)
class CanaryLog:
    """A canary's answer; `problem` says why there is none.

    Attributes:
        canary: its name.
        arrivals: what of its log was asked for.
        next: number of the next arrival.
        problem: why there is no answer.
        nonces: those of the arrivals.
        called: what it calls itself.
        program: SHA-256 of the file that it runs, empty for one that does not say.
    """

    canary: str
    arrivals: tuple[Arrival, ...] = ()
    next: int = 0
    problem: str = ""
    nonces: frozenset[str] = field(default_factory=frozenset)
    called: str = ""
    program: str = ""


def ask(canary: str, address: str, token: str, query: Sequence[tuple[str, str]], port: int = QUERY_PORT) -> CanaryLog:
    """Ask one canary for its log. Raises nothing: a log that can not be read is a missing leg, not an error.

    Args:
        canary: its name.
        address: where it answers.
        token: shared with it.
        query: `prefix`, `src`, `isn`, `sport` and `after`, as `roles/canary/files/canary.py` documents them.
        port: of its log query.
    """
    if not token:
        return CanaryLog(
            canary, problem=say("there is no token for its log: set GOVKIOSK_CANARY_TOKEN", id="log-no-token")
        )
    target, where = f"/seen?{urlencode(query)}", f"{address}:{port}"
    try:
        status, body, signature = _get(http.client.HTTPConnection(address, port, timeout=SECONDS), target, token)
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = say("its log at {where} could not be read: {error}", id="log-unread", where=where, error=_why(error))
        return CanaryLog(canary, problem=why)
    if status == http.HTTPStatus.FORBIDDEN:
        return CanaryLog(canary, problem=say("its log at {where} refuses our token", id="log-refused", where=where))
    if not hmac.compare_digest(signature, _sign(token, f"{target}\n".encode() + body).encode()):
        why = say("the answer of {where} is not signed with our token", id="log-unsigned", where=where)
        return CanaryLog(canary, problem=why)
    try:
        return read(canary, json.loads(body), status)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        kind = type(error).__name__
        why = say("the answer of {where} cannot be read: {kind}", id="log-malformed", where=where, kind=kind)
        return CanaryLog(canary, problem=why)


def resolve(address: str, token: str, name: str, port: int = QUERY_PORT) -> None:
    """Have one canary ask the resolvers of its own host for a name below its zone.

    Raises nothing and tells nothing: its log tells whether the question arrived.
    """
    target = f"/resolve?{urlencode([('name', name)])}"
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        _get(http.client.HTTPConnection(address, port, timeout=SECONDS), target, token)


def _get(connection: http.client.HTTPConnection, target: str, token: str) -> tuple[int, bytes, bytes]:
    """Return status, body and signature of an answer of bounded size and time.

    Raises:
        OSError, HTTPException: there is none.
        ValueError: it is too long.
    """
    give_up = threading.Timer(MOST_SECONDS, _hang_up, [connection])
    give_up.daemon = True
    give_up.start()
    try:
        connection.request("GET", target, headers={"Authorization": f"govkiosk {_sign(token, target.encode())}"})
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES + 1)
    finally:
        give_up.cancel()
        connection.close()
    if len(body) > MOST_BYTES:
        raise ValueError(say("it answers more than {most} bytes", id="log-long", most=MOST_BYTES))
    return answer.status, body, (answer.getheader("X-Govkiosk-Signature") or "").encode()


def _why(error: Exception) -> str:
    why = told_by(error)
    return why if isinstance(why, Message) else one_line(why)


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """End a connection that another thread waits at."""
    with contextlib.suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def read(canary: str, content: dict[str, Any], status: int = 200) -> CanaryLog:
    """Read an answer whose signature holds."""
    if status != http.HTTPStatus.OK:
        error = one_line(content.get("error"))
        why = say("its log answers HTTP {status}: {error}", id="log-status", status=status, error=error)
        return CanaryLog(canary, problem=why)
    if int(content.get("level", 1)) < LEVEL:
        return CanaryLog(
            canary,
            problem=say(
                "it runs an older canary.py, which listens on less: give it this release's and start it again",
                id="log-old",
            ),
        )
    arrivals = tuple(
        Arrival(
            str(entry["proto"]),
            str(ipaddress.ip_address(entry["dst"])),
            int(entry["port"]),
            str(ipaddress.ip_address(entry["src"])),
            int(entry["sport"]),
            str(entry["nonce"]),
            str(entry["time"]),
            int(entry.get("isn", -1)),
        )
        for entry in content["entries"]
    )
    nonces = frozenset(arrival.nonce for arrival in arrivals if arrival.nonce)
    called, program = one_line(content.get("name")), one_line(content.get("program", ""))
    return CanaryLog(canary, arrivals, int(content["next"]), nonces=nonces, called=called, program=program)


def _sign(token: str, signed: bytes) -> str:
    return hmac.new(token.encode(), signed, hashlib.sha256).hexdigest()
