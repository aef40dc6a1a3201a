# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Named rates of VRP 8 and IOS: one of ours goes with the last port that names it, and stays while anything else does."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import CASES, PlatformCase
from tests.helpers.policy.policy_site import plan


@dataclass(frozen=True)
class Named:
    """How a platform speaks of a named rate.

    Attributes:
        make: the lines that make one, with its name and its rate left out.
        undo: the line that takes one away.
        use: what a port says that names it.
        strange: a section, and a line of the uplink, that nobody understands and that name it.
        uplink: a line of the uplink.
    """

    case: PlatformCase
    make: tuple[str, ...]
    undo: str
    use: str
    strange: tuple[str, str]
    uplink: str

    @property
    def plan(self) -> SitePlan:
        """Lianhua-hall's plan."""
        return plan(case=self.case)

    def named(self, name: str, rate: int) -> list[str]:
        """Return the lines that make a rate of that name."""
        return [line.format(name=name, rate=rate) for line in self.make]

    def in_port(self, number: int, *lines: str) -> tuple[str, ...]:
        """Return what is typed to configure a port."""
        return (
            f"interface {self.case.port.format(number)}",
            *lines,
            "quit" if self.case.name.startswith("huawei") else "exit",
        )


VRPV8 = Named(
    CASES["huawei_vrpv8"],
    ("qos car {name} cir {rate} kbps cbs 512000 bytes",),
    "undo qos car {}",
    "qos car inbound {}",
    ("vlan 20\n qos car inbound GOVKIOSK-8192\n#\n", " car GOVKIOSK-8192\n"),
    " port link-type trunk\n",
)
IOS = Named(
    CASES["cisco_ios"],
    ("policy-map {name}", "class class-default", "police {rate}000 512000 exceed-action drop", "exit", "exit"),
    "no policy-map {}",
    "service-policy input {}",
    ("class-map match-any slow\n match policy GOVKIOSK-8192\n!\n", " auto qos GOVKIOSK-8192\n"),
    " switchport mode trunk\n",
)


@pytest.fixture(params=[VRPV8, IOS], ids=lambda one: one.case.name)
def named(request: pytest.FixtureRequest) -> Named:
    found: Named = request.param
    return found


@pytest.fixture
def judge(named: Named) -> Judge:
    deployed = Judge(named.case.startup, named.case)
    deployed.type_all(planning.plan_change(named.plan, deployed.running).commands)
    assert "GOVKIOSK-8192" in deployed.running
    return deployed


def test_retired_site_takes_it_along(named: Named, judge: Judge) -> None:
    judge.type_all(retire(named.plan, judge.running).commands)
    assert "GOVKIOSK-8192" not in judge.running
    assert retire(named.plan, judge.running).commands == ()


def test_one_that_an_earlier_release_left_is_taken_off(named: Named, judge: Judge) -> None:
    undo = named.undo.format("GOVKIOSK-8192")
    judge.type_all(line for line in retire(named.plan, judge.running).commands if line != undo)
    assert retire(named.plan, judge.running).commands == (undo,)


def test_other_port_that_names_it_keeps_it(named: Named, judge: Judge) -> None:
    judge.type_all(named.in_port(3, named.use.format("GOVKIOSK-8192")))
    judge.type_all(retire(named.plan, judge.running).commands)
    assert judge.running.count("GOVKIOSK-8192") == 2


@pytest.mark.parametrize("place", ["section", "line"])
def test_line_that_is_not_understood_keeps_it(named: Named, judge: Judge, place: str) -> None:
    before = f"interface {named.case.port.format(1)}\n" if place == "section" else named.uplink
    text = judge.running.replace(before, named.strange[place == "line"] + before, 1)
    assert text != judge.running
    undo = named.undo.format("GOVKIOSK-8192")
    assert undo in retire(named.plan, judge.running).commands
    assert undo not in retire(named.plan, text).commands


def test_other_rate_takes_the_former_one_off_last(named: Named, judge: Judge) -> None:
    judge.type_all(named.named("GOVKIOSK-4096", 4096))
    assert planning.plan_change(named.plan, judge.running).commands == (named.undo.format("GOVKIOSK-4096"),)
    use = named.use.format("GOVKIOSK-{}")
    undo = use.format(8192) if named is IOS else "qos car inbound"
    for number in (1, 2):
        judge.type_all(named.in_port(number, f"{'no' if named is IOS else 'undo'} {undo}", use.format(4096)))
    commands = planning.plan_change(named.plan, judge.running).commands
    assert commands[-1] == named.undo.format("GOVKIOSK-4096")
    judge.type_all(commands)
    assert "GOVKIOSK-4096" not in judge.running
    assert planning.plan_change(named.plan, judge.running).commands == ()


def test_somebody_else_s_stays_though_nothing_names_it(named: Named, judge: Judge) -> None:
    judge.type_all(named.named("slow", 4096))
    judge.type_all(retire(named.plan, judge.running).commands)
    assert " slow" in judge.running


def test_one_whose_rate_somebody_changed_is_mended_and_stays(named: Named, judge: Judge) -> None:
    judge.type_all(named.named("GOVKIOSK-8192", 4096))
    commands = planning.plan_change(named.plan, judge.running).commands
    assert named.undo.format("GOVKIOSK-8192") not in commands
    judge.type_all(named.in_port(3, named.use.format("GOVKIOSK-8192")))
    assert named.undo.format("GOVKIOSK-8192") not in retire(named.plan, judge.running).commands
