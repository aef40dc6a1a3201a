# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that Cisco IOS and Ruijie RGOS print alike and that are none of ours: what each does to terminals (`line_tables`)."""

from __future__ import annotations

import re

from ..line_tables import TAKEN_BACK, Row, effect, harmless

BASIC = (
    "Cisco IOS configuration fundamentals command reference; Ruijie RG-S2900G-E configuration guide, basic management"
)
PORTS_GUIDE = "Catalyst 2960 configuration guide, interfaces; Ruijie RG-S2900G-E configuration guide, interfaces"
ACL = "Catalyst 2960 configuration guide, network security with ACLs; Ruijie RG-S2900G-E configuration guide, p. 759"
QOS = "Catalyst 2960 configuration guide, QoS; Ruijie RG-S2900G-E configuration guide, QoS"
STP = (
    "Catalyst 3560 configuration guide 19-12, command reference p. 629; Ruijie RG-S2900G-E configuration guide, p. 263"
)
SPAN = "Catalyst 2960-X consolidated guide, SPAN, monitored traffic; Ruijie RG-S2900G-E configuration guide, p. 880"
MAC_TABLE = (
    "Catalyst 2960 configuration guide, administering the switch; Ruijie RG-S2900G-E configuration guide, p. 171"
)
ARP = "Catalyst 3750 configuration guide 23, dynamic ARP inspection"
DHCP = "Catalyst 2960 configuration guide, DHCP features"
VLAN_MAPS = "Catalyst 3750 configuration guide, VLAN maps"
STORM = "Catalyst 2960 configuration guide 19-4, command reference p. 568"
PRACTICE = "not looked up"

ADDRESS = r"(?i:[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})"
MAC = rf"(?P<mac>{ADDRESS})"
IP = r"(?P<address>\d+(?:\.\d+){3})"
VLANS = r"(?P<vlans>\d[\d ,-]*?)"
INTO = r"(?P<into>\d[\d,-]*)"
PORTS = r"(?:range )?(?P<ports>[A-Za-z][\w/ ,-]*?)"
MORE_PORTS = PORTS.replace("ports", "more_ports")
COPIED = "what a port receives is copied before its access list drops it"
SPANNED = "a port that copies go to does not forward as its own lines say"
ANOTHER = "frames come in as another VLAN's than they were sent in"
IDLE = "does nothing until something names it"
BOUND = "another address may be bound than the ledger's"

