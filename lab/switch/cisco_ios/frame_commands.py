# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Extended MAC lists and where they are applied.

Sources: Cisco Catalyst 3560 software configuration guide OL-8553-06, 33-28; Catalyst 3560-E command reference, `mac
access-group`: inbound on a port alone, and a second list takes the first one's place. That `no mac access-group` takes the
word `in` too, and that such a list has no remarks, is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.cisco_ios.commands import OWN
from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.forwarding import FRAMES
from lab.switch.ios_style.acl import Acl
from lab.switch.ios_style.frame_rule import FrameRule, masked
from lab.switch.ios_style.port_commands import port_of

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_RULE = "{ permit | deny } any { any | <mac:to> <mac:to_wildcard> } [ <hex:kind> <hex:kind_wildcard> ]"


@OWN.command("config", "mac access-list extended <list:acl>")
def _open(context: Context, match: Match) -> Answer:
    name = match.get("acl")
    context.configuration.acls.setdefault((FRAMES, name), Acl(FRAMES, name))
    context.view = View("acl-mac", name)
    return None


@OWN.command("config", "no mac access-list extended <list:acl>")
def _delete(context: Context, match: Match) -> Answer:
    context.configuration.acls.pop((FRAMES, match.get("acl")), None)
    return None


def _acl(context: Context) -> Acl:
    found: Acl = context.configuration.acls.setdefault((FRAMES, context.view.key), Acl(FRAMES, context.view.key))
    return found


def _rule(match: Match) -> FrameRule:
    to, kind = match.get("to"), match.get("kind")
    return FrameRule(
        match.has("permit"),
        None if to is None else masked(_number(to), _number(match.get("to_wildcard")), 48),
        None if kind is None else masked(kind, match.get("kind_wildcard"), 16),
    )


def _number(mac: str) -> int:
    return int(mac.replace(".", ""), 16)


@OWN.command("acl-mac", _RULE)
def _add(context: Context, match: Match) -> Answer:
    acl, rule = _acl(context), _rule(match)
    if rule not in acl.rules.values():
        acl.rules[acl.next_number()] = rule
    return None


@OWN.command("acl-mac", f"no {_RULE}")
def _remove(context: Context, match: Match) -> Answer:
    acl, rule = _acl(context), _rule(match)
    number = next((known for known, present in acl.rules.items() if present == rule), None)
    if number is None:
        raise RefusedError("% Specified access list entry does not exist.\n")
    del acl.rules[number]
    return None


@OWN.command("port", "mac access-group <list:acl> in")
def _apply(context: Context, match: Match) -> Answer:
    port_of(context).filters["in", FRAMES] = match.get("acl")
    return None


@OWN.command("port", "no mac access-group <list:acl> [ in ]")
def _take_off(context: Context, match: Match) -> Answer:
    filters = port_of(context).filters
    if filters.get(("in", FRAMES)) == match.get("acl"):
        del filters["in", FRAMES]
    return None
