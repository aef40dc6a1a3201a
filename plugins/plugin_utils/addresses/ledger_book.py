# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The address ledger while it is being kept: what stays, what is given up, what is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from ipaddress import IPv4Interface

from ...module_utils.message import say
from ..base.errors import KioskError
from ..base.problem import Where
from ..model.city_folder import CityFolder
from ..model.site import Site, Terminal
from ..model.subnet import blocked, usable_bounds
from .ledger import Ledger
from .ledger_lines import ACTIVE, QUARANTINE, Line


@dataclass
class Book:
    """The ledger's lines by address and by terminal.

    `keep` all sites, then `release`, then `give` to all sites: only then is known what is free.

    Attributes:
        held: terminals whose lines stay as they are, and why.
        by_address: the line of each address; of an address that stands twice, the first.
        repeated: the others, kept as they stand.
        disputed: addresses that nobody may be given.
        unread: by district, the place of a line in which no address can be read: it may be any.
        active: each terminal's active line.
        names: the ids of all terminals of the city.
        addresses: what each terminal has in the end.
    """

    folder: CityFolder
    today: date
    held: dict[str, KioskError]
    by_address: dict[int, Line]
    repeated: list[Line]
    disputed: set[int]
    active: dict[str, Line]
    addresses: dict[str, IPv4Interface] = field(default_factory=dict)
    unread: dict[str, Where] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, folder: CityFolder, ledger: Ledger, today: date, held: dict[str, KioskError]) -> Book:
        """Sort the lines."""
        book = cls(folder, today, dict(held), {}, [], set(), {})
        book.names = {terminal.id for _site, terminal in folder.terminals()}
        for line in ledger.lines:
            if book.by_address.setdefault(line.address, line) is not line:
                book.repeated.append(line)
                book.disputed.add(line.address)
            if line.state == ACTIVE:
                book.active[line.terminal] = line
        for broken in ledger.broken:
            book.disputed.update(broken.addresses)
            if not broken.addresses:
                book.unread.setdefault(broken.district, ledger.where(broken))
        return book

    def keep(self, site: Site) -> None:
        """Keep the addresses that the site's terminals have."""
        first, end = usable_bounds(site)
        for terminal in site.terminals:
            line = self.active.get(terminal.id) or self._renamed(site, terminal)
            if line and terminal.id not in self.held and first <= line.address < end:
                self._enter(site, terminal, line._replace(terminal=terminal.id, site=site.site))

    def _renamed(self, site: Site, terminal: Terminal) -> Line | None:
        """Give the line that a renamed terminal takes over: that of its former id, if nobody has that id any more."""
        line = self.active.get(terminal.formerly or "")
        if line is None or line.terminal in self.names or line.address in self.disputed | self.kept:
            return None
        return None if line.address in blocked(site, self.folder.city) else line

    def release(self) -> None:
        """Put into quarantine what is active and not kept; a held terminal's lines stay as they are."""
        until = (self.today + timedelta(days=self.folder.city.policy.quarantine_days)).isoformat()
        for line in list(self.by_address.values()):
            if line.state == ACTIVE and line.address not in self.kept and line.terminal not in self.held:
                rest = line._replace(state=QUARANTINE, since=self.today.isoformat(), until=until)
                self.by_address[line.address] = rest

    def give(self, site: Site) -> None:
        """Give addresses to the site's terminals that have none."""
        waiting = [each for each in site.terminals if each.id not in self.addresses and each.id not in self.held]
        if not waiting:
            return
        first, end = usable_bounds(site)
        never = blocked(site, self.folder.city) | self.disputed
        hosts = [address for address in range(first, end) if address not in never]
        resting = [line for line in map(self.by_address.get, hosts) if line and line.state == QUARANTINE]
        own = {line.terminal: line.address for line in resting}
        claimed = {own[terminal.id] for terminal in waiting if terminal.id in own}
        rest = () if site.district in self.unread else hosts
        free = (address for address in rest if address not in claimed and self._free(address))
        for terminal in waiting:
            address = own.get(terminal.id) or next(free, None)
            if address is None:
                self.held[terminal.id] = self._without(site, terminal)
                continue
            before = self.by_address.get(address)
            district = before.district if before else site.district
            since = self.today.isoformat()
            self._enter(site, terminal, Line(address, terminal.id, site.site, ACTIVE, since, "", district))

    def lines(self) -> tuple[Line, ...]:
        """Give all lines, those that stand twice included."""
        lines = [*self.by_address.values(), *self.repeated]
        return tuple(sorted(lines, key=lambda line: (line.district, line.address, line.number)))

    def _enter(self, site: Site, terminal: Terminal, line: Line) -> None:
        self.by_address[line.address] = line
        self.kept.add(line.address)
        self.addresses[terminal.id] = IPv4Interface((line.address, site.network.subnet.prefixlen))

    def _free(self, address: int) -> bool:
        line = self.by_address.get(address)
        return line is None or line.free(self.today)

    def _without(self, site: Site, terminal: Terminal) -> KioskError:
        if site.district not in self.unread:
            return self._full(site, terminal)
        what = say(
            "no address can be read in the line, so none of {district} is known to be free for {terminal}",
            district=site.district,
            terminal=terminal.id,
        )
        what = say("{what}; {terminal} is held, all others go on", what=what, terminal=terminal.id)
        return KioskError(
            what, where=self.unread[site.district], clause="6.4-b", fix=say("correct the line"), id="free-unknown"
        )

    def _full(self, site: Site, terminal: Terminal) -> KioskError:
        lines = [line for line in map(self.by_address.get, range(*usable_bounds(site))) if line]
        resting = [line.until for line in lines if line.state == QUARANTINE]
        until = say(", the first until {until}", until=min(resting)) if resting else ""
        counts = say(
            "{used} in use, {resting} in quarantine{until}",
            used=len(lines) - len(resting),
            resting=len(resting),
            until=until,
        )
        what = say(
            "no address is free for {terminal} in {subnet}: {counts}",
            terminal=terminal.id,
            subnet=site.network.subnet,
            counts=counts,
        )
        what = say("{what}; {terminal} is held, all others go on", what=what, terminal=terminal.id)
        where = self.folder.where(site, "terminals", site.terminals.index(terminal), "id")
        return KioskError(
            what, where=where, clause="6.4-b", fix=say("give the site a larger subnet"), id="subnet-exhausted"
        )
