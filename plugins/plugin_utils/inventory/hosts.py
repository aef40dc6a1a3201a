# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city's hosts and groups as plain data, which any cache of Ansible's can keep, and what tells whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from ..addresses import allocation, ledger
from ..base.code_version import code_version
from ..base.folders import shown
from ..base.host_result import kept
from ..model import city_folder
from ..model.city import Canary
from ..model.city_folder import CityFolder
from ..model.site import Site

#: Groups that are there whatever the city holds, so that plays can name them.
OWN_GROUPS = ("switches", "terminals", "canaries")
#: `districts`: the sites of each; `groups`: all others; `hosts`: by name, their groups and variables.
Listing = Mapping[str, Any]


def listing(folder: CityFolder, assignment: allocation.Assignment) -> Listing:
    """Give the hosts and groups of a city, in the order in which they are shown."""
    districts: dict[str, list[str]] = {}
    hosts: dict[str, dict[str, Any]] = {}
    for site in folder.sites.values():
        districts.setdefault(site.district, []).append(site.site)
        hosts |= _hosts(site, assignment)
    hosts |= _canaries(folder.city.canaries)
    groups = {name for site in folder.sites.values() for name in group_names(site)}
    return {"districts": districts, "groups": [*sorted(groups), *OWN_GROUPS], "hosts": hosts}


def group_names(site: Site) -> tuple[str, ...]:
    """Give the groups that all hosts of a site are in, beside those of the site and its district."""
    network = site.network
    common = (network.class_, network.profile, network.uplink, site.switch.platform)
    return (*common, f"venue_{site.venue}", f"wave_{site.wave}")


def _hosts(site: Site, assignment: allocation.Assignment) -> dict[str, dict[str, Any]]:
    common = {"govkiosk_site": site.site, "govkiosk_district": site.district}
    groups = group_names(site)
    switch = {**common, "ansible_host": str(site.switch.address), "govkiosk_platform": site.switch.platform}
    hosts = {site.switch_name: {"groups": [site.site, "switches", *groups], "vars": switch}}
    for terminal in site.terminals:
        own: dict[str, Any] = {**common, "govkiosk_terminal": terminal.id, "govkiosk_switch": site.switch_name}
        held = assignment.held.get(terminal.id)
        if held:
            own |= {"govkiosk_held": str(held), "govkiosk_held_problem": kept(held)}
        else:
            own["ansible_host"] = str(assignment.addresses[terminal.id].ip)
        hosts[terminal.id] = {"groups": [site.site, "terminals", *groups], "vars": own}
    return hosts


def _canaries(canaries: Iterable[Canary]) -> dict[str, dict[str, Any]]:
    """Give the canaries whose hosts `playbooks/canary.yml` looks after."""
    hosts = {}
    for canary in canaries:
        if login := canary.ssh:
            own = {
                "ansible_host": str(canary.address),
                "ansible_port": str(login.port),
                "ansible_user": login.user,
            }
            if canary.address6:
                own["govkiosk_canary_address6"] = str(canary.address6)
            hosts[canary.name] = {"groups": ["canaries"], "vars": own}
    return hosts


def fingerprint(path: Path, today: date) -> str:
    """Tell one state of a city from any other: all that its listing and its mistakes depend on, file by file.

    Arguments:
        path: the inventory folder.
        today: ends quarantines, and with them what addresses are free.
    """
    digest = sha256(f"{code_version().hex()} {today} {shown(path)}".encode())
    for file in (*city_folder.files(path), *ledger.files(path / "addresses")):
        try:
            with file.open("rb") as opened:
                content = file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            content = str(error.errno)
        digest.update(f"{file.relative_to(path)}\0{content}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()
