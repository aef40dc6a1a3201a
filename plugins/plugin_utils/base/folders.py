# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is in a folder. `pathlib` passes over a folder that it may not read, as if all in it had been removed.

For sites and addresses that is no small thing: what is removed loses its addresses and its policy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ...module_utils.message import say
from .errors import KioskError, KioskErrors


def shown(path: Path) -> str:
    """Name a file as a person at this prompt would type it: relative where it lies below, else as it was given."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def files_in(folder: Path, *, below: bool = False) -> Iterator[Path]:
    """Give the files of a folder, in no order; none if there is no such folder.

    Args:
        folder: where to look.
        below: look in the folders below it, too.

    Raises:
        KioskErrors: it, or one below it, cannot be read.
    """
    for place, _folders, names in os.walk(folder, onerror=_unreadable if folder.exists() else None):
        yield from (Path(place, name) for name in names)
        if not below:
            return


def _unreadable(error: OSError) -> NoReturn:
    fix = say("give the user who deploys read access to it")
    raise KioskErrors(
        [
            KioskError(
                say("cannot be read: {reason}", reason=error.strerror),
                where=shown(Path(error.filename)),
                fix=fix,
                id="folder-unreadable",
            )
        ]
    ) from None
