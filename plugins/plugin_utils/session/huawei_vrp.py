# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP5 (S5700 and its like): netmiko's driver with our way of speaking, saving and scheduling a reboot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.session import dialogs, port_state
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.command_line import CommandLine, brief
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import DeviceError, Kind
from netmiko.huawei.huawei import HuaweiSSH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.port_state import PortState

# <NAME> and [NAME-view]; ~ and * mark uncommitted changes on newer systems, HRP_M a firewall pair.
_PROMPT = r"(?:\A|\n)\s*(?P<prompt>[<\[][~*]?(?:HRP_[MS])?(?P<name>{name}){view}[>\]])\s*\Z"


# What a device prints of its own accord, between the lines of an answer: login banners, log lines.
_NOISE = re.compile(r"(?m)^\s*(?:Info|Warning|Error|Notice)\s*:|^[#%]?[A-Z][a-z]{2} +\d{1,2} \d{4} |%%\d\d\w+/\d/")


class HuaweiVrpSession(CommandLine, HuaweiSSH):
    """One session with a VRP5 switch."""

    any_prompt = re.compile(_PROMPT.format(name=r"[^\s<>\[\]]{1,246}", view=""))
    error = re.compile(r"(?m)^\s*Error\s*(?:\[\d+\])?\s*:")
    known_dialogs = dialogs.HUAWEI_VRP

    def session_preparation(self) -> None:
        """Turn paging off and learn the prompt; from this echo on both sides are in step."""
        self.ask("screen-length 0 temporary")
        found = self.any_prompt.search(self.prompt)
        self.base_prompt = found["name"] if found else self.prompt.strip("<>[]")
        self._prompt_pattern = re.compile(_PROMPT.format(name=re.escape(self.base_prompt), view=r"(?:-[^\s<>\[\]]+)?"))

    def check_config_mode(self, check_string: str = "]", pattern: str = "", force_regex: bool = False) -> bool:
        """Tell from the prompt itself whether the session is in a configuration view; never waits for silence."""
        del pattern, force_regex
        if not self.prompt:
            self.ask("")
        return self.prompt.endswith(check_string)

    def running(self) -> str:
        """Return the running configuration."""
        return self._configuration("display current-configuration")

    def saved(self) -> str:
        """Return the configuration that the device would start with, empty if it has never saved one."""
        try:
            return self._configuration("display saved-configuration")
        except DeviceError as error:
            if error.kind is Kind.REFUSED:
                return ""
            raise

    def _configuration(self, command: str) -> str:
        """Read a configuration whole: one into which the device printed something else is read again."""
        for _attempt in range(3):
            text = self.ask(command, timeout=60)
            if significant(text)[-1:] == ["return"] and not _NOISE.search(text) and not self._has_prompt(text):
                return text
        what = f"the device could not be read in one piece: '{command}' is cut short or has other lines in it"
        raise self._error(Kind.GARBLED, what, command, text, fix="run again when the device is quieter")

    def _has_prompt(self, text: str) -> bool:
        return bool(re.search(rf"(?m)^\s*[<\[][~*]?{re.escape(self.base_prompt)}[>\]]", text))

    def ports(self) -> dict[str, PortState]:
        """Return what the switch sees at its ports."""
        return port_state.huawei_vrp(self.ask("display interface brief"), self.ask("display mac-address"))

    def configure(self, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Carry out configuration lines in the system view and yield each with the device's answer.

        The first line that fails ends it; nothing after it is sent.
        """
        self.ask("system-view")
        if not self.check_config_mode():
            raise self._error(Kind.REFUSED, f"system-view left the prompt at {self.prompt}", "system-view", self.prompt)
        for line in lines:
            yield line, self.ask(line.strip())
        self.ask("return")

    def save(self) -> None:
        """Save the running configuration and read it back.

        Raises:
            DeviceError: the device could not save, or what it saved is not what runs.
        """
        try:
            answer = self.ask("save", timeout=120)
        except DeviceError as error:
            if error.kind is not Kind.REFUSED:
                raise
            fix = "free space in the device's flash (dir flash:, delete /unreserved); then run again"
            raise error.retold(f"the device could not save: {brief(error.answer)}", kind=Kind.SAVE, fix=fix) from None
        if not self.is_saved():
            what = f"the device saved something else than what it runs; it answered: {answer.splitlines()[-1:]}"
            raise self._error(Kind.SAVE, what, "save", answer, fix="run again; if it stays, look at display startup")

    def is_saved(self, running: str | None = None) -> bool:
        """Tell whether the device would start with what it runs."""
        return significant(self.running() if running is None else running) == significant(self.saved())

    def scheduled_reboot(self) -> int | None:
        """Return in how many minutes the device reboots by itself, None if it does not."""
        found = re.search(r"\bin\s+(\d+)\s*hours?(?:\(s\))?\s+and\s+(\d+)\s*min", self.ask("display schedule reboot"))
        return int(found[1]) * 60 + int(found[2]) if found else None

    def schedule_reboot(self, minutes: int) -> None:
        """Have the device reboot by itself after `minutes`, unless that is cancelled."""
        self.ask(f"schedule reboot delay {minutes}")

    def cancel_reboot(self) -> None:
        """Cancel the scheduled reboot."""
        self.ask("undo schedule reboot")


def significant(configuration: str) -> list[str]:
    """Return the lines that mean something: comments, separators and the time of the last save are left out."""
    return [line.rstrip() for line in configuration.splitlines() if line.strip() and not re.match(r"\s*[!#]", line)]
