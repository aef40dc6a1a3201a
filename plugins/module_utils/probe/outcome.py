# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What came of one probe, as the socket saw it, before anybody judges it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..message import said

ANSWERED = "answered"  # our nonce came back
OPENED = "opened"  # something took the connection or answered, without our nonce
REFUSED = "refused"  # TCP reset: a filter, or the target with the network open; they look alike
SILENT = "silent"  # nothing came back in time
ICMP = "icmp"  # an ICMP error; offender, type and code say whose
NO_ROUTE = "no_route"  # the terminal itself had no way to send it; nothing left the host
DENIED = "denied"  # the terminal's own packet filter refused it; nothing left the host
NOT_RUN = "not_run"  # the probe could not be made; detail says why

KINDS = (ANSWERED, OPENED, REFUSED, SILENT, ICMP, NO_ROUTE, DENIED, NOT_RUN)


@dataclass(frozen=True)
class Outcome:
    """One probe's outcome.

    Attributes:
        kind: one of `KINDS`.
        ms: milliseconds until it was known.
        offender: address that sent the ICMP error.
        icmp_type: its type (RFC 792, RFC 4443).
        icmp_code: its code.
        local_port: source port that was used, to find a bare SYN in the canary's log.
        technique: `socket`, or `frame` for a frame made by hand.
        detail: the answer's text or the error's, a message where the words are ours.
    """

    kind: str
    ms: float = 0.0
    offender: str = ""
    icmp_type: int = -1
    icmp_code: int = -1
    local_port: int = 0
    technique: str = "socket"
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**asdict(self), "detail": said(self.detail)}
