# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a canary has heard (leg 4): asked over HTTP, signed in both directions with a shared token (`lab/canary.py`)."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERY_PORT = 4780
SECONDS = 3.0


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


@dataclass(frozen=True)
class CanaryLog:
    """A canary's answer; `problem` says why there is none."""

    canary: str
    arrivals: tuple[Arrival, ...] = ()
    next: int = 0
    problem: str = ""
    nonces: frozenset[str] = field(default_factory=frozenset)


def ask(canary: str, address: str, token: str, query: Sequence[tuple[str, str]], port: int = QUERY_PORT) -> CanaryLog:
    """Ask one canary for its log. Raises nothing: a log that can not be read is a missing leg, not an error.

    Args:
        canary: its name.
        address: where it answers.
        token: shared with it.
        query: `prefix`, `src` and `after`, as `lab/canary.py` documents them.
        port: of its log query.
    """
    if not token:
        return CanaryLog(canary, problem="there is no token for its log: set GOVKIOSK_CANARY_TOKEN")
    target = f"/seen?{urlencode(query)}"
    connection = http.client.HTTPConnection(address, port, timeout=SECONDS)
    try:
        connection.request("GET", target, headers={"Authorization": f"govkiosk {_sign(token, target)}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        signature = answer.getheader("X-Govkiosk-Signature", "")
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        return CanaryLog(canary, problem=f"its log at {address}:{port} could not be read: {error}")
    finally:
        connection.close()
    if answer.status == http.HTTPStatus.FORBIDDEN:
        return CanaryLog(canary, problem=f"its log at {address}:{port} refuses our token")
    if not hmac.compare_digest(signature, _sign(token, f"{target}\n{body}")):
        return CanaryLog(canary, problem=f"the answer of {address}:{port} is not signed with our token")
    return read(canary, json.loads(body), answer.status)


def read(canary: str, content: dict[str, Any], status: int = 200) -> CanaryLog:
    """Read an answer whose signature holds."""
    if status != http.HTTPStatus.OK:
        return CanaryLog(canary, problem=f"its log answers HTTP {status}: {content.get('error')}")
    arrivals = tuple(
        Arrival(
            str(entry["proto"]),
            str(ipaddress.ip_address(entry["dst"])),
            int(entry["port"]),
            str(ipaddress.ip_address(entry["src"])),
            int(entry["sport"]),
            str(entry["nonce"]),
            str(entry["time"]),
        )
        for entry in content["entries"]
    )
    nonces = frozenset(arrival.nonce for arrival in arrivals if arrival.nonce)
    return CanaryLog(canary, arrivals, int(content["next"]), nonces=nonces)


def _sign(token: str, text: str) -> str:
    return hmac.new(token.encode(), text.encode(), hashlib.sha256).hexdigest()
