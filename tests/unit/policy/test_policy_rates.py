# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rate that a city wants, and the one that a switch of each platform takes: the next step, never less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.rate_steps import RateSteps
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, site

# The least; between steps of 8 and of 64; one whose second is more than RGOS's or Comware's greatest burst; the most.
WANTED = [4096, 4100, 4104, 8192, 131_073, 1_000_000]
COMWARE = {4096: 4096, 4100: 4160, 4104: 4160, 8192: 8192, 131_073: 131_136, 1_000_000: 1_000_000}


def planned(case: PlatformCase, wanted: int) -> planning.SitePlan:
    city = folder().city
    policy = city.policy.model_copy(update={"rate_kbps": wanted})
    changed = replace(folder(), city=city.model_copy(update={"policy": policy}))
    return planning.plan_site(changed, site(case), ADDRESSES)


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_a_switch_takes_the_rate_that_is_planned(case: PlatformCase, wanted: int) -> None:
    one, judge = planned(case, wanted), Judge(case.startup, case)
    assert one.violations == ()
    judge.type_all(planning.plan_change(one, judge.running).commands)
    limit = COMWARE[wanted] if case.name == "hp_comware" else wanted
    for facts in planning.port_facts(one, judge.running).values():
        assert facts.rate_kbps == {"inbound": limit, "outbound": limit}
    assert planning.plan_change(one, judge.running).commands == ()


def test_a_rate_between_two_steps_is_the_upper_one() -> None:
    steps = RateSteps(step=64, burst_step=512, most_burst=16_000_000)
    assert [steps.rate(wanted) for wanted in (4096, 4097, 4160, 4161)] == [4096, 4160, 4160, 4224]
    assert [steps.burst(wanted) for wanted in (4096, 4097, 1_000_000)] == [512_000, 520_192, 16_000_000]
    assert RateSteps().rate(4097) == 4097
