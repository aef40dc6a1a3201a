# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files that are whole at every moment, whatever ends the run: the old content or the new one, never a part of it."""

from __future__ import annotations

import os
from pathlib import Path


def put(file: Path, data: bytes, mode: int | None = None) -> None:
    """Put a whole file in place of the old one at once, on disk before anybody relies on it.

    Args:
        file: where; its folder must be there.
        data: its whole content.
        mode: its permissions; those of any new file if it is None.

    Raises:
        OSError: it could not be written; what was there is untouched, and no part of the new one is left.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as stream:
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    settle(file.parent)


def settle(folder: Path) -> None:
    """Put a folder's own entries on disk: what was put there or taken away."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
