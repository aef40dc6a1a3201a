# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The address ledger's format: one CSV file per district, one line per address ever given.

    address,terminal,site,state,since,until
    10.96.128.2,lianhua-hall-01,lianhua-hall,active,2026-11-02,
    10.96.128.3,lianhua-hall-02,lianhua-hall,quarantine,2026-11-20,2027-05-19

`since` is the day the state began; in quarantine, `until` is the first day another terminal may have the address.
Sorted by address, LF, UTF-8, no quoting: no value holds a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address
from typing import NamedTuple

from ...module_utils.message import say
from ..base.errors import KioskError
from ..base.problem import Where

HEADER = "address,terminal,site,state,since,until"
ACTIVE = "active"
QUARANTINE = "quarantine"

_FORM = re.compile(
    r"(?P<address>[0-9.]{7,15}),(?P<terminal>[a-z][a-z0-9-]*),(?P<site>[a-z][a-z0-9-]*),"
    r"(?:(?P<active>active),(?P<since>\d{4}-\d\d-\d\d),|quarantine,(?P<from>\d{4}-\d\d-\d\d),(?P<until>\d{4}-\d\d-\d\d))",
    re.ASCII,
)
_OCTET = "0*[0-9]{1,3}"
_NEAR_ADDRESS = re.compile(
    rf"(?<![0-9])(?=(?P<near>{_OCTET}\s*(?P<dot>[.,])\s*{_OCTET}(?:\s*(?P=dot)\s*{_OCTET}){{2}})(?![0-9]))"
)


class Line(NamedTuple):
    """One address: whose it is, or was.

    `address` is an integer and the days are ISO text: 100,000 lines are read in a second.
    `district` and `number` say where the line stands; a new line has number 0.
    """

    address: int
    terminal: str
    site: str
    state: str
    since: str
    until: str
    district: str
    number: int = 0

    def free(self, today: date) -> bool:
        """Tell whether another terminal may have the address."""
        return self.state == QUARANTINE and self.until <= today.isoformat()

    def text(self) -> str:
        """Write the line."""
        return f"{IPv4Address(self.address)},{self.terminal},{self.site},{self.state},{self.since},{self.until}"


class Broken(NamedTuple):
    """A line that is none. It is kept as it stands, and what may be its address is given to nobody.

    `words` are what may be terminals' ids in it. Without `addresses`, it may be about any of its district.
    """

    district: str
    number: int
    raw: str
    why: str
    words: tuple[str, ...]
    addresses: tuple[int, ...]


def parse(content: str, district: str) -> tuple[list[Line], list[Broken]]:
    """Read one district's file.

    Raises:
        ValueError: its first line is not the header.
    """
    rows = content.split("\n")
    if rows[0].rstrip("\r") != HEADER:
        raise ValueError(rows[0].rstrip("\r"))
    lines, broken = [], []
    for number, written in enumerate(rows[1:], start=2):
        row = written.rstrip("\r")
        if not row:
            continue
        match = _FORM.fullmatch(row)
        why: str = "" if match else say("is not `address,terminal,site,state,since,until`")
        if match:
            try:
                lines.append(_line(match, district, number))
            except ValueError as error:
                why = error.args[0]
        if why:
            broken.append(_broken(row, district, number, why))
    return lines, broken


def _line(match: re.Match[str], district: str, number: int) -> Line:
    try:
        address = int(IPv4Address(match["address"]))
    except AddressValueError:
        raise ValueError(say("holds `{address}`, which is no IPv4 address", address=match["address"])) from None
    since, until = match["since"] or match["from"], match["until"] or ""
    for day in (since, until):
        if not _is_day(day or since):
            raise ValueError(say("holds `{day}`, which is no date", day=day))
    if until and until < since:
        raise ValueError(say("holds `{until}`, which is before `{since}`", until=until, since=since))
    state = ACTIVE if match["active"] else QUARANTINE
    return Line(address, match["terminal"], match["site"], state, since, until, district, number)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    """Remember it: thousands of terminals are given their addresses on a few days."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _broken(row: str, district: str, number: int, why: str) -> Broken:
    words = re.findall(r"[a-z][a-z0-9-]+", row)
    return Broken(district, number, row, why, tuple(words), _addresses(row))


def _addresses(row: str) -> tuple[int, ...]:
    """Find all that may be an address, as hands and spreadsheets write it: one too many costs nothing."""
    found = []
    for match in _NEAR_ADDRESS.finditer(unicodedata.normalize("NFKC", row).replace("。", ".")):
        octets = [int(octet) for octet in re.findall("[0-9]+", match["near"])]
        if max(octets) <= 255:
            found.append(int.from_bytes(octets, "big"))
    return tuple(found)


def text(lines: Iterable[Line], broken: Iterable[Broken]) -> str:
    """Write one district's file; what could not be read stays, at the end."""
    rows = [line.text() for line in sorted(lines)]
    return "\n".join([HEADER, *rows, *(line.raw for line in broken), ""])


def header_error(file: str, found: str) -> KioskError:
    """Say that a file's first line is not the header."""
    shown = f"`{found[:60]}`" if found else say("nothing")
    return KioskError(
        say("the first line is {shown}, not `{header}`", shown=shown, header=HEADER),
        where=Where(file, 1, 1),
        clause="6.4-b",
        fix=say("restore the line; `git diff` shows what was changed"),
        id="ledger-header",
    )
