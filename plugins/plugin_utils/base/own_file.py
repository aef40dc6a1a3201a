# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files of the toolkit's own in folders that others may write to, too: opened as plain files, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def opened(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open a file to write to it, made if it is not there; the caller closes it.

    A symbolic link under the file's name would have us write over, or copy into the records, whatever it points to. The
    folders above may be links: they only say where the records lie.

    Arguments:
        path: the file.
        flags: those of `os.open`, besides what is always asked for.
        mode: its permissions if it is made, less the umask.

    Raises:
        OSError: it cannot be opened, or is no plain file.
    """
    always = os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK  # a FIFO without a reader would wait for one
    try:
        descriptor = os.open(path, flags | always, mode)
    except OSError as error:
        if error.errno == errno.ELOOP and path.is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link; remove it", str(path)) from error
        raise
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is no plain file; remove it", str(path))
