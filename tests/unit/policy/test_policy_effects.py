# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of the switch, of the VLAN, of the uplink and of a port that are none of ours: no more, no less gets through.

`effects*.yml` have the lines; each is put into what the lab's switch of that platform runs after a deployment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.line_tables import LineTables, find
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import CASES, TAUGHT, TYPED, PlatformCase
from tests.helpers.policy.policy_site import plan


@dataclass(frozen=True)
class Stranger:
    """Lines of somebody else, and what is to be said of them."""

    case: PlatformCase
    name: str
    places: Mapping[str, str]
    kinds: frozenset[str]
    clause: str
    notice: str
    mended: bool

    def __str__(self) -> str:
        return f"{self.case.name}: {self.name}"

    @property
    def text(self) -> str:
        """The configuration of a deployed switch with the lines."""
        lines = deployed(self.case.name).splitlines()
        for place, said in self.places.items():
            start, indent = _place(self.case, place, lines)
            for line in reversed(said.splitlines()):
                if line.startswith("-"):
                    lines.pop(next(at for at, there in enumerate(lines) if there.strip() == line[1:].strip()))
                else:
                    lines.insert(start, " " * indent + line)
        return "\n".join(lines) + "\n"


# What no fix may tell: to take a trunk's VLAN off, or to turn spanning tree on for everybody.
FORBIDDEN = re.compile(
    r"take [^,;]*VLAN[^,;]* off|off the (?:trunk|uplink)|stp (?:global )?enable|turn spanning tree on|spanning-tree on"
)


def _place(case: PlatformCase, place: str, lines: list[str]) -> tuple[int, int]:
    """Return where lines are put in, and how far they are indented."""
    separator = "!" if case.enter.startswith("configure") else "#"
    if place == "switch":
        lines[-1:-1] = [separator, separator]
        return len(lines) - 2, 0
    if place == "vlan" and "vlan 110" not in lines:
        lines[-1:-1] = ["vlan 110", separator]
    headers = {"vlan": "vlan 110", "port": f"interface {case.ports[0]}", "uplink": f"interface {case.port.format(4)}"}
    return lines.index(headers[place]) + 1, 1


@lru_cache
def deployed(platform: str) -> str:
    """What a switch runs after a deployment."""
    case = CASES[platform]
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case=case), judge.running).commands)
    return judge.running


def _read() -> tuple[Stranger, ...]:
    return tuple(
        Stranger(
            CASES[platform],
            one["name"],
            places,
            frozenset(one.get("kinds", ())),
            one.get("clause", ""),
            one.get("notice", ""),
            one.get("mended", False),
        )
        for file in sorted(Path(__file__).parent.glob("effects*.yml"))
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))
        for names, places in one["in"].items()
        for platform in names.split()
    )


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_of_a_deployed_switch_nothing_is_told(case: PlatformCase) -> None:
    change = planning.plan_change(plan(case=case), deployed(case.name))
    assert (change.commands, change.violations, change.notices) == ((), (), ())


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_of_a_switch_before_its_first_deployment_nothing_is_told(case: PlatformCase) -> None:
    change = planning.plan_change(plan(case=case), case.startup)
    assert (change.violations, change.notices) == ((), ())


@pytest.mark.parametrize("stranger", _read(), ids=str)
def test_a_line_of_somebody_else_is_told_for_what_it_does(stranger: Stranger) -> None:
    text = stranger.text
    planned = plan(case=stranger.case)
    found = planning.prove_running(planned, text)
    assert {one.kind for one in found} == stranger.kinds
    assert {one.clause for one in found} == ({stranger.clause} if stranger.clause else set())
    for one in found:
        assert one.fix
        assert not FORBIDDEN.search(one.fix)
        if one.line.number:
            assert text.splitlines()[one.line.number - 1].strip() == one.line.text
    change = planning.plan_change(planned, text)
    assert {one.kind for one in change.violations} == (set() if stranger.mended else stranger.kinds)
    assert bool(change.commands) == stranger.mended
    assert [one.line.text for one in change.notices] == ([stranger.notice] if stranger.notice else [])


def test_what_nobody_has_judged_is_told_once_on_one_short_line() -> None:
    text = deployed("huawei_vrp").replace("#\nreturn", "#\n" + "".join(f"{line}\n" for line in STRANGE) + "#\nreturn")
    first, second, third = planning.plan_change(plan(), text).notices
    assert first.text == "frobnicate all (and 3 more)"
    assert second.text == "frobnicate ?[31mred"
    assert third.text == f"frobnicate {'x' * 189}…"
    number = text.splitlines().index("frobnicate all") + 1
    assert str(first) == (
        f'line {number} "frobnicate all" (and 3 more) is in no table of the toolkit: '
        "nobody has judged what it does to the terminals"
    )


