# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The keys that sign anchors: what of a log they vouch for, and that of which nobody could verify, refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils import verify_evidence
from ...module_utils.message import say
from ...module_utils.verify_evidence import Found, Line
from ..base.errors import KioskError
from ..base.problem import Where

if TYPE_CHECKING:
    from pathlib import Path

WHAT = say("the log of anchors")
_BACK = say(
    "put it back as git has it (git log -p says who changed it); playbooks/evidence.yml shows all that does not hold"
)
# When anchors were made. Within a text the quotes would be escaped.
_TIMES = re.compile(rb'"time":"([0-9TZ:-]{20})"')


@dataclass(frozen=True)
class AnchorKeys:
    """The public keys of a city with their dates, and the log that they sign."""

    signers: Path
    log: Path

    def hold(self, whole: bytes, now: str, *, follows: bool = False) -> None:
        """Refuse a log with an anchor that nobody could verify: the last one, or one that a clock made which was ahead.

        The others were held against the keys when they were the last. That the next one `follows` now tells that an anchor
        of a later time was made before; until then both may be, for it is not known yet which clock is wrong.

        Args:
            whole: the lines of the log that hold.
            now: when it is to be continued, as evidence writes it; empty if it is only read.
            follows: whether an anchor of that time is about to be written.

        Raises:
            KioskError: there is one, or `ssh-keygen` is not there.
        """
        lines = whole.splitlines()
        times = [found.decode() for found in _TIMES.findall(whole)]
        made = verify_evidence.moments([*times, now] if follows else times)
        if now and times and not follows:
            made[-1] += verify_evidence.moments([*times, now])[-2]
        for at in reversed(range(len(lines))):
            if at == len(lines) - 1 or made[at][0] != times[at]:
                line = Line.parse(lines[at])
                if not any(self._signed(line, moment) for moment in dict.fromkeys(made[at])):
                    limit = next((each for each in made[at] if each != times[at]), times[at])
                    self._disown(at + 1, times[at], limit, now)

    def _disown(self, seq: int, time: str, limit: str, now: str) -> None:
        """Say of what time an anchor's key is not valid."""
        what = say(
            "anchor {number} is not signed by a key of {file} that was valid at {time}",
            number=seq,
            file=self.signers.name,
            time=time,
        )
        if limit == time:
            self.refuse(Found(verify_evidence.UNSIGNED, seq, what))
        what = say(
            "anchor {number} says {time}, but an anchor after it is of {limit}, and its key was not valid then",
            number=seq,
            time=time,
            limit=limit,
        )
        if limit == now:
            what = say(
                "anchor {number} says {time}, but this run is of {limit}, and its key was not valid then",
                number=seq,
                time=time,
                limit=limit,
            )
        fix = say(
            "set the clock (timedatectl); if the key was made while that was ahead, correct its dates in"
            " {file}, which git then shows; else put the log back as git has it",
            file=self.signers.name,
        )
        self.refuse(Found(verify_evidence.UNSIGNED, seq, what), fix)

    def accept(self, line: Line) -> None:
        """Refuse to write what nobody could verify.

        Raises:
            KioskError: it is not signed by a key that is valid at its time.
        """
        if not self._signed(line, line.entry.time):
            raise KioskError(
                say("the key of GOVKIOSK_SIGNING_KEY is not in it, or is not valid at {time}", time=line.entry.time),
                id="key-not-valid",
                where=Where(str(self.signers)),
                fix=say("enter it: ansible-playbook playbooks/evidence.yml -e key=new"),
            )

    def _signed(self, line: Line, time: str) -> bool:
        try:
            return verify_evidence.signed_by_ssh(line, str(self.signers.absolute()), time)
        except OSError as error:
            what = say(
                "{what} cannot be verified: {program}: {error}; nothing was added to it",
                what=WHAT,
                program=error.filename,
                error=error.strerror,
            )
            fix = say("install openssh-client 9.1 or newer, see what keeps it, and run again")
            raise KioskError(what, where=Where(str(self.log)), fix=fix, id="log-unverified") from error

    def refuse(self, found: Found, fix: str = _BACK) -> None:
        """Refuse a log for what does not hold in it.

        Raises:
            KioskError: always.
        """
        raise KioskError(
            say(
                "{what} does not hold ({kind}): {why}; nothing was added to it",
                what=WHAT,
                kind=found.kind,
                why=found.what,
            ),
            id="log-broken",
            where=Where(str(self.log), found.line, 1),
            fix=fix,
        )
