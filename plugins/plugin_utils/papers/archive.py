# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The evidence of all sites of a city: verified whole, as an auditor does it, and begun anew where a person says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils import verify_evidence
from ..errors import KioskError, Where
from . import evidence

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_LONGEST_REASON = 200  # letters; it stands in one line of the evidence


@dataclass(frozen=True)
class Report:
    """What was verified: of each site the number of its records, what does not hold, and one line about all."""

    sites: Mapping[str, int]
    found: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Archive:
    """The folder of records of one city."""

    records: Path

    def verify(self) -> Report:
        """Read every chain whole.

        Raises:
            KioskError: there is none, or one cannot be read.
        """
        sites: dict[str, int] = {}
        found: list[str] = []
        try:
            for site, file in verify_evidence.chains(str(self.records)).items():
                audit = verify_evidence.verify(file)
                sites[site] = audit.head.seq
                found += verify_evidence.told(file, audit)
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            raise KioskError(what, where=Where(str(error.filename)), fix="name the city's inventory with -i") from error
        if not sites:
            what = f"there is no {verify_evidence.EVIDENCE} in it"
            raise KioskError(what, where=Where(str(self.records)), fix="name the city's inventory with -i")
        return Report(sites, tuple(found), verify_evidence.summary(len(sites), len(found)))

    def restart(self, site: str, reason: str, run: str, now: datetime, *, look: bool) -> None:
        """Begin a site's chain anew, for a reason that stands in it from then on; only look whether that can be done.

        Raises:
            KioskError: the site has no evidence, it holds, or no reason is given.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", site):
            raise KioskError(f"restart={verify_evidence.shown(site)} is no site's code", fix="name the site's folder")
        if not reason.strip() or verify_evidence.shown(reason, _LONGEST_REASON) != reason:
            what = f"reason is not one line of 1 to {_LONGEST_REASON} letters"
            raise KioskError(what, fix="add -e reason='…': it stands in the new chain for good")
        path = self.records / site / verify_evidence.EVIDENCE
        if path.is_file() and not verify_evidence.verify(path).found:
            raise KioskError(
                "the evidence holds: it is not begun anew", where=Where(str(path)), fix="leave restart out"
            )
        if not look:
            evidence.restart(path, reason, run, now)
