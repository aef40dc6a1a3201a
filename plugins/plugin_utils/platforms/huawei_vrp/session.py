# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5 (S5700 and its like): netmiko's driver with our way of speaking, saving and scheduling a reboot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netmiko.huawei.huawei import HuaweiSSH

from ....module_utils.message import say
from ...device import dialogs
from ...device.switch_session import SwitchSession
from .port_names import PORT_NAMES
from .port_states import port_states

if TYPE_CHECKING:
    from ...device.port_state import PortState


class HuaweiVrpSession(SwitchSession, HuaweiSSH):
    """One session with a VRP5 switch."""

    # <NAME> and [NAME-view]; ~ and * mark uncommitted changes on newer systems, HRP_M a firewall pair.
    prompt_format = r"(?:\A|\n)\s*(?P<prompt>[<\[][~*]?(?:HRP_[MS])?(?P<name>{name}){view}[>\]])\s*\Z"
    # A name may have blanks and brackets in it.
    any_name = r"[^\s<>~*](?:[^\n<>]{0,244}[^\s<>])?"
    any_view = r"(?:-[^\s<>\[\]]+)?"
    any_prompt = re.compile(prompt_format.format(name=any_name, view=""))
    error = re.compile(r"(?m)^\s*Error\s*(?:\[\d+\])?\s*:")
    port_names = PORT_NAMES
    known_dialogs = dialogs.HUAWEI_VRP
    unpaged = ("screen-length 0 temporary",)
    enter_configuration = "system-view"
    leave_configuration = "return"
    configuration_mark = "]"
    show_running = "display current-configuration"
    show_saved = "display saved-configuration"
    save_command = "save"
    show_reboot = "display schedule reboot"
    reboot_in = "schedule reboot delay {minutes}"
    cancel_reboot_command = "undo schedule reboot"
    reboot_left = re.compile(r"\bin\s+(?P<hours>\d+)\s*hours?(?:\(s\))?\s+and\s+(?P<minutes>\d+)\s*min")
    last_line = "return"
    never_saved = re.compile(
        r"(?i)there is no (?:correct |valid )?configuration file|configuration file (?:does not exist|(?:is|was) not found)"
    )
    flash_fix = say(
        "free space in the device's flash ({commands}); then run again", commands="dir flash:, delete /unreserved"
    )
    startup_fix = say("run again; if it stays, look at display startup")

    def ports(self) -> dict[str, PortState]:
        """Return what the switch sees at its ports."""
        return port_states(self.port_names, self.ask("display interface brief"), self.ask("display mac-address"))
