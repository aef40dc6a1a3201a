# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A session with a switch: read what it runs, carry out lines, save, schedule a reboot. A platform says in which words."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from ...module_utils.message import say
from ..base import host_keys
from ..base.device import DeviceError, Kind
from . import answers
from .config_reader import INTERFACE, ConfigReader
from .reboot_guard import RebootGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..config.port_names import PortNames
    from .guard import Guard
    from .port_state import PortState


_NO_REBOOT = re.compile(r"(?i)\b(?:no|not)\b[^\n]*\breboot|\breboot[^\n]*\b(?:no|not|none)\b")


class SwitchSession(ConfigReader):
    """What every platform's session can do, on top of netmiko's driver of that platform."""

    #: Pattern of a prompt, with `{name}` for the device's name and `{view}` for what may follow it in a deeper view.
    prompt_format: ClassVar[str]
    any_name: ClassVar[str]
    any_view: ClassVar[str]
    port_names: ClassVar[PortNames]
    #: What it may answer to a line that it carried out.
    harmless: ClassVar[tuple[answers.Harmless, ...]]
    enter_configuration: ClassVar[str]
    leave_configuration: ClassVar[str]
    #: What the prompt of a configuration view ends with.
    configuration_mark: ClassVar[str]
    #: What tells of the state of the ports and of the addresses on them.
    show_ports: ClassVar[tuple[str, str]]
    save_command: ClassVar[str]
    #: Commands of the reboot timer; `{minutes}` is the delay.
    show_reboot: ClassVar[str]
    reboot_in: ClassVar[str]
    cancel_reboot_command: ClassVar[str]
    #: What the device says of a scheduled reboot, with groups `hours` (may be missing) and `minutes`.
    reboot_left: ClassVar[re.Pattern[str]]
    #: What to do when there is no room for a configuration.
    flash_fix: ClassVar[str]
    #: Where to look when a save cannot be read back.
    startup_fix: ClassVar[str]

    @property
    def harmless_ends(self) -> tuple[str, ...]:
        """Commands of which no end is one: `show reload` is none of them."""
        return (self.show_saved, *self.show_ports)

    def session_preparation(self) -> None:
        """See whether it is the device on file, turn paging off and learn the prompt.

        Raises:
            DeviceError: it prints another host name than the one on file; nothing was sent.
        """
        self._recognise()
        first, *more = ("",) if self.device.any_name else self.unpaged
        self.ask(first)
        for width in more:
            try:
                self.ask(width)
            except DeviceError as error:
                # A terminal that stays narrow breaks long lines, and those are read as well.
                if error.kind is not Kind.REFUSED:
                    raise
        # From this echo on both sides are in step.
        self.base_prompt = self._printed_name()
        own = self.prompt_format.format(name=self.own_name(), view=self.any_view)
        self._prompt_pattern = re.compile(own)

    def _recognise(self) -> None:
        known = "" if self.device.any_name else host_keys.name_of(self.device)
        if known and self._printed_name() != known:
            # A greeting may end in what looks like a prompt; an empty line does nothing.
            self.ask("")
            if (name := self._printed_name()) != known:
                raise host_keys.another_name(self.device, name, known)

    def require_name(self) -> None:
        """See that the device's host name is on file.

        Raises:
            DeviceError: it is not; which one it prints is said.
        """
        if not host_keys.name_of(self.device):
            raise host_keys.unknown_name(self.device, self.base_prompt)

    def _printed_name(self) -> str:
        found = self.any_prompt.search(self.prompt)
        return found["name"] if found else self.prompt.strip("<>[]#")

    def own_name(self) -> str:
        """Return a pattern of the device's name as its prompts show it."""
        return re.escape(self.base_prompt)

    def check_config_mode(self, check_string: str = "", pattern: str = "", force_regex: bool = False) -> bool:
        """Tell from the prompt itself whether the session is in a configuration view; never waits for silence."""
        del pattern, force_regex
        if not self.prompt:
            self.ask("")
        return self.prompt.endswith(check_string or self.configuration_mark)

    def ports(self) -> dict[str, PortState]:
        """Return what the switch sees at its ports."""
        self.ahead(*self.show_ports)
        states, addresses = map(self.ask, self.show_ports)
        return self.read_ports(states, addresses)

    @abstractmethod
    def read_ports(self, states: str, addresses: str) -> dict[str, PortState]:
        """Read what the device says to `show_ports`."""

    def ports_of(self, running: str) -> dict[str, PortState]:
        """Return the same, and make sure that the configuration has them: a switch prints every port it has.

        Raises:
            DeviceError: a port carries packets that `running` says nothing of.
        """
        names, ports = self.port_names, self.ports()
        shown = {names.full(line) for line in INTERFACE.findall(running)}
        if missing := [name for name, port in ports.items() if port.up and names.full(name) and name not in shown]:
            what = say("'{command}' shows nothing of {port}, which is up", command=self.show_running, port=missing[0])
            raise self._hidden(what)
        return ports

    def configure(self, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Carry out configuration lines and yield each with the device's answer.

        The first line that fails ends it; nothing after it is sent.
        """
        self._enter_configuration()
        for line in lines:
            yield line, self._configure(line.strip())
        self._leave_configuration()

    def _enter_configuration(self) -> None:
        enter = self.enter_configuration
        answer = self.ask(enter)
        if not self.check_config_mode():
            raise self._not_entered(enter, answer)

    def _not_entered(self, enter: str, answer: str) -> DeviceError:
        """Tell of a device that configures nothing now, as while another operator has it locked, and says so or not."""
        what = say("{command} left the prompt at {prompt}", command=enter, prompt=self.prompt)
        if text := self._brief(answer):
            what = say("{what}: {answer}", what=what, answer=text)
        return self._error(Kind.REFUSED, what, enter, answer or self.prompt, id="configuration-not-entered")

    def _leave_configuration(self) -> None:
        answer = self.ask(self.leave_configuration)
        if self.check_config_mode():
            raise self._refused(self.leave_configuration, answer or self.prompt, answer)

    def uncommitted(self) -> str:
        """Return what the lines sent are going to change, where the platform holds them back; nothing elsewhere."""
        return ""

    def _configure(self, line: str) -> str:
        return self.ask(line, judge=self._unexplained)

    def _unexplained(self, answer: str) -> str:
        """Return what a device said of a line that it may not have carried out: anything but what is known as harmless."""
        # After a log line the device shows its prompt once more.
        lines = (
            line for line in answer.splitlines() if not self._has_prompt(line) and not self.log_line.match(line.strip())
        )
        return answers.unexplained(self.harmless, "\n".join(lines))

    def guard(self, running: str) -> Guard:
        """Return the best guard that the device offers, as its release and its running configuration have it."""
        del running
        return RebootGuard(self, self.device.host)

    def save(self) -> None:
        """Save the running configuration and read it back.

        Raises:
            DeviceError: the device could not save, or what it saved is not what runs.
        """
        try:
            answer = self.ask(self.save_command, timeout=120)
        except DeviceError as error:
            if error.kind is not Kind.REFUSED:
                raise
            what = say("the device could not save: {answer}", answer=self._brief(error.answer))
            raise error.retold(what, kind=Kind.SAVE, fix=self.flash_fix) from None
        if not self.is_saved():
            what = say(
                "the device saved something else than what it runs; it answered: {answer}",
                answer=self._masked(str(answer.splitlines()[-1:])),
            )
            raise self._error(Kind.SAVE, what, self.save_command, answer, fix=self.startup_fix)

    def scheduled_reboot(self) -> int | None:
        """Return in how many minutes the device reboots by itself, None if it does not.

        Raises:
            DeviceError: the device says something else.
        """
        answer = self.ask(self.show_reboot)
        if found := self.reboot_left.search(answer):
            return int(found["hours"] or 0) * 60 + int(found["minutes"])
        said = [
            line
            for line in answer.splitlines()
            if line.strip() and not self.log_line.match(line.strip()) and not self._has_prompt(line)
        ]
        if not said or _NO_REBOOT.search("\n".join(said)):
            return None
        raise self._mute_about_reboot(answer)

    def _mute_about_reboot(self, answer: str) -> DeviceError:
        what = say("the device does not say when it reboots: {answer}", answer=self._masked(answer.strip()))
        fix = say("cancel the reboot on the device, if it is one")
        return self._error(Kind.GUARD, what, self.show_reboot, answer, fix, id="reboot-unclear")

    def schedule_reboot(self, minutes: int) -> None:
        """Have the device reboot by itself after `minutes`, unless that is cancelled."""
        self.ask(self.reboot_in.format(minutes=minutes))

    def cancel_reboot(self) -> None:
        """Cancel the scheduled reboot."""
        self.ask(self.cancel_reboot_command)
