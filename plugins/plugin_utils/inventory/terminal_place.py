# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal of which site a task runs for, as the inventory folder knows it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from ..addresses.allocation import assign, standing
from ..addresses.ledger import Ledger
from ..base import city_places
from ..base.errors import KioskError
from ..model import city_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..model.city import Network
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal


@dataclass(frozen=True)
class TerminalPlace:
    """One terminal in its city; `records` is the folder of its own records."""

    folder: CityFolder
    site: Site
    terminal: Terminal
    records: Path

    @property
    def network(self) -> Network:
        """Give the network the terminal is on."""
        return self.folder.network(self.site)

    def endpoints(self) -> list[dict[str, Any]]:
        """Give the distinct endpoints of the granted items, as JSON types."""
        found = {}
        for item in self.folder.granted(self.site, self.terminal):
            for endpoint in item.endpoints:
                found[endpoint.address, endpoint.port] = {"address": str(endpoint.address), "port": endpoint.port}
        return list(found.values())

    def address(self, today: date) -> IPv4Interface:
        """Give the terminal's address as the ledger has it.

        Raises:
            KioskError: the ledger gives it none.
        """
        ledger = Ledger.load(self.folder.addresses)
        sure = standing(self.folder, ledger, today)
        if sure is not None:
            return sure[self.terminal.id]
        # An address is unique in the whole city, of which only the terminal's own site was read.
        assignment = assign(city_folder.load(self.folder.path), ledger, today)
        if self.terminal.id in assignment.held:
            raise assignment.held[self.terminal.id]
        return assignment.addresses[self.terminal.id]

    def reached_at(self, host: object) -> IPv4Interface:
        """Give the address that this run reaches the terminal at (`ansible_host`), with its subnet's prefix length.

        Raises:
            KioskError: it is no IPv4 address.
        """
        try:
            return IPv4Interface(f"{IPv4Address(str(host))}/{self.site.network.subnet.prefixlen}")
        except ValueError:
            what = say("ansible_host is {host!r}, which is no IPv4 address", host=host)
            raise KioskError(what, where=self.terminal.id, id="host-no-address") from None


def find(task_vars: Mapping[str, Any]) -> TerminalPlace:
    """Find the terminal that an Ansible host stands for.

    Raises:
        KioskError: the inventory folder is wrong, or has no such terminal.
    """
    places = city_places.of(task_vars)
    host, site_code = task_vars.get("inventory_hostname"), task_vars.get("govkiosk_site")
    folder = city_folder.load(places.folder, only=[str(site_code)])
    site = folder.sites.get(str(site_code))
    terminal = next((each for each in site.terminals if each.id == host), None) if site else None
    if site is None or terminal is None:
        raise KioskError(
            say("no terminal {host} of a site {site} is in {folder}", host=host, site=site_code, folder=folder.path),
            id="no-such-terminal",
            where=str(host),
            fix=say("run this on the terminals of an inventory made by govkiosk.site.sites"),
        )
    return TerminalPlace(folder, site, terminal, places.records / site.site / terminal.id)
