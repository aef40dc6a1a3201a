# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`display` of configurations, versions, clocks, ACLs and packet filters; `display_ports.py` has what is about ports.

Forms: H3C Comware 7 command references; ntc-templates' captured outputs of hp_comware; a captured 5130 session (oxidized).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.switch.hp_comware.configuration import VERSION
from lab.switch.hp_comware.user_commands import FILE
from lab.switch.hp_comware.words import STYLE, display
from lab.switch.vrp_style.acl_commands import family_of, family_of_view
from lab.switch.vrp_style.blocks import sections_text

if TYPE_CHECKING:
    from lab.switch.context import Context
    from lab.switch.hp_comware.configuration import Configuration
    from lab.switch.hp_comware.port import PacketFilter, Port
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.acl import Acl

_VIEW_HEADS = {"port": "interface {key}", "vlan-interface": "interface Vlan-interface{key}", "vlan": "vlan {key}"}


@display("current-configuration")
def _current_configuration(context: Context, _: Match) -> str:
    return context.box.running_text


@display("current-configuration interface <interface>")
def _current_interface(context: Context, match: Match) -> str:
    return _section(context, f"interface {match.get('interface')}")


@display("saved-configuration")
def _saved_configuration(context: Context, _: Match) -> str:
    return context.box.flash.saved


@display("this")
def _this(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    kind, key = context.view.kind, context.view.key
    if kind.startswith("acl"):
        return _section(context, configuration.acls[(family_of_view(kind), int(key))].title)
    if kind in ("user", "system"):
        return sections_text([section for section in configuration.sections() if section[0].startswith(" ")])
    return _section(context, _VIEW_HEADS.get(kind, "{key}").format(key=key))


def _section(context: Context, head: str) -> str:
    found = [section for section in context.configuration.sections() if section[0] == head]
    return sections_text(found)


@display("version")
def _version(context: Context, _: Match) -> str:
    minutes = int(time.time() - context.box.booted_at) // 60
    weeks, days, hours = minutes // 10080, minutes // 1440 % 7, minutes // 60 % 24
    uptime = f"{weeks} weeks, {days} days, {hours} hours, {minutes % 60} minutes"
    return (
        f"H3C Comware Software, Version {VERSION}\n"
        "Copyright (c) 2004-2023 New H3C Technologies Co., Ltd. All rights reserved.\n"
        f"H3C S5130-28S-EI uptime is {uptime}\n"
        "Last reboot reason : User reboot\n"
    )


@display("clock")
def _clock(context: Context, _: Match) -> str:
    return f"{context.box.now():%H:%M:%S UTC %a %m/%d/%Y}\n"


@display("startup")
def _startup(context: Context, _: Match) -> str:
    file = FILE if context.box.flash.saved.strip() else "NULL"
    return (
        f"MainBoard:\n Current startup saved-configuration file: {file}(*)\n"
        f" Next main startup saved-configuration file: {file}\n"
        " Next backup startup saved-configuration file: NULL\n"
    )


@display("acl [ ipv6 ] all")
def _all_acls(context: Context, match: Match) -> str:
    acls = [acl for (kind, _), acl in sorted(context.configuration.acls.items()) if kind == family_of(match)]
    return "\n".join(_acl_text(context, acl) for acl in acls)


@display("acl [ ipv6 ] <2000-3999:acl>")
def _one_acl(context: Context, match: Match) -> str:
    acl = context.configuration.acls.get((family_of(match), match.get("acl")))
    if acl is None:
        raise STYLE.refuse("The ACL does not exist.")
    return _acl_text(context, acl)


def _acl_text(context: Context, acl: Acl) -> str:
    counters = context.box.data_plane.counters()
    count = len(acl.rules)
    level = "Basic" if acl.basic else "Advanced"
    rules = f"{count} rule{'' if count == 1 else 's'}"
    lines = [f"{level} IPv{acl.family} ACL {acl.number}, {rules},"]
    lines += [acl.description] if acl.description else []
    lines.append(f"ACL's step is {acl.step}")
    for number, rule in sorted(acl.rules.items()):
        hits = counters.get(acl.counter(number), 0)
        lines.append(f" {rule.text(acl.family, STYLE)}" + (f" ({hits} times matched)" if hits else ""))
    return "\n".join(lines) + "\n"


@display("packet-filter interface [ <interface> ] [ inbound | outbound ]")
def _packet_filter(context: Context, match: Match) -> str:
    wanted = match.one_of("inbound", "outbound")
    lines: list[str] = []
    for port in _filtered_ports(context, match):
        lines.append(f"Interface: {port.name}")
        for direction in ("inbound", "outbound"):
            applied = _filters(port, direction)
            if applied and wanted in ("", direction):
                lines.append(f" {direction.capitalize()} policy:")
                lines += [f"  {_filter_text(packet_filter)}" for packet_filter in applied]
    return "".join(f"{line}\n" for line in lines)


@display("packet-filter statistics interface <interface> { inbound | outbound }")
def _packet_filter_statistics(context: Context, match: Match) -> str:
    """The manual's form without the times; without `hardware-count` only rules with `counting` are counted."""
    counters = context.box.data_plane.counters()
    direction = match.one_of("inbound", "outbound")
    lines: list[str] = []
    for port in _filtered_ports(context, match):
        lines += [f"Interface: {port.name}", f" {direction.capitalize()} policy:"]
        for packet_filter in _filters(port, direction):
            lines.append(f"  {_filter_text(packet_filter)}")
            acl = context.configuration.acls.get((packet_filter.family, packet_filter.acl))
            for number, rule in sorted(acl.rules.items()) if acl else ():
                hits = counters.get(acl.counter(number), 0) if packet_filter.hardware_count or rule.counting else 0
                lines.append(f"   {rule.text(packet_filter.family, STYLE)}" + (f" ({hits} packets)" if hits else ""))
    return "".join(f"{line}\n" for line in lines)


def _filtered_ports(context: Context, match: Match) -> list[Port]:
    ports: list[Port] = [port for port in context.configuration.ports.values() if port.filters]
    return [port for port in ports if match.get("interface") in (None, port.name)]


def _filters(port: Port, direction: str) -> list[PacketFilter]:
    return [packet_filter for _, packet_filter in sorted(port.filters.items()) if packet_filter.direction == direction]


def _filter_text(packet_filter: PacketFilter) -> str:
    return f"IPv{packet_filter.family} ACL {packet_filter.acl}" + (
        ", Hardware-count" if packet_filter.hardware_count else ""
    )
