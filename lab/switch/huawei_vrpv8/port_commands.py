# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of ports that VRP8 has in a form of its own, and the profiles that police what comes in.

Sources: Huawei CloudEngine 16800/8800/6800 command references: port-security, qos lr, qos car, qos car inbound, IPSG;
`traffic-filter acl N inbound`: Huawei's own Ansible module ce_acl_interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.forwarding import Rate
from lab.switch.huawei_vrp import port_commands as vrp5
from lab.switch.huawei_vrpv8.configuration import Configuration, Port
from lab.switch.huawei_vrpv8.words import command
from lab.switch.vrp_style.acl_commands import family_of

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_WAY = "{ inbound | outbound }"
_FILTER = (f"traffic-filter acl [ ipv6 ] <2000-3999:acl> {_WAY}", f"traffic-filter acl <4000-4999:acl> {_WAY}")
_CHECK = "ipv4 source check user-bind"
_RATE = "cir <1-400000000:cir> [ kbps ] [ cbs <10000-33554432:cbs> [ bytes ] ]"
command("port", *(f"undo {syntax}" for syntax in _FILTER))(vrp5.remove_filter)
command("port", f"{_CHECK} enable", f"undo {_CHECK} enable")(vrp5.check_source)
command("port", f"{_CHECK} check-item {{ ip-address | mac-address | vlan }}*")(vrp5.choose_items)
command("port", f"undo {_CHECK} check-item")(vrp5.default_items)


def _port(context: Context) -> Port:
    port: Port = context.configuration.ports[context.view.key]
    return port


@command("port", *_FILTER)
def _apply_filter(context: Context, match: Match) -> Answer:
    """One ACL of a family in a direction (unverified: the strict reading)."""
    taken = {
        (traffic_filter.direction, traffic_filter.family): traffic_filter.acl
        for traffic_filter in _port(context).filters
    }
    key = match.one_of("inbound", "outbound"), family_of(match)
    if taken.get(key, match.get("acl")) != match.get("acl"):
        raise RefusedError("Error: Another ACL has already been applied in this direction.")
    applied: Answer = vrp5.apply_filter(context, match)
    return applied


@command("port", "port-security enable [ maximum <1-4096:number> ]")
def _port_security(context: Context, match: Match) -> Answer:
    port = _port(context)
    port.security, port.max_macs = True, match.get("number", port.max_macs)
    return None


@command("port", "undo port-security enable [ maximum <1-4096:number> ]")
def _undo_port_security(context: Context, match: Match) -> Answer:
    port = _port(context)
    port.max_macs = 1
    if not match.has("maximum"):
        port.security, port.protect_action = False, "restrict"
    return None


@command(
    "port", "port-security protect-action { protect | restrict | error-down }", "undo port-security protect-action"
)
def _protect_action(context: Context, match: Match) -> Answer:
    port = _port(context)
    if not port.security:
        raise RefusedError("Error: Port security is not enabled on the interface.")
    port.protect_action = match.one_of("protect", "restrict", "error-down") or "restrict"
    return None


def _rate(match: Match) -> Rate:
    cir = match.get("cir")
    return Rate(cir, match.get("cbs", 8 * cir))


@command("port", f"qos lr {_RATE} [ outbound ]")
def _shape(context: Context, match: Match) -> Answer:
    _port(context).rates["outbound"] = _rate(match)
    return None


@command("port", "undo qos lr [ outbound ]")
def _undo_shape(context: Context, _: Match) -> Answer:
    _port(context).rates.pop("outbound", None)
    return None


@command("system", f"qos car <word:profile> {_RATE}")
def _profile(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name, rate = match.get("profile"), _rate(match)
    configuration.profiles[name] = rate
    for port in _policed(configuration, name):
        port.rates["inbound"] = rate
    return None


@command("system", "undo qos car <word:profile>")
def _undo_profile(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("profile")
    if name not in configuration.profiles:
        raise RefusedError("Error: The CAR profile does not exist.")
    if _policed(configuration, name):
        raise RefusedError("Error: The CAR profile is being used.")
    del configuration.profiles[name]
    return None


def _policed(configuration: Configuration, name: str) -> list[Port]:
    return [port for port in configuration.ports.values() if isinstance(port, Port) and port.profile == name]


@command("port", "qos car inbound <word:profile>")
def _police(context: Context, match: Match) -> Answer:
    port, name = _port(context), match.get("profile")
    if name not in context.configuration.profiles:
        raise RefusedError("Error: The CAR profile does not exist.")
    port.profile, port.rates["inbound"] = name, context.configuration.profiles[name]
    return None


@command("port", "undo qos car inbound")
def _undo_police(context: Context, _: Match) -> Answer:
    port = _port(context)
    port.profile = ""
    port.rates.pop("inbound", None)
    return None
