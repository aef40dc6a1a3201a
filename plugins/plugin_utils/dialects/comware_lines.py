# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of H3C Comware 7 that are none of ours: what each does to terminals (`line_tables`)."""

from __future__ import annotations

from .line_tables import LineTables, Row, effect, harmless

CONFIG_GUIDE = "H3C S5130 configuration guides"

VLAN: tuple[Row, ...] = (harmless(r"description .+", "a text", CONFIG_GUIDE),)
INTERFACE_OF_VLAN: tuple[Row, ...] = (
    harmless(r"description .+", "a text", CONFIG_GUIDE),
    harmless(r"ip address .+", "an address of the switch itself", CONFIG_GUIDE),
)
SWITCH: tuple[Row, ...] = (
    effect(
        "arp",
        r"arp detection rule \d+ permit .+?(?: vlan (?P<vlans>\d+))?",
        "a rule that permits lets past the bindings",
        "H3C ARP attack protection command reference",
    ),
    effect("bpdu", r"undo stp (?:global )?enable|stp (?:global )?disable"),
    effect("bpdu", r"undo stp vlan (?P<vlans>[\d to]+) enable"),
    effect(
        "source",
        r"ip verify source exclude vlan (?P<vlans>[\d to]+)",
        "packets of an excluded VLAN are forwarded without being checked",
        "H3C security configuration guide, IP source guard",
    ),
    harmless(r"sysname \S+|version .+", "a name", CONFIG_GUIDE),
    harmless(r"port-security enable|port-isolate group \d+", "what the terminals' ports rely on", CONFIG_GUIDE),
    harmless(r"stp global enable|stp vlan [\d to]+ enable", "what the terminals' ports rely on", CONFIG_GUIDE),
    harmless(r"ip route-static .+", "where the switch itself sends its packets", CONFIG_GUIDE),
    harmless(r"line .+", "who may log in", CONFIG_GUIDE),
    harmless(r"interface Vlan-interface(?P<vlans>\d+)", "the switch's own address", CONFIG_GUIDE, INTERFACE_OF_VLAN),
)
INTERFACES = "H3C S5130 configuration guide, Ethernet interfaces"
STP = "H3C S5130 command reference, spanning tree"
SECURITY = "H3C S5130 command reference, port security"
MAC = r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}"
PORT: tuple[Row, ...] = (
    effect("trust", r"(?:ipv6 )?(?:dhcp|nd) (?:snooping|detection) trust", source=SECURITY),
    effect("bpdu", r"undo stp enable|stp disable", "without spanning tree a port is not protected from BPDUs", STP),
    effect("stops", r"(?:broadcast|unicast)-suppression (?:(?:pps|kbps) )?0", "all of them are discarded", INTERFACES),
    harmless(r"port link-mode bridge", "what a switch port is", INTERFACES),
    harmless(r"speed (?:\d+|auto)(?: \d+)*|duplex \w+|mdix-mode [\w-]+", "the cable", INTERFACES),
    harmless(
        r"combo enable \w+|port auto-power-down|(?:undo )?eee enable|(?:undo )?flow-control(?: receive enable)?",
        "the cable",
        INTERFACES,
    ),
    harmless(r"flow-interval \d+|jumboframe enable(?: \d+)?|undo jumboframe enable", "sizes and counters", INTERFACES),
    harmless(
        r"(?:undo )?poe (?:enable|priority \w+|max-power \d+|mode \w+|pd-description .+)",
        "power, no packets",
        INTERFACES,
    ),
    harmless(
        r"(?:undo )?lldp (?:enable|admin-status \w+|tlv-enable .+|compliance admin-status cdp \w+)",
        "says who is there",
        "H3C S5130 command reference, LLDP",
    ),
    harmless(
        r"(?:broadcast|multicast|unicast)-suppression (?:(?:pps|kbps) )?[1-9]\d*",
        "what is too much of it is discarded",
        INTERFACES,
    ),
    harmless(r"multicast-suppression (?:(?:pps|kbps) )?0", "terminals need no multicast", INTERFACES),
    harmless(
        r"storm-constrain (?:control \w+|enable (?:log|trap)|(?:broadcast|multicast|unicast) (?:pps|kbps|ratio) [1-9]\d* [1-9]\d*)",
        "what is too much of it is discarded",
        INTERFACES,
    ),
    harmless(r"loopback-detection (?:enable vlan .+|action [\w-]+)", "looks for loops", INTERFACES),
    harmless(
        rf"port-security (?:intrusion-mode [\w-]+|ntk-mode [\w-]+|mac-address security(?: sticky)? {MAC} vlan \d+)",
        "which address it holds, the proof reads",
        SECURITY,
    ),
    harmless(
        r"(?:undo )?stp (?:enable|mcheck|cost \d+|port priority \d+|root-protection|loop-protection|"
        r"point-to-point [\w-]+|transmit-limit \d+|compliance \w+|config-digest-snooping|no-agreement-check|tc-restriction|"
        r"role-restriction|(?:instance|vlan) [\d to]+ (?:cost|port priority) \d+)",
        "a port that is shut by any BPDU has no use for it",
        STP,
    ),
)
COMWARE = LineTables(SWITCH, VLAN, PORT)
