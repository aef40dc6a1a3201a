# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""In which points the platforms differ that share this grammar: a table of values, no behaviour."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.ios_style.vlan_list import VLAN_IDS

if TYPE_CHECKING:
    from lab.switch.ios_style.port import Port

_NAME = re.compile(r"([A-Za-z-]+?)\s*(\d+(?:/\d+)*)$")


@dataclass(frozen=True)
class Style:
    """A platform's own way of writing.

    Attributes:
        hostname: the factory's.
        head: what the configuration's text begins with.
        kinds: full names of interface types; the first is the one of ports.
        svi: the type of a VLAN's interface.
        gap: what stands between an interface's type and its number.
        slot: what stands before a port's number.
        short_kind: letters of a type in a short name, 0 where short names are not used.
        order: the sections' order, by what a section begins with; others come after `other`.
        numbered_rules: whether rules are shown in the configuration with their numbers.
        deny: `deny` as it is padded in IPv4 lists.
        permits_neighbours: whether an IPv6 list ends with permits for neighbour discovery before its implicit deny.
        port_lines: the lines of a port's section.
        fragments: the word for later fragments in a rule.
        remark: the word that opens a list's remark.
        shows_vlan_1: whether the configuration shows VLAN 1.
        guards_snooped_only: whether the source check needs DHCP snooping in the VLAN.
        spanning_tree: whether it runs without being configured.
        portfast_warning: what a port becoming an edge port answers; `{port}` is its name.
        running_head: what `show running-config` prints first; `{size}` is the text's length.
        startup_head: the same for `show startup-config`.
        suffixes: what a view adds to the prompt; `{key}` is the interface.
        default_mode: a port's mode when none is configured.
        max_macs: how many addresses port security allows when nothing else is configured.
        violation: what it does to more.
    """

    hostname: str
    head: str
    kinds: tuple[str, ...]
    svi: str
    gap: str
    slot: str
    short_kind: int
    order: tuple[str, ...]
    other: str
    numbered_rules: bool
    deny: str
    permits_neighbours: bool
    port_lines: Callable[[Port], list[str]]
    default_mode: str
    max_macs: int
    violation: str
    fragments: str
    remark: str
    shows_vlan_1: bool
    guards_snooped_only: bool
    spanning_tree: bool
    portfast_warning: str
    running_head: str
    startup_head: str
    suffixes: dict[str, str] = field(default_factory=dict)

    def port(self, number: int) -> str:
        """The full name of a port."""
        return f"{self.kinds[0]}{self.gap}{self.slot}{number}"

    def vlan_interface(self, vlan: int) -> str:
        """The full name of a VLAN's interface."""
        return f"{self.svi}{self.gap}{vlan}"

    def short(self, name: str) -> str:
        """An interface's short name, where the platform has one."""
        kind = _NAME.match(name)
        return f"{kind[1][: self.short_kind]}{kind[2]}" if kind and self.short_kind else name

    def interface(self, text: str) -> str:
        """The full name of an interface: `gi1/0/1` and `GigabitEthernet 1/0/1` are one.

        Raises:
            ValueError: it is no interface name.
        """
        found = _NAME.match(text)
        kinds = [kind for kind in self.kinds if found and kind.lower().startswith(found[1].lower())]
        if not found or len(kinds) != 1:
            raise ValueError(text)
        name = f"{kinds[0]}{self.gap}{found[2]}"
        if kinds[0] == self.svi and not (found[2].isdigit() and int(found[2]) in VLAN_IDS):
            raise ValueError(text)
        if kinds[0] == self.kinds[0] and found[2].count("/") != self.slot.count("/"):
            raise ValueError(text)
        return name

    def vlan_of(self, interface: str) -> int:
        """The VLAN of a VLAN's interface."""
        return int(interface.removeprefix(f"{self.svi}{self.gap}"))

    def section(self, line: str) -> str:
        """The kind of section that a line opens; the longest beginning that is listed decides."""
        fitting = [words for words in self.order if line == words or line.startswith(f"{words} ")]
        return max(fitting, key=len, default=self.other)

    def rank(self, line: str) -> int:
        """The place of the section that a line opens."""
        return self.order.index(self.section(line))
