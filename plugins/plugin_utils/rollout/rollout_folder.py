# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`records/rollout/`: what is kept of deployments as a whole, written by one process at a time and whole at any moment."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...module_utils.message import say
from ..base import own_file
from ..base.errors import KioskError
from ..model.site_rules import ROLLOUT_RECORDS

NAME, TURN = ROLLOUT_RECORDS, ".turn.lock"


@contextmanager
def turn(records: Path) -> Iterator[Path]:
    """Wait until nobody else writes, and give the folder; the kernel ends the turn with the process, however it ends.

    Raises:
        KioskError: the folder cannot be written.
    """
    folder = records / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = own_file.opened(folder / TURN, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(descriptor)
    except OSError as error:
        what = say("cannot be written: {reason}", reason=error.strerror)
        fix = say("give the user who deploys write access to the records, and the disk room")
        where = str(error.filename or folder)
        raise KioskError(what, where=where, fix=fix, id="rollout-not-kept") from error
