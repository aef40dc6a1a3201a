# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A VRP8 switch in memory and consoles on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.switch.session import Session
from tests.unit.switch.conftest import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTUP = """\
!Software Version V300R020C00SPC200
#
sysname hall
#
vlan batch 110 4000
#
undo telnet server enable
#
diffserv domain default
#
ntp unicast-server 10.96.4.123
#
vlan 110
 description kiosks
#
aaa
 local-user govkiosk level 3
#
interface Vlanif4000
 ip address 10.96.192.11 255.255.255.0
#
interface GE1/0/1
 description kiosk 1
 port default vlan 110
 an-unheard-of command
#
interface GE1/0/2
 port default vlan 110
#
interface GE1/0/3
#
interface GE1/0/4
 description uplink
 port link-type trunk
 undo port trunk allow-pass vlan 1
 port trunk allow-pass vlan 110 4000
#
interface 10GE1/0/1
 device transceiver 10GBASE-FIBER
#
interface NULL0
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
user-interface vty 0 4
 authentication-mode aaa
#
return
"""


class Vrp8Console(Console):
    """A console whose lines wait for a commit."""

    def edit(self, *lines: str) -> None:
        """Type configuration lines of which none may be refused, from the system view on."""
        if self.prompt.startswith("<"):
            self.session.enter("system-view")
        while "-" in self.prompt:
            self.session.enter("quit")
        super().configure(*lines)

    def configure(self, *lines: str) -> None:
        """The same, committed."""
        self.edit(*lines)
        assert self.session.enter("commit") == ""

    def beside(self) -> Vrp8Console:
        """Another operator's console on the same switch."""
        session = Session(self.device)
        self.device.sessions.add(session)
        return Vrp8Console(self.device, session)


@pytest.fixture
def switch_on() -> Callable[..., Vrp8Console]:
    """Switch a device on, with a start-up configuration and a flash file."""

    def make(startup: str = STARTUP, flash: Path | None = None, **settings: float) -> Vrp8Console:
        return Vrp8Console.switched_on("huawei_vrpv8", startup, flash, **settings)

    return make


@pytest.fixture
def console(switch_on: Callable[..., Vrp8Console]) -> Vrp8Console:
    return switch_on()
