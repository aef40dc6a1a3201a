# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city's hosts and groups as plain data, which any cache can keep, and what tells whether it still holds."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..addresses import allocation, ledger
from ..base.code_version import code_version
from ..base.errors import KioskError
from ..base.folders import shown
from ..base.host_result import kept
from ..model import city_folder
from ..model.city import Canary
from ..model.city_folder import CityFolder
from ..model.site import Site

#: Groups that are there whatever the city holds, so that plays can name them.
OWN_GROUPS = ("switches", "terminals", "canaries")
#: `districts`: the sites of each; `groups`: all others; `sites`: what is said of each, by its code (`_said`); `canaries`: the
#: variables of each.
Listing = Mapping[str, Any]


def listing(folder: CityFolder, assignment: allocation.Assignment) -> Listing:
    """Give the hosts and groups of a city, in the order in which they are shown."""
    districts: dict[str, list[str]] = {}
    for site in folder.sites.values():
        districts.setdefault(site.district, []).append(site.site)
    groups = {name for site in folder.sites.values() for name in group_names(site)}
    return {
        "districts": districts,
        "groups": [*sorted(groups), *OWN_GROUPS],
        "sites": {site.site: _said(site, assignment) for site in folder.sites.values()},
        "canaries": {canary.name: _canary(canary) for canary in folder.city.canaries if canary.ssh},
    }


def only(listing: Listing, sites: Collection[str]) -> Listing:
    """Give the listing of some sites: theirs as it was, in the same order, the canaries, and every group that is no site's own."""
    districts = {name: [site for site in codes if site in sites] for name, codes in listing["districts"].items()}
    left = {code: said for code, said in listing["sites"].items() if code in sites}
    return {**listing, "districts": districts, "sites": left}


def group_names(site: Site) -> tuple[str, ...]:
    """Give the groups that all hosts of a site are in, beside those of the site and its district."""
    network = site.network
    common = (network.class_, network.profile, network.uplink, site.switch.platform)
    return (*common, f"venue_{site.venue}", f"wave_{site.wave}")


def _said(site: Site, assignment: allocation.Assignment) -> dict[str, Any]:
    """Say of a site what its hosts are made of, in JSON's types and in few words: of each terminal address or why none."""
    terminals: list[list[Any]] = []
    for terminal in site.terminals:
        held = assignment.held.get(terminal.id)
        address = "" if held else str(assignment.addresses[terminal.id].ip)
        terminals.append([terminal.id, address, *([str(held), kept(held)] if held else ())])
    return {
        "district": site.district,
        "groups": [*group_names(site)],
        "switch": [site.switch_name, str(site.switch.address), site.switch.platform],
        "terminals": terminals,
    }


def _canary(canary: Canary) -> dict[str, str]:
    """Give the variables of a canary whose host `playbooks/canary.yml` looks after."""
    own = {"ansible_host": str(canary.address)}
    if login := canary.ssh:
        own |= {"ansible_port": str(login.port), "ansible_user": login.user}
    if canary.address6:
        own["govkiosk_canary_address6"] = str(canary.address6)
    return own


def names(listing: Listing, code: str) -> list[str]:
    """Give the names of a site's hosts, its switch first."""
    said = listing["sites"][code]
    return [said["switch"][0], *(terminal[0] for terminal in said["terminals"])]


def hosts(listing: Listing) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """Give each host with its groups, its site's before all others, and its variables."""
    for code, said in listing["sites"].items():
        common = {"govkiosk_site": code, "govkiosk_district": said["district"]}
        switch, address, platform = said["switch"]
        groups = [code, "switches", *said["groups"]]
        yield switch, groups, {**common, "ansible_host": address, "govkiosk_platform": platform}
        groups = [code, "terminals", *said["groups"]]
        for name, own, *held in said["terminals"]:
            terminal = {**common, "govkiosk_terminal": name, "govkiosk_switch": switch}
            reached = {"govkiosk_held": held[0], "govkiosk_held_problem": held[1]} if held else {"ansible_host": own}
            yield name, groups, {**terminal, **reached}
    for name, values in listing["canaries"].items():
        yield name, ["canaries"], values


def fingerprint(path: Path, today: date) -> str:
    """Tell one state of a city from any other: all that its listing and its mistakes depend on, file by file.

    By content: neither git nor an editor promises a new time. Nothing where a folder cannot be read: whoever reads the city
    says so, with whatever else is wrong.

    Arguments:
        path: the inventory folder.
        today: ends quarantines, and with them what addresses are free.
    """
    digest = sha256(f"{code_version().hex()} {today} {shown(path)}".encode())
    try:
        files = [*map(os.fspath, city_folder.files(path)), *map(os.fspath, ledger.files(path / "addresses"))]
    except KioskError:
        return ""
    for file in files:
        digest.update(os.fsencode(file) + b"\0" + _content_digest(file))
    return digest.hexdigest()


def _content_digest(file: str) -> bytes:
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - 10,000 files, and `Path` would cost as much again
            return sha256(opened.read()).digest()
    except OSError as error:
        return str(error.errno).encode()
