# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Frames that are neither IPv4, IPv6 nor ARP: which are stopped, and what turning that on, off or never does to a switch."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Problem
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import FRAMES
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.frames import FIRST_TYPE, OTHER_TYPES
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rollback import rolled_back
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Standing, compare

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, plan, site

ABLE = [case for case in TAUGHT if FRAMES in case.acl_numbers]
UNABLE = [case for case in TAUGHT if FRAMES not in case.acl_numbers]
able = pytest.mark.parametrize("case", ABLE, ids=str)
LEFT = (
    "frames that carry neither IPv4, IPv6 nor ARP (PPPoE, MPLS, two tags) are not filtered: "
    "policy.other_ethertypes in city.yml does not say filter"
)


def plan_without(case: PlatformCase) -> planning.SitePlan:
    """Plan lianhua-hall for a city that has no such key, as every city of the release before."""
    city = folder().city
    policy = city.policy.model_copy(update={"other_ethertypes": "leave"})
    silent = replace(folder(), city=city.model_copy(update={"policy": policy}))
    return planning.plan_site(silent, site(case), ADDRESSES)


def deployed(planned: planning.SitePlan, case: PlatformCase) -> Judge:
    """A switch that has the plan."""
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    return judge


def test_the_blocks_are_every_type_but_three_once() -> None:
    found = [one for one in range(0x10000) for block in OTHER_TYPES if one & block.mask == block.value]
    assert found == [one for one in range(FIRST_TYPE, 0x10000) if one not in (0x0800, 0x0806, 0x86DD)]
    assert sum(block.wildcard + 1 for block in OTHER_TYPES) == len(found)


@able
def test_without_the_key_a_deployed_switch_gets_nothing_and_with_it_the_list_alone(case: PlatformCase) -> None:
    before, after = plan_without(case), plan(case=case)
    assert (before.violations, before.frames.english) == ((), LEFT)
    judge = deployed(before, case)
    assert planning.plan_change(before, judge.running).commands == ()
    text = judge.running
    change = planning.plan_change(after, text)
    assert change.violations == ()
    assert not [line for line in change.commands if "shutdown" in line or "39" in line]
    assert {one.text for one in change.drift} == {
        "there is no access list of ours for other frames",
        *(f"{port}: no inbound filter of ours for other frames" for port in case.ports[:2]),
    }
    seen = compare(after, before.text, text)
    assert (seen.standing, seen.violations, seen.deploy) == (Standing.DUE, (), change.commands)
    judge.type_all(change.commands)
    assert compare(after, after.text, judge.running).standing is Standing.RIGHT
    judge.type_all(planning.plan_change(before, judge.running).commands)
    assert judge.running == text


@able
def test_an_accepted_plan_without_the_list_may_come_back_and_says_so(case: PlatformCase) -> None:
    back = rolled_back(plan(case=case), plan_without(case).text)
    assert back.plan.violations == ()
    assert back.without == ("the list that stops frames of other kinds than IPv4, IPv6 and ARP",)
    assert not back.plan.frames.stopped


@able
def test_a_retired_site_leaves_no_list_behind(case: PlatformCase) -> None:
    judge = deployed(plan(case=case), case)
    judge.type_all(retire(plan(case=case), judge.running).commands)
    assert not [acl for acl in case.platform.parse(judge.running).acls if acl.family == FRAMES]
    assert retire(plan(case=case), judge.running).violations == ()


@able
def test_a_list_that_somebody_changed_is_told_and_mended(case: PlatformCase) -> None:
    judge = deployed(plan(case=case), case)
    number = case.acl_numbers[FRAMES][0]
    acl = case.platform.parse(judge.running).acl(FRAMES, number)
    assert acl
    last = acl.rules[-1].line.text
    changed = re.sub(rf"(?m)^ {' +'.join(last.split())}\n", "", judge.running)
    seen = compare(plan(case=case), plan(case=case).text, changed)
    assert seen.drift == (
        Problem(
            f'access list {case.platform.acl_name(FRAMES, number)} lacks "{last}"', clause="6.4-e", id="rule-missing"
        ),
    )
    # IOS stops what no rule matches; elsewhere it is a leak.
    assert [one.kind for one in seen.violations] == (["leak"] if case.platform.implicit_permit else [])
    other = Judge(changed, case)
    other.type_all(planning.plan_change(plan(case=case), other.running).commands)
    assert compare(plan(case=case), plan(case=case).text, other.running).standing is Standing.RIGHT


@pytest.mark.parametrize("case", [case for case in ABLE if case.platform.frames_see_ip], ids=str)
def test_somebody_elses_list_under_our_number_stops_nothing_until_the_key_is_there(case: PlatformCase) -> None:
    word = "mac" if case.name == "hp_comware" else "number"
    text = case.startup.replace(
        "#\ninterface ", f"#\nacl {word} 4901\n description theirs\n rule 5 permit\n#\ninterface ", 1
    )
    assert text != case.startup
    assert planning.plan_change(plan_without(case), text).violations == ()
    assert [str(one).partition(",")[0] for one in planning.plan_change(plan(case=case), text).violations] == [
        'lianhua-hall: access list 4901 is not ours: its description is "theirs"'
    ]


@pytest.mark.parametrize("case", UNABLE, ids=str)
def test_a_platform_without_a_safe_list_is_said_to_be_without(case: PlatformCase) -> None:
    assert plan(case=case).text == plan_without(case).text
    assert not plan(case=case).frames.stopped
    assert plan(case=case).explain()[-1] == (
        "frames that carry neither IPv4, IPv6 nor ARP (PPPoE, MPLS, two tags) are not filtered: "
        "no list of this platform is known to stop them beside those of IPv4 and IPv6 [6.4-e]"
    )


@pytest.mark.parametrize(
    ("platform", "line"),
    [
        ("huawei_vrp", "rule 5 deny l2-protocol 0x8863"),
        ("huawei_vrp", "rule 5 deny l2-protocol 0x8863 0xFFFF"),
        ("huawei_vrpv8", "rule 5 deny type 0x8863"),
        ("hp_comware", "rule 5 deny type 8863 ffff counting"),
        ("cisco_ios", "deny   any any 0x8863 0x0"),
        ("cisco_ios", "10 deny any any 0x8863 0x0"),
    ],
)
def test_a_type_is_read_in_every_form(platform: str, line: str) -> None:
    case = next(case for case in TAUGHT if case.name == platform)
    head = {"cisco_ios": "mac access-list extended GOVKIOSK2-4901", "hp_comware": "acl mac 4901"}.get(
        platform, "acl number 4901"
    )
    acl = case.platform.parse(f"{head}\n {line}\n").acl(FRAMES, 4901)
    assert acl
    assert acl.unknown == ()
    assert [(rule.permit, rule.protocol, rule.wildcard) for rule in acl.rules] == [(False, 0x8863, 0)]
