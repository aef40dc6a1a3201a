# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Ruijie RGOS that are none of ours: what each does to terminals (`line_tables`)."""

from __future__ import annotations

from ..ios import lines as ios_lines
from ..ios import port_lines as ios_port_lines
from ..ios.lines import BASIC, IDLE, IP, MAC, PORTS, PRACTICE, SPAN, VLANS
from ..line_tables import LineTables, Row, effect, harmless

ADDRESS_BIND = "RG-S2900G-E configuration guide, p. 171 and 172"
CHANNEL = "Ruijie configuration guide, configuring ACL, p. 916 (security channel)"
SECURITY = "RG-S2900G-E configuration guide, security"
NFPP = "RG-S2900G-E configuration guide, NFPP (its bounds not looked up)"
NOT_LEARNED = r"mac-address-learning disable|no mac-address-learning(?: .+)?"
PAST = "what it permits is not checked by port security, source guard and ARP check"

NFPP_LINES: tuple[Row, ...] = (
    effect(
        "stops",
        r"(?:arp|ip|icmp|define)\S*-guard (?:rate-limit|attack-threshold) \S+ \d(?: .+)?",
        "a host that sends a few packets in a second is taken for an attacker",
        NFPP,
    ),
    harmless(
        r"(?:no )?(?:arp|ip|icmp|dhcp|dhcpv6|nd|define)\S*-guard (?:enable|monitor-period \d+|monitored-host-limit \d+|"
        r"scan-threshold \d{2,}|trusted-host .+|(?:rate-limit|attack-threshold) \S+ \d{2,}.*)|log-buffer .+|logging .+",
        "a limit on what reaches the switch's processor",
        NFPP,
    ),
)
SWITCH: tuple[Row, ...] = (
    harmless(r"address-bind (?:uplink .+|ipv6-mode \w+)", "where the binding does not hold", ADDRESS_BIND),
    effect(
        "policy",
        r"address-bind .+",
        "IP packets that match none of these bindings are dropped, and it comes before access lists",
        ADDRESS_BIND,
    ),
    effect("policy", r"ip dhcp snooping address-bind", "addresses that DHCP did not give may be dropped", PRACTICE),
    effect("exempt", r"security global access-group .+", PAST, CHANNEL),
    harmless(r"monitor session \d+ remote-(?:source|destination)", "see its other lines", SPAN),
    harmless(r"monitor session \d+ erspan-source", "see under it", SPAN, ios_lines.SESSION),
    *ios_lines.RING_SECTIONS,
    effect("bpdu", r"bridge-frame forwarding protocol bpdu", "BPDUs pass the ports by", PRACTICE),
    harmless(
        r"no address-bind .+|svi router-acls enable|macc(?: .+)?", "what is the default, or how it is managed", SECURITY
    ),
    *ios_lines.MIRRORING,
    *ios_lines.MORE_MIRRORING,
    effect("mac", rf"switchport port-security interface {PORTS} mac-address {MAC}(?: vlan \d+)?", source=SECURITY),
    effect("mac", r"switchport port-security interface .+", source=SECURITY),
    effect(
        "source", rf"ip verify source exclude-vlan {VLANS}", "packets of an excluded VLAN are not checked", SECURITY
    ),
    effect("source", r"no ip verify source(?: .+)?", "IP packets are not checked", SECURITY),
    effect("arp", r"arp-check .+|no arp-check(?: .+)?", "ARP packets are let through", SECURITY),
    effect("macs", NOT_LEARNED, "port security cannot count what is not learned", PRACTICE),
    effect("bpdu", r"l2protocol-tunnel .+", "BPDUs pass the ports by", PRACTICE),
    *ios_lines.SCRIPTS,
    effect("source", r"ip verify source .+", "what it leaves out is not checked", PRACTICE),
    harmless(r"nfpp", "see under it", NFPP, NFPP_LINES),
    effect(
        "stops",
        r"cpu-protect type arp\S* (?:bandwidth|pps|pri-bandwidth) \d",
        "ARP packets are checked by the processor, and next to none reach it",
        PRACTICE,
    ),
    harmless(
        r"(?:no )?(?:dot1x|web-auth|http redirect|portal|direct-vlan|wlan|offline-detect|station-move)(?: .*)?|"
        r"(?:no )?(?:port-security arp-check|errdisable recovery|protected-ports route-deny|co-operate|efmp|vsu|vsl)(?: .*)?",
        IDLE,
        SECURITY,
    ),
    harmless(r"(?:mac-vlan|protocol-vlan|voice vlan|subnet-vlan) .+", IDLE, PRACTICE),
    harmless(r"anti-arp-spoofing .+", "ARP packets in its name are dropped", SECURITY),
    *ios_lines.SPANNING_TREE,
    *ios_lines.MAC_ADDRESSES,
    *ios_lines.POLICIES,
    *ios_lines.CHECKS,
    *ios_lines.MANAGEMENT,
    ios_lines.OWN_INTERFACE,
)
VLAN: tuple[Row, ...] = (*ios_lines.VLAN, harmless(r"(?:ip )?igmp snooping.*", "multicast", BASIC))
PORT: tuple[Row, ...] = (
    effect("exempt", r"security access-group \S+", PAST, CHANNEL),
    effect(
        "waits", r"(?:rerp|erps) .+|switchport backup .+", "another port decides whether it forwards", ios_lines.RING
    ),
    effect("maps", rf"vlan-mapping-in vlan {VLANS} remark {ios_lines.INTO}", ios_lines.ANOTHER, PRACTICE),
    effect("maps", rf"dot1q outer-vid {ios_lines.INTO} register inner-vid {VLANS}", ios_lines.ANOTHER, PRACTICE),
    effect("maps", rf"vlan-mapping-out vlan {VLANS} remark \d+", "they leave as another VLAN's", PRACTICE),
    effect(
        "maps",
        r"vlan-mapping-(?:in|out) .+|dot1q (?:outer-vid|relay-vid|new-outer-vlan) .+",
        ios_lines.ANOTHER,
        PRACTICE,
    ),
    harmless(r"security uplink enable", "no security channel on it", CHANNEL),
    effect("stops", rf"(?i:anti-arp-spoofing) ip {IP}", "ARP packets in its own name are dropped", SECURITY),
    effect(
        "source",
        r"ip verify source exclude-vlan .+|ip verify source trust|no ip verify source(?: .+)?",
        "what is excluded is not checked",
        SECURITY,
    ),
    effect(
        "arp",
        r"ip arp inspection trust|arp-check cpu|no arp-check",
        "its ARP packets are let through",
        SECURITY,
    ),
    effect("mac", r"switchport port-security binding .+", source=SECURITY),
    effect("macs", NOT_LEARNED, "port security cannot count what is not learned", PRACTICE),
    effect(
        "member",
        r"(?:mac-vlan|protocol-vlan|voice vlan|subnet-vlan|switchport (?:hybrid|private-vlan)) .+",
        "",
        PRACTICE,
    ),
    harmless(
        r"rldp port (?:loop-detect|unidirection-detect|bidirection-detect) (?:warning|block|shutdown-port|shutdown-svi)",
        "looks for loops",
        SECURITY,
    ),
    harmless(
        r"(?:no )?nfpp (?:arp|ip|icmp|dhcp|dhcpv6|nd)-guard (?:enable|(?:rate-limit|policy) \S+ \d{2,}(?: \d+)?|"
        r"scan-threshold \d{2,}|isolate-period (?:\d+|permanent))",
        "a limit on what reaches the switch's processor",
        NFPP,
    ),
    harmless(r"(?:drr|wrr)-queue bandwidth(?: \d+)+", "the order of packets", PRACTICE),
    harmless(
        r"rldp neighbor-negotiation|(?:no )?logging link-status|efmp enable|fiber antifake(?: .+)?|"
        r"mac-address-table notification .+",
        "says who is there, and logs",
        PRACTICE,
    ),
    *ios_port_lines.PORT,
)
RUIJIE_OS = LineTables(SWITCH, VLAN, PORT)
