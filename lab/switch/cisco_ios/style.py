# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How IOS 15.2 writes, as a Catalyst 2960-X shows it.

Order of lines and sections: configurations in ntc-templates and in Cisco's configuration examples where seen, else
unverified (`docs/lab-switch-ios.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.ios_style.style import Style

if TYPE_CHECKING:
    from lab.switch.ios_style.port import Port

_DYNAMIC = "dynamic auto"
_WARNING = """\
%Warning: portfast should only be enabled on ports connected to a single
 host. Connecting hubs, concentrators, switches, bridges, etc... to this
 interface  when portfast is enabled, can cause temporary bridging loops.
 Use with CAUTION

%Portfast has been configured on {port} but will only
 have effect when the interface is in a non-trunking mode.
"""


def _port_lines(port: Port) -> list[str]:
    lines = port.description_lines() + port.vlan_lines("switchport trunk allowed vlan")
    lines += [f"switchport mode {port.mode}"] if port.mode != _DYNAMIC else []
    lines += ["switchport protected"] if port.protected else []
    lines += port.security_lines() + (["switchport port-security"] if port.security else [])
    lines += ["ip arp inspection trust"] if port.arp_trust else []
    lines += ["shutdown"] if port.shutdown else []
    lines += port.filter_lines() + port.edge_lines()
    words = {"in": "input", "out": "output"}
    lines += [f"service-policy {words[direction]} {name}" for direction, name in sorted(port.policies.items())]
    checks = {"ip": "ip verify source", "mac": "ip verify source mac-check"}
    lines += [checks[port.source_check]] if port.source_check else []
    return lines + (["ip dhcp snooping trust"] if port.dhcp_trust else [])


STYLE = Style(
    hostname="Switch",
    head="version 15.2",
    kinds=(
        "GigabitEthernet", "Vlan", "FastEthernet", "TenGigabitEthernet", "Loopback", "Port-channel", "Null",
    ),
    svi="Vlan",
    gap="",
    slot="1/0/",
    short_kind=2,
    order=(
        "no service", "service", "hostname", "boot", "enable", "username", "aaa", "no aaa", "clock", "system", "vtp",
        "ip dhcp snooping", "ip domain", "no ip domain-lookup", "ip name-server", "ip arp inspection", "other",
        "archive", "spanning-tree", "errdisable", "lldp", "vlan", "policy-map", "interface",
        "ip default-gateway", "ip http", "no ip http", "ip route", "ip ssh", "ip source binding",
        "mac access-list", "ip access-list",
        "logging", "snmp-server", "ipv6 access-list", "radius-server", "tacacs-server", "banner", "line", "ntp",
    ),
    other="other",
    numbered_rules=False,
    deny="deny  ",
    permits_neighbours=True,
    port_lines=_port_lines,
    default_mode=_DYNAMIC,
    max_macs=1,
    violation="shutdown",
    fragments="fragments",
    remark="remark",
    shows_vlan_1=False,
    guards_snooped_only=True,
    spanning_tree=True,
    portfast_warning=_WARNING,
    running_head="Building configuration...\n\nCurrent configuration : {size} bytes\n!\n",
    startup_head="Using {size} out of 524288 bytes\n!\n",
    suffixes={
        "config": "(config)", "port": "(config-if)", "svi": "(config-if)", "kept-interface": "(config-if)",
        "vlan": "(config-vlan)", "acl": "(config-ext-nacl)", "acl6": "(config-ipv6-acl)",
        "acl-mac": "(config-ext-macl)",
        "policy-map": "(config-pmap)", "class": "(config-pmap-c)", "line": "(config-line)",
        "archive": "(config-archive)",
    },
)  # fmt: skip
