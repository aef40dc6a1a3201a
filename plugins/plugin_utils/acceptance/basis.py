# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Basis: what the verdicts of one run on one terminal rest on. If any of it is another today, they say nothing about today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ...module_utils.message import Message, say
from ..base.errors import KioskError
from .expectation import ON_TERMINAL
from .step_results import ANSWERED, Heard

if TYPE_CHECKING:
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal

_CHANGED = {
    "site_file": say("another site file"),
    "plan": say("another plan of the switch"),
    "expected": say("another list of what is to be checked (items granted and how, resolvers, canaries)"),
    "authority": say("another authority of the items' certificates"),
}


@dataclass(frozen=True)
class Basis:
    """What decides about one terminal besides the day.

    Attributes:
        serial: of the device, as the site file has it.
        site_file: SHA-256 of the site's file.
        plan: SHA-256 of the plan's text that the switch was brought to; empty if there was none.
        expected: digest of all that has to be said, and of what it depends on (`Expectation.digest`).
        authority: SHA-256 of the file that the items' certificates are held against (`ca_file`).
    """

    serial: str
    site_file: str
    plan: str
    expected: str
    authority: str

    @classmethod
    def of(cls, folder: CityFolder, site: Site, terminal: Terminal, plan: str, expected: str) -> Basis:
        """Return the basis of a terminal as its inventory has it now.

        Raises:
            KioskError: the site's file, or that of the authority, cannot be read.
        """
        try:
            file = folder.site_file(site).read_bytes()
            # A city whose items speak no TLS needs no authority.
            known = folder.ca_file.read_bytes() if folder.ca_file.exists() else b""
        except OSError as error:
            what, fix = say("cannot be read: {error}", error=error.strerror), say("repair the file's permissions")
            raise KioskError(what, where=str(error.filename), fix=fix, id="basis-unreadable") from None
        return cls(terminal.serial, hashlib.sha256(file).hexdigest(), plan, expected, hashlib.sha256(known).hexdigest())

    @classmethod
    def read(cls, said: Any) -> Basis | None:
        """Read one out of a record, None if it is none."""
        if not isinstance(said, Mapping):
            return None
        texts = [said.get(field.name) for field in fields(cls)]
        return cls(*map(str, texts)) if all(isinstance(text, str) for text in texts) else None

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON types."""
        return asdict(self)

    def changes(self, now: Basis) -> Iterator[Message]:
        """Say what of it is another now."""
        for field in fields(self):
            before, today = getattr(self, field.name), getattr(now, field.name)
            if before != today or not before:
                serial = say("a device of another serial number, {before} and not {now}", before=before, now=today)
                yield _CHANGED.get(field.name, serial)


def whole(heard: Heard) -> bool:
    """Tell whether a run did every step on a terminal, whatever came of it."""
    steps = (heard.switch, heard.confirm, *(heard.steps.get(source) for source in ON_TERMINAL))
    return not heard.held and all(answer is not None and answer.state == ANSWERED for answer in steps)
