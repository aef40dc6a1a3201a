# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an access list of somebody else, on a way out of the terminals' VLAN, stops of what the terminals need."""

from __future__ import annotations

from dataclasses import replace

from ..config.access_list import Acl, Rule
from ..config.objects import DeviceConfig, Filter
from ..config.packet import TCP
from ..platforms import languages
from .intent import ICMP_MESSAGES, Permit, SiteIntent
from .packet_space import Node, PacketSpace, packet_space

# From which ports a terminal opens connections (ip_local_port_range, Linux kernel documentation).
OWN_PORTS = (32768, 60999)
EASY_PORT = 40000
ASKS = {"echo": "echo-reply", "echo-reply": "echo"}


def stopped(config: DeviceConfig, intent: SiteIntent, acl_filter: Filter) -> str | None:
    """Return a packet that a filter stops and the terminals need, empty if there is none, None if nobody can read the list.

    Args:
        config: what the switch has.
        intent: what the site's terminals may do.
        acl_filter: an IPv4 access list on a port that leads out of their VLAN.
    """
    acl = config.acl(4, acl_filter.acl) if acl_filter.acl else None
    if acl is None or acl.unknown or not acl.rules:
        return None
    needed = [_sent(permit) if acl_filter.direction == "outbound" else _answer(permit) for permit in intent.permits]
    with packet_space(4) as space:
        passed = _passed(space, acl, default=_default(config))
        for rule in needed:
            missing = space.rule(rule) & ~passed
            if missing != space.none:
                # The same packet with either engine.
                easy = (space.value(field, EASY_PORT) for field in ("source_port", "destination_port"))
                return str(space.example(missing, easy))
    return ""


def _sent(permit: Permit) -> Rule:
    rule = permit.rule
    return rule if rule.source_ports or rule.icmp else replace(rule, source_ports=OWN_PORTS)


def _answer(permit: Permit) -> Rule:
    """Return what comes back for a permit; what a terminal answers was asked, and opened, from the other side."""
    rule = _sent(permit)
    return replace(
        rule,
        source=rule.destination,
        destination=rule.source,
        # Whoever opens a connection to a terminal does so from any port above the well-known ones.
        source_ports=rule.destination_ports or (None if rule.icmp else OWN_PORTS),
        destination_ports=rule.source_ports,
        icmp=ICMP_MESSAGES[ASKS[permit.message]] if permit.message else None,
        established=rule.protocol == TCP and not rule.established,
    )


def _passed(space: PacketSpace, acl: Acl, *, default: bool) -> Node:
    passed, rest = space.none, space.all
    for rule in acl.rules:
        matched = space.rule(rule)
        if rule.permit:
            passed |= matched & rest
        rest &= ~matched
    return passed | rest if default else passed


def _default(config: DeviceConfig) -> bool:
    language = languages.get(config.platform)
    return language.implicit_permit and not any(line.text == language.foreign.denies_rest for line in config.foreign)
