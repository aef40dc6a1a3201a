# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP 8, as CloudEngine switches speak it: VRP 5's language with other words for some things on a port.

Sources: Huawei CloudEngine 16800/8800/6800 command references for port-security enable maximum, ipv4 source check
user-bind enable, qos lr (outbound only; bursts from 10,000 bytes), qos car and qos car inbound; access ports print no
link type (configuration guides' scripts). `traffic-filter acl N inbound`: Huawei's Ansible module ce_acl_interface.
Unverified: that IPv6 lists are applied in the same form, that a port takes one list for each family and direction, and
that `traffic-filter` lets through what no rule matches; the final deny is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ...config.blocks import Block
from ...config.line import Line
from ...config.objects import Filter, RateLimit, RateProfile
from ...config.rate_steps import RateSteps
from ...config.steps import (
    InPort,
    Language,
    PortStep,
    RemoveRate,
    RemoveRateProfile,
    SecondAcl,
    SetRate,
    Step,
    SwitchStep,
)
from ..comware_vrp.language import Setting, put_filter, switch
from ..comware_vrp.rules import VRP_RULES
from ..huawei_vrp.language import HuaweiVrp, VrpReader
from ..huawei_vrp.lines import VRP
from ..line_readers import check, put
from ..rule_reading import NotUnderstood

UNITS = {"": 1, "k": 1, "m": 1000, "g": 1_000_000}
BYTES = {"": 1, "k": 1000, "m": 1_000_000}
RATE = r"cir (?P<cir>\d+)(?: (?P<unit>[kmg])bps)?(?: cbs (?P<cbs>\d+)(?: (?P<bytes>[km]?)bytes)?)?"
PROFILE = re.compile(rf"qos car (?P<name>(?!inbound )\S+) {RATE}")
OURS = "GOVKIOSK-"
OWN_LINES = ("port-security ", "ip source check ", "traffic-filter ", "qos lr ")


class _OwnLine(int):
    """A number of MAC addresses that the release says on a line of its own, as V200R005C10 does."""


class _Reader(VrpReader):
    """Reads what VRP 8 prints; a CAR profile stands before the ports that name it."""

    rule_words = replace(VRP_RULES, types="type")
    tables = VRP
    unsaid: Mapping[str, Any] = {"most": 1, "link_type": "access"}

    def __init__(self, platform: str, acl_numbers: Mapping[int, tuple[int, int]]) -> None:
        super().__init__(platform, acl_numbers)
        self._profiles: dict[str, tuple[int, int]] = {}
        self.port_lines = (
            *(reader for reader in VrpReader.port_lines if not reader[0].pattern.startswith(OWN_LINES)),
            (re.compile(r"port-security enable(?: maximum (\d+))?"), _put_security),
            (re.compile(r"port-security maximum (\d+)"), put("most", _OwnLine)),
            (re.compile(r"ipv4 source check user-bind enable"), check("source_check")),
            (
                re.compile(r"traffic-filter acl (?P<six>ipv6 )?(?P<acl>\d+) (?P<direction>inbound|outbound)"),
                put_filter,
            ),
            (re.compile(rf"qos lr {RATE}(?: outbound)?"), _put_shaping),
            (re.compile(r"qos car inbound (\S+)"), self._put_policing),
        )

    def _own(self, block: Block) -> bool:
        profile = PROFILE.fullmatch(block.header.text)
        if profile:
            name, rate = profile["name"], _rate(profile)
            self._profiles[name] = rate
            if name.startswith(OURS):
                self.profiles.add(RateProfile(name, rate[0]))
        return bool(profile) or super()._own(block)

    def _put_policing(self, match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        if match[1] not in self._profiles:
            raise NotUnderstood(match[1])
        found["rates"]["inbound"] = RateLimit("inbound", *self._profiles[match[1]], line)


def _rate(match: re.Match[str]) -> tuple[int, int]:
    """Return kbit/s and bytes; without a burst the device takes eight bytes for each kbit/s."""
    cir = int(match["cir"]) * UNITS[match["unit"] or ""]
    return cir, int(match["cbs"]) * BYTES[match["bytes"] or ""] if match["cbs"] else 8 * cir


def _put_security(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    check("security")(match, found, line)
    if match[1]:
        found["most"] = int(match[1])


def _put_shaping(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    found["rates"]["outbound"] = RateLimit("outbound", *_rate(match), line)


class HuaweiVrpv8(HuaweiVrp):
    """The platform `huawei_vrpv8`."""

    name = "huawei_vrpv8"
    second_acl: SecondAcl = "refused"
    rates = RateSteps(most_burst=33_554_432)
    reader = _Reader
    settings: Mapping[str, Setting] = {
        **HuaweiVrp.settings,
        "max_macs": lambda value, old: (_max_macs(value, old),),
        "source_check": switch("ipv4 source check user-bind enable"),
    }

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the system view and back to it; the profiles that ports name come first."""
        known = tuple(steps)
        rates = {
            (port_step.rate.cir, port_step.rate.cbs)
            for step in known
            if isinstance(step, InPort)
            for port_step in step.steps
            if isinstance(port_step, SetRate) and port_step.rate.direction == "inbound"
        }
        profiles = (f"qos car {_profile(cir)} cir {cir} kbps cbs {cbs} bytes" for cir, cbs in sorted(rates))
        return (*profiles, *super().write(known))

    def _write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        return (f"undo qos car {step.name}",) if isinstance(step, RemoveRateProfile) else super()._write_switch(step)

    def _write_port(self, step: PortStep) -> tuple[str, ...]:
        match step:
            case SetRate(rate, old) if rate.direction == "inbound":
                line = f"qos car inbound {_profile(rate.cir)}"
                return (line,) if old is None else ("undo qos car inbound", line)
            case SetRate(rate):
                return (f"qos lr cir {rate.cir} kbps cbs {rate.cbs} bytes outbound",)
            case RemoveRate(rate):
                return ("undo qos car inbound" if rate.direction == "inbound" else "undo qos lr outbound",)
            case _:
                return super()._write_port(step)

    def _filter_line(self, acl_filter: Filter) -> str:
        return f"traffic-filter acl {'ipv6 ' if acl_filter.family == 6 else ''}{acl_filter.acl} {acl_filter.direction}"


def _max_macs(value: int, old: int) -> str:
    if not value:
        return "undo port-security enable"
    if value == 1 and not old:
        # One address is what every release lets in if nothing else is said, and all of them know this line.
        return "port-security enable"
    return f"port-security {'' if isinstance(old, _OwnLine) else 'enable '}maximum {value}"


def _profile(cir: int) -> str:
    return f"{OURS}{cir}"


LANGUAGE: Language = HuaweiVrpv8()
