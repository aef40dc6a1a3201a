# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The evidence of all sites of a city: verified whole, as an auditor does it, and begun anew where a person says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...module_utils import verify_evidence
from ...module_utils.message import say
from ...module_utils.verify_evidence import Report
from ..base.errors import KioskError, KioskErrors
from ..base.problem import Where
from . import evidence
from .anchor_log import Anchor, AnchorLog
from .signing import KEY, STEP, make_key

if TYPE_CHECKING:
    from datetime import datetime

    from .signing import Signer

_NAME_IT = say("name the city's inventory with -i")
_LONGEST_REASON = 200  # letters; it stands in one line of the evidence


@dataclass(frozen=True)
class Archive:
    """The records of one city, and the log of its anchors."""

    records: Path
    anchors: AnchorLog

    def verify(self, numbers: Sequence[str] = ()) -> Report:
        """Read every chain and the log of anchors whole; look numbers of forms up in both.

        Raises:
            KioskError: there is none, or one cannot be read.
        """
        try:
            asked = [verify_evidence.Number(number) for number in numbers]
            files = verify_evidence.chains(str(self.records))
            report = verify_evidence.inspect(
                files, verify_evidence.Witnesses.beside(str(self.anchors.folder)), asked, whole=True
            )
            report.said += filter(None, [str(self.anchors.forgot())])
        except OSError as error:
            what = say("cannot be read: {error}", error=error.strerror)
            raise KioskError(what, where=Where(str(error.filename)), fix=_NAME_IT, id="records-unreadable") from error
        except ValueError as error:
            fix = say("copy it from the foot of the form, with the blanks")
            raise KioskError(str(error), fix=fix, id="no-number") from error
        if not report.sites:
            what = say("there is no {file} in it", file=verify_evidence.EVIDENCE)
            raise KioskError(what, where=Where(str(self.records)), fix=_NAME_IT, id="no-evidence")
        return report

    def make_key(self, signer: Signer | None, now: datetime, *, look: bool) -> str:
        """Make the key that signs, unless it is there, and enter it among those that are valid from now on.

        Returns:
            What was done, nothing if it was entered before.

        Raises:
            KioskError: it cannot be made or entered.
        """
        if signer is None:
            fix = say("set it to a file outside of the inventory, for the key that is to be made")
            raise KioskError(say("{name} is not set", name=KEY), fix=fix, id="no-key-to-make")
        if look or not make_key(signer.key, self.anchors.signers, now):
            return ""
        return say(
            "{key}: signs from now on; commit {file}, keep the key where nobody else reads",
            key=signer.key,
            file=self.anchors.signers,
        )

    def anchor(self, run: str, now: datetime, signer: Signer | None, *, look: bool) -> Anchor | None:
        """Verify every chain whole and anchor what is in no anchor yet; only look whether that can be done.

        Returns:
            The anchor; None if there is nothing to anchor, or this was a look.

        Raises:
            KioskErrors: chains do not hold; all others are anchored nevertheless.
            KioskError: the log does not hold, or nobody signs.
        """
        if signer is None:
            fix = say("set it to the key's file; {command} makes the key", command=STEP)
            raise KioskError(say("{name} is not set", name=KEY), fix=fix, id="no-key")
        book, heads, wrong = self.anchors.read(now), {}, []
        for site, file in verify_evidence.chains(str(self.records)).items():
            try:
                heads[site] = evidence.sound(Path(file), book.known(site))
            except KioskError as error:
                wrong.append(error)
        anchor = None
        if not look and any(book.head(site) != head for site, head in heads.items()):
            anchor = self.anchors.append(heads, run, now, signer)
        if wrong:
            others = say("no anchor was made of the other sites")
            if anchor:
                others = say("anchor {number} has all other sites", number=anchor.number)
            raise KioskErrors([*wrong, KioskError(others, where=Where(str(self.anchors.path)), id="others-anchored")])
        return anchor

    def restart(self, site: str, reason: str, run: str, now: datetime, signer: Signer | None, *, look: bool) -> None:
        """Begin a site's chain anew, for a reason that stands in it from then on; only look whether that can be asked for.

        Raises:
            KioskError: the site has no evidence, it holds, no reason is given, or it was anchored and nobody signs.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", site):
            what = say("restart={site} is no site's code", site=verify_evidence.shown(site))
            raise KioskError(what, fix=say("name the site's folder"), id="restart-no-site")
        if not reason.strip() or verify_evidence.shown(reason, _LONGEST_REASON) != reason:
            what = say("reason is not one line of 1 to {most} letters", most=_LONGEST_REASON)
            fix = say("add -e reason='…': it stands in the new chain for good")
            raise KioskError(what, fix=fix, id="restart-no-reason")
        book = self.anchors.read(now)
        if book.head(site) and signer is None:
            what = say("{name} is not set, and {site} is anchored", name=KEY, site=site)
            fix = say("set {name}: the new chain is anchored too", name=KEY)
            raise KioskError(what, fix=fix, id="restart-no-key")
        if look:
            return
        path = self.records / site / verify_evidence.EVIDENCE
        begun = evidence.restart(path, reason, run, now, book.known(site))
        if signer and book.head(site):
            self.anchors.append({site: begun.head}, run, now, signer, restarts=[site])
