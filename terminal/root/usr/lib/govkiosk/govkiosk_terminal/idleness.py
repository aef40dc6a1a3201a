# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How long nobody has touched the screen, for the time that a service's own pages fill it and cannot tell us."""

from __future__ import annotations

import contextlib
import os
from typing import List, Sequence

from govkiosk_terminal.companion import Companion


def command(steps: Sequence[int]) -> List[str]:
    """Return swayidle's command line: it writes each step, in seconds, when it is reached, and 0 at the next touch."""
    words = ["swayidle", "-C", "/dev/null", "-w"]
    for step in steps:
        words += ["timeout", str(step), f"echo {step}", "resume", "echo 0"]
    return words


class Idleness:
    """The compositor's own idle clock, told by swayidle.

    It counts from the last touch, or from the first question if there was none since. It ends with the compositor.
    """

    def __init__(self, steps: Sequence[int]) -> None:
        self._reached = 0
        self._news, output = os.pipe()
        os.set_blocking(self._news, False)
        self._swayidle = Companion(command(steps), output)

    def seconds(self) -> int:
        """Return the last step that was reached since the last touch, 0 if none was."""
        self._swayidle.keep()
        with contextlib.suppress(BlockingIOError):
            # The newest is all that counts. Each is one short write, which a pipe never splits.
            self._reached = int(os.read(self._news, 65536).split()[-1])
        return self._reached
