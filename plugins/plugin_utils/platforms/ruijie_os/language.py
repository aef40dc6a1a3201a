# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ruijie RGOS 11, as RG-S29 access switches speak it.

Source: Ruijie RG-S2900G-E configuration guide and command reference (ACL, port security, IP source guard, ARP check,
rate-limit: 64 to 1000000 kbit/s, bursts of 4 to 16384 KB). Port security lets in 128 MAC addresses unless said otherwise.
Unverified on a device: `established`, `fragment` and `list-remark` on a switch, ip source binding with an interface,
that every whole rate is taken, and that a KB is 1024 bytes, which the guide does not say and its bounds suggest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...config.blocks import Block
from ...config.line import Line
from ...config.objects import RateLimit
from ...config.rate_steps import RateSteps
from ...config.steps import CheckArp, Language, SetRate, SwitchStep
from ..ios.language import SETTINGS, IosStyle, Setting, switch
from ..ios.reader import DIRECTIONS
from ..line_readers import PortLines, check
from .lines import RUIJIE_OS

BYTES_OF_BURST = 1024
WAYS = {"inbound": "input", "outbound": "output"}


class RuijieOs(IosStyle):
    """The platform `ruijie_os`."""

    name = "ruijie_os"
    acl_numbers: Mapping[int, tuple[int, int]] = {4: (2601, 2602), 6: (3961, 3962)}
    named = frozenset({6})
    fragment = "fragment"
    deny_fragments: Mapping[int, str] = {4: "deny ip any any fragment", 6: "deny ipv6 any any fragment"}
    remark = "list-remark"
    numbered = frozenset({4, 6})
    unsaid: Mapping[str, Any] = {"most": 128, "link_type": "access"}
    tables = RUIJIE_OS
    # Off by default: RG-S2900G-E configuration guide, p. 263.
    spanning_tree = False
    rates = RateSteps(burst_step=BYTES_OF_BURST, most_burst=16_384 * BYTES_OF_BURST)
    settings: Mapping[str, Setting] = SETTINGS | {
        "source_check": switch("ip verify source port-security", "ip verify source"),
        "arp_check": switch("arp-check"),
    }

    def port_lines(self, _found: Sequence[Block]) -> PortLines:
        """Return the lines of a port that only RGOS has."""
        return (
            (re.compile(r"ip verify source port-security"), check("source_check")),
            # The address alone.
            (re.compile(r"ip verify source"), check("source_check", value=False)),
            (re.compile(r"arp-check"), check("arp_check")),
            (re.compile(r"spanning-tree portfast"), check("edge")),
            (re.compile(r"rate-limit (input|output) (\d+) (\d+)"), _rate),
        )

    def write_rate(self, step: SetRate) -> tuple[str, ...]:
        """Return the command that sets a limit in place of any other; RGOS counts bursts in KB."""
        rate = step.rate
        return (f"rate-limit {WAYS[rate.direction]} {rate.cir} {rate.cbs // BYTES_OF_BURST}",)

    def remove_rate(self, rate: RateLimit) -> str:
        """Return the command that removes a limit."""
        return f"no rate-limit {WAYS[rate.direction]}"

    def write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        """Return the commands of a step; ports check ARP packets here, not VLANs."""
        return () if isinstance(step, CheckArp) else super().write_switch(step)


def _rate(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    direction = DIRECTIONS[match[1]]
    found["rates"][direction] = RateLimit(direction, int(match[2]), BYTES_OF_BURST * int(match[3]), line)


LANGUAGE: Language = RuijieOs()
