# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The printed configuration, loaded into a fresh switch or typed into one, gives the same configuration."""

from __future__ import annotations

import pytest

from lab.switch import platforms
from lab.switch.context import View
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

PORTS = 4
PLATFORM = platforms.get("huawei_vrp")


def _device(startup: str) -> tuple[Device, Session]:
    device = Device(PLATFORM, startup, NoDataPlane(), DeviceSettings(port_count=PORTS))
    device.boot()
    session = Session(device)
    session.context.view = View("system")
    return device, session


def test_what_the_lab_does_not_know_is_kept_word_for_word() -> None:
    parts = (
        "spanning tea\n milk   two  \n#\n",
        "interface GigabitEthernet0/0/2\n sugar  1 \n#\n",
        "interface LoopBack0\n ip address 1.1.1.1 32\n#\n",
    )
    text = PLATFORM.text(PLATFORM.load("sysname a\n#\n" + "".join(parts), PORTS).configuration)
    assert all(f"#\n{part}" in text for part in parts)


def test_a_known_line_that_is_wrong_in_a_start_up_file_is_dropped_and_told() -> None:
    loaded = PLATFORM.load("interface GigabitEthernet0/0/1\n port link-type access\n port default vlan 7\n", PORTS)
    assert loaded.refused == ((" port default vlan 7", "Error: The VLAN does not exist."),)


@pytest.mark.parametrize("line", ["port default vlan 110", "traffic-filter inbound acl 3001"])
def test_the_forwarding_state_follows_each_line(line: str) -> None:
    device, session = _device(
        "vlan batch 110\n#\nacl number 3001\n rule 5 deny ip\n"
        "#\ninterface GigabitEthernet0/0/1\n port link-type access\n"
    )
    before = device.data_plane.state  # type: ignore[attr-defined]
    session.enter("interface g0/0/1")
    session.enter(line)
    assert device.data_plane.state != before  # type: ignore[attr-defined]
