# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco IOS 15.2 as a Catalyst 2960-X speaks it. `docs/lab-switch-ios.md` lists what is unverified."""

from __future__ import annotations

from lab.switch.cisco_ios import commands, displays, frame_commands, reload_commands, rollback_commands
from lab.switch.cisco_ios.style import STYLE
from lab.switch.ios_style.platform import IosStyle

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (commands, displays, frame_commands, reload_commands, rollback_commands)


class CiscoIos(IosStyle):
    """The platform."""

    name = "cisco_ios"
    saved_file = "startup-config.txt"

    def __init__(self) -> None:
        super().__init__(STYLE, commands.OWN)
