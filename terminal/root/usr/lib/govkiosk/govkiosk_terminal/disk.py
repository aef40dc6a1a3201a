# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files on disk: compare, and write so that a power cut leaves the old file or the new one, never a half."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import Iterable, Tuple

from govkiosk_terminal.wanted import WantedFile

MODE = 0o644


def differs(file: WantedFile, root: str = "/") -> bool:
    """Tell whether the file is missing, other in content or mode, or not a plain file (a link to systemd-resolved)."""
    path = os.path.join(root, file.path.lstrip("/"))
    try:
        if os.path.islink(path) or os.stat(path).st_mode & 0o777 != MODE:
            return True
        with open(path, "rb") as stream:
            return stream.read() != file.text.encode("utf-8")
    except OSError:
        return True


def changed_files(files: Iterable[WantedFile], root: str = "/") -> Tuple[WantedFile, ...]:
    """Return the files that are not on disk as they should be."""
    return tuple(file for file in files if differs(file, root))


def write(file: WantedFile, root: str = "/") -> None:
    """Put the file in place atomically, with its directories; raise OSError when the disk refuses."""
    path = os.path.join(root, file.path.lstrip("/"))
    directory = os.path.dirname(path)
    os.makedirs(directory, mode=0o755, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=".govkiosk-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, MODE)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
