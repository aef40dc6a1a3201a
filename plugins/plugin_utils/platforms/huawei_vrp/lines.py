# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Huawei VRP that are none of ours, outside the sections of ports: what each does to terminals (`line_tables`).

Sources, by their short names here: S, the S-series command references and configuration guides (V200R011, EDOC1000178165;
security commands of S300 to S6700); CE, the CloudEngine 6800 command reference V300R023C00; mirroring, EDOC1100065680.
"""

from __future__ import annotations

from ..line_tables import TAKEN_BACK, LineTables, Row, effect, harmless
from .port_lines import ADDRESS, PORT
from .section_lines import BRIDGE_DOMAIN, CPU, LINKED_PORTS, OBSERVERS, PROCESS, RING, RINGS, SCRIPTS, SUBINTERFACE
from .vlan_lines import (
    CE,
    INTERFACE_OF_VLAN,
    MIRRORING,
    NO_ARP,
    NOT_LEARNED,
    PORTS,
    PRACTICE,
    UNCOUNTED,
    VLAN,
    VLANS,
    S,
)

MAC = r"(?P<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})"

ARP_LIMIT = r"arp (?:speed-limit|anti-attack rate-limit)"
BOUND = "another address may be bound than the ledger's"

EFFECTS: tuple[Row, ...] = (
    effect("bpdu", r"undo stp bpdu-protection", TAKEN_BACK, PRACTICE),
    effect("stops", rf"undo vlan (?:batch )?{VLANS}", TAKEN_BACK, PRACTICE),
    effect("stops", r"undo user-bind static .+", TAKEN_BACK, PRACTICE),
    effect("exempt", r"undo acl .+", TAKEN_BACK, PRACTICE),
    harmless(r"(?:rrpp domain|erps ring|sep segment) \d+", "see under it", RING, RINGS),
    harmless(r"ops", "nothing by itself", PRACTICE, SCRIPTS),
    effect("member", r"assistant task .+", "a script changes settings when something happens", PRACTICE),
    harmless(r"(?:monitor|smart)-link group \d+", "see under it", S, LINKED_PORTS),
    # Copies.
    effect(
        "stops",
        rf"observe-port(?: \d+)? interface {PORTS}.*? vlan {VLANS}",
        "copies of others' packets fill it, and an observing port carries nothing else",
        MIRRORING,
        apart=True,
    ),
    harmless(r"observe-port group \d+", "see under it", MIRRORING, OBSERVERS),
    effect(
        "stops",
        rf"observe-port(?: \d+)? interface {PORTS}(?: .+)?",
        "an observing port carries nothing else",
        MIRRORING,
    ),
    effect(
        "stops",
        rf"observe-port(?: \d+)? forwarding-interface {PORTS}(?: .+)?",
        "an observing port carries nothing else",
        MIRRORING,
    ),
    harmless(
        r"observe-port (?:packet-length \d+|"
        r"\d+ destination-ip [\d.]+ source-ip [\d.]+(?: (?:dscp|mtu|vpn-instance|time-range) \S+)*)|"
        r"observe-server (?:\d+ )?destination-ip .+",
        "does nothing until a line of a port, a VLAN or the switch applies it, which is judged there",
        MIRRORING,
    ),
    effect(
        "stops",
        rf"observe-server(?: \d+)? interface {PORTS}(?: .+)?",
        "an observing port carries nothing else",
        MIRRORING,
    ),
    effect("stops", r"observe-(?:port|server) .+", "an observing port carries nothing else", MIRRORING),
    effect("copy", rf"traffic-mirror (?:.+ )?vlan {VLANS}(?: .+)", "packets are copied as they come in", MIRRORING),
    effect(
        "copy",
        r"(?:traffic-mirror|mac-mirroring|port-mirroring|mirroring|mirror) .+",
        "packets are copied as they come in",
        MIRRORING,
    ),
    # Policies and filters of the switch or of a VLAN.
    harmless(r"traffic-policy (?:atomic-update-mode|chip-based-mode)", "how it is put into the hardware", CE),
    effect("policy", rf"traffic-policy \S+ vlan {VLANS} .+", source=S),
    effect("policy", r"traffic-policy \S+ global .+", source=f"{S}, {CE}"),
    effect("policy", rf"traffic-(?:filter|secure|redirect|limit|remark) vlan {VLANS} .+", source=S),
    effect("policy", rf"traffic-(?:filter|secure) .* vlan {VLANS}(?: (?:inbound|outbound))?", source=PRACTICE),
    harmless(r"traffic-statistic .+", "a counter", S),
    effect("policy", r"traffic-(?:policy|filter|secure|redirect|limit|remark) .+", source=S),
    effect(
        "policy",
        r"traffic-segment (?:enable|default-policy .+|unknown-segment .+)",
        source=CE,
    ),
    # Checks against the bindings.
    effect(
        "source",
        rf"(?:ip|ipv4|ipv6) source check .*(?:exclude|except|trust)\w*(?: vlan {VLANS})?(?: .+)?",
        "what is left out is not checked",
        PRACTICE,
    ),
    effect(
        "source",
        r"(?:ip|ipv4|ipv6) source check user-bind check-item .+",
        "only what it names is checked",
        f"{S}, {CE}",
    ),
    effect(
        "arp",
        rf"arp anti-attack check user-bind .*(?:exclude|except|trust|check-item)\w*(?: vlan {VLANS})?(?: .+)?",
        "what is left out is not checked",
        f"{S}, {CE}",
    ),
    effect(
        "source",
        rf"dhcp(?:v6)? snooping bind-table static .+? interface {PORTS}(?: vlan \d+)?(?: .+)?",
        BOUND,
        PRACTICE,
    ),
    effect("source", rf"dhcp(?:v6)? snooping bind-table static .+? vlan {VLANS}", BOUND, PRACTICE),
    effect("source", r"dhcp(?:v6)? snooping bind-table .+|(?:nd )?user-bind (?!static).+|nd user-bind .+", BOUND, S),
    effect("trust", rf"dhcp(?:v6)? snooping trusted interface {PORTS}", source=S),
    effect("trust", r"dhcp(?:v6)? snooping trusted(?: .+)?", source=S),
    # MAC addresses.
    effect("macs", NOT_LEARNED, UNCOUNTED, f"{S}, {CE}"),
    effect("stops", r"arp learning disable", NO_ARP, PRACTICE),
    effect(
        "stops",
        r"arp anti-attack rate-limit (?:packet(?:-number)? )?[0-4](?: .+)?",
        "a few ARP packets in one second are too many",
        PRACTICE,
    ),
    # VRP 5 in the first words, VRP 8 in the second.
    effect(
        "stops",
        rf"{ARP_LIMIT} source-ip {ADDRESS} maximum [1-4]|{ARP_LIMIT} source-mac {MAC} maximum [1-4]",
        "a few ARP packets in one second are too many",
        f"{S}, {CE}",
    ),
    effect(
        "stops",
        rf"{ARP_LIMIT} source-(?:ip|mac) maximum [1-4]",
        "a few ARP packets in one second are too many",
        f"{S}, {CE}",
    ),
    effect("stops", rf"arp static {ADDRESS} {MAC}(?: .+)?", "the switch sends its packets to another MAC", S),
    effect("mac", rf"mac-address static {MAC} {PORTS} vlan {VLANS}", source=f"{S}, {CE}"),
    effect("mac", r"mac-address (?:static|multiport) .+", source=f"{S}, {CE}"),
    effect("hole", rf"mac-address blackhole {MAC}(?: vlan {VLANS})?", source=f"{S}, {CE}"),
    effect("hole", r"mac-address (?:blackhole|drop) .+", source=f"{S}, {CE}"),
    # Spanning tree.
    harmless(r"stp flush disable", "how its own tables follow", CE),
    effect("bpdu", r"stp disable|undo stp enable", source=f"{S}, {CE}"),
    effect("bpdu", rf"stp vlan {VLANS} disable", source=CE),
    effect("bpdu", rf"undo stp vlan {VLANS} enable", source=CE),
    effect(
        "bpdu", r"(?:undo )?stp (?:edged-port )?bpdu-filter .+", "an edge port takes no notice of BPDUs", f"{S}, {CE}"
    ),
    effect("bpdu", r"stp .*\bdisable\b.*|undo stp .*\benable\b.*", "spanning tree is off somewhere", f"{S}, {CE}"),
    effect("bpdu", r"(?:undo )?mac-address bpdu .+|bpdu bridge .+", "other frames count as BPDUs", CE),
    harmless(
        r"l2protocol-tunnel \S+ group-mac .+|l2protocol-tunnel user-defined-protocol .+",
        "what a port's tunnel would send to",
        f"{S}, {CE}",
    ),
    effect("bpdu", r"(?:bpdu|l2protocol)-tunnel .+", "BPDUs pass the ports by", PRACTICE),
    # Isolation.
    harmless(r"port-isolate mode \w+", "apart in layer 2 as before, and in layer 3 too", S),
    effect("isolation", rf"port-isolate exclude vlan {VLANS}", "isolated ports reach each other there", f"{S}, 5.3"),
    effect("isolation", r"(?:undo )?port-isolate .+", "who is isolated from whom is changed for all ports", S),
    # The VLAN.
    effect("stops", rf"vlan reserved (?:for .+? )?{VLANS}", "the switch keeps it for itself", PRACTICE),
    # What somebody else, or a neighbour, may change.
    effect(
        "member",
        rf"(?:dot1x|mac-authen|authentication|portal|web-auth-server)\b.* interface {PORTS}(?: .+)?",
        "who logs in is given another VLAN or list",
        S,
    ),
    effect("member", r"vcmp role client.*", "a neighbour's messages make and delete VLANs", S),
    effect(
        "member", r"(?:as-mode|uni-mng|easy-operation|ztp)(?: .*)?", "the ports' settings come from elsewhere", PRACTICE
    ),
    effect(
        "member", r"(?:ip-subnet-vlan|policy-vlan|mac-vlan|protocol-vlan|voice-vlan) .*enable.*", source=f"{S}, {CE}"
    ),
)
_MANAGED = "how the switch is managed"
_ROUTED = "where the switch itself sends packets"
_ALONE = "does nothing until a line of a port, a VLAN or the switch applies it, which is judged there"
HARMLESS: tuple[Row, ...] = (
    harmless(r"sysname .+|!.*|version .+|(?:undo )?(?:info-center|clock|header|set|file|hash|configuration)(?: .*)?", _MANAGED, S),
    harmless(r"(?:undo )?(?:snmp-agent|ntp-service|ntp|sntp|dns|nqa|netconf|icmp|ping|tracert)(?: .*)?", _MANAGED, S),
    harmless(r"(?:undo )?(?:ssh|stelnet|sftp|scp|telnet|ftp|tftp|tftp-server|http|FTP)(?: .*)?", _MANAGED, S),
    harmless(r"(?:undo )?(?:rsa|dsa|ecc|sm2|pki|ssl|public-key|certificate)(?: .*)?", _MANAGED, S),
    harmless(r"aaa|user-interface .+|(?:undo )?(?:super|password|local-user|user|command-privilege|management-plane) .+", _MANAGED, S),
    harmless(r"(?:undo )?(?:radius-server|radius|hwtacacs-server|hwtacacs|domain|service-scheme|service-template|user-security-policy|nap)(?: .*)?", _MANAGED, S),
    harmless(r"(?:undo )?(?:alarm|temperature|device|slot|stack|fan|power|reset-reason|autoload|patch|upgrade|ddr|assign|energy|poe) .+", "the box", S),
    harmless(r"(?:interface|router) (?:NULL|LoopBack|MEth|Tunnel|Stack-Port|stack-port|Wlan-Capwap|Cellular)\d?.*|router id .+|(?:stack|dcb|vm-manager|telemetry|tls|fib|keychain|info|(?:undo )?dcn)(?: .+)?", _ROUTED, S),
    harmless(r"(?:ip|ipv6) route-static .+|(?:ospf|ospfv3|rip|ripng|isis|bgp|mpls|vsi|bfd|mpls lsr-id)(?: .*)?", _ROUTED, S),
    harmless(r"(?:ip|ipv6) (?:vpn-instance|ip-prefix|ipv6-prefix|prefix|as-path-filter|community-filter|pool) .+|route-policy .+|ipv6|vrrp .+", _ROUTED, S),
    harmless(r"(?:undo )?dhcp(?:v6)? (?:enable|server .+|relay .+|client .+|pool .+|anti-attack .+)|ip pool .+|dhcpv6 .+", "leases of the switch", S),
    harmless(
        r"(?:undo )?dhcp snooping (?:enable(?: .+)?|check .+|alarm .+|user-bind .+|over-vpls .+|server record|user-\w+ .+)",
        "an address from a trusted port's server is bound too: the access list still names the terminals'",
        f"{S}, {CE}",
    ),
    harmless(
        r"(?:undo )?arp (?:static .+|learning .+|timeout .+|detect .+|ip-conflict-detect .+|constant-send .+|smart-discover .+|"
        r"topology-change .+|validate .+|miss .+|gratuitous-arp .+|over-vpls .+|speed-limit .*\d|"
        r"anti-attack (?:entry-check|gateway-duplicate|gratuitous-arp|log-trap-timer|rate-limit|packet-check)(?: .*)?)",
        "the switch's own table, and less of what is wrong",
        f"{S}, {CE}",
    ),
    harmless(r"(?:ip |ipv6 )?local policy-based-route .+|voice-vlan (?:mac-address|aging-time) .+", _ALONE, PRACTICE),
    harmless(r"cpu-defend policy \S+", "see under it", S, CPU),
    harmless(r"(?:undo )?(?:cpu-defend|cpu-defend-policy|auto-defend|anti-attack|deception|gtsm)(?: .*)?", "packets to the switch itself", f"{S}, {CE}"),
    harmless(r"(?:undo )?lldp(?: .*)?|(?:undo )?(?:ndp|ntdp|cluster|lacp|eth-trunk|e-trunk|efm|dldp|cfm|y1731|lnp)(?: .*)?", "says who is there", S),
    harmless(
        r"stp (?:enable|mcheck|mode \w+|(?:instance \d+ |vlan [\d to]+ )?(?:priority \d+|root \w+)|pathcost-standard \S+|"
        r"timer .+|timer-factor .+|max-hops \d+|bridge-diameter \d+|converge \w+|tc-protection(?: .*)?|transmit-limit \d+|"
        r"region-configuration|edged-port default|vlan [\d to]+ enable|bridge-address .+|"
        r"vlan [\d to]+ (?:bridge-diameter|timer).+)",
        "an edge port that is shut by any BPDU has no part in it",
        f"{S}, {CE}",
    ),
    harmless(r"stp process \d+", "see under it", S, PROCESS),
    harmless(r"(?:rrpp|erps|sep) enable|(?:rrpp|erps|sep) (?!domain|ring|segment).+", "see each ring", RING),
    harmless(r"(?:user-group|qos-profile|policy-based-route|cloud-mng|pnp) .+|undo pnp .+", _ALONE, S),
    harmless(r"(?:undo )?(?:loopback-detect|error-down) .+", "looks for loops, and opens again what was shut", S),
    harmless(
        r"(?:undo )?mac-address (?:aging-time|flapping|notification|update|trap|learning self-healing|learning priority)(?: .*)?|"
        r"drop illegal-mac .+|mac-spoofing-defend .+|undo mac-spoofing-defend .+",
        "ages, alarms, and less of what is wrong",
        f"{S}, {CE}",
    ),
    harmless(r"(?:igmp-snooping|mld-snooping|multicast|pim|igmp|mld|multicast-vlan|l2-multicast)(?: .*)?", "terminals need no multicast", S),
    harmless(r"acl (?!ip-pool).+|time-range .+|traffic (?:classifier|behavior|policy) .+|ucl-group .+", _ALONE, f"{S}, {CE}"),
    harmless(r"(?:drop-profile|qos|diffserv|scheduler|flow-wred|rate-limit|port-group|vlan-group|mac-security-profile)(?: .*)?", _ALONE, f"{S}, {CE}"),
    harmless(
        r"(?:undo )?(?:authentication-profile|authentication|dot1x-access-profile|mac-access-profile|portal-access-profile|"
        r"free-rule-template|access-author|web-auth-server|portal|dot1x|mac-authen|access-user|static-user|authorize|device-sensor)(?: .*)?",
        _ALONE,
        S,
    ),
    harmless(r"(?:sflow|ip netstream|ipv6 netstream|netstream) .+", _ALONE, f"{S}, {CE}"),
    harmless(r"(?:undo )?(?:capwap|wlan|ap|wmi-server|cwmp|smart-upgrade|wireless)(?: .*)?|undo authentication unified-mode", "no wire of ours", S),
    harmless(r"storm suppression mac-address flapping .+|(?:undo )?gvrp|vcmp (?:domain|device-id|role (?:silent|server|transparent))(?: .*)?", _ALONE, f"{S}, {CE}"),
    harmless(rf"interface Vlanif{VLANS}", "packets that the switch itself routes", S, INTERFACE_OF_VLAN),
    harmless(r"interface \S+\.\d+(?: .+)?", "a port's sub-interface is told of with the port", S, SUBINTERFACE),
    harmless(r"interface Vlanif.+", "packets that the switch itself routes", S),
    harmless(r"bridge-domain \d+", "see under it", PRACTICE, BRIDGE_DOMAIN),
)  # fmt: skip
VRP = LineTables((*EFFECTS, *HARMLESS), VLAN, PORT)
