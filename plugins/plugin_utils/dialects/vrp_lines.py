# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Huawei VRP that are none of ours: what each does to terminals (`line_tables`)."""

from __future__ import annotations

from .line_tables import LineTables, Row, effect, harmless

CONFIG_GUIDE = "Huawei S-series configuration guides"
MIRRORING = "Huawei S-series mirroring configuration guide, EDOC1100065680"

VLAN: tuple[Row, ...] = (
    harmless(r"description .+", "a text", CONFIG_GUIDE),
    harmless(r"name \S+", "a text", CONFIG_GUIDE),
    effect("copy", r"mirroring .+", "a VLAN's mirrored packets are copied as they come in", MIRRORING),
)
INTERFACE_OF_VLAN: tuple[Row, ...] = (
    harmless(r"description .+", "a text", CONFIG_GUIDE),
    harmless(r"ip address .+", "an address of the switch itself", CONFIG_GUIDE),
)
SWITCH: tuple[Row, ...] = (
    effect("bpdu", r"stp disable|undo stp enable"),
    effect("bpdu", r"stp vlan (?P<vlans>[\d to]+) disable"),
    effect("bpdu", r"undo stp vlan (?P<vlans>[\d to]+) enable"),
    effect(
        "bpdu",
        r"stp bpdu-filter default",
        "no edge port takes notice of a BPDU",
        "Huawei command reference, stp bpdu-filter",
    ),
    effect(
        "isolation",
        r"port-isolate exclude vlan (?P<vlans>[\d to]+)",
        "isolated ports reach each other in a VLAN that is excluded",
        "Huawei S-series configuration guide, 5.3",
    ),
    effect(
        "stops", r"observe-port \d+ interface (?P<ports>\S+)", "a port that observes carries nothing else", MIRRORING
    ),
    effect("policy", r"traffic-policy \S+ global .+", source="Huawei command reference, traffic-policy global"),
    harmless(r"sysname \S+", "a name", CONFIG_GUIDE),
    harmless(r"stp enable|stp vlan [\d to]+ enable", "what is the default", CONFIG_GUIDE),
    harmless(r"ip route-static .+", "where the switch itself sends its packets", CONFIG_GUIDE),
    harmless(r"user-interface .+", "who may log in", CONFIG_GUIDE),
    harmless(r"interface Vlanif(?P<vlans>\d+)", "the switch's own address", CONFIG_GUIDE, INTERFACE_OF_VLAN),
)
INTERFACES = "Huawei S-series configuration guide, Ethernet interfaces"
STP = "Huawei S-series command reference, spanning tree"
SECURITY = "Huawei S-series command reference, security"
MAC = r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}"
PORT: tuple[Row, ...] = (
    effect("trust", r"(?:dhcp|dhcpv6|nd) snooping trusted(?: .+)?", source=SECURITY),
    effect("bpdu", r"stp disable|undo stp enable", "without spanning tree a port is not protected from BPDUs", STP),
    effect("bpdu", r"stp bpdu-filter enable", "the port takes notice of no BPDU", STP),
    effect(
        "stops",
        r"(?:broadcast|unicast)-suppression (?:packets |cir |percent )?0\b.*",
        "all of them are discarded",
        SECURITY,
    ),
    harmless(
        r"(?:undo )?negotiation auto|speed(?: auto)?(?: \d+)+|duplex \w+|(?:undo )?mdi \w+", "the cable", INTERFACES
    ),
    harmless(r"combo-port \w+|port media type \w+|device transceiver \S+", "the cable", INTERFACES),
    harmless(r"(?:undo )?(?:flow-control(?: negotiation)?|energy-efficient-ethernet enable)", "the cable", INTERFACES),
    harmless(r"jumboframe enable(?: \d+){0,2}|set flow-stat interval \d+", "sizes and counters", INTERFACES),
    harmless(
        r"(?:undo )?poe (?:enable|legacy enable|force-power|priority \w+|power \d+)", "power, no packets", INTERFACES
    ),
    harmless(
        r"(?:undo )?lldp (?:enable|disable|admin-status \w+|tlv-enable .+|tlv-disable .+|dot3-tlv .+|compliance cdp receive)",
        "says who is there",
        "Huawei S-series command reference, LLDP",
    ),
    harmless(
        r"(?:broadcast|multicast|unicast)-suppression (?:(?:packets|percent) )?[1-9]\d*(?: cbs \d+)?",
        "what is too much of it is discarded",
        SECURITY,
    ),
    harmless(r"multicast-suppression (?:packets |cir |percent )?0\b.*", "terminals need no multicast", SECURITY),
    harmless(
        r"storm-control (?:action \w+(?:-\w+)?|interval \d+|enable (?:log|trap)|"
        r"(?:broadcast|multicast|unicast) min-rate(?: \w+)? [1-9]\d* max-rate(?: \w+)? [1-9]\d*)",
        "what is too much of it is discarded",
        SECURITY,
    ),
    harmless(
        r"loopback-detect (?:enable|action [\w-]+|packet vlan [\d ]+|recovery-time \d+|packet-interval \d+)",
        "looks for loops",
        INTERFACES,
    ),
    harmless(r"trust (?:dscp|8021p(?: \w+)?)", "priorities, no packets", "Huawei S-series command reference, QoS"),
    harmless(
        rf"port-security (?:protect-action \w+|aging-time \d+(?: type \w+)?|mac-address sticky(?: {MAC} vlan \d+)?)",
        "which address it holds, the proof reads",
        SECURITY,
    ),
    harmless(r"arp anti-attack check user-bind alarm (?:enable|threshold \d+)", "an alarm", SECURITY),
    harmless(r"(?:ip|ipv4) source check user-bind alarm (?:enable|threshold \d+)", "an alarm", SECURITY),
    harmless(
        r"stp (?:enable|mcheck|cost \d+|port priority \d+|root-protection|loop-protection|bpdu-filter disable|"
        r"point-to-point [\w-]+|transmit-limit \d+|compliance \w+|config-digest-snoop|no-agreement-check|tc-restriction enable|"
        r"(?:instance|vlan) [\d to]+ (?:cost|port priority) \d+)",
        "a port that is shut by any BPDU has no use for it",
        STP,
    ),
)
VRP = LineTables(SWITCH, VLAN, PORT)
VRPV8 = VRP
