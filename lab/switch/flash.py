# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device's flash: the saved configuration, which survives its reboots and the lab's own restarts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class FlashFullError(Exception):
    """There is no room for another file."""


class Flash:
    """Holds the saved configuration.

    Args:
        path: the file behind it, or None for a device that lives in memory only.
        first: what is on it when the device is switched on for the first time.
    """

    def __init__(self, path: Path | None, first: str = "") -> None:
        self._path = path
        self.full = False
        self._saved = path.read_text("utf-8") if path is not None and path.exists() else first

    @property
    def saved(self) -> str:
        """The configuration that the next boot reads."""
        return self._saved

    def save(self, text: str) -> None:
        """Replace the saved configuration as a whole or not at all.

        Raises:
            FlashFullError: there is no room.
        """
        if self.full:
            raise FlashFullError
        if self._path is not None:
            _replace(self._path, text)
        self._saved = text


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
