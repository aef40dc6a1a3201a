# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An accepted plan measured by what holds today: it may do less, never more."""

from __future__ import annotations

from ipaddress import IPv4Interface

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rollback import rolled_back
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Standing, compare

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, plan, site

ONE, TWO = ADDRESSES


@pytest.fixture(params=TAUGHT, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    chosen: PlatformCase = request.param
    return chosen


def test_the_plan_itself(case: PlatformCase) -> None:
    today = plan(case=case)
    back = rolled_back(today, today.text)
    assert (back.plan, back.without) == (today, ())


def test_terminal_that_was_held_back_then_is_done_without(case: PlatformCase) -> None:
    today = plan(case=case)
    back = rolled_back(today, plan({ONE: ADDRESSES[ONE]}, case=case).text)
    assert back.plan.violations == ()
    assert back.without == (f"{TWO} at {case.ports[1]}",)
    assert {one.terminal for one in back.plan.rules} == {ONE}


def test_terminal_that_was_not_there_then_is_done_without(case: PlatformCase) -> None:
    alone = site(case).model_copy(update={"terminals": site(case).terminals[:1]})
    text = planning.plan_site(folder(), alone, {ONE: ADDRESSES[ONE]}).text
    back = rolled_back(plan(case=case), text)
    assert back.plan.violations == ()
    assert back.without == (f"{TWO} at {case.ports[1]}",)


def test_terminal_that_is_held_back_today_is_refused(case: PlatformCase) -> None:
    back = rolled_back(plan({ONE: ADDRESSES[ONE]}, case=case), plan(case=case).text)
    assert {"binding", "unplanned"} <= {one.kind for one in back.plan.violations}
    assert "the address ledger and the site's file do not say any more" in back.plan.violations[0].what


def test_address_of_somebody_else_is_refused(case: PlatformCase) -> None:
    moved = {ONE: ADDRESSES[ONE], TWO: IPv4Interface("10.96.128.9/27")}
    back = rolled_back(plan(case=case), plan(moved, case=case).text)
    assert "10.96.128.9" in back.plan.violations[0].what
    assert back.plan.violations[0].clause == "6.4-b"


def test_permit_of_today_that_was_not_there_then_is_done_without(case: PlatformCase) -> None:
    today = plan(case=case)
    rule = next(
        one for acl in case.platform.parse(today.text).acls if acl.family == 4 for one in acl.rules if one.permit
    )
    back = rolled_back(today, today.text.replace(f" {rule.line.text}\n", "", 1))
    assert back.plan.violations == ()
    assert [one.split(" (")[0] for one in back.without] == ["permit tcp 443 from 10.96.128.2 to 10.96.8.11"]


def test_standing(case: PlatformCase) -> None:
    today = plan(case=case)
    assert compare(today, None, case.startup).standing is Standing.UNDEPLOYED
    reset = compare(today, today.text, case.startup)
    assert reset.standing is Standing.DRIFTED
    assert "there is no access list of ours for IPv4" in [one.text for one in reset.drift]