MIRRORING: tuple[Row, ...] = (
    harmless(r"(?:no )?monitor session \d+ (?:filter .+|description .+|shutdown)", "narrows what is copied", SPAN),
    harmless(r"monitor session \d+ source remote vlan \d+", "what arrives was copied elsewhere", SPAN),
    effect(
        "stops",
        rf"monitor session \d+ destination remote vlan {VLANS}(?: (?:reflector-port|interface) {PORTS}(?: switch)?)?",
        "it fills with copies, and a port that they go to does nothing else",
        SPAN,
        apart=True,
    ),
    harmless(r"monitor session \d+ source cpu(?: .+)?", "packets of the switch itself", SPAN),
    effect("copy", rf"monitor capture \S+ interface {PORTS} (?:in|out|both)(?: .+)?", COPIED, SPAN),
    effect("copy", rf"monitor session \d+ source vlan {VLANS}(?: (?:both|rx|tx)(?: .+)?)?", COPIED, SPAN),
    effect("copy", rf"monitor session \d+ source interface {PORTS}(?: (?:both|rx|tx)(?: .+)?)?", COPIED, SPAN),
    effect(
        "off",
        rf"monitor session \d+ destination interface {PORTS}(?: (?:encapsulation|ingress|switch)\b.*)?",
        SPANNED,
        SPAN,
    ),
)
# Behind what one platform has beside.
MORE_MIRRORING: tuple[Row, ...] = (effect("copy", r"monitor (?:session|capture) .+", COPIED, SPAN),)
# What stands under a session that is written as a section.
SESSION: tuple[Row, ...] = (
    effect("copy", rf"source vlan {VLANS}(?: (?:both|rx|tx))?", COPIED, SPAN),
    effect("copy", rf"source interface {PORTS}(?: (?:both|rx|tx)(?: .+)?)?", COPIED, SPAN),
    effect("stops", rf"destination remote vlan {VLANS}", "it fills with copies", SPAN),
    effect("off", rf"destination interface {PORTS}(?: (?:encapsulation|ingress|switch)\b.*)?", SPANNED, SPAN),
    harmless(r"source (?:cpu|remote) .+", "packets of the switch itself, or copied elsewhere", SPAN),
    effect("copy", r"source .+", COPIED, SPAN),
    harmless(r".+", "where copies go, once something is copied", SPAN),
)
# Rings of switches: one of a ring's ports may stand blocked, and its control VLAN carries nothing else.
RING = "3Com Switch 4800G configuration guide, p. 1147 (another vendor's; of RGOS and IOS not looked up)"
WAITS = "a ring's port may stand blocked"
RINGS: tuple[Row, ...] = (
    effect("waits", rf"ring-port west (?:virtual-channel|{PORTS}) east (?:virtual-channel|{MORE_PORTS})", WAITS, RING),
    effect("waits", rf"(?:port[01]|(?:primary|secondary)-port) (?:interface )?{PORTS}", WAITS, RING),
    effect("stops", rf"(?:ctrl|control|raps)-vlan {VLANS}", "a ring's control VLAN carries nothing else", RING),
    effect("waits", r"(?:ring-port|ring \d+ role) .+", WAITS, RING),
    harmless(r".+", "how the ring does it", RING),
)
RING_SECTIONS: tuple[Row, ...] = (
    harmless(r"(?:ethernet ring g8032|erps ring|rerp (?:domain|region)) (?!profile).+", "see under it", RING, RINGS),
    Row(
        re.compile(rf"erps raps-vlan {VLANS}"), "stops", "a ring's control VLAN carries nothing else", RING, body=RINGS
    ),
    harmless(r"(?:rerp|erps|reup|rep) .+|rerp|reup|ethernet ring g8032 profile .+", "see each ring", RING),
)
SPANNING_TREE: tuple[Row, ...] = (
    effect("bpdu", r"spanning-tree (?:mode none|disable)|no spanning-tree enable", "spanning tree is off", STP),
    effect("bpdu", rf"no spanning-tree(?: vlan {VLANS})?", "spanning tree is off", STP),
    effect(
        "bpdu",
        r"spanning-tree (?:portfast )?(?:edge )?bpdufilter(?: default)?",
        "ports with portfast neither send BPDUs nor take them: a loop behind them goes unseen",
        STP,
    ),
    harmless(
        r"spanning-tree (?:mode \S+|extend system-id|loopguard default|bridge assurance|etherchannel guard misconfig|"
        r"pathcost method \S+|backbonefast|uplinkfast(?: max-update-rate \d+)?|logging|portfast (?:edge |network )?default|"
        r"transmit hold-count \d+|tx-hold-count \d+|priority \d+|(?:hello-time|forward-time|max-age|max-hops) \d+|"
        r"mst configuration|mst (?:hello-time|forward-time|max-age|max-hops|simulate) .+|tc-protection(?: tc-guard)?|"
        r"(?:mst|vlan) [\d,-]+ (?:root \w+|priority \d+|hello-time \d+|forward-time \d+|max-age \d+))",
        "a port that is shut by any BPDU has no use for it",
        STP,
    ),
    harmless(
        r"no spanning-tree (?:etherchannel guard misconfig|logging|uplinkfast|backbonefast|autoedge|optimize bpdu transmission|"
        r"portfast (?:edge )?(?:bpdufilter )?default)|spanning-tree (?:compatible enable|link-type auto)",
        "a port that is shut by any BPDU has no use for it",
        STP,
    ),
)
MAC_ADDRESSES: tuple[Row, ...] = (
    effect("hole", rf"mac[- ]address-table static {MAC} vlan {VLANS} drop", source=MAC_TABLE),
    effect("hole", rf"mac[- ]address-table filtering {MAC} vlan {VLANS}", source=MAC_TABLE),
    effect("mac", rf"mac[- ]address-table static {MAC} vlan {VLANS} interface {PORTS}", source=MAC_TABLE),
    effect("mac", r"mac[- ]address-table (?:static|filtering|secure) .+", source=MAC_TABLE),
    effect(
        "macs",
        rf"no mac[- ]address-table learning(?: vlan {VLANS}| .+)?",
        "port security cannot count addresses that are not learned",
        "Catalyst 4500 configuration guide 4-43",
    ),
    harmless(
        r"(?:no )?mac[- ]address-table (?:aging-time \d+(?: vlan [\d,-]+)?|notification .+|move update .+|synchronize)",
        "how long the table remembers",
        MAC_TABLE,
    ),
)
# What an hour, an event or another machine can set off.
SCRIPTS: tuple[Row, ...] = (
    harmless(
        r"event manager (?:environment|session|scheduler|history|detector) .+|no event manager .+",
        "no script",
        "Cisco IOS embedded event manager configuration guide (not looked up word for word)",
    ),
    effect("member", r"event manager .+", "a script changes settings when something happens", PRACTICE),
)
POLICIES: tuple[Row, ...] = (
    effect("policy", rf"vlan filter \S+ vlan-list {VLANS}", "a VLAN map", VLAN_MAPS),
    effect("policy", r"vlan filter .+", "a VLAN map", VLAN_MAPS),
    harmless(r"vlan access-(?:map|log) .+", IDLE, VLAN_MAPS),
    effect(
        "policy",
        rf"(?:global )?(?:(?:ip|mac|expert) access-group|ipv6 traffic-filter) .+ vlan {VLANS}(?: .+)?",
        "it holds on every port",
        ACL,
    ),
    effect(
        "policy",
        r"(?:global )?(?:(?:ip|mac|expert) access-group|ipv6 traffic-filter) .+|service-policy .+|(?:traffic-)?redirect .+",
        "it holds on every port",
        ACL,
    ),
    harmless(
        r"(?:ip|mac|expert|arp) access-list .+|access-list (?!260[12]\b)\d+ .+|ipv6 access-list \S+|"
        r"(?:ip |ipv6 )?prefix-list .+|route-map .+|time-range .+|object-group .+",
        IDLE,
        ACL,
    ),
    harmless(r"class-map .+|policy-map .+|table-map .+|(?:no )?mls qos(?: .+)?|qos .+|(?:no )?auto qos .+", IDLE, QOS),
)
CHECKS: tuple[Row, ...] = (
    effect("stops", rf"no vlan {VLANS}", TAKEN_BACK, PRACTICE),
    effect("stops", r"no ip(?:v6)? source binding .+", TAKEN_BACK, PRACTICE),
    effect(
        "exempt",
        r"no (?:(?:ip|mac|expert) access-list (?:extended|standard|advanced) \S+|ipv6 access-list (?!log-update )\S+|access-list \d+.*)",
        TAKEN_BACK,
        PRACTICE,
    ),
    effect("arp", rf"no ip (?:arp inspection|dhcp snooping) vlan {VLANS}", "it is off there", ARP),
    effect("arp", r"no ip (?:arp inspection|dhcp snooping)", "it is off", ARP),
    effect(
        "source",
        rf"ip dhcp snooping binding {ADDRESS} vlan {VLANS}(?: ip)? \S+ interface {PORTS}(?: expiry \d+)?",
        BOUND,
        DHCP,
    ),
    effect("source", r"ip dhcp snooping binding .+", BOUND, DHCP),
    effect("stops", rf"arp (?:vrf \S+ )?{IP} {MAC}(?: .+)?", "the switch sends its packets to another MAC", BASIC),
    effect(
        "arp",
        rf"ip arp inspection filter \S+ vlan {VLANS}(?: static)?",
        "an ARP access list comes before the bindings, and `static` leaves them out",
        ARP,
    ),
    effect("arp", r"ip arp inspection filter .+", "an ARP access list comes before the bindings", ARP),
    harmless(r"ip arp inspection validate .+", "more is dropped", ARP),
    harmless(r"(?:no )?ip arp inspection (?:log-buffer .+|vlan [\d,-]+ logging .+)", "a log", ARP),
    harmless(
        r"(?:no )?ip dhcp (?:snooping (?:information .+|verify .+|database .+|glean|check-giaddr|bootp-bind|"
        r"vlan [\d,-]+ information .+)|pool .+|excluded-address .+|relay .+|binding .+|smart-relay.*|use .+|conflict .+|"
        r"ping .+|server .+|compatibility .+|bootp ignore)",
        "the terminals' addresses are static, and their access list denies DHCP",
        DHCP,
    ),
)
MANAGEMENT: tuple[Row, ...] = (
    harmless(
        r"(?:version|hostname|boot|prompt) .+|(?:no )?service .+|boot-(?:start|end)-marker|Building configuration.*|"
        r"Current configuration .+",
        "the switch itself",
        BASIC,
    ),
    harmless(
        r"(?:no )?(?:enable|username|webmaster|password policy|aaa|radius-server|radius|tacacs-server|tacacs|login|privilege|"
        r"security (?:authentication|passwords)|line(?! protocol)|alias|banner|menu|crypto|key|wsma|tftp-server|"
        r"(?:ip|ipv6) (?:ssh|scp|telnet|http|ftp|tftp|rcmd|radius|tacacs|sftp|admission|auth-proxy))(?: .*)?",
        "who may configure the switch, or may log in to ports that ask for it",
        BASIC,
    ),
    harmless(
        r"(?:no )?(?:logging (?!smartlog).+|snmp-server|snmp|rmon|ntp|sntp|clock|archive|license|call-home|sysmac|ip sla|track|"
        r"netconf\S*|restconf|memory|process|exception|file|scheduler|parser|platform punt-keepalive|hw-module|redundancy|"
        r"diagnostic|transceiver|"
        r"environment|power|stack-power|stack-mac|switch \d+|sdm|subscriber|control-plane|install|language|cwmp|zam|"
        r"web|cpu-protect|cpu-log|md5|upgrade)(?: .*)?",
        "the switch's own works",
        BASIC,
    ),
    harmless(
        r"(?:no )?(?:ip|ipv6) (?:domain|domain-name|domain-list|domain-lookup|host|name-server|default-gateway|default-network|"
        r"classless|subnet-zero|cef|routing|route|unicast-routing|multicast-routing|forward-protocol|source-route|icmp|igmp|mld|"
        r"pim|gratuitous-arps|tcp|bootp|finger|identd|community-list|as-path|local pool|device tracking|vrf|dns)(?: .*)?|"
        r"(?:no )?(?:router|vrf|key chain|default-gateway|multilink bundle-name) .+",
        "what the ports' access lists let in, it may route",
        BASIC,
    ),
    harmless(r"(?:no )?ipv6 (?:nd|dhcp|snooping|neighbor|(?:source|destination)-guard)(?: .*)?", "IPv6 is denied", ACL),
    harmless(r"(?:gvrp|mvrp)(?: .+)?", "a port registers VLANs by a line of its own", PRACTICE),
    harmless(r"(?:no )?(?:cdp|lldp|udld|rldp)(?: .*)?", "says who is there, and looks for loops", BASIC),
    harmless(
        r"vtp (?:mode (?:transparent|off)(?: \w+)?|domain .+|version \d|password .+|file .+|pruning|interface .+)|no vtp .+",
        "the VLANs are its own; the others that prune are servers and clients",
        BASIC,
    ),
    harmless(r"interface (?i:null|loopback|mgmt|bluetooth|tunnel) ?\S*", "no port of terminals", BASIC),
    harmless(
        r"(?:port-channel|aggregateport|lacp) .+|system (?:mtu|jumbomtu) .+|mtu \d+", "how links are shared", BASIC
    ),
)
# The switch's own interface in a VLAN.
INTERFACE: tuple[Row, ...] = (
    effect("stops", r"shutdown", "the switch is no gateway any more", BASIC),
    effect("policy", r"(?:ip access-group|ipv6 traffic-filter) \S+ (?:in|out)", "it holds for what is routed", ACL),
    effect("policy", r"ip policy route-map \S+|service-policy .+", "it decides where packets go", ACL),
    effect(
        "isolation",
        r"(?:ip )?local-proxy-arp",
        "the switch answers for the neighbours and carries packets between isolated ports",
        "Cisco IOS IP addressing configuration guide, local proxy ARP",
    ),
    harmless(
        r"description .+|(?:ip )?vrf forwarding \S+|"
        r"(?:no )?(?:ip|ipv6) (?:address|redirects|unreachables|proxy-arp|mask-reply|directed-broadcast|"
        r"route-cache|mtu|enable|dhcp|helper-address|igmp|ospf|rip|nd|mld|pim|gratuitous-arps)(?: .*)?|no shutdown|"
        r"(?:no )?(?:standby|vrrp|load-interval|bandwidth|delay|mtu|arp (?:timeout|gratuitous-send|trusted|retry)|carrier-delay|snmp|logging|gateway)(?: .*)?",
        "an address of the switch itself",
        BASIC,
    ),
)
VLAN: tuple[Row, ...] = (
    harmless(r"name .+|state active|mtu 1500|media ethernet|exit|no shutdown", "what a VLAN is", BASIC),
    effect("stops", r"shutdown|state suspend", "its ports forward nothing", "Catalyst 3560 command reference 2-549"),
    effect("stops", r"remote-span", "access ports in it are inactive", "Catalyst 2960 configuration guide, RSPAN VLAN"),
    effect(
        "stops",
        rf"(?:private-vlan association(?: add)?|subvlan) {VLANS}",
        "it is part of another VLAN",
        "Catalyst 3750 configuration guide and Ruijie RG-S2900G-E configuration guide, private VLANs",
    ),
    effect(
        "stops",
        r"private-vlan .+|supervlan|subvlan .+",
        "plain access ports are no members of it",
        "Catalyst 3750 configuration guide and Ruijie RG-S2900G-E configuration guide, private VLANs",
    ),
)
OWN_INTERFACE = harmless(r"(?i:interface vlan) ?(?P<vlans>\d+)", "an address of the switch itself", BASIC, INTERFACE)
