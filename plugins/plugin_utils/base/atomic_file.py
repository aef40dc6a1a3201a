# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files that are whole at every moment, whatever ends the run: the old content or the new one, never a part of it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from . import own_file


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
    with _alone(part) as stream:
        try:
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
            stream.truncate()
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    settle(file.parent)


@contextmanager
def _alone(part: Path) -> Iterator[BinaryIO]:
    """Open a part that nobody else writes, waiting for whoever does: the kernel lets go of it when that one ends.

    One name and a lock, not a name for each: what a killed run has left is written over by the next one.
    """
    while True:
        with os.fdopen(own_file.opened(part, os.O_RDWR), "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            # Who held it before has put it in its place, or taken it away: then this is another file by now.
            if _is_still(part, stream):
                yield stream
                return


def _is_still(part: Path, stream: BinaryIO) -> bool:
    try:
        return os.path.samestat(part.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False


def settle(folder: Path) -> None:
    """Put a folder's own entries on disk: what was put there or taken away."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
