# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the policy's tests have to know of each platform; a platform that is added here is tested like all the others.

`TAUGHT` are those that the toolkit writes, `TYPED` those of them that the lab's switch takes as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import Language
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages

from lab.switch.platforms import PLATFORMS as LAB_PLATFORMS


@dataclass(frozen=True)
class PlatformCase:
    """One platform.

    Attributes:
        port: a port's name, with its number left out.
        foreign_acl: the number of an access list that is not ours, None where the platform cannot tell of it.
        bare: a switch with VLANs 20 and 110 and nothing else.
        startup: lianhua-hall's switch before the first deployment; its port 3 is a printer's, its port 4 the uplink.
        enter: what is typed to configure.
        refusal: what only a refusal contains.
        commit: what makes a line take effect, where the platform holds lines back.
        log_line: what the device prints of its own accord when somebody logs in.
        rule_step: from the number of one rule to the next.
        one_filter: a port holds one access list for each family and direction, no more.
        one_binding: a MAC has one address in a VLAN, no more.
        checks_arp_by: where ARP packets are checked.
        port_said, rule_said: the port or rule nearest to this one that the platform has words for.
    """

    name: str
    port: str
    bare: str
    startup: str
    foreign_acl: int | None = 3000
    enter: str = "system-view"
    refusal: str = "Error"
    commit: str = ""
    log_line: str = "%Nov 25 09:00:00:123 2026 sw SHELL/5/SHELL_LOGIN: somebody logged in"
    rule_step: int = 5
    one_filter: bool = False
    one_binding: bool = False
    checks_arp_by: str = "port"
    port_said: Callable[[Port], Port] = lambda port: port
    rule_said: Callable[[Rule], Rule] = lambda rule: rule

    def __str__(self) -> str:
        return self.name

    @property
    def platform(self) -> Language:
        """The platform itself."""
        return languages.get(self.name)

    @property
    def ends(self) -> tuple[str, ...]:
        """What is typed when one has configured: one of the last two leaves, the other is refused."""
        return (*([self.commit] if self.commit else []), "return", "end")

    @property
    def acl_numbers(self) -> Mapping[int, tuple[int, int]]:
        """The numbers of our access lists."""
        return self.platform.acl_numbers

    @property
    def signed(self) -> list[int]:
        """The families whose lists say whose they are."""
        return [family for family in self.acl_numbers if family not in self.platform.unsigned]

    @property
    def ports(self) -> list[str]:
        """The names of the first three ports."""
        return [self.port.format(number) for number in (1, 2, 3)]

    def refused(self, answer: str) -> bool:
        """Tell whether a switch's answer is a refusal."""
        return re.search(self.refusal, answer) is not None


HUAWEI_VRP = PlatformCase(
    name="huawei_vrp",
    port="GigabitEthernet0/0/{}",
    bare="#\nsysname judge\n#\nvlan batch 20 110\n#\nreturn\n",
    startup="""!Software Version V200R005C00SPC500
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
""",
)


def _access_port(port: Port) -> Port:
    """What a port that says nothing is like has a name here."""
    return replace(port, link_type="access")


HUAWEI_VRPV8 = PlatformCase(
    name="huawei_vrpv8",
    port="GE1/0/{}",
    bare="#\nsysname judge\n#\nvlan batch 20 110\n#\nreturn\n",
    startup="""!Software Version V300R020C00SPC200
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
interface GE1/0/1
 port default vlan 110
#
interface GE1/0/2
 port default vlan 110
#
interface GE1/0/3
 description printer of the hall
 port default vlan 4000
#
interface GE1/0/4
 port link-type trunk
 port trunk allow-pass vlan 110 4000
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
user-interface vty 0 4
 authentication-mode aaa
#
return
""",
    commit="commit",
    one_filter=True,
    port_said=_access_port,
)


