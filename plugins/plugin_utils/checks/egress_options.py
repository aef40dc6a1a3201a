# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of egress_check, from what a playbook gives to typed values. Pure; all that is wrong is told at once."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...module_utils.message import Message, say
from ..base.errors import KioskError, KioskErrors
from . import canary_log, targets

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A probe that waits longer would outlive the mark that lets it pass the host's firewall (`probe/bypass.py`).
LEAST_WAIT, MOST_WAIT = 0.2, 5.0
MOST_PORTS = 32
_WHOLE = re.compile(r"[0-9]{1,5}", re.ASCII)
# The words go to nft, which reads all of its arguments as one text.
_NFT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}", re.ASCII)


@dataclass(frozen=True)
class EgressOptions:
    """How to check.

    Attributes:
        token: shared with the canaries.
        port: of their log query.
        ports: what to probe on each.
        wait: seconds per probe.
        table: the host firewall's nftables table, of family inet.
        marks: its set of packet marks that pass.
    """

    token: str
    port: int = canary_log.QUERY_PORT
    ports: targets.Ports = field(default_factory=targets.Ports)
    wait: float = 1.2
    table: str = "govkiosk"
    marks: str = "probe_bypass"


class _Wrong(ValueError):
    """What is wrong with one option, and how to write it."""


def read(given: Mapping[str, Any]) -> EgressOptions:
    """Read a task's arguments.

    Raises:
        KioskErrors: an option is unknown, of another type or out of bounds; each is named with what it takes.
    """
    readers = {
        "canary_token": _text,
        "canary_port": _port,
        "tcp_ports": _some_ports,
        "udp_ports": _some_ports,
        "source_ports": _ports,
        "wait": _seconds,
        "firewall_table": _nft_name,
        "firewall_marks": _nft_name,
    }
    found: dict[str, Any] = {}
    wrong = []
    for key in sorted(given):
        try:
            found[key] = readers[key](given[key])
        except KeyError:
            known = say("is no option of it; there are {known}", known=", ".join(readers))
            wrong.append(_error(key, known, say("leave it out")))
        except _Wrong as error:
            wrong.append(_error(key, *error.args))
    if wrong:
        raise KioskErrors(wrong)
    ports, default = targets.Ports(), EgressOptions("")
    return EgressOptions(
        found.get("canary_token", default.token),
        found.get("canary_port", default.port),
        targets.Ports(
            found.get("tcp_ports", ports.tcp),
            found.get("udp_ports", ports.udp),
            found.get("source_ports", ports.source),
        ),
        found.get("wait", default.wait),
        found.get("firewall_table", default.table),
        found.get("firewall_marks", default.marks),
    )


def _error(key: str, what: Message, fix: Message) -> KioskError:
    message = say("{option} {what}", option=key, what=what)
    return KioskError(
        message, id="egress-option", where="egress_check", fix=say("{fix} ({option})", fix=fix, option=key)
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(say("is no text"), say("give a text"))  # a secret of the run, so not quoted
    return value


def _port(value: Any) -> int:
    """Take a port as a number or, as a template gives it, as its digits."""
    number = int(value) if isinstance(value, str) and _WHOLE.fullmatch(value.strip()) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 65535:
        raise _Wrong(say("has {value!r}, which is no port", value=value), say("give whole numbers from 1 to 65535"))
    return number


def _ports(value: Any) -> tuple[int, ...]:
    """Take a list, one port, or ports with commas between them, as Ansible does for a list of numbers."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else [value]
    ports = tuple(_port(part) for part in parts)
    if twice := sorted({port for port in ports if ports.count(port) > 1}):
        raise _Wrong(say("has port {port} twice", port=twice[0]), say("name each port once"))
    if len(ports) > MOST_PORTS:
        raise _Wrong(say("has {count} ports", count=len(ports)), say("name {most} at most", most=MOST_PORTS))
    return ports


def _some_ports(value: Any) -> tuple[int, ...]:
    ports = _ports(value)
    if not ports:
        raise _Wrong(say("is empty, so nothing would be probed"), say("name at least one port"))
    return ports


def _seconds(value: Any) -> float:
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except ValueError:
        seconds = math.nan
    if not LEAST_WAIT <= seconds <= MOST_WAIT:
        bounds = say("give seconds from {least:g} to {most:g}", least=LEAST_WAIT, most=MOST_WAIT)
        raise _Wrong(say("is {value!r}", value=value), bounds)
    return seconds


def _nft_name(value: Any) -> str:
    if not isinstance(value, str) or not _NFT_NAME.fullmatch(value):
        raise _Wrong(
            say("is {value!r}, which is no name in nftables", value=value),
            say("give letters, digits and underscores, a letter first"),
        )
    return value
