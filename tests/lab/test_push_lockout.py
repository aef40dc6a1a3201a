# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A change that cuts the controller's own way in, managed in band: the device alone brings the site back.

All switches of the lab's city are cut off at once, each in its own language, and wait for their guards' minute together.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from lab.city_lab import Lab
from lab.wiring import MANAGEMENT_VLAN
from tests.lab.own_lab import copied_inventory

REBOOTS = "the device reboots into its former configuration within 1 min"
GOES_BACK = "the device goes back to its former configuration without a reboot within 1 min"


@dataclass(frozen=True)
class Platform:
    """How one platform is cut off, and comes back.

    Attributes:
        cut: the line that takes the management VLAN off the uplink.
        guard: which timer brings it back.
        then: what the report says of it.
        taken: how many of the three lines it takes before the path is gone; VRP8 takes them all, and commits them together.
    """

    cut: str
    guard: str
    then: str
    taken: int = 1


PLATFORMS = {
    "cisco_ios": Platform(f"switchport trunk allowed vlan remove {MANAGEMENT_VLAN}", "revert timer", GOES_BACK),
    "hp_comware": Platform(f"undo port trunk permit vlan {MANAGEMENT_VLAN}", "commit delay", GOES_BACK),
    "huawei_vrp": Platform(f"undo port trunk allow-pass vlan {MANAGEMENT_VLAN}", "scheduled reboot", REBOOTS),
    "huawei_vrpv8": Platform(f"undo port trunk allow-pass vlan {MANAGEMENT_VLAN}", "commit trial", GOES_BACK, 3),
    "ruijie_os": Platform(f"switchport trunk allowed vlan remove {MANAGEMENT_VLAN}", "scheduled reboot", REBOOTS),
}

# Run in the operations namespace: pushes lines that no plan would hold, with the shortest guard there is.
PUSH = """
import json, os, sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import cli
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.huawei_vrpv8 import session as huawei_vrpv8
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push

asked = json.load(sys.stdin)
cli.PATIENCE = huawei_vrpv8.PATIENCE = 4.0
city = Path(asked["city"])
batch = Batch.load(city, records=city / "records")

def job(site, lines):
    plan = batch.plan(site)
    device = Device(site, str(plan.site.switch.address), "govkiosk", os.environ["GOVKIOSK_SWITCH_PASSWORD"],
                    plan.site.switch.platform, city / "known_hosts", timeout=5.0)
    job = batch.job(plan, device, 1, utc_now())
    if lines:
        change = SimpleNamespace(commands=tuple(lines), violations=(), notices=(), drift=(), unlike=lambda _seen: ())
        vars(job.goal).update(change=lambda running: change)
    return job

done = push([job(site, lines) for site, lines in asked["sites"].items()], check_mode=asked["check"])
json.dump({site: report.pushed(result) for site, result in done.items()}, sys.stdout)
"""


@dataclass(frozen=True)
class Story:
    """What happened to each platform's switch, by platform."""

    before: Mapping[str, Mapping[str, Any]]
    cut: Mapping[str, Mapping[str, Any]]
    lost: Mapping[str, Mapping[str, Any]]
    back: Mapping[str, Mapping[str, Any]]
    after: Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    inventory = copied_inventory(tmp_path_factory.mktemp("push"), "inventory/lab")
    with Lab("gkpush", inventory) as running:
        yield running


def pushed(lab: Lab, sites: Mapping[str, Iterable[str]], *, check: bool = False) -> dict[str, dict[str, Any]]:
    """Send lines to sites' switches; none: the plan, in check mode."""
    asked = {"city": str(lab.inventory), "sites": {site: list(lines) for site, lines in sites.items()}, "check": check}
    done = lab.exec("ops", [sys.executable, "-c", PUSH], input=json.dumps(asked), timeout=300)
    result: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return result


def seen(lab: Lab, site: str) -> dict[str, Any]:
    """Ask the switch itself, by the lab's own hand."""
    return {key: value for do in ("config", "status") for key, value in lab.fault("switch", site, {"do": do}).items()}


@pytest.fixture(scope="module")
def story(lab: Lab) -> Story:
    switches = {switch.site: switch for switch in lab.bench.topology.switches}
    spoken = {site: switch.platform for site, switch in switches.items()}
    lines = {
        site: (f"interface {switch.uplink}", PLATFORMS[switch.platform].cut, "description never sent")
        for site, switch in switches.items()
    }
    before = {site: seen(lab, site) for site in switches}
    cut = pushed(lab, lines)
    lost = pushed(lab, dict.fromkeys(switches, ()), check=True)
    ends, away, back = time.monotonic() + 90, set(switches), dict[str, dict[str, Any]]()
    while away and time.monotonic() < ends:
        back |= pushed(lab, dict.fromkeys(sorted(away), ()), check=True)
        away = {site for site in away if back[site].get("failed")}
        time.sleep(1)
    after = {site: seen(lab, site) for site in switches}

    def by_platform(results: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        return {spoken[site]: result for site, result in results.items()}

    return Story(*(by_platform(results) for results in (before, cut, lost, back, after)))


def test_the_city_has_them_all(story: Story) -> None:
    assert set(story.before) == set(PLATFORMS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_cutting_one_s_own_path_is_undone_by_the_device_alone(story: Story, platform: str) -> None:
    how, cut = PLATFORMS[platform], story.cut[platform]
    assert (cut["failed"], cut["guard"], cut["guard_name"]) == (True, "armed", how.guard)
    assert f"{how.taken} of 3 lines were carried out; unconfirmed, so {how.then}" in str(cut["msg"])
    assert story.lost[platform]["unreachable"], "the change must really have cut the path, or this test shows nothing"

    assert not story.back[platform].get("failed"), story.back[platform]
    before, after = story.before[platform], story.after[platform]
    assert after["running"] == before["running"]
    assert after["modified"] is False, "a reboot must come back to the same"
    assert (after["scheduled_reboot_s"], after["unconfirmed"]) == (None, False)
    assert (after["booted"] > before["booted"]) is (how.then == REBOOTS)
