# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5 (S5700 and its like): netmiko's driver with our way of speaking, saving and scheduling a reboot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netmiko.huawei.huawei import HuaweiSSH

from ....module_utils.message import say
from ...device import answers, dialogs
from ...device.switch_session import SwitchSession
from ..comware_vrp.sections import SECTIONS
from ..log_forms import LOG_LINE
from .identity import IDENTITY
from .port_states import port_states

if TYPE_CHECKING:
    from ...device.port_state import PortState

# Texts: Huawei S-series command references (save, schedule reboot), netmiko issues 1299 and 1990, annet's rulebook.
DIALOGS = (
    dialogs.PRESS_KEY,
    dialogs.Dialog("", r"change now\?", "N"),
    dialogs.Dialog("save", r"(?:are you sure to )?continue\?", "y"),
    dialogs.Dialog("save", r"please input the file name\s*\([^)]*\)", ""),
    dialogs.Dialog("save", r"overwrite\?", "y"),
    # The file must stay as the save just before left it; a "y" here would write what happens to be running.
    dialogs.Dialog(r"schedule reboot .*", r"(?:will be saved|configuration file)[^?]*continue\?", "n"),
    dialogs.Dialog(r"schedule reboot .*", r"confirm\?", "y"),
    dialogs.Dialog(r"undo vlan .*", r"configurations? of the vlans? will be deleted\. continue\?", "y"),
    dialogs.Dialog(r"port link-type .*", r"this command will delete vlans on this port\. continue\?", "y"),
    dialogs.Dialog(r"undo port link-type", r"this command will delete vlans on this port\. continue\?", "y"),
)
HARMLESS = (
    answers.Harmless(
        r"Info: (?:This operation may take a few seconds\. )?Please wait for a moment\.*[ \t]*(?:[Dd]one[.!]?)?",
        "Info: This operation may take a few seconds. Please wait for a moment...done.",
        "Huawei S-series command reference, vlan batch",
    ),
    answers.Harmless(
        r"Info: Interface \S+ (?:has already been shutdown|is not shutdown)\.",
        "Info: Interface GigabitEthernet0/0/1 is not shutdown.",
        "Huawei S-series command reference, shutdown",
    ),
    answers.Harmless(
        r"Info: \d+ static user-bind item\(s\) (?:added|deleted)\.", "Info: 1 static user-bind item(s) added.",
        "public transcripts of user-bind static",
    ),
    answers.Harmless(
        r"Info: (?:Add|Delete) permit rule for (?:dynamic )?snooping bind-table, please wait a minute!?[ \t]*(?:[Dd]one[.!]?)?",
        "Info: Add permit rule for dynamic snooping bind-table, please wait a minute!done!",
        "ip source check user-bind enable; unverified",
    ),
)  # fmt: skip


class HuaweiVrpSession(SwitchSession, HuaweiSSH):
    """One session with a VRP5 switch."""

    # <NAME> and [NAME-view]; ~ and * mark uncommitted changes on newer systems, HRP_M a firewall pair.
    prompt_format = r"(?:\A|\n)\s*(?P<prompt>[<\[][~*]?(?:HRP_[MS])?(?P<name>{name}){view}[>\]])\s*\Z"
    # A name may have blanks and brackets in it.
    any_name = r"[^\s<>~*](?:[^\n<>]{0,244}[^\s<>])?"
    any_view = r"(?:-[^\s<>\[\]]+)?"
    any_prompt = re.compile(prompt_format.format(name=any_name, view=""))
    error = re.compile(r"(?m)^\s*Error\s*(?:\[\d+\])?\s*:")
    port_names = IDENTITY.port_names
    known_dialogs = DIALOGS
    harmless = HARMLESS
    log_line = LOG_LINE
    sections = SECTIONS
    unpaged = ("screen-length 0 temporary",)
    enter_configuration = "system-view"
    leave_configuration = "return"
    configuration_mark = "]"
    show_running = "display current-configuration"
    show_saved = "display saved-configuration"
    show_ports = ("display interface brief", "display mac-address")
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

    def read_ports(self, states: str, addresses: str) -> dict[str, PortState]:
        """Read what the device says to `show_ports`."""
        return port_states(self.port_names, states, addresses)


SESSION = HuaweiVrpSession
