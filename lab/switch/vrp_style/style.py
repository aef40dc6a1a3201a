# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the platforms of this style write differently in what is otherwise the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.context import RefusedError
from lab.switch.forwarding import IPV4
from lab.switch.vrp_style import well_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lab.switch.forwarding import Family


@dataclass(frozen=True)
class Style:
    """One platform's spelling.

    Attributes:
        sysname: the name of a device that has none.
        system_view: the answer to `system-view`.
        max_description: how long an interface's description may be.
        refusal: what stands before the sentence of a refusal.
        acl_title: the line that opens an ACL; knows {ipv6}, {level} and {number}.
        rule_limit: the highest number of a rule.
        rules_from_step: whether the first rule typed without a number gets that of the step, and not 0.
        established: the words for TCP packets that are not the first.
        operators: those that take one port.
        flags: words at the end of a rule, in the order in which they are printed.
        protocols: protocols by name, other than TCP, UDP and ICMP.
        more_tcp_ports: names of TCP ports that are read besides the common ones.
        icmp6_types: names of ICMPv6 types and codes (those of ICMP are the same everywhere).
        type_word, type_prefix: the word for a frame's type in a rule, and what stands before hexadecimal digits.
        global_indent: what stands before a line that is in no section.
    """

    sysname: str
    system_view: str
    max_description: int
    refusal: str
    acl_title: str
    rule_limit: int
    rules_from_step: bool
    established: str
    operators: tuple[str, ...]
    flags: tuple[str, ...]
    protocols: Mapping[Family, tuple[str, ...]]
    icmp6_types: Mapping[str, tuple[int, int]]
    type_word: str
    type_prefix: str
    more_tcp_ports: Mapping[str, int] = field(default_factory=dict)
    global_indent: str = ""

    def refuse(self, sentence: str) -> RefusedError:
        """The refusal to raise."""
        return RefusedError(self.refusal + sentence)

    def icmp_name(self, family: Family, kind: int, code: int | None) -> str:
        """An ICMP type as printed."""
        names = well_known.ICMP_TYPES if family == IPV4 else self.icmp6_types
        known = next((name for name, pair in names.items() if pair == (kind, code)), "")
        return known or (str(kind) if code is None else f"{kind} {code}")
