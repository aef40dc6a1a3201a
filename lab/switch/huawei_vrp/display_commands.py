# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`display` of configurations, versions, clocks and ACLs; `display_ports.py` has what is about ports."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.switch.context import Context, RefusedError
from lab.switch.forwarding import IPV4, IPV6
from lab.switch.huawei_vrp.words import display
from lab.switch.vrp_style.acl_commands import family_of_view
from lab.switch.vrp_style.blocks import sections_text

if TYPE_CHECKING:
    from lab.switch.huawei_vrp.configuration import Configuration
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.acl import Acl


@display("current-configuration")
def _current_configuration(context: Context, _: Match) -> str:
    return context.box.running_text


@display("current-configuration interface <interface>")
def _current_interface(context: Context, match: Match) -> str:
    name = f"interface {match.get('interface')}"
    found = [section for section in context.configuration.sections() if section[0] == name]
    if not found:
        raise RefusedError("Error: The interface does not exist.")
    return sections_text(found)


@display("saved-configuration")
def _saved_configuration(context: Context, _: Match) -> str:
    saved = context.box.flash.saved
    return saved if saved.strip() else "Error: The config file does not exist.\n"


@display("this")
def _this(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    kind, key = context.view.kind, context.view.key
    heads = {"port": f"interface {key}", "vlan-interface": f"interface Vlanif{key}", "vlan": f"vlan {key}"}
    heads |= {"aaa": key, "interface": key, "ui": "user-interface"}
    head = heads.get(kind, "")
    if kind.startswith("acl"):
        acl = configuration.acls.get((family_of_view(kind), int(key)))
        head = acl.title if acl else "acl"
    if head:
        whole = kind != "ui"
        found = [s for s in configuration.sections() if s[0] == head or (not whole and s[0].startswith(head))]
        return sections_text(found)
    nested = ("interface", "acl", "vlan ", "aaa", "user-interface")
    return sections_text(
        [s for s in configuration.sections() if not s[0].startswith(nested) or s[0].startswith("vlan batch")]
    )


@display("version")
def _version(context: Context, _: Match) -> str:
    device = context.box
    minutes = int(time.time() - device.booted_at) // 60
    weeks, days, hours = minutes // 10080, minutes // 1440 % 7, minutes // 60 % 24
    uptime = f"{weeks} week, {days} day, {hours} hour, {minutes % 60} minute"
    return (
        "Huawei Versatile Routing Platform Software\n"
        "VRP (R) software, Version 5.150 (S5700 V200R005C00SPC500)\n"
        "Copyright (C) 2000-2015 HUAWEI TECH CO., LTD\n"
        f"HUAWEI {device.settings.model} Routing Switch uptime is {uptime}\n"
    )


@display("clock")
def _clock(context: Context, _: Match) -> str:
    now = context.box.now()
    return f"{now:%Y-%m-%d %H:%M:%S}+08:00\n{now:%A}\nTime Zone(Default Zone Name) : UTC+08:00\n"


@display("startup")
def _startup(context: Context, _: Match) -> str:
    software, file = "flash:/s5700-v200r005c00spc500.cc", "flash:/vrpcfg.zip"
    rows = (
        ("Startup system software", software),
        ("Next startup system software", software),
        ("Backup system software for next startup", "null"),
        ("Startup saved-configuration file", file),
        ("Next startup saved-configuration file", file if context.box.flash.saved.strip() else "NULL"),
        ("Startup license file", "null"),
        ("Next startup license file", "null"),
        ("Startup patch package", "null"),
        ("Next startup patch package", "null"),
        ("Startup voice-files", "null"),
        ("Next startup voice-files", "null"),
    )
    return "MainBoard: \n" + "".join(f"  {name + ':':<42} {value}\n" for name, value in rows)


@display("acl all", "acl ipv6 all")
def _all_acls(context: Context, match: Match) -> str:
    family = IPV6 if match.has("ipv6") else IPV4
    acls = [acl for (kind, _), acl in sorted(context.configuration.acls.items()) if kind == family]
    used = sum(1 for acl in acls if acl.rules)
    title = (
        f"Total quantity of nonempty ACL number is {used} "
        if family == IPV4
        else f"Total nonempty acl6 number is {used}"
    )
    counters = context.box.data_plane.counters()
    return f" {title}\n" + "".join(f"\n{_acl_text(acl, counters)}" for acl in acls)


@display("acl <2000-3999:acl>", "acl ipv6 <2000-3999:acl>")
def _one_acl(context: Context, match: Match) -> str:
    acl = context.configuration.acls.get((IPV6 if match.has("ipv6") else IPV4, match.get("acl")))
    if acl is None:
        raise RefusedError("Error: The ACL does not exist.")
    return _acl_text(acl, context.box.data_plane.counters())


def _acl_text(acl: Acl, counters: dict[str, int]) -> str:
    count = len(acl.rules)
    level = "Basic" if acl.basic else "Advanced"
    kind = "IPv6 ACL" if acl.family == IPV6 else "ACL"
    lines = [f"{level} {kind} {acl.number}, {count} rule{'' if count in (0, 1) else 's'}", f"Acl's step is {acl.step}"]
    for number, rule in sorted(acl.rules.items()):
        hits = counters.get(acl.counter(number), 0)
        lines.append(
            f" {rule.text(acl.family, acl.style)} " + (f"({hits} match{'' if hits == 1 else 'es'})" if hits else "")
        )
    return "\n".join(lines) + "\n"


@display("traffic-filter applied-record")
def _applied_record(context: Context, _: Match) -> str:
    rule = "-" * 59
    lines = [rule, f"{'Interface':<27} {'Direction':<10} {'AppliedRecord':<20}", rule]
    applied = [
        (port.name, traffic_filter) for port in context.configuration.ports.values() for traffic_filter in port.filters
    ]
    for name, traffic_filter in applied:
        record = f"{'ipv6 ' if traffic_filter.family == IPV6 else ''}acl {traffic_filter.acl}"
        lines.append(f"{name:<27} {traffic_filter.direction:<10} {record}")
    return "\n".join([*lines, rule, f"Total:{len(applied)}", rule]) + "\n"


@display("dhcp static user-bind all")
def _user_binds(context: Context, _: Match) -> str:
    bindings = context.configuration.bindings
    if not bindings:
        return "Info: The number of static bind-table is zero.\n"
    lines = [
        "DHCP static Bind-table:",
        "Flags:O - outer vlan ,I - inner vlan ,P - Vlan-mapping",
        f"{'IP Address':<31} {'MAC Address':<15} {'VSI/VLAN(O/I/P)':<15} {'Interface':<16}",
        "-" * 80,
    ]
    for bind in bindings:
        vlan = f"{bind.vlan or '--':<4}/--  /--"
        port = bind.interface.replace("GigabitEthernet", "GE") if bind.interface else "--"
        lines.append(f"{bind.address!s:<31} {bind.mac or '--':<15} {vlan:<15} {port}")
    count = len(bindings)
    return "\n".join([*lines, "-" * 80, f"Print count:  {count:>10}          Total count:  {count:>10}"]) + "\n"
