# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""H3C Comware 7 (S5130 and its like): netmiko's driver with our way of speaking, saving and scheduling a reboot.

netmiko's own driver does not wait for a command's echo, and on a slow line takes one answer for the next;
`CommandLine` waits for it in every platform.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netmiko.hp.hp_comware import HPComwareSSH

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ...device import answers, dialogs
from ...device.switch_session import SwitchSession
from ..comware_vrp.sections import SECTIONS
from ..log_forms import LOG_LINE
from .guard import CommitDelayGuard
from .identity import IDENTITY
from .port_states import port_states

if TYPE_CHECKING:
    from ...device.guard import Guard
    from ...device.port_state import PortState

# Texts: netmiko's hp_comware driver (banner), H3C Fundamentals command reference (save, scheduler reboot), annet's rulebook.
DIALOGS = (
    dialogs.PRESS_KEY,
    dialogs.Dialog("", r"press y or enter to continue, n to exit\.", ""),
    dialogs.Dialog("save", r"written to the device\. are you sure\?", "y"),
    dialogs.Dialog("save", r"please input the file name\s*\([^)]*\)\s*\[[^\]]*\]\s*\(to leave[^)]*enter key\)", ""),
    dialogs.Dialog("save(?: force)?", r"exists, overwrite\?", "y"),
    # The file must stay as the save just before left it.
    dialogs.Dialog(r"scheduler reboot .*", r"save (?:the )?(?:current|running) configuration\?", "n"),
    dialogs.Dialog(r"scheduler reboot .*", r"(?:confirm|continue)\?", "y"),
    dialogs.Dialog(r"undo vlan .*", r"continue\?", "y"),
)
HARMLESS = (
    answers.Harmless(
        r"Edge port should only be connected to terminal\.(?:.|\n){0,300}?carefully[.!]?",
        "Edge port should only be connected to terminal. It will cause temporary loops if port\n"
        "GigabitEthernet1/0/1 is connected to bridges. Please use it carefully.",
        "H3C, Layer 2 - LAN Switching Command Reference: stp edged-port",
    ),
    answers.Harmless(
        r"Please wait\.*[ \t]*Done\.", "Please wait... Done.",
        "H3C, Layer 2 - LAN Switching Configuration Guide: vlan, port link-type; port-security enable unverified",
    ),
)  # fmt: skip


class HpComwareSession(SwitchSession, HPComwareSSH):
    """One session with a Comware 7 switch."""

    # <NAME> and [NAME-view]; RBM_P and RBM_S mark a firewall pair.
    prompt_format = r"(?:\A|\n)\s*(?P<prompt>(?:RBM_[PS])?[<\[](?P<name>{name}){view}[>\]])\s*\Z"
    # A name may have blanks and brackets in it.
    any_name = r"[^\s<>](?:[^\n<>]{0,62}[^\s<>])?"
    any_view = r"(?:-[^\s<>\[\]]+)?"
    any_prompt = re.compile(prompt_format.format(name=any_name, view=""))
    # A command that is no command is answered with a percent sign and a space, one that cannot be done in plain words.
    error = re.compile(
        r"(?m)^\s*(?:% \S|Error:|Failed to |(?:Can't|Cannot|Can not) |Insufficient |No permission|Permission denied|"
        r"Invalid |Operation failed|(?:The|This) (?:[^.\n]* )?(?:does not exist|doesn't exist|does not have enough|"
        r"not supported|failed))"
    )
    port_names = IDENTITY.port_names
    known_dialogs = DIALOGS
    harmless = HARMLESS
    log_line = LOG_LINE
    sections = SECTIONS
    unpaged = ("screen-length disable",)
    enter_configuration = "system-view"
    leave_configuration = "return"
    configuration_mark = "]"
    show_running = "display current-configuration"
    show_saved = "display saved-configuration"
    show_ports = ("display interface brief", "display mac-address")
    save_command = "save force"
    show_reboot = "display scheduler reboot"
    reboot_in = "scheduler reboot delay {minutes}"
    cancel_reboot_command = "undo scheduler reboot"
    reboot_left = re.compile(r"\bin\s+(?P<hours>\d+)\s*hours?\s+and\s+(?P<minutes>\d+)\s*min")
    last_line = "return"
    never_saved = re.compile(r"(?i)(?:configuration )?file (?:\S+ )?(?:does not|doesn't) exist|no saved configuration")
    flash_fix = say(
        "free space in the device's flash ({commands}); then run again", commands="dir flash:/, delete /unreserved"
    )
    startup_fix = say("run again; if it stays, look at display startup")

    def read_ports(self, states: str, addresses: str) -> dict[str, PortState]:
        """Read what the device says to `show_ports`."""
        return port_states(self.port_names, states, addresses)

    def guard(self, running: str) -> Guard:
        """Return the commit timer where the release has one."""
        return CommitDelayGuard(self, self.device.host) if self.has_commit_delay() else super().guard(running)

    def has_commit_delay(self) -> bool:
        """Tell whether the release has a commit timer: there its command lacks a word, elsewhere it is no command.

        Raises:
            DeviceError: the device answers something else, as it does to an account that may not use the command.
        """
        self.ask(self.enter_configuration)
        refusal = self._tried("configuration commit delay")
        self._leave_configuration()
        if refusal and "Incomplete command" in refusal.answer:
            return True
        if refusal and "Unrecognized command" in refusal.answer:
            return False
        reason = refusal.what if refusal else say("it carries 'configuration commit delay' out without a time")
        what = say("nobody can tell whether the device has a commit timer: {reason}", reason=reason)
        fix = say("permit the commands of docs/device-account.md to the account")
        answer = refusal.answer if refusal else ""
        raise self._error(Kind.GUARD, what, "configuration commit delay", answer, fix, id="commit-delay-unclear")

    def _tried(self, command: str) -> DeviceError | None:
        try:
            self.ask(command)
        except DeviceError as error:
            if error.kind is not Kind.REFUSED:
                raise
            return error
        return None

    def delay_commit(self, minutes: int) -> None:
        """Have the device take back after `minutes` what is configured from now on, unless it is committed."""
        self._carry_out(f"configuration commit delay {minutes}")

    def commit_change(self) -> None:
        """Keep what was configured since the timer was started."""
        self._carry_out("configuration commit")

    def _carry_out(self, line: str) -> None:
        for _done in self.configure([line]):
            pass


SESSION = HpComwareSession
