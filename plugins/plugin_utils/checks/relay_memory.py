# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What one run knows of the city's relays already: each is asked once per network class, by whichever terminal comes first.

A file for each in a folder that lives as long as the run: locked while its relay is asked, then holding what was found. A
process that dies lets go of its lock, and the next terminal asks. A run that was aborted leaves nothing that another one reads.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..outside.shape import ShapeError, flag, free, record, text, whole
from .relay_checks import RelayFinding

if TYPE_CHECKING:
    from pathlib import Path

    from .relays import Relay

#: How often a relay is asked of which nothing was shown, or of which only terminals said something.
MOST_TRIES = 3
_KNOWN = record(
    tries=whole(1, MOST_TRIES),
    finding=record(status=text(20), reason=text(2000), fix=text(2000), data=free, final=flag),
)


class Claim:
    """The right to ask one relay: nobody else of this run asks it until `settle` or `release`."""

    def __init__(self, relay: Relay, path: Path) -> None:
        self.relay = relay
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, wait: bool) -> bool:
        """Take the claim; False if another has it and is not waited for."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            self.release()
            return False
        return True

    def settle(self, finding: RelayFinding) -> None:
        """Let the run know, and let go."""
        before = _read(os.pread(self._file, 1 << 20, 0))
        known = {"tries": min(MOST_TRIES, (before["tries"] if before else 0) + 1), "finding": asdict(finding)}
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps(known).encode(), 0)
        self.release()

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
        """Return what is known of a relay, None if it has to be asked."""
        try:
            found = _read(self._path(relay).read_bytes())
        except OSError:
            return None
        if found is None or not (found["finding"]["final"] or found["tries"] >= MOST_TRIES):
            return None
        return RelayFinding(**found["finding"])

    def claim(self, relay: Relay, *, wait: bool) -> Claim | None:
        """Return the right to ask a relay, None if another is asking it and is not waited for."""
        claim = Claim(relay, self._path(relay))
        return claim if claim.take(wait=wait) else None

    def _path(self, relay: Relay) -> Path:
        return self.folder / f"{relay.key}.json"


def _read(content: bytes) -> dict[str, Any] | None:
    """Read a file; one whose writer died in the middle is none."""
    try:
        return dict(_KNOWN(json.loads(content), "known"))
    except (ShapeError, ValueError, RecursionError):
        return None
