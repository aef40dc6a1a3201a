# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Huawei VRP inside a VLAN and in its interface, none of them ours: what each does to terminals (`line_tables`).

Sources as in `vrp_lines`.
"""

from __future__ import annotations

from ..line_tables import Row, effect, harmless

S, CE, MIRRORING, PRACTICE = "S", "CE", "mirroring", "not looked up"
VLANS = r"(?P<vlans>[\d to]+)"
PORTS = r"(?P<ports>[A-Za-z0-9-]*[A-Za-z-] ?\d[\d/]*)"
NOT_LEARNED = r"mac-address learning disable(?: .+)?|undo mac-address learning(?: enable)?"
UNCOUNTED = "port security cannot count addresses that are not learned"
NO_ARP = "whoever is not in its table already gets no packets"

# In a VLAN. What is not here is refused in the terminals' VLAN, and told of in another one.
VLAN: tuple[Row, ...] = (
    effect("copy", r"mirroring .+", "packets of the VLAN are copied as they come in", MIRRORING),
    effect("copy", r"mac-mirroring .+", "packets of that address are copied as they come in", MIRRORING),
    effect("copy", r"traffic-mirror .+", "packets are copied as they come in", MIRRORING),
    effect("policy", r"traffic-(?:policy|filter|secure|redirect|limit|remark) .+", source=S),
    effect("source", r"ip source check user-bind check-item .+", "only what it names is checked", f"{S}, {CE}"),
    effect("arp", r"arp anti-attack check user-bind check-item .+", "only what it names is checked", f"{S}, {CE}"),
    effect("trust", rf"dhcp snooping trusted interface {PORTS}", source=CE),
    effect("policy", r"(?:mac-vlan|ip-subnet-vlan|protocol-vlan|policy-vlan) .+", source=f"{S}, {CE}"),
    effect("macs", NOT_LEARNED, UNCOUNTED, f"{S}, {CE}"),
    effect(
        "stops", rf"(?:access-vlan|subordinate (?:group|separate)) {VLANS}", "it is part of another VLAN", f"{S}, {CE}"
    ),
    effect("stops", r"aggregate-vlan|mux-vlan", "its ports are kept apart by another VLAN", f"{S}, {CE}"),
    effect(
        "stops",
        r"(?:storm suppression|(?:broadcast|unicast)-suppression)(?: (?:broadcast|unknown-unicast))?(?: (?:packets|cir))? 0\b.*",
        "all of them are discarded",
        f"{S}, {CE}",
    ),
    effect("stops", r"(?:unknown-unicast|broadcast) discard", "the first packets to anybody are discarded", PRACTICE),
    harmless(r"description .+|name \S.*", "a text", CE),
    harmless(r"statistics? enable", "a counter", CE),
    harmless(r"management-vlan", "where the switch is managed", CE),
    harmless(
        r"unknown-multicast discard|(?:igmp|mld)-snooping .+|multicast-vlan .+",
        "terminals need no multicast",
        f"{S}, {CE}",
    ),
    harmless(
        r"dhcp snooping (?:enable(?: no-user-binding)?|check .+|max-user-number \d+)",
        "an address from a trusted port's server is bound too: the access list still names the terminals'",
        S,
    ),
    effect("source", r"ipv4 source check user-bind check-item .+", "only what it names is checked", CE),
    harmless(r"ip(?:v4)? source check user-bind enable|arp anti-attack check user-bind enable", "checks more", S),
    harmless(
        r"loopback-detect enable|loop-detect eth-loop .+|(?:undo )?mac-address flapping detection(?: .+)?",
        "looks for loops",
        S,
    ),
    harmless(r"(?:broadcast|multicast|unicast)-suppression [1-9]\d+", "what is too much of it is discarded", S),
    harmless(r"nd snooping enable", "IPv6 is denied", S),
)
# In the interface of a VLAN, which concerns packets that the switch itself routes.
INTERFACE_OF_VLAN: tuple[Row, ...] = (
    effect(
        "isolation",
        r"arp-proxy inner-sub-vlan-proxy enable|arp proxy intra-vlan enable",
        "the switch hands packets from one isolated port to another",
        f"{S}, {CE}",
    ),
    effect("stops", r"shutdown", "the switch is no gateway any more", S),
    effect("policy", r"traffic-(?:policy|filter|secure|redirect) .+|policy-based-route .+", source=S),
    harmless(r"description .+", "a text", S),
    harmless(r"ip(?:v6)? address .+|ipv6 enable|management-interface|mtu \d+", "an address of the switch itself", S),
    harmless(r"dhcp (?:select|relay|server) .+|ospf .+|vrrp .+|rip .+|isis .+|bfd .+", "routes and leases", S),
    effect("stops", r"arp learning disable", NO_ARP, S),
    harmless(
        r"arp(?:-| )(?:timeout|expire-time|learning|limit|detect|gratuitous-arp) .+", "the switch's own table", CE
    ),
    harmless(
        r"arp-proxy enable|arp broadcast enable|(?:undo )?icmp .+|tcp adjust-mss \d+",
        "what the switch answers for other networks, and sizes",
        S,
    ),
    harmless(r"undo shutdown|statistic enable", "what is the default", S),
)
