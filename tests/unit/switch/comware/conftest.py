# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A Comware switch in memory and a console on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.conftest import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STARTUP = """\
#
 version 7.1.070, Release 3507P18
#
 sysname hall
#
 clock timezone Beijing add 08:00:00
#
 port-isolate group 1
#
 lldp global enable
#
 undo stp global enable
#
vlan 1
#
vlan 10 to 12
#
vlan 110
 name kiosks
 description kiosks of the hall
#
vlan 4000
#
interface NULL0
#
interface Vlan-interface4000
 ip address 10.96.192.12 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 description kiosk 1
 port access vlan 110
 an-unheard-of command
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port access vlan 110
#
interface GigabitEthernet1/0/3
 port link-mode bridge
#
interface GigabitEthernet1/0/4
 port link-mode bridge
 port link-type trunk
 undo port trunk permit vlan 1
 port trunk permit vlan 110 4000
 arp detection trust
#
 scheduler logfile size 16
#
line class vty
 user-role network-operator
#
line vty 0 63
 authentication-mode scheme
#
 ip route-static 0.0.0.0 0 10.96.192.1
#
 snmp-agent
 snmp-agent local-engineid 800063A280
#
 ntp-service unicast-server 10.96.4.123
#
acl advanced 3000
 rule 0 permit ip
#
domain system
#
 domain default enable system
#
local-user govkiosk class manage
 service-type ssh
#
return
"""


class ComwareConsole(Console):
    """Comware says nothing after a configuration command that it carries out."""

    def configure(self, *lines: str) -> None:
        """Type configuration lines of which none may be answered."""
        if self.session.context.view.kind != "system":
            self.session.enter("return")
            self.session.enter("system-view")
        for line in lines:
            answer = self.session.enter(line)
            assert answer == "", f"{line}: {answer}"


@pytest.fixture
def switch_on() -> Callable[..., Console]:
    """Switch a device on, with a start-up configuration and a flash file."""

    def make(startup: str = STARTUP, flash: Path | None = None, **settings: float) -> Console:
        return ComwareConsole.switched_on("hp_comware", startup, flash, **settings)

    return make
