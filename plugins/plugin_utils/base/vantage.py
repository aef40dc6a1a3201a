# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where the controller probes from: in the lab, never from outside the lab's own network namespaces."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from ...module_utils.message import say
from .errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = Path("/proc/thread-self/ns/net")
RECORDED = Path("/run/netns")


def require_lab(environ: Mapping[str, str], own: Path = OWN, recorded: Path = RECORDED) -> None:
    """Refuse to send a packet if the environment speaks of a lab and this process is not inside it.

    Lab addresses are documentation addresses or look like a real city's: sent from elsewhere they would leave the
    machine.

    Raises:
        KioskError: GOVKIOSK_LAB is set, and the network namespace is none of `/run/netns/<lab>-*`.
    """
    lab = environ.get("GOVKIOSK_LAB", "")
    if not lab:
        return
    here = _identity(own)
    if here is not None and any(_identity(path) == here for path in sorted(recorded.glob(f"{lab}-*"))):
        return
    raise KioskError(
        say(
            "refuses to probe: this process is in none of the network namespaces of lab {lab} ({recorded}/{lab}-*)",
            lab=lab,
            recorded=recorded,
        ),
        where="controller",
        clause="6.4-e",
        fix=say("run it inside the lab: python -m lab exec --name {lab} -- COMMAND", lab=lab),
        id="outside-lab",
    )


def require_lab_for(address: str, environ: Mapping[str, str]) -> None:
    """Refuse likewise to speak to a terminal or a switch; what listens on this machine's loopback is a test's own.

    Raises:
        KioskError: as above.
    """
    try:
        loopback = ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        require_lab(environ)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
