# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Site files to hosts and groups."""

from __future__ import annotations

DOCUMENTATION = r"""
name: sites
version_added: 0.1.0
short_description: Government self-service kiosk sites
description:
  - Reads C(city.yml), C(catalogue.yml) and C(sites/<district>/<site>.yml) beside its own file, checks all of them,
    and gives a host to every terminal and every switch.
  - A terminal's host name is its id. A switch's is its site's code and C(-sw).
  - Groups are C(terminals), C(switches), each district, each site, each dialect, uplink, policy profile, network
    class, kind of place (C(venue_a1)) and wave (C(wave_canary), C(wave_rest)). All but the first two hold both the
    terminals and the switches of their sites, so that any can follow C(--limit).
  - Every terminal gets C(ansible_host) by the address ledger, C(addresses/<district>.csv). The ledger is not
    written here.
  - When a file is wrong, all that is wrong in all files is told at once, with file, line and column; nothing else
    is done.
author:
  - govkiosk maintainers (@govkiosk)
options:
  plugin:
    description: Marks the file as one for this plugin.
    type: str
    required: true
    choices: [govkiosk.site.sites]
notes:
  - Sites whose files have not changed are not parsed again, they come from a file of this user's below
    C($XDG_CACHE_HOME/govkiosk) (C(~/.cache/govkiosk)). It goes by the files' content, so that there is nothing to
    expire, to switch on or to flush, and mistakes are told as without it; it may be deleted at any time.
  - Ansible's inventory cache (C(cache), C(cache_plugin)) is not offered on purpose. It would give the hosts of files
    that have changed since, unchecked, until its timeout.
  - Host variables of all hosts are C(govkiosk_site) and C(govkiosk_district).
  - Those of a terminal are C(ansible_host), C(govkiosk_terminal) and C(govkiosk_switch), its switch's host name. A
    terminal whose line in the ledger can not be true has no C(ansible_host) but C(govkiosk_held), which says why.
  - Those of a switch are C(ansible_host) and C(govkiosk_dialect).
"""

EXAMPLES = r"""
# inventory/city/govkiosk.yml
plugin: govkiosk.site.sites
"""

import sys
from datetime import date
from pathlib import Path

from ansible.errors import ExitCode
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory import BaseInventoryPlugin
from ansible_collections.govkiosk.site.plugins.plugin_utils import city_folder, collector
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site


class InventoryModule(BaseInventoryPlugin):
    """The inventory source `govkiosk.yml`."""

    NAME = "govkiosk.site.sites"

    def verify_file(self, path: str) -> bool:
        """Accept the one file that is ours."""
        return Path(path).name == "govkiosk.yml" and super().verify_file(path)

    @collector.paused()
    def parse(self, inventory: InventoryData, loader: DataLoader, path: str, cache: bool = True) -> None:
        """Fill the inventory, or tell everything that is wrong and end the run.

        Ansible turns a plugin's error into a warning, wraps it, and goes on with what it has. A city half read must
        never be deployed, and an engineer is helped by the list of mistakes alone.
        """
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        try:
            folder = city_folder.load(Path(path).parent)
            assignment = ledger.assign(folder, ledger.Ledger.load(folder.addresses), date.today())
        except KioskError as error:
            _refuse(error)
        self._groups(folder)
        for site in folder.sites.values():
            self._hosts(site, assignment)

    def _groups(self, folder: city_folder.CityFolder) -> None:
        for site in folder.sites.values():
            self.inventory.add_group(site.district)
            self.inventory.add_group(site.site)
            self.inventory.add_child(site.district, site.site)
        groups = {name for site in folder.sites.values() for name in group_names(site)}
        for name in (*sorted(groups), "switches", "terminals"):
            self.inventory.add_group(name)

    def _hosts(self, site: Site, assignment: ledger.Assignment) -> None:
        common = {"govkiosk_site": site.site, "govkiosk_district": site.district}
        names = group_names(site)
        switch = {"ansible_host": str(site.switch.address), "govkiosk_dialect": site.switch.dialect}
        self._host(site.switch_name, (site.site, "switches", *names), {**common, **switch})
        for terminal in site.terminals:
            own = {"govkiosk_terminal": terminal.id, "govkiosk_switch": site.switch_name}
            held = assignment.held.get(terminal.id)
            if held:
                own["govkiosk_held"] = str(held)
            else:
                own["ansible_host"] = str(assignment.addresses[terminal.id].ip)
            self._host(terminal.id, (site.site, "terminals", *names), {**common, **own})

    def _host(self, name: str, groups: tuple[str, ...], values: dict[str, str]) -> None:
        """Add a host, its variables all at once: ten times the speed of one `set_variable` each.

        They carry no trust tag, so that nothing a site's file says is ever taken for a template.
        """
        self.inventory.add_host(name)
        host = self.inventory.hosts[name]
        host.vars.update(values)
        for group in groups:
            self.inventory.groups[group].add_host(host)


def group_names(site: Site) -> tuple[str, ...]:
    """Give the groups that all hosts of a site are in, beside those of the site and its district."""
    network = site.network
    common = (network.class_, network.profile, network.uplink, site.switch.dialect)
    return (*common, f"venue_{site.venue}", f"wave_{site.wave}")


def _refuse(error: KioskError) -> None:
    count = len(error.errors) if isinstance(error, KioskErrors) else 1
    heading = "1 thing is wrong" if count == 1 else f"{count} things are wrong"
    sys.stderr.write(f"{heading} in the inventory; nothing was done:\n\n{error}\n")
    raise SystemExit(int(ExitCode.PARSER_ERROR))
