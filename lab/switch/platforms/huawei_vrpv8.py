# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP8 as a CloudEngine switch speaks it: VRP5's language, whose lines wait for their commit.

`docs/lab-switch-huawei_vrpv8.md` lists what is unverified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from lab.switch.huawei_vrp.words import STYLE as VRP5_STYLE
from lab.switch.huawei_vrp.words import TABLE as VRP5
from lab.switch.huawei_vrpv8 import commit_commands, foreign_commands, frame_commands, port_commands, user_commands
from lab.switch.huawei_vrpv8.configuration import Configuration
from lab.switch.huawei_vrpv8.style import STYLE
from lab.switch.huawei_vrpv8.words import TABLE, TYPES
from lab.switch.platforms.huawei_vrp import HuaweiVrp
from lab.switch.vrp_style.acl_commands import frame_rule_syntax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lab.switch.context import Context
    from lab.switch.parameters import Reader
    from lab.switch.platform import Loaded

# The modules that enter their commands in the table when they are imported.
COMMAND_MODULES = (commit_commands, foreign_commands, frame_commands, port_commands, user_commands)
# How those of VRP5's commands begin that VRP8 has in another form, or not at all.
_OTHERWISE = (
    "display version", "ip source check", "port-security", "qos lr", "quit", "return", "save", "system-view",
    "traffic-filter", frame_rule_syntax(VRP5_STYLE),
)  # fmt: skip
TABLE.take(VRP5, without=_OTHERWISE)


class HuaweiVrpv8(HuaweiVrp):
    """The platform."""

    name = "huawei_vrpv8"
    types: Mapping[str, Reader] = TYPES
    table = TABLE
    style = STYLE
    suffixes: ClassVar = HuaweiVrp.suffixes | {
        "acl-basic": "-acl4-basic-{key}",
        "acl-adv": "-acl4-advance-{key}",
        "acl6-adv": "-acl6-advance-{key}",
    }

    def load(self, text: str, port_count: int) -> Loaded:
        """Read a start-up configuration."""
        return self.read(Configuration(port_count), text)

    def prompt(self, context: Context) -> str:
        """`<name>`; `[~name-view]`, and `[*name-view]` while lines wait for their commit; the name is the one that runs."""
        name, view = context.box.configuration.sysname, context.view
        if view.kind == "user":
            return f"<{name}>"
        mark = "*" if context.candidate.lines else "~"
        return f"[{mark}{name}{self._suffix(view)}]"
