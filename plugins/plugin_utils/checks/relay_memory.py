# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What one run knows of the city's relays already: each is asked once per network class, by whichever terminal comes first.

A file for each in a folder that lives as long as the run: locked while its relay is asked, with a line for each time that
it was. A process that dies lets go of its lock, and the next terminal asks. A run that was aborted leaves nothing that
another one reads.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...module_utils.check import FAIL
from ...module_utils.message import said
from ..base.untrusted import ShapeError, flag, free, optional, record, text
from ..base.untrusted_message import said as sentence
from .check_reading import REASON
from .relay_checks import RelayFinding

if TYPE_CHECKING:
    from pathlib import Path

    from .relays import Relay

#: How many sites have to find the same before it holds for others, if one terminal alone could have brought it about. Once so
#: many asked in vain, each terminal asks for itself and waits for nobody.
MOST_TRIES = 3
_LINE = record(
    site=text(200),
    finding=optional(record(status=text(20), reason=sentence(REASON), fix=sentence(REASON), data=free, final=flag)),
)


class Claim:
    """The right to ask one relay, until `release`; nobody else of this run asks it meanwhile if it was free."""

    def __init__(self, relay: Relay, path: Path) -> None:
        self.relay = relay
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> bool:
        """Take it; False if another has it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let go."""
        os.close(self._file)


class RelayMemory:
    """What a run knows.

    Args:
        folder: of the run, for its own user only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def known(self, relay: Relay) -> RelayFinding | None:
        """Return what holds for every terminal, None if it has to be asked.

        That is what was shown, or a way through that terminals of several sites have met, each with a nonce of its own. While
        fewer have met one, no other terminal's silence clears it. That something could not be asked holds for nobody else:
        the fault may be the asker's.
        """
        findings = [(line["site"], RelayFinding(**line["finding"])) for line in self._lines(relay) if line["finding"]]
        met = {site: finding for site, finding in findings if finding.status == FAIL}
        shown = [finding for _, finding in findings if finding.final and (finding.status == FAIL or not met)]
        return shown[-1] if shown else [*met.values()][-1] if len(met) >= MOST_TRIES else None

    def claim(self, relay: Relay, *, at_once: bool = False) -> Claim | None:
        """Return the right to ask a relay, None if another is asking it and may be waited for.

        Args:
            relay: the relay.
            at_once: it is not waited for any longer.
        """
        claim = Claim(relay, self._path(relay))
        if claim.take() or at_once or len(self._lines(relay)) >= MOST_TRIES:
            return claim
        claim.release()
        return None

    def tell(self, relay: Relay, site: str, finding: RelayFinding) -> None:
        """Let the run know what a terminal of a site found; of what showed nothing, no more than that."""
        entry = {**asdict(finding), "reason": said(finding.reason), "fix": said(finding.fix)}
        line = {"site": site, "finding": entry if finding.final or finding.status == FAIL else None}
        file = os.open(self._path(relay), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(file, "wb", buffering=0) as memory:
            # Whole in one write, behind whatever a writer that died has left of its own line.
            memory.write(f"\n{json.dumps(line)}\n".encode())

    def _lines(self, relay: Relay) -> list[dict[str, Any]]:
        """Read a file; a line whose writer died in the middle is none."""
        lines = []
        with contextlib.suppress(OSError):
            for line in self._path(relay).read_bytes().splitlines():
                with contextlib.suppress(ShapeError, ValueError, RecursionError):
                    lines.append(dict(_LINE(json.loads(line), "line")))
        return lines

    def _path(self, relay: Relay) -> Path:
        return self.folder / f"{relay.key}.json"
