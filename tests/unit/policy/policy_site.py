# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's own site as the policy's tests plan it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Interface
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

ROOT = Path(__file__).resolve().parents[3]
ADDRESSES = {
    "lianhua-hall-01": IPv4Interface("10.96.128.2/27"),
    "lianhua-hall-02": IPv4Interface("10.96.128.3/27"),
}
STARTUP = """!Software Version V200R005C00SPC500
#
sysname lianhua-hall-sw
#
vlan batch 110 4000
#
acl number 3000
 description somebody else's
 rule 5 permit ip source 10.96.0.0 0.0.0.255
#
interface Vlanif4000
 ip address 10.96.192.11 255.255.255.0
#
interface GigabitEthernet0/0/1
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/2
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/3
 description printer of the hall
 port link-type access
 port default vlan 4000
#
interface GigabitEthernet0/0/4
 port link-type trunk
 port trunk allow-pass vlan 110 4000
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
user-interface vty 0 4
 authentication-mode aaa
#
return
"""


@lru_cache
def folder() -> city_folder.CityFolder:
    """The lab's city."""
    return city_folder.load(ROOT / "tests" / "one_site")


def plan(addresses: Mapping[str, IPv4Interface] | None = None, templates: Path | None = None) -> planning.SitePlan:
    """Plan lianhua-hall."""
    city = folder()
    chosen = ADDRESSES if addresses is None else addresses
    return planning.plan_site(city, city.sites["lianhua-hall"], chosen, templates=templates)
