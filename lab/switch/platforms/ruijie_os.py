# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ruijie RGOS 11.4 as an RG-S2910 speaks it. `docs/lab-switch-ios.md` lists what is unverified."""

from __future__ import annotations

from lab.switch.ios_style.platform import IosStyle
from lab.switch.ruijie_os import commands, displays, reload_commands
from lab.switch.ruijie_os.style import STYLE

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (commands, displays, reload_commands)


class RuijieOs(IosStyle):
    """The platform."""

    name = "ruijie_os"
    saved_file = "config.text"

    def __init__(self) -> None:
        super().__init__(STYLE, commands.OWN)
