# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The listing of a city that was read whole and found right, for as long as no file, code or day is another.

What must be unique in the whole city has been looked for then, in this very state of it; a city with a mistake is never kept.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from ..addresses import allocation, ledger
from ..base import user_cache
from ..base.apart import apart
from ..base.local_date import today
from ..model import city_folder
from . import hosts
from .hosts import Listing

_MAGIC, _KIND = b"govkiosk listing 1\n", "listing"


def listed(folder: Path) -> Listing:
    """Give the hosts of the city: of a state in which it was found right before, as they were then.

    Raises:
        KioskErrors: all that is wrong in all files.
    """
    state = hosts.fingerprint(folder, today())
    if state and (kept := find(folder, state)):
        return kept
    read = apart(lambda: _read(folder))
    if state and hosts.fingerprint(folder, today()) == state:
        keep(folder, state, read)
    return read


def _read(folder: Path) -> Listing:
    city = city_folder.load(folder)
    return hosts.listing(city, allocation.assign(city, ledger.Ledger.load(city.addresses), today()))


def find(folder: Path, fingerprint: str) -> Listing | None:
    """Give the listing of an inventory folder in one state, None if none is kept that can be trusted."""
    path = user_cache.place(folder, _KIND)
    body = user_cache.unsealed(_MAGIC, user_cache.trusted(path)) if path else None
    state, _, said = bytes(body or b"").partition(b"\n")
    if state != fingerprint.encode():
        return None
    with suppress(ValueError):
        listing: Listing = json.loads(said)
        return listing
    return None


def keep(folder: Path, fingerprint: str, listing: Listing) -> None:
    """Keep it in place of any other state's; where it cannot be written, it is not kept."""
    path = user_cache.place(folder, _KIND)
    body = f"{fingerprint}\n{json.dumps(listing, ensure_ascii=False)}".encode()
    with suppress(OSError):
        if path:
            user_cache.put(path, user_cache.sealed(_MAGIC, body))
