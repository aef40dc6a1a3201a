# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which sites are rolled out together and in which order: canaries first, then batches of whole sites."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.city import Rollout
from ..model.city_folder import CityFolder
from ..model.site import Site

CANARY, REST = "canary", "rest"


@dataclass(frozen=True)
class Wave:
    """Sites that are rolled out together.

    Attributes:
        name: `canary` or `rest`.
        sites: by code, the selected hosts of each: its switch first, so that its variables rule the tasks of a batch.
        max_failed_percent: how many of the sites may fail before the next wave is not begun.
    """

    name: str
    sites: dict[str, tuple[str, ...]]
    max_failed_percent: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """Give all hosts of the wave, those of a site one after the other."""
        return tuple(host for hosts in self.sites.values() for host in hosts)

    def to_dict(self) -> dict[str, Any]:
        """Give it in JSON's types."""
        sites = {site: list(hosts) for site, hosts in self.sites.items()}
        return {"name": self.name, "sites": sites, "max_failed_percent": self.max_failed_percent}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Wave:
        """Take it out of JSON's types."""
        sites = {str(site): tuple(map(str, hosts)) for site, hosts in plain["sites"].items()}
        return cls(str(plain["name"]), sites, int(plain["max_failed_percent"]))


def waves(folder: CityFolder, selected: Collection[str]) -> tuple[Wave, ...]:
    """Divide the sites that selected hosts belong to.

    Arguments:
        folder: the city; its `rollout` says how large a wave is.
        selected: names of hosts, in any order; a site may be selected in part. What is no host of the city is left out.
    """
    of_site = {site.site: tuple(host for host in hosts_of(site) if host in selected) for site in folder.sites.values()}
    chosen = {code: hosts for code, hosts in of_site.items() if hosts}
    first = canaries([folder.sites[code] for code in chosen])
    rest = [code for code in chosen if code not in first]
    rollout: Rollout = folder.city.rollout
    size = rollout.sites_per_wave
    groups = [(CANARY, [code for code in chosen if code in first], rollout.canary_max_failed_percent)]
    groups += [(REST, rest[at : at + size], rollout.max_failed_percent) for at in range(0, len(rest), size)]
    return tuple(Wave(name, {code: chosen[code] for code in codes}, most) for name, codes, most in groups if codes)


def hosts_of(site: Site) -> tuple[str, ...]:
    """Give the hosts of a site, its switch first."""
    return (site.switch_name, *(terminal.id for terminal in site.terminals))


def canaries(sites: Sequence[Site]) -> set[str]:
    """Choose the sites to begin with: those marked in their files, else the first of each platform in each district."""
    marked = {site.site for site in sites if site.wave == CANARY}
    first: dict[tuple[str, str], str] = {}
    for site in sites:
        first.setdefault((site.switch.platform, site.district), site.site)
    return marked or set(first.values())
