# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the files of a site's records have in common: times in their names, leftovers, and a disk that takes no more."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...module_utils.message import say
from .errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A moment as file names have it, such as 20261123T040506Z.
STAMP = "%Y%m%dT%H%M%SZ"
FIX = say("free disk space or repair the folder's permissions, then run again")


def stamp(moment: datetime) -> str:
    """Write a moment as file names have it, such as 20261123T040506Z."""
    return moment.astimezone(UTC).strftime(STAMP)


def sweep(folder: Path) -> None:
    """Take away what a run that was killed has half written; whoever deploys a site has it for themselves."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


@contextmanager
def os_error_as(what: str, where: Path) -> Iterator[None]:
    """Tell of a file that cannot be written in the words of what it is for.

    Raises:
        KioskError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        why = say("{what}: {reason}", what=what, reason=error.strerror)
        raise KioskError(why, where=str(where), fix=FIX, id="record-not-kept") from None