HP_COMWARE = PlatformCase(
    name="hp_comware",
    port="GigabitEthernet1/0/{}",
    bare="#\n sysname judge\n#\nvlan 1\n#\nvlan 20\n#\nvlan 110\n#\nreturn\n",
    startup="""#
 version 7.1.070, Release 3507P18
#
 sysname lianhua-hall-sw
#
 stp global enable
#
vlan 1
#
vlan 110
 description kiosk
#
vlan 4000
#
interface Vlan-interface4000
 ip address 10.96.192.11 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 port access vlan 110
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port access vlan 110
#
interface GigabitEthernet1/0/3
 port link-mode bridge
 description printer of the hall
 port access vlan 4000
#
interface GigabitEthernet1/0/4
 port link-mode bridge
 port link-type trunk
 port trunk permit vlan 110 4000
 arp detection trust
#
 ip route-static 0.0.0.0 0 10.96.192.1
#
acl advanced 3000
 description somebody else's
 rule 5 permit ip source 10.96.0.0 0.0.0.255
#
line vty 0 63
 authentication-mode scheme
#
return
""",
    # A line that cannot be carried out is answered in plain words; only one that can may be answered with this.
    refusal=r"(?m)^(?!Edge port should only|System View:) *\S",
    one_filter=True,
    checks_arp_by="vlan",
    port_said=_access_port,
)


def _ios_port(port: Port) -> Port:
    """Only an access port has port security; there is one group of isolated ports, and a burst has its greatest size."""
    return replace(
        port,
        max_macs=port.max_macs if port.link_type == "access" else 0,
        isolation=frozenset({1}) if port.isolation else frozenset(),
        rates=frozenset(replace(rate, cbs=min(rate.cbs, 1_000_000)) for rate in port.rates),
    )


CISCO_IOS = PlatformCase(
    name="cisco_ios",
    port="GigabitEthernet1/0/{}",
    bare="hostname judge\n!\nvtp mode transparent\n!\nvlan 20\n!\nvlan 110\n!\nend\n",
    startup="""version 15.2
!
hostname lianhua-hall-sw
!
vtp mode transparent
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
 switchport access vlan 110
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
 ip dhcp snooping trust
!
interface Vlan1
 no ip address
!
interface Vlan4000
 ip address 10.96.192.13 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.96.192.1
!
ip access-list extended 101
 remark somebody else's
 permit ip 10.96.0.0 0.0.0.255 any
!
line vty 0 4
 login local
!
end
""",
    foreign_acl=101,
    enter="configure terminal",
    refusal=r"(?m)^ *(?:%(?!Warning|Portfast)|Command rejected)",
    log_line="*Nov 25 09:00:00.123: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: somebody]",
    rule_step=10,
    one_filter=True,
    one_binding=True,
    checks_arp_by="vlan",
    port_said=_ios_port,
)


def _rgos_port(port: Port) -> Port:
    """A port that says nothing is an access port; there is one group of isolated ports."""
    return replace(port, link_type="access", isolation=frozenset({1}) if port.isolation else frozenset())


RUIJIE_OS = PlatformCase(
    name="ruijie_os",
    port="GigabitEthernet 0/{}",
    bare="hostname judge\n!\nspanning-tree\n!\nvlan 1\n!\nvlan 20\n!\nvlan 110\n!\nend\n",
    startup="""version RGOS 11.4(1)B70P1
hostname lianhua-hall-sw
!
spanning-tree
!
ip access-list extended 2000
 list-remark somebody else's
 10 permit ip 10.96.0.0 0.0.0.255 any
!
vlan 1
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
 switchport access vlan 110
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
    foreign_acl=2000,
    enter="configure terminal",
    refusal=r"(?m)^ *%(?!Warning)",
    log_line="*Nov 25 09:00:00.123: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: somebody]",
    rule_step=10,
    one_filter=True,
    one_binding=True,
    port_said=_rgos_port,
)

CASES = {case.name: case for case in (CISCO_IOS, HP_COMWARE, HUAWEI_VRP, HUAWEI_VRPV8, RUIJIE_OS)}
TAUGHT = [CASES[name] for name in sorted(languages.LANGUAGES)]
TYPED = [case for case in TAUGHT if case.name in LAB_PLATFORMS]
