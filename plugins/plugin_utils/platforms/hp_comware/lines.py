# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of H3C Comware 7 that are none of ours, outside the sections of ports: what each does to terminals (`line_tables`).

Sources, by their short names here: H3C, its S-series command references for Comware 7 (mirroring, port isolation, ACL and
QoS, spanning tree, MAC address table, IP source guard, ARP attack protection); HPE, 5700 and 5130HI configuration guides.
"""

from __future__ import annotations

from ..line_tables import TAKEN_BACK, LineTables, Row, effect, harmless
from .port_lines import ADDRESS, OWN_NAME, PORT

H3C, HPE, PRACTICE = "H3C", "HPE", "not looked up"
MAC = r"(?P<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})"
VLANS = r"(?P<vlans>[\d to]+?)"
PORTS = r"(?P<ports>[A-Za-z-]*[A-Za-z]\d[\d/]*(?: [A-Za-z-]*[A-Za-z]\d[\d/]*)*)"
MORE_PORTS = PORTS.replace("ports", "more_ports")

NOT_LEARNED = r"mac-address max-mac-count 0|undo mac-address mac-learning enable|mac-address mac-learning disable"
UNCOUNTED = "port security cannot count addresses that are not learned"
BOUND = "another address may be bound than the ledger's"
WAITS = "the port forwards only as another one does, or does not"
OTHER_MAC = "the switch sends its packets to another MAC"
NO_ARP = "whoever is not in its table already gets no packets"

# In a VLAN. What is not here is refused in the terminals' VLAN, and told of in another one.
VLAN: tuple[Row, ...] = (
    effect("policy", r"qos (?:apply policy|vlan-policy) .+|packet-filter .+", source=H3C),
    effect("policy", r"(?:ip|mac)-(?:subnet-vlan|vlan) .+|protocol-vlan .+", source=H3C),
    effect("stops", rf"(?:subvlan|private-vlan secondary) {VLANS}", "it is part of another VLAN", H3C),
    effect(
        "stops",
        r"supervlan|private-vlan (?:primary|isolated|community).*|isolate-user-vlan .+",
        "its ports are kept apart by another VLAN",
        H3C,
    ),
    effect("stops", r"(?:broadcast|unicast)-suppression (?:(?:pps|kbps) )?0", "all of them are discarded", H3C),
    effect("arp", r"arp detection trust.*|undo arp detection enable", source=H3C),
    effect("macs", NOT_LEARNED, UNCOUNTED, H3C),
    harmless(r"description .+|name \S.*", "a text", H3C),
    harmless(r"arp detection log enable", "a log", H3C),
    harmless(r"loopback-detection .+|nd snooping .+", "looks for loops, and IPv6 is denied", H3C),
    harmless(r"arp restricted-forwarding enable|arp snooping enable|ipv6 nd .+|ipv6 source .+", "checks more", H3C),
    harmless(
        r"(?:igmp-snooping|mld-snooping|pim-snooping) .+|statistics enable|management-vlan",
        "terminals need no multicast",
        H3C,
    ),
    harmless(
        r"(?:ipv6 )?dhcp snooping (?:enable|binding record|check .+)",
        "an address from a trusted port's server is bound too: the access list still names the terminals'",
        H3C,
    ),
)
# In the interface of a VLAN, which concerns packets that the switch itself routes, and its filters perhaps more.
INTERFACE_OF_VLAN: tuple[Row, ...] = (
    effect(
        "isolation",
        r"local-proxy-arp enable.*|proxy-arp enable",
        "the switch hands packets from one isolated port to another",
        H3C,
    ),
    effect(
        "policy",
        r"packet-filter (?!filter ).+|qos apply policy .+|ip policy-based-route .+|flow-control-enable .+",
        source=H3C,
    ),
    effect("source", r"ip source binding .+", "an entry for the whole VLAN lets another address in on every port", HPE),
    effect("stops", r"shutdown", "the switch is no gateway any more", H3C),
    effect("stops", r"arp authorized enable|arp max-learning-num 0", NO_ARP, H3C),
    harmless(r"packet-filter filter (?:route|all)", "which packets a filter there is about", H3C),
    harmless(r"ip verify source .+", "checks more", H3C),
    harmless(r"description .+", "a text", H3C),
    harmless(
        r"(?:undo )?ip (?:redirects|unreachables|ttl-expires|forward-broadcast)(?: .+)?|tcp mss \d+",
        "what the switch itself answers, and sizes",
        H3C,
    ),
    harmless(r"(?:ip|ipv6) address .+|mtu \d+|undo shutdown|arp .+|ipv6 .+", "an address of the switch itself", H3C),
    harmless(r"dhcp .+|ospf .+|vrrp .+|rip .+|isis .+|bfd .+|service-class \d", "routes and leases", H3C),
)
ISOLATION_GROUP: tuple[Row, ...] = (
    effect("isolation", r"community-vlan vlan all", "isolated ports reach each other in a community VLAN", H3C),
    effect("isolation", rf"community-vlan vlan {VLANS}", "isolated ports reach each other in a community VLAN", H3C),
    harmless(r"description .+", "a text", H3C),
)
# Groups of ports of which one is shut, or waits, because of another one.
LINKED_PORTS: tuple[Row, ...] = (
    effect("waits", rf"port {PORTS} (?:uplink|downlink|primary|secondary|master|slave)", WAITS, H3C),
    effect("waits", r"port .+", WAITS, H3C),
    harmless(r"(?:description|protected-vlan|preemption|flush|downlink|uplink) .+", "when they change", H3C),
)
# Rings of switches: one of a ring's ports may stand blocked, and its control VLAN carries nothing else.
RINGS: tuple[Row, ...] = (
    effect("stops", rf"control-vlan {VLANS}", "a ring's control VLAN carries nothing else", HPE),
    effect("waits", rf"ring \d+ node-mode .*?-port {PORTS}(?: secondary-port {MORE_PORTS})?(?: level \d)?", WAITS, HPE),
    effect("waits", rf"port[01] interface {PORTS}", WAITS, HPE),
    effect("waits", r"(?:ring \d+ node-mode|port[01]) .+", WAITS, HPE),
    harmless(r".+", "how the ring does it", HPE),
)
THEIRS = "what comes in with its tag is the sub-interface's"
SUBINTERFACE: tuple[Row, ...] = (
    effect("off", rf"vlan-type dot1q (?:vid )?{VLANS}(?: .+)?", THEIRS, PRACTICE),
    effect("off", r"vlan-type dot1q default", THEIRS, PRACTICE),
    harmless(r".+", "told of with the port", H3C),
)
EFFECTS: tuple[Row, ...] = (
    effect("bpdu", r"undo stp bpdu-protection", TAKEN_BACK, PRACTICE),
    effect("macs", r"undo port-security enable", TAKEN_BACK, PRACTICE),
    effect("stops", rf"undo vlan {VLANS}", TAKEN_BACK, PRACTICE),
    effect("stops", r"undo ip(?:v6)? source binding .+", TAKEN_BACK, PRACTICE),
    effect("exempt", r"undo acl .+", TAKEN_BACK, PRACTICE),
    harmless(r"(?:rrpp domain|erps ring) \d+", "see under it", HPE, RINGS),
    harmless(r"(?:rrpp|erps) enable|(?:rrpp|erps) (?!domain|ring ).+", "see each ring", HPE),
    # Copies.
    harmless(r"mirroring-group \d+ (?:local|remote-source|remote-destination)(?: sampler \S+)?", "a group without members", H3C),
    harmless(r"mirroring-group \d+ mirroring-cpu .+|mirroring-group \d+ sampler \S+", "packets to the switch itself", H3C),
    effect("copy", rf"mirroring-group \d+ mirroring-port {PORTS}(?: (?:inbound|outbound|both))?", "packets are copied as they come in", H3C),
    effect("copy", rf"mirroring-group \d+ mirroring-vlan {VLANS}(?: (?:inbound|outbound|both))?", "packets are copied as they come in", H3C),
    effect("stops", rf"mirroring-group \d+ (?:monitor-port|monitor-egress|reflector-port) {PORTS}(?: destination-ip .+)?", "a port that monitors is for that alone", H3C),
    effect("stops", rf"mirroring-group \d+ remote-probe vlan {VLANS}", "copies of others' packets fill it", H3C),
    effect("copy", r"(?:mirroring-group|traffic-mirror|mirror-to) .+", "packets are copied as they come in", H3C),
    # Policies and filters of the switch or of a VLAN.
    harmless(r"(?:undo )?packet-filter default deny", "closes more, and our lists end in a deny", H3C),
    effect("policy", rf"packet-filter (?:.+ )?vlan {VLANS}(?: .+)?", source=PRACTICE),
    effect("policy", r"packet-filter .+", source=f"{H3C}, not looked up word for word"),
    harmless(r"qos apply policy \S+ control-plane (?:management|slot \d+|chassis \d+ slot \d+) inbound", "packets to the switch itself", H3C),
    effect("policy", rf"qos (?:vlan-policy|apply policy) \S+ vlan {VLANS} (?:inbound|outbound)(?: .+)?", source=H3C),
    effect("policy", r"qos (?:vlan-policy|apply policy) .+", source=H3C),
    effect("policy", r"microsegment .+|traffic-filter .+", source=PRACTICE),
    # Checks against the bindings.
    effect("source", rf"(?:ip|ipv6) verify source exclude vlan {VLANS}", "packets of an excluded VLAN are forwarded without being checked", H3C),
    effect("source", r"(?:undo )?(?:ip|ipv6) verify source (?:exclude|trust) .+", "what is left out is not checked", H3C),
    effect("arp", rf"arp detection rule \d+ permit .+?(?: vlan {VLANS})?", "a rule that permits lets past the bindings", H3C),
    effect("arp", r"arp detection port-match-ignore", "an entry then holds on every port", H3C),
    effect("hole", rf"arp detection rule \d+ deny ip any mac {MAC}(?: vlan {VLANS})?", "its ARP packets are dropped", H3C),
    effect("stops", rf"arp detection rule \d+ deny ip {ADDRESS} mac any(?: vlan {VLANS})?", OWN_NAME, H3C),
    effect("stops", rf"arp static {ADDRESS} {MAC}(?: .+)?", OTHER_MAC, H3C),
    effect("stops", rf"arp detection rule \d+ deny .+? vlan {VLANS}", "ARP packets are dropped", H3C),
    effect("stops", r"arp detection rule \d+ deny .+", "ARP packets are dropped", H3C),
    effect("stops", r"arp source-mac threshold [1-4]", "a few ARP packets in five seconds make an attacker", H3C),
    effect("stops", r"arp max-learning-num(?:ber)? 0(?: .+)?", NO_ARP, H3C),
    harmless(r"arp detection (?:validate .+|log .+)", "checks more", H3C),
    effect("arp", r"(?:undo )?arp detection .+", "what is checked is changed for all ports", H3C),
    effect("source", rf"(?:user-bind|am user-bind|ip source static binding) .+? interface {PORTS}", BOUND, PRACTICE),
    effect("source", r"(?:user-bind|am user-bind|ip(?:v6)? source static binding) .+", BOUND, PRACTICE),
    # MAC addresses.
    effect("macs", NOT_LEARNED, UNCOUNTED, H3C),
    effect("mac", rf"mac-address static {MAC} interface {PORTS} vlan {VLANS}", source=H3C),
    effect("hole", rf"mac-address blackhole {MAC} vlan {VLANS}", source=H3C),
    effect("mac", r"mac-address (?:static|multiport) .+", source=H3C),
    effect("hole", r"mac-address blackhole .+", source=H3C),
    effect("mac", rf"port-security mac-address security(?: sticky)? {MAC} interface {PORTS} vlan {VLANS}", source=H3C),
    effect("macs", r"port-security (?:free-vlan|static-user|authentication open) .+", "who is let in is decided elsewhere", H3C),
    # Spanning tree.
    effect("bpdu", r"undo stp (?:global )?enable|stp (?:global )?disable", source=f"{H3C}, {HPE}"),
    effect("bpdu", rf"undo stp vlan {VLANS} enable", source=H3C),
    effect("bpdu", rf"stp vlan {VLANS} disable", source=H3C),
    effect("bpdu", rf"stp ignored vlan {VLANS}", "spanning tree blocks no port in it", PRACTICE),
    effect("bpdu", r"stp ignored .+", "spanning tree blocks no port in it", PRACTICE),
    harmless(r"(?:l2protocol|bpdu-tunnel) tunnel-dmac .+", "what a port's tunnel would send to", H3C),
    effect("bpdu", r"(?:l2protocol|bpdu-tunnel) .+", "BPDUs pass the ports by", PRACTICE),
    effect("bpdu", r"(?:undo )?stp (?:\S+ )?bpdu-(?:drop|filter|transparent).*|stp .*\bdisable\b.*|undo stp .*\benable\b.*|bpdu-drop .+", source=H3C),
    # Ports that others shut.
    harmless(r"(?:monitor|smart)-link group \d+", "see under it", H3C, LINKED_PORTS),
    # The VLAN.
    effect("stops", rf"reserve-vlan-interface {VLANS}(?: global)?", "the switch keeps it for itself", H3C),
    effect("stops", rf"isolate-user-vlan \d+ secondary {VLANS}", "it is part of another VLAN", PRACTICE),
    # Isolation.
    harmless(r"port-isolate group \d+", "what the terminals' ports are in", H3C, ISOLATION_GROUP),
    effect("isolation", r"(?:undo )?port-isolate .+", "who is isolated from whom is changed for all ports", H3C),
    # What somebody else, or a neighbour, may change.
    effect("member", r"(?:voice-vlan|lldp voice-vlan|mac-vlan trigger|port-auto|auto-config|vcf-fabric)(?: .*)?enable.*", "the ports' settings come from elsewhere", PRACTICE),
    effect("member", r"(?:vcf-fabric|openflow|smartmc)(?: .*)?|rtm (?:cli-policy|tcl-policy) .+", "the ports' settings come from elsewhere", PRACTICE),
    effect("member", r"scheduler (?:job|schedule) .+|schedule (?:job|reboot) .+|job \S+", "an hour sets off what changes settings", H3C),
)  # fmt: skip
_MANAGED = "how the switch is managed"
_ROUTED = "where the switch itself sends packets"
_ALONE = "does nothing until a line of a port, a VLAN or the switch applies it, which is judged there"
HARMLESS: tuple[Row, ...] = (
    harmless(r"sysname .+|version .+|(?:undo )?(?:info-center|clock|header|copyright-info|configuration|archive|file|scheduler logfile|customlog)(?: .*)?", _MANAGED, H3C),
    harmless(r"(?:undo )?(?:snmp-agent|ntp-service|sntp|dns|nqa|netconf|restful|grpc|telemetry|track|ip icmp|ip ttl-expires|ip unreachables|ip redirects)(?: .*)?", _MANAGED, H3C),
    harmless(r"(?:undo )?(?:ssh|sftp|scp|telnet|ftp|tftp|ip http|ip https|http|https|web|webui|public-key|pki|ssl|security-enhanced|password-control|password-recovery|password)(?: .*)?", _MANAGED, H3C),
    harmless(r"(?:line(?! protocol)|user-interface|user-group|role|super|local-user|domain|radius|hwtacacs|ldap|aaa|user-role|authentication-mode)(?: .*)?", _MANAGED, H3C),
    harmless(
        r"(?:undo )?(?:irf|irf-port|irf-port-configuration|system-working-mode|system-name|fan|xbar|lpu-type|switch-mode|hardware-resource|power|poe|temperature-alarm|undo copyright-info|"
        r"link-delay|burst-mode|link-aggregation|lacp|mad|parity-error|hardware-failure-detection|hardware-failure-protection|memory-threshold|"
        r"service-loopback group|chassis|slot|mdc|banner|boot-loader|license|patch|shutdown-interval|transceiver|resource-monitor)(?: .*)?",
        "the box",
        H3C,
    ),
    harmless(r"interface (?:NULL|LoopBack|InLoopBack|M-GigabitEthernet|M-Ethernet|MGE|Tunnel|Register-Tunnel|Vsi-interface)\d.*", _ROUTED, H3C),
    harmless(r"(?:ip|ipv6) route-static .+|(?:ospf|ospfv3|rip|ripng|isis|bgp|mpls|bfd|router id|vsi|l2vpn)(?: .*)?", _ROUTED, H3C),
    harmless(r"(?:ip|ipv6) (?:vpn-instance|prefix-list|as-path|community-list|pool|load-sharing|host|redirects)(?: .*)?|route-policy .+|vrrp .+|ip address .+", _ROUTED, H3C),
    harmless(r"(?:undo )?(?:dhcp|ipv6 dhcp) (?:enable|server .+|relay .+|client .+|dscp .+|log enable|class .+|policy .+|option-group .+)", "leases of the switch", H3C),
    harmless(
        r"(?:ipv6 )?dhcp snooping .+",
        "an address from a trusted port's server is bound too: the access list still names the terminals'",
        H3C,
    ),
    harmless(r"(?:undo )?(?:arp (?!detection).+|gratuitous-arp-learning enable|gratuitous-arp-sending .+|ipv6 nd .+|ipv6 neighbor .+)", "the switch's own table, and less of what is wrong", H3C),
    harmless(r"(?:undo )?(?:lldp (?!voice-vlan).+|cdp .+|dldp .+|oam .+|cfd .+|loopback-detection .+|link-flap .+)|storm-constrain interval \d+", "says who is there, and looks for loops", H3C),
    harmless(
        r"stp (?:global enable|enable|bpdu-protection|mode \w+|(?:instance [\d to]+ |vlan [\d to]+ )?(?:priority \d+|root \w+)|pathcost-standard \S+|"
        r"timer .+|timer-factor .+|max-hops \d+|bridge-diameter \d+|tc-protection(?: .*)?|tc-snooping|region-configuration|log enable tc|"
        r"vlan [\d to]+ enable|global config-digest-snooping|port-log .+|transmit-limit \d+|dispute-protection|pvst-bpdu-protection)|undo stp (?:dispute|tc)-protection",
        "an edge port that is shut by any BPDU has no part in it",
        f"{H3C}, {HPE}",
    ),
    harmless(r"port-security (?:enable|mac-move (?:permit|bypass-vlan-check).*|timer .+|traffic-statistics .+|access-user log .+|oui .+|mac-address (?:timer|aging-type) .+|topology-change .+)", "what the terminals' ports rely on", H3C),
    harmless(r"(?:undo )?mac-address (?:timer .+|mac-move .+|mac-roaming .+|notification .+|fast-.+|max-mac-count .+|information .+)", "ages and alarms", H3C),
    harmless(r"(?:igmp-snooping|mld-snooping|multicast|pim|igmp|mld|multicast-vlan)(?: .*)?", "terminals need no multicast", H3C),
    harmless(r"(?:undo )?(?:cwmp|cloud-management|gvrp|mvrp)(?: .*)?", "how the switch is managed; a port registers VLANs by a line of its own", H3C),
    harmless(r"policy-based-route .+|voice-vlan (?:track lldp|mac-address .+|\d+ aging|aging .+|security .+)|lldp global .+", _ALONE, H3C),
    harmless(r"acl .+|time-range .+|traffic (?:classifier|behavior) .+|qos (?:policy|wred|map-table|carl|queue) ?.+|object-group .+|sampler .+|sflow .+", _ALONE, H3C),
    harmless(r"(?:undo )?(?:dot1x|mac-authentication|portal|web-auth|wlan|wips|guest-vlan|mac-vlan mac-address|undo dot1x)(?: .*)?", _ALONE, H3C),
    harmless(r"(?:undo )?(?:attack-defense|ip source-route|ip forward-broadcast|tcp|udp|control-plane|cpu-protect|snmp|trap|ip local policy-based-route|ipv6 local policy-based-route)(?: .*)?", "packets to the switch itself", H3C),
    harmless(rf"interface Vlan-interface{VLANS}", "packets that the switch itself routes", H3C, INTERFACE_OF_VLAN),
    harmless(r"interface \S+\.\d+(?: .+)?", "a port's sub-interface is told of with the port", H3C, SUBINTERFACE),
)  # fmt: skip
COMWARE = LineTables((*EFFECTS, *HARMLESS), VLAN, PORT)
