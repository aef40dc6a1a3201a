# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which port a line means that spells its name in another way than the port's own section does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import IDENTITIES

NAME = re.compile(r"(.*?)(\d[\d/.:]*)")


class PortSpellings:
    """The ports of one text, by every spelling of theirs.

    Args:
        platform: the language of the text.
        names: the ports that have a section.
    """

    def __init__(self, platform: str, names: Iterable[str]) -> None:
        self._full = IDENTITIES[platform].port_names.full
        self._names = frozenset(names)
        self._by_number: dict[str, list[tuple[str, str]]] = {}
        for name in self._names:
            word, number = _parts(name)
            self._by_number.setdefault(number, []).append((word, name))

    def port(self, written: str) -> str:
        """Return the name in full, empty if nobody can tell which port is meant."""
        if written in self._names:
            return written
        return self._full(written) or self._begun(written)

    def _begun(self, written: str) -> str:
        """Return the one port whose name begins so and has the number, such as Port-channel1 for `Po1`."""
        begun, number = _parts(written)
        found = [name for word, name in self._by_number.get(number, ()) if begun and word.startswith(begun)]
        return found[0] if len(found) == 1 else ""


def _parts(name: str) -> tuple[str, str]:
    """Return the word and the number of a name; capital letters and blanks make no other port of it."""
    found = NAME.fullmatch(name.replace(" ", "").lower())
    return (found[1], found[2]) if found else ("", "")
