# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that Cisco IOS and Ruijie RGOS print alike on a port: what each does to the terminal behind it (`line_tables`)."""

from __future__ import annotations

from ..line_tables import Row, effect, harmless
from .lines import ACL, ADDRESS, ANOTHER, COPIED, DHCP, INTO, PORTS, PORTS_GUIDE, PRACTICE, QOS, SPAN, STORM, STP, VLANS

NOTHING = r"(?:0+(?:\.0+)?|\.0+)[kmg]?"
# Less than a host needs to ask for its gateway: a few packets or bits in a second.
LITTLE = r"(?:pps \d(?:\.\d+)?|kbps \d|bps \d{1,4}(?:\.\d+)?)"
PORT: tuple[Row, ...] = (
    effect(
        "bpdu",
        r"spanning-tree bpdufilter enabled?|l2protocol-tunnel(?: .+)?",
        "the port takes notice of no BPDU",
        STP,
    ),
    effect("bpdu", r"spanning-tree bpduguard disabled?", "the port itself says so", STP),
    # Of the oldest Catalysts; it stands on the port that the copies go to.
    effect("copy", rf"port monitor {PORTS}", COPIED, SPAN),
    effect("trust", r"ip dhcp snooping trust", source=DHCP),
    effect("copy", r"(?:ip|ipv6|datalink) flow monitor .+|sflow .+", "what it has seen is sent to a collector", SPAN),
    effect("policy", r"(?:mac|expert) access-group \S+ (?:in|out)", source=ACL),
    effect("off", r"no switchport", "it is no switch port any more", PORTS_GUIDE),
    effect(
        "off",
        r"(?:authentication|access-session|dot1x) port-control (?:force-unauthorized|unauthorized-force)",
        "nobody behind it is let in, ever",
        "Catalyst 2960-X security configuration guide, p. 295",
    ),
    # What comes in with a tag is another VLAN's from there on.
    effect(
        "maps",
        rf"switchport vlan mapping {VLANS} (?:dot1q-tunnel )?{INTO}(?: \d+)?",
        ANOTHER,
        "Catalyst 4500 configuration guide 30-7",
    ),
    effect("maps", rf"switchport vlan mapping default dot1q-tunnel {INTO}", ANOTHER, PRACTICE),
    harmless(r"switchport voice vlan none|no ip (?:address|m?route-cache(?: \S+)?)", "what is the default", PRACTICE),
    harmless(r"(?:no )?switchport vlan mapping enable", "see what it maps", PRACTICE),
    effect("maps", r"switchport vlan mapping .+|switchport dot1q ethertype (?!8100$).+", ANOTHER, PRACTICE),
    effect(
        "login",
        r"(?:authentication|access-session|dot1x) port-control auto|web-auth(?: enable)?(?: .+)?|ip admission \S+",
        "who logs in is given another VLAN or list",
        PRACTICE,
    ),
    effect(
        "member",
        r"(?:no )?ip address(?: .+)?|(?:ip )?vrf forwarding \S+|channel-group .+|"
        r"port-group .+|switchport (?:voice|trunk encapsulation|private-vlan|vlan mapping) .+|"
        r"(?:authentication|access-session|dot1x|mab|web-auth)(?: .+)?",
        "it has more to go by than its VLAN",
        PRACTICE,
    ),
    effect(
        "stops",
        rf"storm-control (?:broadcast|unicast|unknown-unicast)(?: level)?(?: bps| pps| kbps)? {NOTHING}(?: .+)?",
        "a threshold of nothing blocks all of it",
        STORM,
    ),
    effect(
        "stops",
        rf"storm-control (?:broadcast|unicast|unknown-unicast) level(?: bps| pps)? \S+ {NOTHING}",
        "once it is blocked it stays so: its rate never falls below nothing",
        STORM,
    ),
    effect("stops", rf"storm-control broadcast(?: level)? {LITTLE}(?: .+)?", "ARP is a broadcast", STORM),
    harmless(
        r"storm-control (?:broadcast|multicast|unicast|unknown-unicast)"
        r"(?:(?: level)?(?: bps| pps| kbps)? [\d.]+[kmg]?(?: [\d.]+[kmg]?)?)?|storm-control action (?:shutdown|trap)",
        "what is too much of it is blocked",
        STORM,
    ),
    harmless(
        r"(?:no )?(?:speed(?: auto)?(?: nonegotiate)?(?: \d+)*|duplex(?: \w+)?|mdix \w+|flowcontrol(?: \w+){0,2}|"
        r"(?:media|medium)-type \S+|negotiation(?: \w+)*|keepalive(?: \d+)?|eee enable|"
        r"power efficient-ethernet auto|energy-efficient-ethernet enable)",
        "the cable",
        PORTS_GUIDE,
    ),
    harmless(
        r"(?:no )?(?:load-interval \d+|(?:bandwidth|delay|mtu) \d+|"
        r"carrier-delay(?: msec)? \d+|link debounce(?: .+)?|energywise(?: .+)?|"
        r"logging event [\w-]+(?: \w+)?|snmp (?:trap .+|ifindex persist)|hold-queue [1-9]\d* (?:in|out)|ip igmp snooping tcn flood|nmsp attachment suppress)",
        "counters and logs",
        PORTS_GUIDE,
    ),
    harmless(
        r"(?:no )?(?:cdp enable|cdp tlv .+|lldp (?:transmit|receive|enable|mode \w+|med-tlv-select .+|tlv-select .+|"
        r"tlv-enable .+)|udld (?:port(?: aggressive| disable)?|enable|aggressive))",
        "says who is there",
        PORTS_GUIDE,
    ),
    harmless(r"(?:no )?(?:power inline|poe) .+", "power, no packets", PORTS_GUIDE),
    harmless(
        r"switchport|switchport nonegotiate|macro description .+", "what a switch port is, and a text", PORTS_GUIDE
    ),
    harmless(
        r"switchport block (?:unicast|multicast)",
        "what goes to nobody known does not leave the port, and port security knows the terminal",
        "Catalyst 2960 configuration guide 23-7",
    ),
    harmless(
        rf"switchport port-security (?:aging (?:time \d+|type \w+|static)|violation (?:protect|restrict|shutdown)(?: vlan)?|"
        rf"maximum 1 vlan access|mac-address sticky|mac-address (?:sticky )?{ADDRESS}(?: vlan (?:\d+|access))?)",
        "which address it holds, the proof reads",
        "Catalyst 2960 command reference, switchport port-security",
    ),
    harmless(
        r"spanning-tree (?:cost \d+|port-priority \d+|link-type [\w-]+|guard (?:root|loop|none)|bpdufilter disabled?|"
        r"autoedge(?: disabled)?|(?:mst|vlan) [\d,-]+ (?:cost|port-priority) \d+|tc-guard|mst simulate pvst \w+)|"
        r"no spanning-tree autoedge",
        "a port that is shut by any BPDU has no use for it",
        STP,
    ),
    harmless(
        r"(?:no )?mls qos (?:trust|cos|vlan-based|dscp-mutation)(?: .+)?|trust device .+|priority-queue out|queue-set \d|"
        r"srr-queue bandwidth (?:share(?: \d+){4}|shape(?: (?:0|1?\d|2[0-5])){4})|auto qos (?:trust|classify)(?: .+)?",
        "priorities",
        QOS,
    ),
    harmless(
        r"ipv6 (?:nd (?:raguard|inspection|snooping)|dhcp guard|snooping|source-guard|destination-guard)(?: .+)?",
        "IPv6 is denied",
        DHCP,
    ),
    harmless(
        r"ip igmp (?:max-groups|filter|profile|snooping) .+|ip dhcp snooping suppression",
        "terminals need no multicast, and no leases",
        DHCP,
    ),
    harmless(r"ip dhcp snooping limit rate [1-9]\d*", "the terminals' addresses are static", DHCP),
)
