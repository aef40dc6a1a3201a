# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site's file that does not fit the switch, over real SSH: refused before the guard is armed, nothing is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one

from tests.integration.device.lab_switch import PASSWORD, STARTUP, lab_switch
from tests.integration.device.play_city import HOST, City

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = {
    "a terminal's port that the switch does not have": (
        STARTUP,
        {"port: GigabitEthernet0/0/2": "port: GigabitEthernet0/0/42"},
        "lianhua-hall-02: GigabitEthernet0/0/42 is the terminal's port in the site file, and the switch has no such port",
    ),
    "the uplink as a terminal's port": (
        STARTUP,
        {"port: GigabitEthernet0/0/2": "port: GigabitEthernet0/0/24"},
        "GigabitEthernet0/0/24 is the port of lianhua-hall-02 in the site file, but may be an uplink: it has link type trunk",
    ),
    "another site's list": (
        STARTUP.replace(
            "interface Vlanif4000", "acl number 3901\n description govkiosk xili-park\n#\ninterface Vlanif4000"
        ),
        {},
        "access list 3901 is of xili-park, not of lianhua-hall",
    ),
    "an edge port of somebody else": (
        STARTUP.replace(
            " port trunk allow-pass vlan 110 4000\n", " port trunk allow-pass vlan 110 4000\n stp edged-port enable\n"
        ),
        {},
        '"stp edged-port enable" on GigabitEthernet0/0/24 does nothing yet, and would with `stp bpdu-protection`',
    ),
}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("name", MISTAKES)
def test_refused_before_anything_is_sent(tmp_path: Path, name: str, *, check_mode: bool) -> None:
    startup, edits, told = MISTAKES[name]
    with lab_switch(tmp_path / "switch", startup=startup) as switch:
        city = City(tmp_path, switch)
        for old, new in edits.items():
            city.edit(old, new)
        batch = Batch.load(city.folder, records=city.folder / "records")
        device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, "huawei_vrp", city.known_hosts, switch.port)
        before = switch.running
        done = push_one(batch.job(batch.plan("lianhua-hall"), device, 10, utc_now()), check_mode=check_mode)
        assert done.error is not None
        assert told in str(done.error)
        assert done.error.kind is Kind.PROOF  # type: ignore[attr-defined]
        assert (done.changed, done.sent, switch.running, switch.reboot_left) == (False, [], before, None)
        assert "system-view" not in switch.typed
