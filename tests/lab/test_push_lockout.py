# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A change that cuts the controller's own way in, managed in band: the device alone brings the site back."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

import pytest
from own_lab import own_lab

from lab.city_lab import Lab

SITE = "lianhua-hall"
# Run in the operations namespace: pushes lines that no plan would hold, with the shortest guard there is.
PUSH = """
import json, os, sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from ansible_collections.govkiosk.site.plugins.plugin_utils.session import command_line, report
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import push_one

asked = json.load(sys.stdin)
command_line.PATIENCE = 4.0
city = Path(asked["city"])
batch = Batch.load(city, records=city / "records")
device = Device("lianhua-hall-sw", "10.96.192.11", "govkiosk", os.environ["GOVKIOSK_SWITCH_PASSWORD"],
                "huawei_vrp", city / "known_hosts")
job = batch.job(batch.plan("lianhua-hall"), device, 1, utc_now())
if asked["lines"]:
    change = SimpleNamespace(commands=tuple(asked["lines"]), violations=())
    job = replace(job, configure=lambda running: change)
json.dump(report.pushed(push_one(job, check_mode=asked["check"])), sys.stdout)
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with own_lab("gkpush", tmp_path_factory.mktemp("push")) as running:
        yield running


def pushed(lab: Lab, *lines: str, check: bool = False) -> dict[str, object]:
    asked = {"city": str(lab.inventory), "lines": lines, "check": check}
    done = lab.exec("ops", [sys.executable, "-c", PUSH], input=json.dumps(asked), timeout=60)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_cutting_one_s_own_path_is_undone_by_the_device_alone(lab: Lab) -> None:
    before = str(lab.fault("switch", SITE, {"do": "config"})["running"])
    cut = pushed(lab, "interface GigabitEthernet0/0/24", "undo port trunk allow-pass vlan 4000", "quit")
    assert cut["failed"]
    assert "the device reboots into its former configuration within 1 min" in str(cut["msg"])

    lost = pushed(lab, check=True)
    assert lost["unreachable"], "the change must really have cut the path, or this test shows nothing"

    ends = time.monotonic() + 90
    while (back := pushed(lab, check=True)).get("failed") and time.monotonic() < ends:
        time.sleep(2)
    assert not back.get("failed"), back
    assert str(lab.fault("switch", SITE, {"do": "config"})["running"]) == before
