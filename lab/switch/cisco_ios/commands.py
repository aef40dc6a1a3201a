# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco's own configuration commands: policy maps, ARP inspection and DHCP snooping per VLAN, the archive.

Sources: Cisco Catalyst 2960-X Command Reference 15.2(2)E, `police`, `service-policy`, `ip arp inspection`. A 2960-X
takes policies for what enters a port; that one for what leaves it is taken too is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.command_table import CommandTable
from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.forwarding import Rate
from lab.switch.ios_style.acl_commands import add_remark, drop_remark, enter_rules
from lab.switch.ios_style.configuration import Configuration, PolicyMap
from lab.switch.ios_style.port_commands import allow_vlans, direction, flag, port_of
from lab.switch.ios_style.words import SHOW

if TYPE_CHECKING:
    from lab.switch.matcher import Match

OWN = CommandTable(SHOW)
_RATE = "<8000-10000000000:bps> <8000-1000000:burst> [ exceed-action drop ]"

enter_rules(OWN, "log | fragments", "sequence")
OWN.command("acl acl6", "remark <text>")(add_remark)
OWN.command("acl acl6", "no remark [ <text> ]")(drop_remark)
OWN.command(
    "port",
    "switchport trunk allowed vlan { <vlans> | all | none | { add | remove | except } <vlans> }",
    "no switchport trunk allowed vlan",
)(allow_vlans)
OWN.command("port", "[ no ] ip arp inspection trust")(flag("arp_trust"))
OWN.command("port", "[ no ] ip dhcp snooping trust")(flag("dhcp_trust"))


@OWN.command("port", "switchport mode dynamic auto")
def _dynamic(context: Context, _: Match) -> Answer:
    port_of(context).mode = context.configuration.style.default_mode
    return None


@OWN.command("config", "policy-map <word:policy>")
def _policy_map(context: Context, match: Match) -> Answer:
    name = match.get("policy")
    context.configuration.policies.setdefault(name, PolicyMap(name))
    context.view = View("policy-map", name)
    return None


@OWN.command("config", "no policy-map <word:policy>")
def _no_policy_map(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("policy")
    if any(name in port.policies.values() for port in configuration.ports.values()):
        raise RefusedError(f"% Policy-map {name} is being used")
    if configuration.policies.pop(name, None) is None:
        raise RefusedError(f"% Policy-map {name} does not exist")
    return None


def _policy(context: Context) -> PolicyMap:
    policies: dict[str, PolicyMap] = context.configuration.policies
    return policies.setdefault(context.view.key, PolicyMap(context.view.key))


@OWN.command("policy-map", "class class-default")
def _class(context: Context, _: Match) -> Answer:
    _policy(context).has_class = True
    context.view = View("class", context.view.key)
    return None


@OWN.command("policy-map", "no class class-default")
def _no_class(context: Context, _: Match) -> Answer:
    _policy(context).has_class, _policy(context).rate = False, None
    return None


@OWN.command("class", f"police {_RATE}")
def _police(context: Context, match: Match) -> Answer:
    policy = _policy(context)
    policy.rate, policy.drops = Rate(match.get("bps") // 1000, match.get("burst")), match.has("drop")
    return None


@OWN.command("class", f"no police [ {_RATE} ]")
def _no_police(context: Context, _: Match) -> Answer:
    _policy(context).rate = None
    return None


@OWN.command("port", "service-policy { input | output } <word:policy>")
def _service_policy(context: Context, match: Match) -> Answer:
    """A second policy in the same direction is refused until the first is taken off (unverified)."""
    port, name, way = port_of(context), match.get("policy"), direction(match)
    if name not in context.configuration.policies:
        raise RefusedError(f"% Policy-map {name} not configured")
    if port.policies.get(way, name) != name:
        raise RefusedError(f"% Policy map {port.policies[way]} is already attached")
    port.policies[way] = name
    return None


@OWN.command("port", "no service-policy { input | output } <word:policy>")
def _no_service_policy(context: Context, match: Match) -> Answer:
    port, way = port_of(context), direction(match)
    if match.get("policy") != port.policies.get(way):
        raise RefusedError(f"% Policy-map {match.get('policy')} is not attached")
    del port.policies[way]
    return None


@OWN.command("config", "[ no ] ip arp inspection vlan <vlans>")
def _inspection(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    vlans = match.get("vlans")
    configuration.inspected = configuration.inspected - vlans if match.has("no") else configuration.inspected | vlans
    return None


@OWN.command("config", "[ no ] ip dhcp snooping vlan <vlans>")
def _snooped(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    vlans = match.get("vlans")
    configuration.snooped = configuration.snooped - vlans if match.has("no") else configuration.snooped | vlans
    return None


@OWN.command("config", "[ no ] ip dhcp snooping")
def _snooping(context: Context, match: Match) -> Answer:
    context.configuration.snooping = not match.has("no")
    return None


@OWN.command("config", "archive")
def _archive(context: Context, _: Match) -> Answer:
    context.configuration.block("archive")
    context.view = View("archive", "archive")
    return None


@OWN.command("config", "no archive")
def _no_archive(context: Context, _: Match) -> Answer:
    configuration: Configuration = context.configuration
    configuration.blocks = [block for block in configuration.blocks if block.head != "archive"]
    return None
