# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch with thousands of lines of others costs: counted, so that twice the lines are no more than twice the work."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.notation import vlan_list
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire

from tests.helpers.policy.policy_platforms import HUAWEI_VRP
from tests.helpers.policy.policy_site import plan
from tests.unit.policy.test_policy_effects import deployed

FEW, MANY = 100, 400


def crowded(entries: int) -> str:
    """A deployed switch with so many entries of others, one of whose terminals' own is missing."""
    lines = "".join(
        f"user-bind static ip-address 10.97.{number // 250}.{number % 250 + 1} mac-address 0200-0000-{number:04x} "
        "interface GigabitEthernet0/0/3 vlan 20\n"
        for number in range(entries)
    )
    own = next(line for line in deployed("huawei_vrp").splitlines() if line.startswith("user-bind static"))
    return deployed("huawei_vrp").replace(f"{own}\n", "").replace("#\nreturn", f"#\n{lines}#\nreturn")


def comparisons(monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    """How often two entries are compared while a change, its drift and the site's end are worked out."""
    planned, counted = plan(case=HUAWEI_VRP), 0
    running = planning.plan_change(planned, text).running
    assert len(running.bindings) > FEW
    equal, names = Binding.__eq__, Binding.names

    def count_equal(one: Binding, other: object) -> bool:
        nonlocal counted
        counted += 1
        return equal(one, other)

    def count_names(one: Binding, other: Binding) -> bool:
        nonlocal counted
        counted += 1
        return names(one, other)

    with monkeypatch.context() as patched:
        patched.setattr(Binding, "__eq__", count_equal)
        patched.setattr(Binding, "names", count_names)
        change = planning.plan_change(planned, text)
        assert sum(line.startswith("user-bind") for line in change.commands) == 1
        assert change.drift
        assert retire(planned, text).commands
    return counted


def test_entries_of_others_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (comparisons(monkeypatch, crowded(entries)) for entries in (FEW, MANY))
    assert many <= few * MANY / FEW


def test_a_list_of_vlans_is_made_once() -> None:
    every = vlan_list("1 to 4094")
    assert every == frozenset(range(1, 4095))
    assert vlan_list("1 to 4094") is every


def test_lines_that_say_the_same_vlans_share_them() -> None:
    lines = "".join(f"mac-address blackhole 0200-0000-{number:04x} vlan 20\n" for number in range(1, 5))
    text = deployed("huawei_vrp").replace("#\nreturn", f"#\n{lines}#\nreturn")
    found = [one.vlans for one in planning.plan_change(plan(), text).running.effects if one.mac]
    assert len(found) == 4
    assert all(one is found[0] for one in found)
