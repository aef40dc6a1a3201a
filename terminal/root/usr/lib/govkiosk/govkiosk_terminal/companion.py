# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A program that runs beside the browser while a citizen is away on a service's own pages."""

from __future__ import annotations

import subprocess
import time
from typing import Optional, Sequence

# One that cannot run at all must not take the terminal's time.
PAUSE_S = 2.0


class Companion:
    """One program; as long as it is kept, it is started again when it fails."""

    def __init__(self, command: Sequence[str], output: Optional[int] = None) -> None:
        self._command, self._output = command, output
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._started = 0.0

    def keep(self) -> bool:
        """See that it runs; tell whether it has ended well, as it does when there is nothing more to do."""
        ended = None if self._process is None else self._process.poll()
        if self._process is None or (ended and time.monotonic() - self._started > PAUSE_S):
            self._process, self._started = subprocess.Popen(self._command, stdout=self._output), time.monotonic()
        return ended == 0

    def end(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
