# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""H3C Comware 7: prompts, views, error texts, and how a start-up configuration is read.

Error texts: gnetcli's h3c device_test.go; prompts: H3C Comware 7 command references; the end of a page: oxidized's
comware model. `docs/lab-switch-hp_comware.md` lists what is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from lab.switch.hp_comware import (
    acl_commands,
    display_commands,
    display_ports,
    foreign_commands,
    port_commands,
    security_commands,
    system_commands,
    user_commands,
)
from lab.switch.hp_comware.configuration import Configuration
from lab.switch.hp_comware.meaning import forwarding_state
from lab.switch.hp_comware.words import STYLE, TABLE, TYPES, VLAN_INTERFACE
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
    security_commands,
    system_commands,
    user_commands,
)
_STARS = "*" * 78


class HpComware(VrpStyle):
    """The platform."""

    name = "hp_comware"
    types: Mapping[str, Reader] = TYPES
    table = TABLE
    style = STYLE
    saved_file = "flash-startup.cfg"
    pager = "---- More ----"
    pager_erase = "\x1b[16D" + " " * 16 + "\x1b[16D"
    mistakes: ClassVar = {
        Mistake.UNRECOGNIZED: " % Unrecognized command found at '^' position.",
        Mistake.WRONG_PARAMETER: " % Wrong parameter found at '^' position.",
        Mistake.TOO_MANY: " % Too many parameters found at '^' position.",
        Mistake.INCOMPLETE: " % Incomplete command found at '^' position.",
        Mistake.AMBIGUOUS: " % Ambiguous command found at '^' position.",
    }
    suffixes: ClassVar = {
        "port": "-{key}",
        "vlan-interface": f"-{VLAN_INTERFACE}{{key}}",
        "vlan": "-vlan{key}",
        "acl-basic": "-acl-ipv4-basic-{key}",
        "acl-l2": "-acl-mac-{key}",
        "acl-adv": "-acl-ipv4-adv-{key}",
        "acl6-basic": "-acl-ipv6-basic-{key}",
        "acl6-adv": "-acl-ipv6-adv-{key}",
    }
    block_views = ("domain", "interface", "line", "local-user", "radius")

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration; the line with the version it was saved by means nothing."""
        lines = [line for line in text.splitlines() if not line.startswith(" version ")]
        return self.read(Configuration(port_count), "\n".join(lines))

    def text(self, configuration: object) -> str:
        """The running configuration."""
        return _own(configuration).text()

    def meaning(self, configuration: object, base_mac: str) -> ForwardingState:
        """What the configuration means for packets."""
        return forwarding_state(_own(configuration), base_mac)

    def greeting(self, device: Device) -> str:  # noqa: ARG002 - the same for every device
        """The lines before the first prompt."""
        return (
            f"{_STARS}\n"
            f"* {'Copyright (c) 2004-2023 New H3C Technologies Co., Ltd. All rights reserved.':<74} *\n"
            f"* {'Without the owner' + chr(39) + 's prior written consent,':<74} *\n"
            f"* {'no decompiling or reverse-engineering shall be allowed.':<74} *\n"
            f"{_STARS}\n\n"
        )

    def _suffix(self, view: View) -> str:
        """A section kept word for word: `-line-vty0-63`, `-luser-manage-NAME`, `-isp-NAME`, `-radius-NAME`."""
        if view.kind not in self.block_views:
            return super()._suffix(view)
        words = view.key.split()
        last = words[-1]
        return {
            "domain": f"-isp-{last}",
            "interface": f"-{last}",
            "line": f"-line-{words[1]}{'-'.join(words[2:])}",
            "local-user": f"-luser-{last if len(words) > 2 else 'manage'}-{words[1]}" if len(words) > 1 else "",
            "radius": f"-radius-{last}",
        }[view.kind]

    def flash_full(self) -> str:
        """The answer to a save without room."""
        return "The device does not have enough space to save the configuration."


def _own(configuration: object) -> Configuration:
    if not isinstance(configuration, Configuration):
        raise TypeError(f"not a Comware configuration: {configuration!r}")
    return configuration
