# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal has which address (6.4-b): unique city-wide, stable, never reused inside the quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import IPv4Interface

from ..base import gc_pause
from ..base.errors import KioskError, KioskErrors
from ..model.city_folder import CityFolder
from .ledger import Ledger
from .ledger_book import Book
from .ledger_contradictions import contradictions


@dataclass(frozen=True)
class Assignment:
    """Who gets what.

    Attributes:
        addresses: each terminal's address with its subnet's length.
        held: terminals that get none until a person has mended the ledger, and why.
        ledger: the ledger as it is to be written.
    """

    addresses: Mapping[str, IPv4Interface]
    held: Mapping[str, KioskError]
    ledger: Ledger


@gc_pause.paused()
def assign(folder: CityFolder, ledger: Ledger, today: date) -> Assignment:
    """Give every terminal of every site its address.

    Kept: an active line inside the site's subnet. Else a terminal gets back the address it had there, or the lowest
    free one. What no terminal of the city uses any more goes into quarantine.

    Raises:
        ValueError: the folder was not read whole: what was left out would lose its addresses.
        KioskErrors: the ledger contradicts itself and no terminal of the city can be held for it.
    """
    if not folder.whole:
        raise ValueError("addresses are assigned for the whole city only")
    book = Book.open(folder, ledger, today, contradictions(folder, ledger))
    for site in folder.sites.values():
        book.keep(site)
    book.release()
    for site in folder.sites.values():
        book.give(site)
    return Assignment(book.addresses, book.held, replace(ledger, lines=book.lines()))


@gc_pause.paused()
def standing(folder: CityFolder, ledger: Ledger, today: date) -> Mapping[str, IPv4Interface] | None:
    """Tell the addresses that the terminals of some sites have and keep, whatever the other sites are.

    Returns:
        What `assign` would give them for the whole city; None where only that can tell: nothing in the ledger may
        contradict itself, and each terminal must have a line under its own name in its site's subnet.
    """
    try:
        held = contradictions(folder, ledger)
    except KioskErrors:
        return None
    book = Book.open(folder, ledger, today, held)
    for site in folder.sites.values():
        book.keep(site)
    own = all(terminal.id in book.active and terminal.id in book.addresses for _site, terminal in folder.terminals())
    return book.addresses if own else None
