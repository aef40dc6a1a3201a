# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Saving and telling the version, in VRP8's words.

The dialog of `save`: a public transcript of a CloudEngine; that of `reboot` is VRP5's and unverified here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import confirm
from lab.switch.huawei_vrpv8.configuration import Configuration
from lab.switch.huawei_vrpv8.words import command, display
from lab.switch.vrp_style.saving import write_flash

if TYPE_CHECKING:
    from lab.switch.context import Context, Dialog
    from lab.switch.matcher import Match


@command("user", "save")
def _save(context: Context, _: Match) -> Dialog:
    if not (yield from confirm("Warning: The current configuration will be written to the device. Continue? [Y/N]:")):
        return ""
    start = "Now saving the current configuration to the slot 1 ."
    return write_flash(context.box, start, "Info: Save the configuration successfully.")


@display("version")
def _version(context: Context, _: Match) -> str:
    version = Configuration.version_line.rpartition(" ")[2]
    return (
        "Huawei Versatile Routing Platform Software\n"
        f"VRP (R) software, Version 8.200 (CE6881H {version})\n"
        "Copyright (C) 2012-2023 Huawei Technologies Co., Ltd.\n"
        f"HUAWEI CE6881H-48T6CQ, booted {context.box.booted_at:.0f}\n"
    )
