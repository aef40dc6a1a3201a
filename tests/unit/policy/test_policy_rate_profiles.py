# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP 8's named rates: one of ours goes with the last port that names it, and stays while anything else does."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire
from policy_dialects import HUAWEI_VRPV8
from policy_judge import Judge
from policy_site import plan

PLAN = plan(case=HUAWEI_VRPV8)
UNDO = "undo qos car GOVKIOSK-8192"


@pytest.fixture
def judge() -> Judge:
    deployed = Judge(HUAWEI_VRPV8.startup, HUAWEI_VRPV8)
    deployed.type_all(planning.configure(PLAN, deployed.running).commands)
    assert "qos car GOVKIOSK-8192 cir" in deployed.running
    return deployed


def test_retired_site_takes_it_along(judge: Judge) -> None:
    judge.type_all(retire(PLAN, judge.running).commands)
    assert "qos car" not in judge.running
    assert retire(PLAN, judge.running).commands == ()


def test_one_that_an_earlier_release_left_is_taken_off(judge: Judge) -> None:
    judge.type_all(line for line in retire(PLAN, judge.running).commands if line != UNDO)
    assert retire(PLAN, judge.running).commands == (UNDO,)


def test_other_port_that_names_it_keeps_it(judge: Judge) -> None:
    judge.type_all(("interface GE1/0/3", "qos car inbound GOVKIOSK-8192", "quit"))
    judge.type_all(retire(PLAN, judge.running).commands)
    assert judge.running.count("GOVKIOSK-8192") == 2


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("acl number 3000\n", "vlan 20\n qos car inbound GOVKIOSK-8192\n#\n"),
        (" port link-type trunk\n", " car GOVKIOSK-8192\n"),
    ],
)
def test_line_that_is_not_understood_keeps_it(judge: Judge, before: str, line: str) -> None:
    text = judge.running.replace(before, line + before, 1)
    assert text != judge.running
    assert UNDO in retire(PLAN, judge.running).commands
    assert UNDO not in retire(PLAN, text).commands


def test_other_rate_takes_the_former_one_off_last(judge: Judge) -> None:
    judge.type("qos car GOVKIOSK-4096 cir 4096 kbps cbs 512000 bytes")
    for port in HUAWEI_VRPV8.ports[:2]:
        judge.type_all((f"interface {port}", "undo qos car inbound", "qos car inbound GOVKIOSK-4096", "quit"))
    judge.type(UNDO)
    commands = planning.configure(PLAN, judge.running).commands
    assert commands[0].startswith("qos car GOVKIOSK-8192 cir ")
    assert commands[-1] == "undo qos car GOVKIOSK-4096"
    judge.type_all(commands)
    assert "GOVKIOSK-4096" not in judge.running
    assert planning.configure(PLAN, judge.running).commands == ()


def test_somebody_else_s_stays_though_nothing_names_it(judge: Judge) -> None:
    judge.type("qos car slow cir 4096 kbps")
    judge.type_all(retire(PLAN, judge.running).commands)
    assert "qos car slow" in judge.running
