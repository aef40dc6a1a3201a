# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of Huawei VRP on a port that are none of ours: what each does to the terminal behind it (`line_tables`).

An effect is a violation on a terminal's port alone; on another one such a line is that port's own affair. Sources as in
`vrp_lines`.
"""

from __future__ import annotations

from ..line_tables import Row, effect, harmless
from .vlan_lines import CE, MIRRORING, PRACTICE, VLANS, S

ADDRESS = r"(?P<address>\d+(?:\.\d+){3})"
INTO = r"(?P<into>[\d to]+)"
ANOTHER = "frames come in as another VLAN's than they were sent in"
FEW = r"(?:[1-5]?\d|6[0-3])"
ARP_TOO = "next to nothing of it passes, and ARP is among it"
UNAUTHORIZED = "nobody behind it is let in, ever"
_CABLE = "how the cable is used"

PORT: tuple[Row, ...] = (
    effect("bpdu", r"stp disable|undo stp enable|stp vlan .+ disable", source=S),
    effect("bpdu", r"stp bpdu-filter enable", "the port takes notice of no BPDU", f"{S}, {CE}"),
    harmless(r"bpdu enable|undo (?:voice-vlan|mac-vlan|ip-subnet-vlan|protocol-vlan)(?: .*)? enable", "what is the default", S),
    harmless(r"undo port hybrid vlan 1", "an access port is in one VLAN", S),
    harmless(
        r"dhcp snooping (?:enable|check .+|alarm .+)|undo dhcp snooping (?:trusted|enable)|undo stp bpdu-filter enable",
        "an address that a trusted port's server gives is bound too: the access list still names the terminals'",
        S,
    ),
    effect("bpdu", r"l2protocol-tunnel .+|bpdu-tunnel .+|bpdu disable|undo bpdu enable|bpdu bridge .+", "BPDUs pass it by", f"{S}, {CE}"),
    effect("copy", r"(?:port-mirroring|traffic-mirror|mac-mirroring|mirroring|mirror) .+", "packets are copied as they come in", MIRRORING),
    effect("policy", r"traffic-(?:policy|filter|secure|redirect|limit|remark) .+", source=S),
    effect("source", r"(?:ip|ipv4) source check user-bind check-item .+", "only what it names is checked", S),
    effect("arp", r"arp anti-attack check user-bind check-item .+", "only what it names is checked", S),
    effect("trust", r"(?:dhcp|dhcpv6|nd) snooping trusted(?: .+)?", source=S),
    effect("stops", rf"arp filter source {ADDRESS}", "ARP packets in its own name are dropped", PRACTICE),
    effect("member", r"eth-trunk \d+(?: .+)?|port-group .+|stp binding process .+", "what holds for it is said elsewhere", S),
    effect("member", r"mode (?:lacp|lacp-static|lacp-dynamic|manual.*)|lacp .+|(?:max|least) active-linknumber \d+|load-balance .+|trunkport .+", "it is a trunk itself", S),
    effect("off", r"dot1x port-control unauthorized-force", UNAUTHORIZED, PRACTICE),
    # What comes in with a tag is another VLAN's from there on.
    effect("maps", rf"port vlan-mapping vlan {VLANS}(?: inner-vlan [\d to]+)? map-vlan {INTO}(?: .+)?", ANOTHER, f"{S}, port vlan-mapping vlan map-vlan"),
    effect("maps", rf"port vlan-stacking vlan {VLANS} stack-vlan {INTO}(?: .+)?", ANOTHER, f"{S}, port vlan-stacking"),
    effect("brings", rf"port vlan-stacking untagged stack-vlan {VLANS}(?: .+)?", ANOTHER, PRACTICE),
    effect("maps", r"port vlan-(?:mapping|stacking) .+|qinq protocol (?!8100$).+", ANOTHER, PRACTICE),
    effect("off", r"undo portswitch|stack-port \S+", "it is no switch port any more", S),
    effect("login", r"authentication-profile \S+|(?:dot1x|mac-authen) enable|mac-authen|authentication (?:dot1x|mac-authen|portal)\b.*|web-auth-server .+|portal (?:enable|server)\b.*", "who logs in is given another VLAN or list", S),
    effect("member", r"ip(?:v6)? address .+|ip binding .+", "it is no switch port any more", S),
    harmless(r"dhcp snooping max-user-number [1-9]\d*", "no lease of the terminal's is counted: it has none", S),
    harmless(r"nd snooping enable|(?:ipv6 )?nd (?:raguard|protocol|inspection) .+|ipv6 nd snooping .+", "IPv6 is denied", S),
    effect("source", r"user-bind .+|(?:dhcp|dhcpv6) snooping (?!trusted).+|nd snooping (?!trusted).+", "another address may be bound than the ledger's", S),
    effect("copy", r"sflow .+|(?:ip |ipv6 )?netstream .+", "samples are copied as they come in", CE),
    effect(
        "member",
        r"(?:undo )?(?:voice-vlan|mac-vlan|ip-subnet-vlan|protocol-vlan|policy-vlan|vlan precedence|port vlan-mapping|port vlan-stacking|"
        r"qinq|port mux-vlan|gvrp|port auto-negotiation)(?: .*)?",
        source=f"{S}, {CE}",
    ),
    effect(
        "member",
        r"(?:undo )?(?:dot1x|mac-authen|authentication|authentication-profile|web-auth-server|portal|access-author)(?: .*)?",
        "who logs in is given another VLAN or list",
        S,
    ),
    effect("isolation", r"port bridge enable|undo port-isolate .+", "what comes in may leave by the port that it came from", f"{S}, {CE}"),
    effect("stops", r"(?:broadcast|unicast)-suppression (?:packets |cir |percent )?0\b.*", "all of them are discarded", S),
    effect("stops", r"(?:broadcast|unicast)-suppression block outbound", "nobody's first packet reaches the terminal", S),
    effect("stops", r"storm suppression (?:broadcast|unknown-unicast) (?:(?:cir|packets) )?(?:0\b.*|block outbound)", "all of them are discarded", CE),
    # 64 kbit/s are some hundred frames of ARP.
    effect("stops", rf"(?:broadcast|unicast)-suppression (?:packets \d\d?|cir {FEW})(?: .+)?", ARP_TOO, S),
    effect("stops", rf"storm suppression (?:broadcast|unknown-unicast) (?:packets \d\d?|cir {FEW}(?: kbps)?)(?: cbs .+)?", ARP_TOO, CE),
    effect("stops", r"storm-control (?:broadcast|unicast) min-rate(?: percent)? \d+ max-rate(?: percent)? [0-9]|mac-limit .+|mac-address learning disable.*", source=S),
    effect("stops", r"am isolate .+|port discard .+", "the port may be shut or kept apart", S),
    effect("waits", r"monitor-link .+|smart-link .+|rrpp .+|erps .+|sep segment .+", "a ring, or its other link, shuts it", S),
    effect("stops", r"arp anti-attack rate-limit (?:packet(?:-number)? )?[0-4](?: .+)?", "a few ARP packets in one second are too many", S),
    harmless(r"arp anti-attack rate-limit (?:enable|(?:packet(?:-number)? )?[1-9]\d+(?: interval \d+)?|alarm .+)", "less of what is wrong", S),
    harmless(r"(?:undo )?negotiation auto|speed(?: auto)?(?: \d+)+|auto (?:speed(?: \d+)+|duplex \w+)|duplex \w+|(?:undo )?mdi \w+", _CABLE, S),
    harmless(r"combo-port \w+|port media type \w+|device transceiver \S+|port mode \S+|fec mode \S+|carrier (?:up|down)-hold-time \d+", _CABLE, f"{S}, {CE}"),
    harmless(r"(?:undo )?negotiation disable|training (?:enable|disable)|single-fiber enable|port-auto-sleep enable|port crc-statistics trigger error-down", _CABLE, f"{S}, {CE}"),
    harmless(r"dldp enable|efm enable|mac-address flapping (?:action|trigger) error-down", "looks for loops and for links that go one way", S),
    harmless(r"(?:igmp|mld)-snooping .+", "terminals need no multicast", S),
    harmless(r"(?:undo )?(?:flow-control(?: negotiation)?|energy-efficient-ethernet enable|port link-flap .+)", _CABLE, S),
    harmless(r"jumboframe enable(?: \d+){0,2}|set flow-stat interval \d+|(?:undo )?enable snmp trap updown", "sizes and counters", S),
    harmless(r"(?:dhcp|dhcpv6) (?:option\d+|relay) .+|flow-control (?:input|output)|(?:statistics?|statistics ipv[46]) enable.*|bandwidth \d+", "what the switch adds to leases, and counters", f"{S}, {CE}"),
    harmless(r"qos schedule-profile \S+|(?:undo )?qos phb marking \w+(?: \w+)?|trust upstream \S+|undo trust(?: \S+)?", "the order of packets", PRACTICE),
    # A terminal's packets are in one of the queues, and have to have their rate there.
    harmless(r"qos queue \d shaping cir (?:(?:[5-9]|\d\d)\d{3,}(?: kbps)?|(?:[5-9]|[1-9]\d+) mbps|[1-9]\d* gbps)(?: .+)?", "more than what a terminal has", PRACTICE),
    harmless(r"rmon-statistics enable(?: .+)?|rmon (?:event|alarm|statistics|history) .+|undo jumboframe(?: .+)?", "counters and sizes", PRACTICE),
    harmless(r"transceiver power low trigger error-down|error-statistics threshold-event trigger error-down|port up delay \d+", _CABLE, PRACTICE),
    harmless(r"stp instance [\d to]+ root-protection", "a port that is shut by any BPDU has no use for it", PRACTICE),
    harmless(r"loop-detect eth-loop .+|multicast-source-deny(?: .+)?|auto-port-defend .+", "loops, multicast, and packets to the switch itself", PRACTICE),
    harmless(
        r"storm control (?:action [\w-]+|interval \d+|enable (?:log|trap)|(?:broadcast|multicast|unknown-unicast) min-rate(?: (?:kbps|percent))? [1-9]\d* max-rate(?: (?:kbps|percent))? [1-9]\d+)",
        "what is too much of it is discarded",
        CE,
    ),
    harmless(r"traffic-statistic .+|log-threshold .+|trap-threshold .+|qos queue-alarm .+", "a counter", S),
    harmless(r"mac-address learning priority \d", "which port keeps an address that moves", S),
    harmless(r"(?:undo )?poe (?:power-off time-range \S+|enable|legacy enable|force-power|priority \w+|power \d+)", "power, no packets", S),
    harmless(r"(?:undo )?lldp (?:enable|disable|admin-status \w+|tlv-enable .+|tlv-disable .+|dot3-tlv .+|compliance cdp receive|clear .+)", "says who is there", S),
    # A few packets a second are none: a terminal needs ARP.
    harmless(r"(?:broadcast|unicast)-suppression (?:(?:percent )?[1-9]\d?|(?:packets|cir) [1-9]\d{2,}(?: cbs \d+)?)", "what is too much of it is discarded", S),
    harmless(
        rf"storm suppression (?:broadcast|unknown-unicast) (?:[1-9]\d?|100|packets [1-9]\d{{2,}}|cir (?:(?!{FEW}\b)\d+(?: kbps)?|[1-9]\d* [mg]bps)(?: cbs \d+(?: [km]?bytes)?)?)",
        "what is too much of it is discarded",
        CE,
    ),
    harmless(r"multicast-suppression .+|storm suppression multicast .+", "terminals need no multicast", f"{S}, {CE}"),
    harmless(
        r"storm-control (?:action [\w-]+|interval \d+|enable (?:log|trap)|"
        r"(?:broadcast|multicast|unicast) min-rate(?: (?:cir|percent))? [1-9]\d* max-rate(?: (?:cir|percent))? [1-9]\d+)",
        "what is too much of it is discarded",
        S,
    ),
    harmless(r"loopback-detect (?:enable|action [\w-]+|packet vlan [\d ]+|recovery-time \d+|packet-interval \d+)", "looks for loops", S),
    harmless(r"trust (?:dscp|8021p)(?: \w+)?|port priority \d|qos (?:pq|wrr|drr|wfq)(?: .+)?|qos queue \d+ (?:wrr|drr) weight \d+", "the order of packets", S),
    harmless(
        r"port-security (?:protect-action \w+|aging-time \d+(?: type \w+)?|mac-address sticky(?: [0-9a-f-]{14} vlan \d+)?)",
        "which address it holds, the proof reads",
        S,
    ),
    harmless(r"(?:arp anti-attack|ip source|ipv4 source) check user-bind alarm (?:enable|threshold \d+)", "an alarm", f"{S}, {CE}"),
    harmless(r"arp (?:anti-attack check user-bind|source check) alarm .+", "an alarm", f"{S}, {CE}"),
    harmless(
        r"stp (?:enable|mcheck|cost \d+|port priority \d+|root-protection|loop-protection|bpdu-filter disable|"
        r"point-to-point [\w-]+|transmit-limit \d+|compliance \w+|config-digest-snoop|no-agreement-check|tc-restriction enable|"
        r"(?:instance|vlan) [\d to]+ (?:cost|port priority) \d+)",
        "a port that is shut by any BPDU has no use for it",
        f"{S}, {CE}",
    ),
    harmless(r"(?:undo )?(?:ndp|ntdp) enable|undo gvrp", "says who is there", S),
)  # fmt: skip