def test_a_line_that_is_out_of_place_on_the_uplink_is_told_in_full() -> None:
    uplink = "interface GigabitEthernet0/0/4\n"
    text = deployed("huawei_vrp").replace(uplink, f"{uplink} traffic-filter outbound acl 3100\n")
    number = text.splitlines().index(" traffic-filter outbound acl 3100") + 1
    said = f'line {number} "traffic-filter outbound acl 3100" on GigabitEthernet0/0/4 filters what the terminals send'
    (found,) = planning.prove_running(plan(), text)
    assert str(found) == (
        f"lianhua-hall: {said}, and no other port is a sure way out of VLAN 110 [DB4403/T 503.5 7.3]\n"
        "    fix: have the uplink's engineers take the line out: it is meant for a terminal's port; if that is one, correct "
        "the site file"
    )
    second = uplink.replace("0/4", "0/5") + " port link-type trunk\n port trunk allow-pass vlan 110\n"
    (notice,) = planning.plan_change(plan(), text.replace(uplink, f"{second}#\n{uplink}")).notices
    assert str(notice) == (
        said.replace(f"line {number}", f"line {number + 4}") + "; the terminals need another way out of VLAN 110"
    )


@pytest.mark.parametrize(
    ("direction", "rule", "packet"),
    [
        # Without a rule that matches, VRP lets a packet through.
        ("outbound", "deny tcp", r"tcp 10\.96\.128\.\d+:\d+ -> 10\.96\.\d+\.\d+:\d+.*"),
        ("outbound", "deny ip source 10.96.0.0 0.0.127.255", ""),
        ("outbound", "deny udp destination-port eq 123", r"udp 10\.96\.128\.\d+:\d+ -> 10\.96\.4\.123:123"),
        ("inbound", "deny udp destination-port eq 123", ""),
        ("inbound", "deny udp source-port eq 123", r"udp 10\.96\.4\.123:123 -> 10\.96\.128\.\d+:\d+"),
        ("inbound", "deny icmp icmp-type echo", r"icmp .* type 8 code 0"),
        # Only answers of connections that terminals opened come in, but for the operations network's own.
        ("inbound", "deny tcp destination 10.96.128.0 0.0.0.31 destination-port eq 443", ""),
    ],
)
def test_a_list_on_the_uplink_counts_for_what_it_stops(direction: str, rule: str, packet: str) -> None:
    uplink = "interface GigabitEthernet0/0/4\n"
    text = deployed("huawei_vrp").replace(uplink, f"{uplink} traffic-filter {direction} acl 3100\n")
    text = text.replace("acl number 3000\n", f"acl number 3100\n rule 5 {rule}\n#\nacl number 3000\n")
    number = text.splitlines().index(f" traffic-filter {direction} acl 3100") + 1
    filters = {"inbound": "filters what the terminals are answered", "outbound": "filters what the terminals send"}
    said = [one.what for one in planning.prove_running(plan(), text)]
    assert len(said) == bool(packet)
    for one in said:
        assert re.fullmatch(
            f'line {number} "traffic-filter {direction} acl 3100" on GigabitEthernet0/0/4 {filters[direction]}: '
            f"it stops {packet}, and no other port is a sure way out of VLAN 110",
            one,
        )


def test_what_no_rule_matches_is_stopped_on_the_uplink_too_where_comware_says_so() -> None:
    uplink = "interface GigabitEthernet1/0/4\n"
    text = deployed("hp_comware").replace(uplink, f"{uplink} packet-filter 3000 outbound\n")
    assert planning.prove_running(plan(case=CASES["hp_comware"]), text) == ()
    text = text.replace("vlan 110\n", "packet-filter default deny\n#\nvlan 110\n", 1)
    assert {one.kind for one in planning.prove_running(plan(case=CASES["hp_comware"]), text)} == {"stops"}


def test_an_address_that_is_thrown_away_is_told_in_true_words() -> None:
    line = "mac-address blackhole 0200-0000-0099 vlan 110"
    text = deployed("huawei_vrp").replace("#\nreturn", f"#\n{line}\n#\nreturn")
    (notice,) = planning.plan_change(plan(), text).notices
    assert str(notice) == (
        f'line {text.splitlines().index(line) + 1} "{line}" discards whatever comes from or goes to an address that is '
        "no terminal's: it may be the gateway's"
    )


STRANGE = ("frobnicate all", " of it", "frobnicate all", " of it", "frobnicate \x1b[31mred", f"frobnicate {'x' * 4000}")


def tables_of(case: PlatformCase) -> LineTables:
    """The rows of a platform."""
    found: LineTables = getattr(case.platform, "reader", case.platform).tables  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_a_line_longer_than_any_costs_nothing_and_is_judged_by_nobody(case: PlatformCase) -> None:
    tables = tables_of(case)
    for rows in (tables.switch, tables.vlan, tables.port):
        assert find(rows, f"snmp-agent {'vlan 110 ' * 1000}") is None


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_every_row_has_a_reason_and_a_source(case: PlatformCase) -> None:
    tables = tables_of(case)
    for row in (*tables.switch, *tables.vlan, *tables.port):
        assert row.source, row.pattern.pattern
        assert row.why or row.effect, row.pattern.pattern
