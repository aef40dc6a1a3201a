# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Huawei VRP inside sections that are neither a port's nor a VLAN's: what each does to terminals (`line_tables`).

Sources as in `vrp_lines`.
"""

from __future__ import annotations

from ..line_tables import Row, effect, harmless
from .vlan_lines import MIRRORING, PORTS, PRACTICE, VLANS, S

MORE_PORTS = PORTS.replace("ports", "more_ports")
WAITS = "the port forwards only as another one does, or does not"

# Scripts that the switch runs by itself; the empty section is printed by every release that knows it.
SCRIPTS: tuple[Row, ...] = (effect("member", r".+", "a script changes settings when something happens", PRACTICE),)
# Groups of ports of which one is shut, or waits, because of another one.
LINKED_PORTS: tuple[Row, ...] = (
    effect("waits", rf"port {PORTS} (?:uplink|downlink(?: \d+)?|master|slave)", WAITS, S),
    effect("waits", r"port .+", WAITS, S),
    harmless(
        r"description .+|(?:smart-link|restore|load-balance|flush|timer|protected-vlan) .+", "when they change", S
    ),
)
# A group of ports that observe.
OBSERVERS: tuple[Row, ...] = (
    effect("stops", rf"group-member {PORTS}", "an observing port carries nothing else", MIRRORING),
    effect(
        "stops",
        rf"observe-port(?: \d+)? interface {PORTS}(?: .+)?",
        "an observing port carries nothing else",
        MIRRORING,
    ),
    effect("stops", r"(?:group-member|observe-port) .+", "an observing port carries nothing else", MIRRORING),
    harmless(r"description .+", "a text", MIRRORING),
)
# What reaches the switch's processor, which is where ARP packets are checked against the bindings.
CPU: tuple[Row, ...] = (
    effect(
        "stops",
        r"deny packet-type arp\S*|car packet-type arp\S* (?:cir|pps) [0-7](?: .+)?",
        "ARP packets are checked by the processor, and none reach it",
        PRACTICE,
    ),
    effect(
        "stops",
        r"auto-defend threshold [1-9]",
        "a few packets to the processor in one second make an attacker, whose port may be shut",
        f"{S}, auto-defend threshold: 1 to 65535, 60 if not said",
    ),
    harmless(r".+", "packets to the switch itself", S),
)
# Rings of switches: one of a ring's ports may stand blocked, and its control VLAN carries nothing else.
RING = "3Com Switch 4800G configuration guide, p. 1147; NetEngine 8000 command reference, erps ring"
RINGS: tuple[Row, ...] = (
    effect("stops", rf"(?:sub-)?control-vlan {VLANS}", "a ring's control VLAN carries nothing else", RING),
    effect(
        "waits", rf"ring \d+ node-mode .*?-port {PORTS}(?: secondary-port {MORE_PORTS})?(?: level \d)?", WAITS, RING
    ),
    effect("waits", rf"port {PORTS}(?: .+)?", WAITS, RING),
    effect("waits", r"(?:ring \d+ node-mode|port) .+", WAITS, RING),
    harmless(r".+", "how the ring does it", RING),
)
# What takes a VLAN's frames away from it, into a VXLAN or to the switch itself.
BRIDGE_DOMAIN: tuple[Row, ...] = (
    effect("policy", rf"l2 binding vlan {VLANS}", "its frames go into a VXLAN", PRACTICE),
    effect("policy", r"l2 binding .+", "a VLAN's frames go into a VXLAN", PRACTICE),
    harmless(r".+", "how the bridge domain does it", PRACTICE),
)
THEIRS = "what comes in with its tag is the sub-interface's"
SUBINTERFACE: tuple[Row, ...] = (
    effect("off", rf"(?:encapsulation dot1q|dot1q termination) (?:vid )?{VLANS}", THEIRS, PRACTICE),
    effect("off", rf"(?:encapsulation qinq vid|qinq termination pe-vid) {VLANS} ce-vid .+", THEIRS, PRACTICE),
    effect("off", r"encapsulation default", THEIRS, PRACTICE),
    harmless(r".+", "told of with the port", S),
)
# A further instance of spanning tree, which ports belong to by a line of their own.
PROCESS: tuple[Row, ...] = (
    effect("bpdu", r"stp disable|undo stp enable|stp (?:edged-port )?bpdu-filter .+", source=S),
    harmless(r".+", "where a port belongs to it, the port's line tells", S),
)
