# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco IOS 15.2 and IOS XE, as Catalyst 2960-X and 9200 access switches speak it.

Sources: Cisco Catalyst 2960 command reference for police (1000000 to 1000000000 bit/s, no steps named; burst 8000 to
1000000 bytes), service-policy, switchport
protected, switchport port-security (one MAC unless said otherwise), ip access-group, ip source binding, ip arp
inspection; ip verify source with mac-check from 15.2(2)E, with port-security before. IP source guard is inactive in a
VLAN without DHCP snooping (security configuration guide 15.2(3)E). Unverified on a device: that a policy is taken for
what leaves a port of a 2960-X, and that a 2960-X polices without `mls qos`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...config.access_list import FRAMES
from ...config.blocks import Block
from ...config.line import Line
from ...config.objects import RateLimit
from ...config.rate_steps import RateSteps
from ...config.steps import CheckArp, InPort, Language, SetRate, Step
from ..ios.language import SETTINGS, IosStyle, Setting, switch
from ..ios.reader import DIRECTIONS, SNOOPING
from ..line_readers import LineReader, PortLines, check
from ..rule_reading import NotUnderstood
from .lines import CISCO_IOS

POLICY_HEADER = re.compile(r"policy-map (\S+)")
# All that a policy may say to be a plain rate limit, on one line; 2960-X first, IOS XE second.
POLICE = re.compile(
    r"class class-default police (?:cir )?(?P<cir>\d+)000(?: (?:bc )?(?P<cbs>\d+))?"
    r"(?: conform-action transmit)? exceed-action drop"
)


class CiscoIos(IosStyle):
    """The platform `cisco_ios`."""

    name = "cisco_ios"
    # NX-OS and others count their releases otherwise.
    other_system: re.Pattern[str] | None = re.compile(r"version (?!1[2-7]\.)\d.*")
    acl_numbers: Mapping[int, tuple[int, int]] = {FRAMES: (4901, 4902), 4: (3901, 3902), 6: (3961, 3962)}
    named = frozenset({FRAMES, 4, 6})
    fragment = "fragments"
    deny_fragments: Mapping[int, str] = {4: "deny ip any any fragments", 6: "deny ipv6 any any fragments"}
    remark = "remark"
    numbered = frozenset({4})
    unsaid: Mapping[str, Any] = {"most": 1}
    tables = CISCO_IOS
    rates = RateSteps(most_burst=1_000_000)
    settings: Mapping[str, Setting] = SETTINGS | {
        "source_check": switch("ip verify source mac-check", "ip verify source"),
        "arp_trust": switch("ip arp inspection trust"),
    }

    def port_lines(self, found: Sequence[Block]) -> PortLines:
        """Return the lines of a port that only IOS has; a service policy says what the policy map of its name says."""
        return (
            (re.compile(r"ip verify source (?:mac-check|port-security)"), check("source_check")),
            # Without the MAC it is half the check.
            (re.compile(r"ip verify source"), check("source_check", value=False)),
            (re.compile(r"ip arp inspection trust"), check("arp_trust")),
            (re.compile(r"service-policy (input|output) (\S+)"), _rate_reader(_policies(found))),
        )

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands; what the ports are going to rely on comes first: snooping, and their policy maps."""
        known = tuple(steps)
        snooped = [f"ip dhcp snooping vlan {step.vlan}" for step in known if isinstance(step, CheckArp)]
        wanted = {
            (port_step.rate.cir, port_step.rate.cbs)
            for step in known
            if isinstance(step, InPort)
            for port_step in step.steps
            if isinstance(port_step, SetRate)
        }
        policies = (line for cir, cbs in sorted(wanted) for line in _policy_map(cir, cbs))
        return (*snooped, *([SNOOPING] if snooped else []), *policies, *super().write(known))

    def write_rate(self, step: SetRate) -> tuple[str, ...]:
        """Return the commands that put a port under a policy; IOS refuses a second one in a direction."""
        new, old = _service_policy(step.rate, _policy_name(step.rate.cir)), step.old
        if old is None:
            return (new,)
        return () if old.line.text == new else (self.remove_rate(old), new)

    def remove_rate(self, rate: RateLimit) -> str:
        """Return the command that takes a policy off a port."""
        return f"no {rate.line.text or _service_policy(rate, _policy_name(rate.cir))}"


def _policies(found: Sequence[Block]) -> Mapping[str, str]:
    """Return what each policy map says, on one line."""
    policies: dict[str, str] = {}
    for block in found:
        if header := POLICY_HEADER.fullmatch(block.header.text):
            policies[header[1]] = " ".join([policies.get(header[1], ""), *(line.text for line in block.body)]).strip()
    return policies


def _rate_reader(policies: Mapping[str, str]) -> LineReader:
    def reader(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        police = POLICE.fullmatch(policies.get(match[2], ""))
        if police is None:
            raise NotUnderstood(match[2])
        direction = DIRECTIONS[match[1]]
        found["rates"][direction] = RateLimit(direction, int(police["cir"]), int(police["cbs"] or 0), line)

    return reader


def _policy_name(cir: int) -> str:
    return f"GOVKIOSK-{cir}"


def _policy_map(cir: int, cbs: int) -> tuple[str, ...]:
    police = f"police {cir * 1000} {cbs} exceed-action drop"
    return (f"policy-map {_policy_name(cir)}", "class class-default", police, "exit", "exit")


def _service_policy(rate: RateLimit, name: str) -> str:
    return f"service-policy {'input' if rate.direction == 'inbound' else 'output'} {name}"


LANGUAGE: Language = CiscoIos()
