# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which addresses of a site's subnet terminals may have; integers, so that 100,000 terminals take a second."""

from __future__ import annotations

from .city import City
from .site import Site


def usable_bounds(site: Site) -> tuple[int, int]:
    """Give the subnet's first host and the number after its last."""
    subnet = site.network.subnet
    return int(subnet.network_address) + 1, int(subnet.broadcast_address)


def blocked(site: Site, city: City) -> set[int]:
    """Give the subnet's hosts that no terminal may have: gateway, switch, and what the city excludes."""
    first, end = usable_bounds(site)
    taken = {address for address in (int(site.gateway), int(site.switch.address)) if first <= address < end}
    for low, high in city.policy.excluded:
        taken.update(range(max(low, first), min(high + 1, end)))
    return taken
