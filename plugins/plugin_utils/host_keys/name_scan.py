# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Asking switches for the host names that they print: a key tells that a device is the same, a name tells which it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...module_utils.message import join, say
from ..base import host_keys
from ..base.errors import KioskError
from ..base.host_result import failure
from ..base.language import translated
from ..base.parallel import each, unexpected
from ..platforms.sessions import connect
from . import known_hosts
from .key_report import FOUND
from .key_scan import Found

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..base.device import Device


@dataclass
class SeenName:
    """What a switch calls itself.

    Attributes:
        name: as its prompt has it, empty if nobody could ask.
        filed: the name on file, empty if there is none.
        error: why nobody could ask.
    """

    device: Device
    name: str = ""
    filed: str = ""
    error: KioskError | None = None

    @property
    def found(self) -> Found | None:
        """How the name is related to the one on file, None if nobody could ask."""
        if not self.name:
            return None
        if not self.filed:
            return Found.NEW
        return Found.KNOWN if self.name == self.filed else Found.CHANGED


def scan(devices: Iterable[Device], *, workers: int = 20) -> dict[str, SeenName]:
    """Log in to each switch and look at its prompt; a switch's trouble is in its result, never raised."""
    return {seen.device.host: seen for seen in each(_scan_one, devices, workers)}


def _scan_one(device: Device) -> SeenName:
    seen = SeenName(device)
    try:
        seen.filed = host_keys.name_of(device)
        with connect(replace(device, any_name=True)) as session:
            seen.name = session.base_prompt
    except KioskError as error:
        seen.error = error
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        seen.error = unexpected(error, device)
    return seen


def slot(seen: SeenName, named: Collection[str]) -> dict[str, Any]:
    """Return a switch's result; another name than the one on file fails it, unless it is in `named`."""
    if seen.error or not seen.name:
        return {"changed": False} | failure(
            seen.error or KioskError(say("shows no host name"), where=seen.device.host, id="host-name-none")
        )
    result: dict[str, Any] = {
        "changed": False,
        "found": str(seen.found),
        "name": seen.name,
        "open": _open(seen, named),
        "msg": translated(join([seen.name, FOUND[seen.found or Found.NEW]], " ")),
    }
    if seen.found is Found.CHANGED and not result["open"]:
        result |= failure(host_keys.another_name(seen.device, seen.name, seen.filed))
    return result


def table(results: Iterable[SeenName], named: Collection[str]) -> Iterator[str]:
    """Tell which names are not on file; the others are only counted."""
    seen = sorted(results, key=lambda scan: scan.device.host)
    known = sum(scan.found is Found.KNOWN for scan in seen)
    shared = Counter(scan.name for scan in seen if scan.name)
    yield translated(
        say("{count} switches asked for their host names: {known} print the one on file", count=len(seen), known=known)
    )
    for scan in seen:
        if scan.found not in (None, Found.KNOWN):
            yield translated(
                say(
                    "{host} ({address} port {port}) calls itself {name}",
                    host=scan.device.host, address=scan.device.address, port=scan.device.port, name=scan.name,
                )
            )  # fmt: skip
            if shared[scan.name] > 1:
                yield translated(
                    say(
                        "    {count} of these switches call themselves so: such a name tells none from another",
                        count=shared[scan.name],
                    )
                )
        if scan.found is Found.CHANGED:
            what = say("    ANOTHER NAME THAN THE ONE ON FILE, {name}", name=scan.filed)
            yield translated(say("{what}, which is to be replaced", what=what) if _open(scan, named) else what)


def record(device: host_keys.Endpoint, found: Mapping[str, Any], *, check_mode: bool) -> dict[str, Any]:
    """Put the name of a switch's result on file, and return its next result.

    Args:
        device: whose name it is.
        found: the switch's result, as `slot` has made it.
        check_mode: only say what would be done.
    """
    if not found.get("open"):
        return {"changed": False, "msg": str(found.get("msg") or translated(say("nothing to record")))}
    name = str(found["name"])
    try:
        changed = check_mode or known_hosts.record_name(device, name, replace=found["found"] == Found.CHANGED)
    except KioskError as error:
        return {"changed": False} | failure(error)
    what = say("{key} is now in {file}", key=name, file=device.known_hosts)
    return {"changed": changed, "msg": translated(what)}


def _open(seen: SeenName, named: Collection[str]) -> bool:
    """Tell whether the name waits for somebody to accept it."""
    return seen.found is Found.NEW or (seen.found is Found.CHANGED and seen.device.host in named)
