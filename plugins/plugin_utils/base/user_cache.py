# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files below `$XDG_CACHE_HOME/govkiosk` (`~/.cache/govkiosk`) that only save time, and that nobody but this user can have written.

A file that is broken, somebody else's, or open to others is passed over; so is a folder that cannot be written. Two runs at
once each put a whole file in place, and the last one stays.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_DIGEST = 32


def place(folder: Path, kind: str) -> Path | None:
    """Give the file of an inventory folder for one kind of content; None without a home, or for a folder that is gone."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(home) if Path(home).is_absolute() else Path.home() / ".cache"
        name = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    except (OSError, RuntimeError):
        return None
    return base / "govkiosk" / f"{kind}-{name}"


def sealed(magic: bytes, body: bytes) -> bytes:
    """Give a content that tells by itself whether it is whole."""
    return magic + sha256(body).digest() + body


def unsealed(magic: bytes, content: bytes) -> memoryview | None:
    """Give the body of a sealed content, None if it is none or is not whole."""
    start = len(magic) + _DIGEST
    body = memoryview(content)[start:]
    whole = content[: len(magic)] == magic and sha256(body).digest() == content[len(magic) : start]
    return body if whole else None


def trusted(path: Path) -> bytes:
    """Give the file's content if nobody but this user can have written it."""
    with suppress(OSError):
        if _ours(path.parent.lstat()):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                status = os.fstat(descriptor)
                if stat.S_ISREG(status.st_mode) and _ours(status):
                    with os.fdopen(descriptor, "rb", closefd=False) as file:
                        return file.read()
            finally:
                os.close(descriptor)
    return b""


def put(path: Path, content: bytes) -> None:
    """Put a whole file in place, mode 0600.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not _ours(path.parent.lstat()):
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _ours(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
