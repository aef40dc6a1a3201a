# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch sees at a terminal's port."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansible_collections.govkiosk.site.plugins.plugin_utils.dialects.notation import read_mac
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.ports import PORT_NAMES


@dataclass(frozen=True)
class PortState:
    """One port as the switch sees it now.

    Attributes:
        up: the link is up.
        shut: it is down because somebody shut it.
        macs: the addresses learned on it, as `54:89:98:00:01:01`.
        tripped: it is down because a protection of the switch shut it, where the switch's table of ports tells.
    """

    up: bool
    shut: bool = False
    macs: tuple[str, ...] = ()
    tripped: bool = False


# Behind a port's name may stand its speed, `(10G)`, before and behind its state why it is so: `*down` by somebody, `^down`
# standby, `#down` loop found, `!down`, `~down`, `down(e)`; S-series and CloudEngine command references, display interface brief.
_STATE_VRP = r"[*^#!~]?(?:up|down)(?:\([A-Za-z]{1,4}\))?"
_BRIEF_VRP = re.compile(
    rf"(?m)^ *(?P<port>\d*[A-Za-z]+\d+(?:/\d+)+)(?:\([\w.]+\))?[ \t]+(?P<link>{_STATE_VRP})[ \t]+{_STATE_VRP}(?![\w(])"
)
# Layer-3 interfaces stand in a table of their own, whose third column is no speed.
_BRIEF_COMWARE = re.compile(
    r"(?m)^ *(?P<port>[A-Za-z]+\d+(?:/\d+)+)\s+(?P<link>UP|DOWN|ADM|Stby)\s+(?:auto|--|[\d.]+[MG])"
)
# Between the address and the port stand the VLAN and, by version, other columns.
_LEARNED = re.compile(
    r"(?mi)^ *(?P<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})\s+\S+\s.*?(?<=\s)(?P<port>\d*[A-Z][A-Z-]*\d+(?:/\d+)+)(?:\s|$)"
)
# A row of IOS's and RGOS's tables ends in the port, with a blank in its name on RGOS.
_LEARNED_IOS = re.compile(
    r"(?mi)^[ *]*\d+\s+(?P<mac>[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})\s.*?(?P<port>\b[a-z]+ ?\d+(?:/\d+)+)\s*$"
)
# Catalyst command reference, show interfaces status; RGOS prints `down`.
_DOWN_IOS = r"(?:notconnect(?:ed)?|disabled|err-\S+|inactive|faulty|down|absent|sfp\S*|xcvr\S*)"
_UP_IOS = r"(?:connected|up|monitoring|suspended)"
# What stands behind a state: the VLAN, or both of a private one.
_VLAN_IOS = r"[:,;]?\s+(?:\d[\d,]*|trunk|routed|unassigned)(?!\S)"
_TITLED_IOS = re.compile(rf"(\S+?){_VLAN_IOS}")
_LINK_IOS = re.compile(rf"(?i).*(?<=\s)({_DOWN_IOS}|{_UP_IOS}){_VLAN_IOS}")
_PORT_IOS = re.compile(r"[A-Za-z]+ ?\d+(?:/\d+)+")


def huawei_vrp(interface_brief: str, mac_address: str, dialect: str = "huawei_vrp") -> dict[str, PortState]:
    """Return the ports from the answers to `display interface brief` and `display mac-address` of VRP5 and VRP8."""
    return _states(dialect, _BRIEF_VRP, interface_brief, mac_address)


def hp_comware(interface_brief: str, mac_address: str) -> dict[str, PortState]:
    """Return the ports from the answers to `display interface brief` and `display mac-address` of Comware 7.

    Source of the formats: ntc-templates, tests/hp_comware/display_interface_brief and display_mac-address.
    """
    return _states("hp_comware", _BRIEF_COMWARE, interface_brief, mac_address)


def ios_style(dialect: str, interfaces_status: str, mac_table: str) -> dict[str, PortState]:
    """Return the ports from the answers to `show interfaces status` and `show mac address-table` of IOS and RGOS.

    Source of IOS's formats: ntc-templates, tests/cisco_ios/show_interfaces_status and show_mac-address-table; those of
    RGOS are unverified.
    """
    macs = _macs(dialect, _LEARNED_IOS, mac_table)
    states: dict[str, PortState] = {}
    column = 0
    for row in interfaces_status.splitlines():
        if port := _PORT_IOS.match(row):
            name, link = _full(dialect, port[0]), _link_ios(row, column)
            # A word that is in no manual is no port without a terminal: one that is not known to be down counts as up.
            states[name] = PortState(
                re.fullmatch(_DOWN_IOS, link) is None, link == "disabled", macs.get(name, ()), link.startswith("err-")
            )
        else:
            column = max(column, row.find("Status"))
    return states


def _link_ios(row: str, column: int) -> str:
    """Return the state that a row tells, in small letters; empty if nobody can tell where it stands.

    The name before it may have words of any kind, so it is the word under its title. A name in Chinese moves it, since
    its bytes are counted and not its characters (not looked up): then it is the last word that is a state.
    """
    titled = _TITLED_IOS.match(row, column) if row.isascii() and row[column - 1 : column].isspace() else None
    found = titled or _LINK_IOS.match(row)
    return found[1].lower() if found else ""


def _states(dialect: str, brief: re.Pattern[str], interface_brief: str, mac_address: str) -> dict[str, PortState]:
    macs = _macs(dialect, _LEARNED, mac_address)
    return {
        (name := _full(dialect, row["port"])): PortState(
            up=re.match(r"\W?up", row["link"].lower()) is not None,
            shut=row["link"].startswith(("*", "ADM")),
            macs=macs.get(name, ()),
        )
        for row in brief.finditer(interface_brief)
    }


def _macs(dialect: str, row: re.Pattern[str], table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for learned in row.finditer(table):
        found.setdefault(_full(dialect, learned["port"]), set()).add(read_mac(learned["mac"]))
    return {port: tuple(sorted(macs)) for port, macs in found.items()}


def _full(dialect: str, port: str) -> str:
    return PORT_NAMES[dialect].full(port) or port
