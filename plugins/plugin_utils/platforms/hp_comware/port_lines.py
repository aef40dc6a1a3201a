# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of H3C Comware 7 on a port that are none of ours: what each does to the terminal behind it (`line_tables`).

An effect is a violation on a terminal's port alone; on another one such a line is that port's own affair. Sources as in
`comware_lines`.
"""

from __future__ import annotations

from ..line_tables import Row, effect, harmless

H3C, PRACTICE = "H3C", "not looked up"
ADDRESS = r"(?P<address>\d+(?:\.\d+){3})"
OWN_NAME = "ARP packets in its own name are dropped"
VLANS, INTO = r"(?P<vlans>[\d to]+)", r"(?P<into>[\d to]+)"
ANOTHER = "frames come in as another VLAN's than they were sent in"
UNAUTHORIZED = "nobody behind it is let in, ever"
_CABLE = "how the cable is used"

PORT: tuple[Row, ...] = (
    harmless(r"undo (?:arp detection trust|port hybrid vlan 1|voice-vlan (?:mode auto|(?:\d+ )?enable)|mac-vlan enable|(?:ipv6 )?dhcp snooping trust)", "none of it", H3C),
    harmless(r"rmon (?:statistics|history) .+", "counters", H3C),
    effect("source", r"(?:user-bind|am user-bind|ip(?:v6)? source static binding) .+", "another address may be bound than the ledger's", PRACTICE),
    effect("bpdu", r"undo stp enable|stp disable|undo stp vlan .+ enable|stp vlan .+ disable", source=H3C),
    effect("bpdu", r"bpdu-drop .+|bpdu-tunnel .+|l2protocol .+ tunnel .+|l2protocol tunnel .+|stp (?:port )?bpdu-(?:filter|drop).*", "BPDUs pass it by", H3C),
    effect("copy", r"mirroring-group \d+ mirroring-port(?: .+)?|traffic-mirror .+|mirror-to .+", "packets are copied as they come in", H3C),
    effect("stops", r"mirroring-group \d+ (?:monitor-port|monitor-egress|reflector-port)", "a port that monitors is for that alone", H3C),
    effect("policy", r"qos apply policy .+|packet-filter (?:mac|user-defined|name|l2) .+", source=H3C),
    effect("trust", r"(?:ipv6 )?(?:dhcp|nd) (?:snooping|detection) trust", source=H3C),
    effect("source", r"ip verify source (?:trust|exclude) .*", source=PRACTICE),
    effect("member", r"link-aggregation .+|lacp .+|link-aggregation mode .+", "it is a trunk itself", H3C),
    effect("off", r"dot1x port-control unauthorized-force", UNAUTHORIZED, PRACTICE),
    # What comes in with a tag is another VLAN's from there on.
    effect("maps", rf"vlan mapping {VLANS} translated-vlan {INTO}", ANOTHER, "H3C, Layer 2 LAN switching, VLAN mapping"),
    effect("maps", rf"vlan mapping (?:uni|nest) (?:single|range) {VLANS} (?:translated|nested)-vlan {INTO}", ANOTHER, "H3C, Layer 2 LAN switching, VLAN mapping"),
    effect("maps", rf"vlan mapping tunnel {VLANS} \d+ translated-vlan {INTO} \d+", ANOTHER, PRACTICE),
    effect("maps", r"vlan mapping .+|qinq enable|qinq ethernet-type (?!.*8100$).+", ANOTHER, PRACTICE),
    effect("maps", rf"encapsulation s-vid {VLANS}(?: .+)?", "a service instance takes them out of the VLAN", PRACTICE),
    effect("maps", r"encapsulation (?:tagged|default)", "a service instance takes them out of the VLAN", PRACTICE),
    effect("off", r"port private-vlan host", "it is of its private VLANs alone", PRACTICE),
    effect("off", r"port link-mode route|port service-loopback .+", "it is no switch port any more", H3C),
    effect("login", r"dot1x|mac-authentication|(?:portal|web-auth) enable(?: .+)?", "who logs in is given another VLAN or list", H3C),
    effect("member", r"ip address .+|ipv6 address .+", "it is no switch port any more", H3C),
    harmless(r"dhcp snooping (?:rate-limit [1-9]\d*|check .+|max-learning-num [1-9]\d*|information .+)", "the terminals' addresses are static", H3C),
    harmless(r"ipv6 (?:nd (?:raguard|detection) .+|verify source .+)", "IPv6 is denied", H3C),
    harmless(r"undo dot1x (?:handshake|multicast-trigger|unicast-trigger)", "what 802.1X would do, if it were on", H3C),
    effect("source", r"(?:ipv6 )?dhcp snooping (?!trust).+|nd snooping .+", "another address may be bound than the ledger's", H3C),
    effect("copy", r"sflow .+|(?:ip |ipv6 )?netstream .+|mirroring-group .+ sampler .+", "samples are copied as they come in", H3C),
    effect("member", r"port link-aggregation group \d+(?: .+)?|port-group .+", "what holds for it is said elsewhere", H3C),
    effect(
        "member",
        r"(?:undo )?(?:voice-vlan|lldp voice-vlan|lldp tlv-enable med-tlv network-policy|mac-vlan|ip-subnet-vlan|protocol-vlan|port hybrid (?:mac-vlan|ip-subnet-vlan|protocol-vlan)|vlan mapping|qinq|"
        r"private-vlan|port private-vlan|gvrp|mvrp|service-instance|encapsulation untagged|vlan precedence)(?: .*)?",
        source=H3C,
    ),
    effect("member", r"(?:undo )?(?:dot1x|mac-authentication|portal|web-auth|port-security authorization|port-security authorization-fail)(?: .*)?", "who logs in is given another VLAN or list", H3C),
    effect("macs", r"port-security (?:mac-limit|mac-move|authorization ignore|free-vlan|url-unavailable|static-user)(?: .*)?|mac-authentication .+", "who is let in is decided elsewhere", H3C),
    effect("isolation", r"port bridge enable|(?:undo )?port-isolate uplink-port.*", "what comes in may leave by the port that it came from", H3C),
    effect("stops", r"(?:broadcast|unicast)-suppression (?:(?:pps|kbps) )?0", "all of them are discarded", H3C),
    # 64 kbit/s are some hundred frames of ARP.
    effect("stops", r"(?:broadcast|unicast)-suppression (?:pps \d\d?|kbps (?:[1-5]?\d|6[0-3]))", "next to nothing of it passes, and ARP is among it", H3C),
    effect("stops", r"mac-address max-mac-count .+|undo mac-address mac-learning enable|mac-address mac-learning disable", source=H3C),
    effect("waits", r"rrpp .+|erps .+", "a ring shuts it", H3C),
    effect("waits", r"monitor-link .+|smart-link .+|port (?:monitor|smart)-link .+", "its other link shuts it", H3C),
    effect("stops", r"port-security ntk-mode (?:ntkonly|ntkauto)", "what is not for an address that it knows does not leave the port: no broadcast, so no ARP", "HPE 5950 security configuration guide, NTK"),
    effect("stops", r"arp rate-limit (?:rate )?[0-4](?: drop)?", "a few ARP packets in one second are too many", H3C),
    effect("stops", rf"arp filter source {ADDRESS}", OWN_NAME, H3C),
    effect("stops", r"arp filter binding .+", "only ARP packets of the pairs that such lines name pass", H3C),
    effect("stops", r"arp max-learning-num 0", "whoever is not in its table already gets no packets", H3C),
    effect("stops", r"storm-constrain (?:broadcast|unicast) (?:pps|kbps|ratio) [0-9] .+", "all but nothing of it passes", H3C),
    # What everybody sends and is answered, as on IOS.
    harmless(r"storm-constrain known-unicast (?:ratio [1-9]\d+(?:\.\d+)?|pps [1-9]\d{3,}|kbps [1-9]\d{4,}) [1-9]\d*(?:\.\d+)?", "more than what they are granted", H3C),
    effect("stops", r"storm-constrain known-unicast .+", "less than they are granted, or never again once it was blocked", H3C),
    harmless(r"port link-mode bridge", "what a switch port is", H3C),
    harmless(r"speed (?:\d+|auto)(?: \d+)*|duplex \w+|mdix-mode [\w-]+|media-type .+|port fec mode .+|speed auto downgrade", _CABLE, H3C),
    harmless(r"(?:undo )?(?:combo enable \w+|port auto-power-down|eee enable|flow-control(?: receive enable)?|link-delay .+|port link-flap .+|port up-mode)", _CABLE, H3C),
    harmless(r"flow-interval \d+|(?:undo )?jumboframe enable(?: \d+)?|(?:undo )?enable (?:snmp trap|log) updown|port ifmonitor .+|statistics .+", "sizes and counters", H3C),
    harmless(r"(?:undo )?poe (?:enable|priority \w+|max-power \d+|mode \w+|pd-description .+|legacy enable)", "power, no packets", H3C),
    harmless(r"(?:undo )?lldp (?:enable|admin-status \w+|tlv-enable (?:basic-tlv|dot1-tlv|dot3-tlv) .+|compliance admin-status cdp \w+|encapsulation snap|check-change-interval .+|notification .+|management-address .+)", "says who is there", H3C),
    # A few packets a second are none: a terminal needs ARP.
    harmless(r"(?:broadcast|unicast)-suppression (?:[1-9]\d?|(?:pps|kbps) [1-9]\d{2,})", "what is too much of it is discarded", H3C),
    harmless(r"multicast-suppression .+|storm-constrain multicast .+|igmp-snooping .+|mld-snooping .+|unknown-multicast .+", "terminals need no multicast", H3C),
    harmless(
        r"(?:undo )?storm-constrain (?:control \w+|enable (?:log|trap)|(?:broadcast|unicast) (?:pps|kbps|ratio) [1-9]\d+ [1-9]\d*)",
        "what is too much of it is discarded",
        H3C,
    ),
    harmless(r"dldp enable", "looks for one-way links between switches that both do", H3C),
    harmless(r"loopback-detection (?:enable(?: vlan .+)?|action [\w-]+|control enable)", "looks for loops", H3C),
    # A terminal's packets are in one of the queues, and have to have their rate there; in 1 is what was marked as least.
    harmless(r"qos gts queue (?:1 cir [1-9]\d*|\d cir (?:[5-9]|\d\d)\d{3,})(?: .+)?", "more than what a terminal has", PRACTICE),
    harmless(r"arp rate-limit", "a hundred ARP packets in one second, as it is where nothing is said", H3C),
    harmless(r"qos (?:priority \d|trust \w+|wrr(?: .+)?|sp|wfq(?: .+)?|bandwidth queue .+|wred apply .+)|undo qos (?:wrr|trust).*", "the order of packets", H3C),
    harmless(
        r"port-security (?:intrusion-mode [\w-]+|ntk-mode ntk-with(?:broadcasts|multicasts)|timer .+|mac-address aging-type .+|mac-address security(?: sticky)? [0-9a-f-]{14} vlan \d+)",
        "which address it holds, the proof reads",
        H3C,
    ),
    harmless(r"arp (?:rate-limit (?:rate )?[1-9]\d*(?: drop)?|detection log .+)|undo arp rate-limit|ip verify source alarm .+", "less of what is wrong", H3C),
    harmless(
        r"stp (?:enable|mcheck|cost \d+|port priority \d+|root-protection|loop-protection|"
        r"point-to-point [\w-]+|transmit-limit \d+|compliance \w+|config-digest-snooping|no-agreement-check|tc-restriction|"
        r"role-restriction|port dispute-protection|port shutdown permanent|log enable .+|(?:instance|vlan) [\d to]+ (?:enable|cost \d+|port priority \d+))|undo stp (?:root-protection|loop-protection|mcheck|tc-restriction|role-restriction)",
        "a port that is shut by any BPDU has no use for it",
        H3C,
    ),
)  # fmt: skip
