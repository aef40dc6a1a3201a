# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""lianhua-hall with a switch that speaks IOS or RGOS, and that switch as its engineers left it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Interface
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from policy_site import ADDRESSES, folder

DIALECTS = ("cisco_ios", "ruijie_os")
PORT = {"cisco_ios": "GigabitEthernet1/0/{}", "ruijie_os": "GigabitEthernet 0/{}"}
STARTUP = {
    "cisco_ios": """Building configuration...

Current configuration : 1302 bytes
!
! Last configuration change at 08:00:00 UTC Mon Nov 2 2026
version 15.2
service timestamps log datetime msec
!
hostname lianhua-hall-sw
!
vlan 110
 name kiosk
!
vlan 4000
!
interface GigabitEthernet1/0/1
 switchport access vlan 110
 switchport mode access
!
interface GigabitEthernet1/0/2
!
interface GigabitEthernet1/0/3
 description printer of the hall
 switchport access vlan 4000
 switchport mode access
!
interface GigabitEthernet1/0/4
 switchport trunk allowed vlan 110,4000
 switchport mode trunk
 ip arp inspection trust
!
interface Vlan1
 no ip address
!
interface Vlan4000
 ip address 10.96.192.13 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.96.192.1
!
ip access-list extended MANAGEMENT
 permit tcp 10.96.0.0 0.0.0.255 any eq 22
!
line vty 0 4
 access-class MANAGEMENT in
 login local
!
end
""",
    "ruijie_os": """Building configuration...
Current configuration : 1302 bytes
!
version RGOS 11.4(1)B70P1
hostname lianhua-hall-sw
!
ip access-list extended 2000
 10 permit ip 10.96.0.0 0.0.0.255 any
!
vlan 110
 name kiosk
!
vlan 4000
!
interface GigabitEthernet 0/1
 switchport access vlan 110
!
interface GigabitEthernet 0/2
!
interface GigabitEthernet 0/3
 description printer of the hall
 switchport access vlan 4000
!
interface GigabitEthernet 0/4
 switchport mode trunk
 switchport trunk allowed vlan only 110,4000
!
interface VLAN 4000
 ip address 10.96.192.14 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.96.192.1
!
line vty 0 4
 login local
!
end
""",
}


@lru_cache
def plan(dialect: str) -> planning.SitePlan:
    """Plan lianhua-hall for a switch of the dialect."""
    return plan_with(dialect)


def plan_with(
    dialect: str,
    addresses: Mapping[str, IPv4Interface] = ADDRESSES,
    templates: Path | None = None,
    spare: tuple[str, ...] = (),
) -> planning.SitePlan:
    """Plan it with these addresses, templates or more spare ports."""
    city = folder()
    site = city.sites["lianhua-hall"]

    def moved(port: str) -> str:
        return PORT[dialect].format(port.rsplit("/", 1)[1])

    switch = {"dialect": dialect, "spare_ports": (*map(moved, site.switch.spare_ports), *spare)}
    terminals = tuple(one.model_copy(update={"port": moved(one.port)}) for one in site.terminals)
    here = site.model_copy(update={"switch": site.switch.model_copy(update=switch), "terminals": terminals})
    return planning.plan_site(city, here, addresses, templates=templates)
