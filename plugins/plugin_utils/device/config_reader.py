# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read a switch's configuration whole: never cut short, never with other lines in it, never a part of it for the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ...module_utils.message import say
from ..base.device import DeviceError, Kind
from ..config import banners
from ..config.line import printed_lines
from . import log_lines
from .cli import CommandLine

if TYPE_CHECKING:
    from ..base.device import Device

INTERFACE = re.compile(r"(?m)^interface (\S.*?)[ \r]*$")
# No terminal is so high unless somebody made it so (VRP, Comware and IOS: 24 lines).
_PAGE = 50


class ConfigReader(CommandLine):
    """The part of a session that reads: the running configuration, the saved one, and whether they are the same."""

    show_running: ClassVar[str]
    show_saved: ClassVar[str]
    #: How the lines begin that it prints of its own accord.
    log_line: ClassVar[re.Pattern[str]]
    #: Which lines open a section of its configuration, or stand behind one.
    sections: ClassVar[log_lines.Sections]
    #: The last line of a configuration that was printed whole.
    last_line: ClassVar[str]
    #: How lines of a configuration begin that mean nothing: comments, separators, times and sizes.
    insignificant: ClassVar[re.Pattern[str]] = re.compile(r"\s*[!#]")
    #: How lines of a configuration begin that differ each time, though nobody configured anything.
    fleeting: ClassVar[re.Pattern[str]] = re.compile(
        r"[!#] ?(?:Last configuration|NVRAM config|No configuration change)"
    )
    #: What a device answers that has never saved a configuration.
    never_saved: ClassVar[re.Pattern[str]]

    def __init__(self, device: Device) -> None:
        #: Those that were read whole: the same text is whole whenever it comes again.
        self._whole: set[str] = set()
        super().__init__(device)

    def running(self) -> str:
        """Return the running configuration.

        Raises:
            DeviceError: it cannot be read, or is not shown whole to this account.
        """
        text = self._configuration(self.show_running)
        if not INTERFACE.search(text):
            raise self._hidden(say("'{command}' shows no interface", command=self.show_running))
        return text

    def _hidden(self, what: str) -> DeviceError:
        what = say(
            "{what}, so that parts of the configuration are hidden from {user}", what=what, user=self.device.user
        )
        fix = say("give the account the right to see all of it (docs/device-account.md)")
        return self._error(Kind.LOGIN, what, self.show_running, "", fix, id="configuration-hidden")

    def saved(self) -> str:
        """Return the configuration that the device would start with, empty if it has never saved one."""
        try:
            return self._configuration(self.show_saved)
        except DeviceError as error:
            if error.kind is Kind.REFUSED and self.never_saved.search(error.answer):
                return ""
            raise

    def _configuration(self, command: str) -> str:
        """Read a configuration whole: one into which the device printed something else is read again."""
        for _attempt in range(3):
            text = self.ask(command, timeout=60, judge=self._no_configuration)
            if text in self._whole:
                return text
            if command == self.show_saved and not text.strip():
                return ""
            found = self._strangers(text)
            if self._is_whole(text) and not found:
                if self._takes_ahead is None and text.count("\n") > _PAGE:
                    # It stops at the end of no page, which would swallow what was typed ahead.
                    self._takes_ahead = True
                self._whole.add(text)
                return text
        what = say("the device could not be read in one piece: the answer to '{command}' is cut short", command=command)
        if found:
            what = say(
                "the device could not be read in one piece: the answer to '{command}' has other lines in it, such as "
                "'{line}'",
                command=command, line=self._masked(found[0]),
            )  # fmt: skip
        raise self._error(Kind.GARBLED, what, command, text, say("run again when the device is quieter"))

    def _no_configuration(self, answer: str) -> str:
        """Return the answer if it is no configuration but a refusal; words within one are somebody's greeting."""
        if answer in self._whole or self._is_whole(answer):
            return ""
        return answer if self.never_saved.search(answer) else self._refusal(answer)

    def _is_whole(self, text: str) -> bool:
        meant = filter(self._means_something, map(str.rstrip, reversed(printed_lines(text))))
        return next(meant, None) == self.last_line

    def _strangers(self, text: str) -> list[str]:
        """Return the lines of a configuration, its greetings left out, that a device printed of its own accord."""
        try:
            lines = [line for _number, line in banners.without_banners(text)]
        except banners.EndlessTextError:
            # The greeting that never ends is told by whoever reads the configuration.
            return []
        return [*log_lines.strangers(lines, self.log_line, self.sections), *filter(self._has_prompt, lines)]

    def _has_prompt(self, text: str) -> bool:
        return any(self._prompt_pattern.search("\n" + line) for line in text.splitlines())

    def is_saved(self, running: str | None = None) -> bool:
        """Tell whether the device would start with what it runs."""
        if running is None:
            self.ahead(self.show_running, self.show_saved)
            running = self.running()
        starts = self.saved()
        return running == starts or self.significant(running) == self.significant(starts)

    def significant(self, configuration: str) -> list[str]:
        """Return the lines that mean something: comments, separators and the time of the last save are left out."""
        return [*filter(self._means_something, map(str.rstrip, printed_lines(configuration)))]

    def _means_something(self, line: str) -> bool:
        return bool(line) and not self.insignificant.match(line)

    def lasting(self, configuration: str) -> str:
        """Return a configuration as it is kept: the same text for as long as nobody configures anything."""
        lines = (line.rstrip() for line in printed_lines(configuration))
        return "\n".join(line for line in lines if not self.fleeting.match(line))
