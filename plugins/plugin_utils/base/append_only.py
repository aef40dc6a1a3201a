# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files that only grow, line by line: one writer at a time, and whatever ends it, what was whole before stays whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...module_utils.message import say
from . import own_file
from .errors import KioskError
from .problem import Where

MODE = 0o640


@contextmanager
def locked(path: Path, what: str) -> Iterator[int]:
    """Open a file for one writer, waiting for whoever writes; the kernel drops the lock if the writer dies.

    Arguments:
        path: the file; it and its folder are made if they are not there.
        what: what it holds, for messages.

    Raises:
        KioskError: it cannot be opened, or what the body does to it goes wrong.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = _alone(path)
    except OSError as error:
        raise KioskError(
            say("{what} cannot be opened: {reason}", what=what, reason=error.strerror),
            where=Where(str(path)),
            fix=say("repair the folder or its permissions"),
            id="append-cannot-open",
        ) from error
    try:
        yield fd
    except OSError as error:
        raise KioskError(
            say("{what} cannot be written: {reason}; nothing was added", what=what, reason=error.strerror),
            where=Where(str(path)),
            fix=say("free disk space or repair the file's permissions, then run the play again"),
            id="append-cannot-write",
        ) from error
    finally:
        os.close(fd)


def _alone(path: Path) -> int:
    while True:
        fd = own_file.opened(path, os.O_RDWR | os.O_APPEND, MODE)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            # Who held it before may have put it away: then this is another file by now.
            if os.path.samestat(path.stat(), os.fstat(fd)):
                return fd
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def write(fd: int, block: bytes) -> None:
    """Write the whole block and force it to the disk, or leave the file as long as it was."""
    size = os.fstat(fd).st_size
    try:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
    except OSError:
        os.ftruncate(fd, size)
        raise


def set_aside(path: Path, fd: int, size: int) -> tuple[int, str]:
    """Move what a killed writer left after the first `size` bytes to `<file>.torn`; return its length and that name."""
    torn = os.pread(fd, os.fstat(fd).st_size - size, size)
    aside = path.with_name(path.name + ".torn")
    with os.fdopen(own_file.opened(aside, os.O_WRONLY | os.O_APPEND, MODE), "ab") as file:
        file.write(torn + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.ftruncate(fd, size)
    return len(torn), aside.name
