# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's whole city, each site on its own switch as an engineer hung it up: nothing to tell of, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Interface

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from lab import startup_config
from lab.topology import Switch
from lab.wiring import design
from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import ROOT


@lru_cache
def city() -> city_folder.CityFolder:
    """The lab's city."""
    return city_folder.load(ROOT / "inventory" / "lab")


@lru_cache
def addresses() -> Mapping[str, IPv4Interface]:
    """The terminals' addresses, as the ledger has them or would."""
    return ledger_store.propose(city(), today()).assignment.addresses


@lru_cache
def switches() -> Mapping[str, Switch]:
    """The lab's switches by their site."""
    return {switch.site: switch for switch in design(city(), addresses()).switches}


@pytest.mark.parametrize("code", sorted(city().sites))
def test_nothing_is_told_of_the_labs_own_switches(code: str) -> None:
    site, switch = city().sites[code], switches()[code]
    judge = Judge(startup_config.render(switch), CASES[site.switch.platform], ports=24)
    planned = planning.plan_site(city(), site, addresses())
    before = planning.plan_change(planned, judge.running)
    assert (before.violations, before.notices) == ((), ())
    judge.type_all(before.commands)
    after = planning.plan_change(planned, judge.running)
    assert (after.commands, after.violations, after.notices) == ((), (), ())
    assert planning.prove_running(planned, judge.running) == ()
