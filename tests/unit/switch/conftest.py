# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch in memory and a console on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pytest

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTUP = """\
!Software Version V200R005C00SPC500
#
sysname hall
#
vlan batch 110 4000
#
undo http server enable
#
diffserv domain default
#
vlan 110
 description kiosks
#
aaa
 authentication-scheme default
 local-user govkiosk privilege level 15
#
interface Vlanif1
#
interface Vlanif4000
 ip address 10.96.192.11 255.255.255.0
#
interface MEth0/0/1
#
interface GigabitEthernet0/0/1
 description kiosk 1
 port link-type access
 port default vlan 110
 undo negotiation auto
 an-unheard-of command
#
interface GigabitEthernet0/0/2
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/3
#
interface GigabitEthernet0/0/4
 description uplink
 port link-type trunk
 undo port trunk allow-pass vlan 1
 port trunk allow-pass vlan 110 4000
#
interface NULL0
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
snmp-agent
snmp-agent local-engineid 800007DB03
#
ntp-service unicast-server 10.96.4.123
#
user-interface con 0
 authentication-mode aaa
user-interface vty 0 4
 protocol inbound ssh
#
return
"""


@dataclass
class Console:
    """Types lines and gives the answer to the last one."""

    device: Device
    session: Session

    @classmethod
    def switched_on(cls, platform: str, startup: str, flash: Path | None = None, **settings: float) -> Self:
        """Switch a device on, with a start-up configuration and a flash file."""
        chosen = DeviceSettings(**{"port_count": 4, **settings})  # type: ignore[arg-type]
        device = Device(platforms.get(platform), startup, NoDataPlane(), chosen, flash)
        device.boot()
        session = Session(device)
        device.sessions.add(session)
        return cls(device, session)

    def type(self, *lines: str) -> str:
        """Type lines; the answer is the last one's."""
        answer = ""
        for line in lines:
            answer = self.session.enter(line)
        return answer

    def configure(self, *lines: str) -> None:
        """Type configuration lines of which none may be refused."""
        if self.session.context.view.kind != "system":
            self.session.enter("system-view" if self.prompt.startswith("<") else "quit")
        for line in lines:
            answer = self.session.enter(line)
            assert "Error" not in answer, f"{line}: {answer}"

    @property
    def prompt(self) -> str:
        """What waits for the next line."""
        return self.session.prompt


@pytest.fixture
def switch_on() -> Callable[..., Console]:
    """Switch a device on, with a start-up configuration and a flash file."""

    def make(startup: str = STARTUP, flash: Path | None = None, **settings: float) -> Console:
        return Console.switched_on("huawei_vrp", startup, flash, **settings)

    return make


@pytest.fixture
def console(switch_on: Callable[..., Console]) -> Console:
    return switch_on()
