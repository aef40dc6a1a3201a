# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Our difference beside annet's, for the platforms that annet has rulebooks for.

Both get the same two configurations. The commands are the same but for what `EXPLAINED` says; the order is not, and
why ours differs is tested too: annet takes a list off before the new one is on, which lets everything through meanwhile.
`docs/difference.md` tells the same for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, site
from tests.unit.policy import annet_opinion

CASES = [case for case in TYPED if case.name in annet_opinion.MODELS]
Path = tuple[str, ...]
# The first terminal's own packet to the internet.
MACS = ["54:89:98:00:01:01"]
PACKETS = [Packet(4, int(IPv4Address("10.96.128.2")), int(IPv4Address("198.51.100.80")), TCP, 40000, 443)]
# What only one of the two types, and why that is right.
EXPLAINED = {
    "ours": (
        # The device's default, which it does not print; typed, it holds whatever was configured before.
        r"port-security max-mac-num 1",
        # Comware takes no second list in a direction: the port is shut while the one gives way to the other.
        r"(undo )?shutdown",
        # Comware takes no count while a mode is on.
        r"undo port-security port-mode",
        # What a port's settings need of the switch goes with them, also where it is there already.
        r"port-isolate group 1|port-security enable",
    ),
    "annet's": (
        # Documented without a value (H3C, undo port access vlan); ours types the new VLAN over the old one.
        r"undo port access vlan \d+",
    ),
}


def with_terminal(hall: Site, number: int, **changes: Any) -> Site:
    terminals = list(hall.terminals)
    terminals[number] = terminals[number].model_copy(update=changes)
    return hall.model_copy(update={"terminals": tuple(terminals)})


CHANGES: dict[str, Callable[[Site, PlatformCase], Site]] = {
    "a network card is replaced": lambda hall, _: with_terminal(hall, 0, mac="54:89:98:00:01:99"),
    "a terminal is moved": lambda hall, case: with_terminal(hall, 1, port=case.ports[2]),
    "items are taken back": lambda hall, _: hall.model_copy(
        update={"grants": (hall.grants[0].model_copy(update={"items": ("RS-001",)}),)}
    ),
    "a port becomes spare": lambda hall, case: hall.model_copy(
        update={"switch": hall.switch.model_copy(update={"spare_ports": (case.ports[2],)})}
    ),
}


def commands(case: PlatformCase, running: str, change: Callable[[Site, PlatformCase], Site] | None) -> tuple[str, ...]:
    hall = site(case)
    planned = planning.plan_site(folder(), change(hall, case) if change else hall, ADDRESSES)
    return planning.plan_change(planned, running).commands


def deployed(case: PlatformCase) -> str:
    judge = Judge(case.startup, case)
    judge.type_all(commands(case, judge.running, None))
    return judge.running


def paths(lines: Iterable[str]) -> Iterator[Path]:
    """Put the view that a line is typed in before it."""
    view: Path = ()
    for line in lines:
        if line == "quit":
            view = ()
            continue
        yield (*view, line)
        if re.match(r"(interface|acl|vlan \d+$)", line):
            view = (line,)


def plain(case: PlatformCase, found: Iterable[Path]) -> set[Path]:
    """Write rules as we do: a device prints well-known ports by name, and annet types what it printed."""

    def same(path: Path) -> Path:
        if not path[-1].startswith("rule "):
            return path
        acl = languages.get(case.name).parse("\n ".join(path)).acls[0]
        return (*path[:-1], str(replace(acl.rules[0], line=Line(0, ""))))

    return {same(path) for path in found}


def unexplained(side: str, found: set[Path]) -> list[Path]:
    return sorted(path for path in found if not any(re.fullmatch(one, path[-1]) for one in EXPLAINED[side]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("change", [None, *CHANGES])
def test_the_commands_are_annet_s_but_for_what_is_explained(case: PlatformCase, change: str | None) -> None:
    running = deployed(case) if change else Judge(case.startup, case).running
    lines = commands(case, running, CHANGES[change] if change else None)
    judge = Judge(running, case)
    judge.type_all(lines)
    ours = plain(case, paths(lines))
    theirs = plain(case, annet_opinion.commands(case.name, running, judge.running))
    assert lines
    assert (unexplained("ours", ours - theirs), unexplained("annet's", theirs - ours)) == ([], [])


def opened(case: PlatformCase, running: str, lines: Iterable[str]) -> list[str]:
    """Return the lines after which a packet passes that passes neither before all of them nor after."""
    lines = list(lines)
    end = Judge(running, case)
    end.type_all(lines)
    judge = Judge(running, case)
    allowed = judge.passages(PACKETS, MACS) | end.passages(PACKETS, MACS)
    found = []
    for line in lines:
        judge.type(line)
        found += [line] if judge.passages(PACKETS, MACS) - allowed else []
    return found


def typed(found: Iterable[Path]) -> Iterator[str]:
    """Turn paths back into lines."""
    view: Path = ()
    for path in found:
        if path[:-1] != view and view:
            yield "quit"
        view = path[:-1]
        if len(path) == 1 and re.match(r"(interface|acl)", path[0]):
            view = path
        yield path[-1]
    if view:
        yield "quit"


def test_annet_s_order_would_open_a_window_and_ours_does_not() -> None:
    case = next(case for case in CASES if case.name == "huawei_vrp")
    running = deployed(case)
    ours = commands(case, running, CHANGES["items are taken back"])
    judge = Judge(running, case)
    judge.type_all(ours)
    theirs = list(typed(annet_opinion.commands(case.name, running, judge.running)))
    assert opened(case, running, ours) == []
    assert "undo traffic-filter inbound acl 3901" in opened(case, running, theirs)
