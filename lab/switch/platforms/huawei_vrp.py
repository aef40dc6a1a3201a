# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5: prompts, views, error texts, and how a start-up configuration is read.

Error texts: Huawei, Interpreting Command Line Error Messages (EDOC1100082539); gnetcli's huawei_test.go; for the column
of the caret a captured S5700 session. `docs/lab-switch.md` lists what is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from lab.switch.huawei_vrp import (
    acl_commands,
    display_commands,
    display_ports,
    foreign_commands,
    port_commands,
    system_commands,
    user_commands,
)
from lab.switch.huawei_vrp.configuration import Configuration
from lab.switch.huawei_vrp.meaning import forwarding_state
from lab.switch.huawei_vrp.words import STYLE, TABLE, TYPES
from lab.switch.matcher import Mistake
from lab.switch.vrp_style.platform import VrpStyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lab.switch.context import View
    from lab.switch.device import Device
    from lab.switch.forwarding import ForwardingState
    from lab.switch.parameters import Reader
    from lab.switch.platform import Loaded

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (
    acl_commands,
    display_commands,
    display_ports,
    foreign_commands,
    port_commands,
    system_commands,
    user_commands,
)


class HuaweiVrp(VrpStyle):
    """The platform."""

    name = "huawei_vrp"
    saved_file = "vrpcfg.cfg"
    types: Mapping[str, Reader] = TYPES
    table = TABLE
    style = STYLE
    pager = "  ---- More ----"
    pager_erase = "\x1b[42D" + " " * 42 + "\x1b[42D"
    mistakes: ClassVar = {
        Mistake.UNRECOGNIZED: "Error: Unrecognized command found at '^' position.",
        Mistake.WRONG_PARAMETER: "Error: Wrong parameter found at '^' position.",
        Mistake.TOO_MANY: "Error:Too many parameters found at '^' position.",
        Mistake.INCOMPLETE: "Error:Incomplete command found at '^' position.",
        Mistake.AMBIGUOUS: "Error:Ambiguous command found at '^' position.",
    }
    suffixes: ClassVar = {
        "port": "-{key}",
        "vlan-interface": "-Vlanif{key}",
        "vlan": "-vlan{key}",
        "acl-basic": "-acl-basic-{key}",
        "acl-l2": "-acl-L2-{key}",
        "acl-adv": "-acl-adv-{key}",
        "acl6-basic": "-acl6-basic-{key}",
        "acl6-adv": "-acl6-adv-{key}",
    }
    block_views = ("aaa", "ui", "interface")

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration."""
        return self.read(Configuration(port_count), text)

    def text(self, configuration: object) -> str:
        """The running configuration."""
        return _own(configuration).text()

    def meaning(self, configuration: object, base_mac: str) -> ForwardingState:
        """What the configuration means for packets."""
        return forwarding_state(_own(configuration), base_mac)

    def greeting(self, device: Device) -> str:
        """The lines before the first prompt."""
        return (
            "\nInfo: The max number of VTY users is 10, and the number\n"
            f"      of current VTY users on line is {len(device.sessions)}.\n"
            f"      The current login time is {device.now():%Y-%m-%d %H:%M:%S}+08:00.\n"
        )

    def _suffix(self, view: View) -> str:
        if view.kind not in self.block_views:
            return super()._suffix(view)
        words = view.key.split()
        if words[0] == "user-interface":
            return "-ui-" + words[1] + "-".join(words[2:])
        return "-" + (words[1] if words[0] == "interface" else words[0])

    def flash_full(self) -> str:
        """The answer to a save without room."""
        return "Error: There is not enough space on the flash."


def _own(configuration: object) -> Configuration:
    if not isinstance(configuration, Configuration):
        raise TypeError(f"not a VRP configuration: {configuration!r}")
    return configuration
