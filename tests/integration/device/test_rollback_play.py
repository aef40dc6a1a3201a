# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/rollback.yml` on the lab's switch: back to an accepted plan, under guard, and never against the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.helpers.policy.policy_platforms import HUAWEI_VRP, TYPED, PlatformCase
from tests.integration.device.lab_switch import lab_switch
from tests.integration.device.play_city import HOST, City

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY, TUESDAY = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
SPARE = "interface GigabitEthernet0/0/9\n"
ROLLBACK = ("rollback.yml", "-e", "site=lianhua-hall")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with lab_switch(tmp_path / "switch", startup=HUAWEI_VRP.startup) as switch:
        yield City(tmp_path, switch, HUAWEI_VRP)


def ours(text: str) -> list[str]:
    """Return a configuration's lines without those that its numbering by turns makes different."""
    return [line for line in text.splitlines() if "acl" not in line and "access-list" not in line]


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
def test_drift_is_undone_and_the_rest_stays(case: PlatformCase, tmp_path: Path) -> None:
    with lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as switch:
        city = City(tmp_path, switch, case)
        city.deploy(MONDAY)
        accepted = switch.running
        foreign, port = case.port.format(3), case.port.format(1)
        switch.console(case.enter, f"interface {port}", "description moved", "shutdown", *case.ends)
        switch.console(case.enter, f"interface {foreign}", "description scanner", *case.ends)
        drifted, before = switch.running, city.files()

        code, told = city.play(*ROLLBACK, "--check", "--diff")
        assert code == 0, told
        assert "description lianhua-hall-01" in told
        assert (switch.running, city.files()) == (drifted, before)

        city.tell()
        code, told = city.play(*ROLLBACK)
        assert code == 0, told
        assert "description scanner" in switch.running
        assert switch.running.replace("description scanner", "description printer of the hall") == accepted
        assert (switch.saved, switch.reboot_left) == (switch.running, None)
        assert len([*city.network.glob(f"{HOST}.accepted/*.cfg")]) == 1


def test_unproven_rollback_is_left_to_the_guard(city: City) -> None:
    city.deploy(MONDAY)
    city.switch.console("system-view", "interface GigabitEthernet0/0/1", "description moved", "return", "save", "y")
    code, told = city.play(*ROLLBACK)
    assert code != 0
    assert "no terminal proved its path" in told
    assert city.switch.reboot_left is not None
    assert "description moved" in city.switch.saved


def test_earlier_plan_and_back_again(city: City) -> None:
    city.deploy(MONDAY)
    monday = city.switch.running
    city.edit("platform: huawei_vrp", "platform: huawei_vrp\n  spare_ports: [GigabitEthernet0/0/9]")
    city.edit("- {items: all,", "- {items: [RS-001, RS-002],")
    city.deploy(TUESDAY)
    tuesday = city.switch.running
    city.edit("- {items: [RS-001, RS-002],", "- {items: all,")

    city.tell()
    code, told = city.play(*ROLLBACK, "-e", "to=2026-11-23")
    assert code == 0, told
    # The port that was shut since is no business of that plan: it stays shut.
    assert ours(city.switch.running.replace(f"{SPARE} shutdown\n", SPARE)) == ours(monday)
    assert (city.network / f"{HOST}.accepted.cfg").read_bytes() == (
        city.network / f"{HOST}.accepted/20261123T120000Z.cfg"
    ).read_bytes()
    assert len([*city.network.glob(f"{HOST}.accepted/*.cfg")]) == 3

    code, told = city.play(*ROLLBACK, "-e", "to=20261124T120000Z")
    assert code == 0, told
    assert f"{HOST} does without permit tcp 443 from 10.96.128.2" in told
    assert ours(city.switch.running) == ours(tuesday)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("mac: 5489-9800-0102", "mac: 5489-9800-0199", "5489-9800-0102 interface GigabitEthernet0/0/2 vlan 110"),
        (
            "port: GigabitEthernet0/0/2",
            "port: GigabitEthernet0/0/5",
            "the address ledger and the site's file do not say",
        ),
        ("- {items: all,", "- {items: [RS-001],", "not covered by any grant or required service"),
    ],
    ids=["terminal exchanged", "terminal moved", "grant withdrawn"],
)
def test_plan_that_contradicts_today_is_refused_before_any_device_is_touched(
    city: City, old: str, new: str, why: str
) -> None:
    city.deploy(MONDAY)
    city.edit(old, new)
    running, typed, before = city.switch.running, city.switch.typed, city.files()
    city.tell()
    code, told = city.play(*ROLLBACK)
    assert code != 0
    assert "the accepted plan cannot be put back, no device was touched:" in told
    assert why in told
    assert (city.switch.running, city.switch.typed, city.files()) == (running, typed, before)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("-e", "to=2026-11-22"), "no plan was accepted by 2026-11-22: there are those of 20261123T120000Z"),
        (("-e", "to=yesterday"), "'yesterday' is no moment"),
        (("-e", "site=lianhua"), "Nothing is named: add -e site=<the site's code>"),
        (("-e", "site=*"), "Nothing is named: add -e site=<the site's code>"),
    ],
    ids=["before the first", "no moment", "no such site", "all sites"],
)
def test_wrong_words(city: City, arguments: tuple[str, ...], why: str) -> None:
    city.deploy(MONDAY)
    typed = city.switch.typed
    code, told = city.play(*ROLLBACK, *arguments)
    assert code != 0
    assert why in told
    assert city.switch.typed == typed


def test_nothing_was_ever_accepted(city: City) -> None:
    code, told = city.play(*ROLLBACK)
    assert code != 0
    assert "there is no accepted plan: none was ever confirmed" in told
