# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The last lines of a terminal, drawn over in place, while others print above them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from typing import Any


class Screen:
    """Draws below whatever is printed.

    Arguments:
        display: Ansible's, through which everything is printed: by callbacks, by tasks' workers, from another thread.
    """

    def __init__(self, display: Any) -> None:
        self.live = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")
        self._process, self._lock, self._lines = os.getpid(), threading.RLock(), 0
        self._print = display.display
        if self.live:
            # Its only instance: what is printed takes the picture away first, and the next event draws it again.
            display.display = self._display

    def draw(self, lines: Sequence[str]) -> None:
        """Put these lines in place of those drawn before."""
        with self._lock:
            self._print(self._erasure() + "\n".join(lines), screen_only=True)
            self._lines = len(lines)

    def leave(self) -> None:
        """Leave what is drawn where it is."""
        with self._lock:
            self._lines = 0

    def _erasure(self) -> str:
        """Give what takes the cursor to the first line drawn and clears from there (ECMA-48: CPL, ED)."""
        return f"\x1b[{self._lines}F\x1b[J" if self._lines else ""

    def _display(self, message: Any, *arguments: Any, **options: Any) -> Any:
        if os.getpid() != self._process:
            # A worker: it only hands the message to its parent, and may have been forked while the lock was held.
            return self._print(message, *arguments, **options)
        with self._lock:
            if self._lines and not options.get("log_only"):
                sys.stdout.write(self._erasure())
                sys.stdout.flush()
                self._lines = 0
            return self._print(message, *arguments, **options)
