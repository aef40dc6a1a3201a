# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Cisco IOS and IOS XE that are none of ours: what each does to terminals (`line_tables`)."""

from __future__ import annotations

from ..ios import lines as ios_lines
from ..ios import port_lines as ios_port_lines
from ..ios.lines import BASIC, BOUND, IDLE, PORTS, PRACTICE, SPAN, VLAN_MAPS, VLANS
from ..line_tables import LineTables, Row, effect, harmless

AUTOCONF = "Catalyst 9200 17.14 security configuration guide, Autoconf"
SMARTPORTS = "Catalyst 4500 configuration guide 22, Auto Smartport macros"
SMARTLOG = "Catalyst 3750-X configuration guide, smart logging"
SISF = "Catalyst 9300 security configuration guide, switch integrated security features (not looked up word for word)"
ERRDISABLE = "Catalyst 2960 command reference, errdisable detect cause (not looked up word for word)"
VTP = "Catalyst 2960 configuration guide, VTP modes (not looked up word for word)"
DROPPED = "smart logging sends what is dropped to a collector"
NEIGHBOUR = "what a neighbour says of itself in CDP, LLDP or DHCP decides on the settings of its port"

VLAN_SETTINGS: tuple[Row, ...] = (
    effect("policy", r"service-policy .+", "it holds in the whole VLAN", VLAN_MAPS),
    harmless(r"ipv6 (?:nd raguard|nd inspection|dhcp guard|snooping).*", "IPv6 is denied", PRACTICE),
)
SWITCH: tuple[Row, ...] = (
    harmless(
        r"monitor session \d+ type (?:local|(?:er|r)span-(?:source|destination))",
        "see under it",
        SPAN,
        ios_lines.SESSION,
    ),
    *ios_lines.RING_SECTIONS,
    *ios_lines.MIRRORING,
    *ios_lines.MORE_MIRRORING,
    effect("copy", rf"ip dhcp snooping vlan {VLANS} smartlog", DROPPED, SMARTLOG),
    effect("copy", r"ip arp inspection smartlog", DROPPED, SMARTLOG),
    harmless(r"logging smartlog(?: .+)?|flow (?:exporter|monitor|record) .+|ip flow-\S+ .+", IDLE, SMARTLOG),
    effect("member", r"autoconf enable", NEIGHBOUR, AUTOCONF),
    harmless(r"no macro auto .+|macro auto (?:monitor|mac-address-group .+|sticky)", IDLE, SMARTPORTS),
    effect("member", r"macro auto .+|shell trigger .+", NEIGHBOUR, SMARTPORTS),
    effect("member", r"service-policy type control subscriber \S+", "it holds on every port", AUTOCONF),
    harmless(r"no (?:vstack|kron .+|service config)", "nobody else configures this switch", PRACTICE),
    effect("member", r"vstack(?: .+)?", "another switch may configure this one", PRACTICE),
    effect("member", r"kron .+", "an hour sets off what changes settings", PRACTICE),
    effect(
        "member",
        r"service config|boot (?:host|network) .+|cns .+|pnp profile .+",
        "a server may configure it",
        PRACTICE,
    ),
    effect(
        "member",
        r"vtp (?:mode (?:client|server)(?: \w+)?|primary(?:-server)?(?: \w+)?)",
        "another switch makes and deletes its VLANs",
        VTP,
    ),
    *ios_lines.SCRIPTS,
    harmless(r"macro global .+|shell processing full|define interface-range .+", "a text", SMARTPORTS),
    harmless(
        r"device-tracking binding (?:reachable-lifetime|stale-lifetime|down-lifetime|max-entries|logging)(?: .+)?",
        "how long it remembers",
        SISF,
    ),
    effect(
        "source",
        rf"device-tracking binding vlan (?P<vlans>\d+) \S+ interface {PORTS} {ios_lines.ADDRESS}(?: .+)?",
        BOUND,
        SISF,
    ),
    effect("source", r"device-tracking binding .+", BOUND, SISF),
    harmless(r"l2protocol-tunnel (?:cos|global) .+", "how tunnels of ports carry frames", PRACTICE),
    harmless(
        r"(?:no )?(?:template|service-template|parameter-map|device-sensor|device-tracking|device classifier|access-session|"
        r"authentication|dot1x|mab|fallback profile|identity|epm|vmps|nmsp|wireless|ap|coap)(?: .*)?",
        IDLE,
        AUTOCONF,
    ),
    effect("bpdu", r"no errdisable detect cause (?:bpduguard|all)", "a port that sees a BPDU is not shut", ERRDISABLE),
    effect(
        "macs",
        r"no errdisable detect cause (?:psecure-violation|security-violation)(?: .+)?",
        "a port with a second MAC is not shut",
        ERRDISABLE,
    ),
    harmless(
        r"(?:no )?errdisable detect cause (?!all|bpduguard|psecure|security)[\w-]+(?: .+)?|"
        r"errdisable detect cause [\w-]+(?: shutdown vlan| action .+)?|(?:no )?errdisable (?:recovery|flap-setting) .+",
        "a port that is shut and comes back is shut again",
        ERRDISABLE,
    ),
    effect(
        "policy",
        rf"cts role-based enforcement(?: vlan-list (?:all|{VLANS}))?",
        "groups decide by lists of their own",
        PRACTICE,
    ),
    harmless(r"(?:no )?cts (?!role-based enforcement).+", IDLE, PRACTICE),
    harmless(r"vlan group .+|vlan internal allocation policy \w+", IDLE, VLAN_MAPS),
    harmless(rf"vlan configuration {VLANS}", "see under it", VLAN_MAPS, VLAN_SETTINGS),
    effect(
        "stops",
        rf"shutdown vlan {VLANS}",
        "its ports forward nothing",
        "Catalyst 2960 command reference, shutdown vlan",
    ),
    *ios_lines.SPANNING_TREE,
    *ios_lines.MAC_ADDRESSES,
    *ios_lines.POLICIES,
    *ios_lines.CHECKS,
    *ios_lines.MANAGEMENT,
    ios_lines.OWN_INTERFACE,
)
PORT: tuple[Row, ...] = (
    harmless(
        r"storm-control unicast level (?:\d{2,3}(?:\.\d+)?|bps (?:\d{2,}(?:\.\d+)?m|\d{8,}(?:\.\d+)?|\d+(?:\.\d+)?g)|"
        r"pps (?:\d{4,}(?:\.\d+)?|\d+(?:\.\d+)?[kmg]))(?: (?!0)\S+)?",
        "more than what they are granted",
        ios_lines.STORM,
    ),
    effect(
        "stops",
        r"storm-control unicast .+",
        "less than they are granted, or never again once it was blocked: all unicast counts",
        ios_lines.STORM,
    ),
    effect(
        "stops",
        r"ip arp inspection limit rate [0-4](?: burst interval \d+)?",
        "a few ARP packets in one second, and the switch shuts the port",
        "Catalyst 3750 command reference 2-210: the rate is 0 to 2048, 15 if not said",
    ),
    harmless(
        r"ip arp inspection limit (?:rate \d+(?: burst interval \d+)?|none)",
        "more than a terminal sends",
        "Catalyst 3750 command reference 2-210",
    ),
    effect("waits", r"rep segment .+|switchport backup .+", "another port decides whether it forwards", ios_lines.RING),
    effect(
        "member",
        r"network-policy \d+|auto qos voip cisco-(?:phone|softphone)|source template .+|service-policy type control .+|macro auto .+|macro apply .+",
        NEIGHBOUR,
        AUTOCONF,
    ),
    effect("copy", r"ip verify source(?: \S+)* smartlog", DROPPED, SMARTLOG),
    effect("member", r"service instance .+|encapsulation untagged.*", "it has more to go by than its VLAN", PRACTICE),
    effect("maps", rf"encapsulation dot1q {VLANS}(?: .+)?", "a service instance takes them out of the VLAN", PRACTICE),
    effect("maps", r"encapsulation default", "a service instance takes them out of the VLAN", PRACTICE),
    harmless(r"no macro auto processing|access-session inherit disable .+", "none of these templates", SMARTPORTS),
    harmless(
        r"switchport trunk (?:native vlan tag|pruning vlan .+)",
        "frames of the native VLAN have a tag too; pruning is for VTP servers and clients",
        PRACTICE,
    ),
    harmless(r"(?:no )?ip device tracking(?: .+)?", "who was seen where", BASIC),
    harmless(r"device-tracking attach-policy \S+(?: vlan [\d,-]+)?", "who was seen where, and more checks", SISF),
    *ios_port_lines.PORT,
)
CISCO_IOS = LineTables(SWITCH, ios_lines.VLAN, PORT)
