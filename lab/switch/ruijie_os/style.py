# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How RGOS 11.4 writes, as an RG-S2910 shows it (unverified where `docs/lab-switch-ios.md` says so)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.ios_style.style import Style

if TYPE_CHECKING:
    from lab.switch.ios_style.port import Port

BYTES_PER_KB = 1024


def _port_lines(port: Port) -> list[str]:
    lines = [f"switchport mode {port.mode}"] if port.mode != "access" else []
    lines += port.vlan_lines("switchport trunk allowed vlan only")
    lines += ["switchport protected"] if port.protected else []
    lines += (["switchport port-security"] if port.security else []) + port.security_lines() + port.filter_lines()
    words = {"in": "input", "out": "output"}
    lines += [
        f"rate-limit {words[direction]} {rate.kbps} {rate.burst // BYTES_PER_KB}"
        for direction, rate in sorted(port.rates.items())
    ]
    lines += port.edge_lines()
    checks = {"ip": "ip verify source", "mac": "ip verify source port-security"}
    lines += [checks[port.source_check]] if port.source_check else []
    lines += ["arp-check"] if port.arp_check else []
    lines += ["shutdown"] if port.shutdown else []
    return lines + port.description_lines()


STYLE = Style(
    hostname="Ruijie",
    head="version S29_RGOS 11.4(1)B12P11",
    kinds=("GigabitEthernet", "VLAN", "TenGigabitEthernet", "Loopback", "AggregatePort", "Null", "Mgmt"),
    svi="VLAN",
    gap=" ",
    slot="0/",
    short_kind=0,
    order=(
        "hostname", "username", "enable", "service", "no service", "aaa", "clock", "other", "spanning-tree",
        "ip access-list", "ipv6 access-list", "vlan", "interface", "ip default-gateway", "ip route",
        "ip source binding", "logging", "snmp-server", "ntp", "sntp", "line",
    ),
    other="other",
    numbered_rules=True,
    deny="deny",
    permits_neighbours=False,
    port_lines=_port_lines,
    default_mode="access",
    max_macs=128,
    violation="protect",
    fragments="fragment",
    remark="list-remark",
    shows_vlan_1=True,
    guards_snooped_only=False,
    spanning_tree=False,
    portfast_warning="",
    running_head="\nBuilding configuration...\nCurrent configuration : {size} bytes\n\n!\n",
    startup_head="",
    suffixes={
        "config": "(config)", "port": "(config-if-{key})", "svi": "(config-if-{key})",
        "kept-interface": "(config-if-{key})", "vlan": "(config-vlan)", "acl": "(config-ext-nacl)",
        "acl6": "(config-ipv6-nacl)", "line": "(config-line)",
    },
)  # fmt: skip
