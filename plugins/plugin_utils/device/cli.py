# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A command line over SSH: echo, questions, errors and prompt of each command are all looked at.

A command that may change something is typed when the one before it was answered. Those that only look may be typed at once
(`ahead`), and their answers are told apart by the prompt and the echo between them, or read again one by one. Typing
ahead was tried on no real device.
"""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable
from typing import Any, ClassVar, cast

import paramiko

from ...module_utils.message import Message, say
from ...module_utils.redaction import redact
from ..base.device import Device, DeviceError, Kind
from . import answers, dialogs, echo
from .connection import Connection
from .echo import cleaned

# A line that merely looks like a question becomes one when the device has been silent for so long (seconds).
QUIET = 3.0
# The longest answer that is read, in characters; the configuration of a chassis with 500 ports has about a million.
MOST = 8 << 20
# How long a device may take for a whole answer, unless a command is known to take longer (seconds).
PATIENCE = 30.0
# What a command begins with that only looks.
_LOOKS = re.compile(r"(?:display|show) \w")


class CommandLine(Connection):
    """The part of a netmiko driver that is the same for every platform; a subclass names the platform's manners.

    netmiko's own loops sleep, accept a prompt anywhere in the text and take a question for a prompt. Here a command is
    over when its echo came back and then a prompt stands alone at the end of the text; what came before the echo (late
    banner lines, a second prompt) is not part of the answer.
    """

    #: Prompt whose name is not known yet; group `name` is the device's name.
    any_prompt: re.Pattern[str]
    #: What an answer that reports a failure contains.
    error: re.Pattern[str]
    #: Commands that make the device print without stopping at the end of a page; behind the first one, how wide.
    unpaged: ClassVar[tuple[str, ...]]
    #: Questions of this platform.
    known_dialogs: tuple[dialogs.Dialog, ...]

    @property
    def harmless_ends(self) -> tuple[str, ...]:
        """Commands of which no end is one: `show reload` is none of them."""
        return ()

    def __init__(self, device: Device) -> None:
        self.prompt = ""
        self._prompt_pattern = self.any_prompt
        self._asked = self._early = self._said = ""
        self._judge: Callable[[str], str] = self._refusal
        #: Typed and not asked for yet; what came behind the answer before them; whether the device takes that, None: unknown.
        self._ahead: list[str] = []
        self._rest = ""
        self._takes_ahead: bool | None = None
        super().__init__(device)

    def special_login_handler(self, delay_factor: float = 1.0) -> None:
        """Wait for the first prompt; questions asked at log-in are in the table under the empty command."""
        del delay_factor
        self._await("")

    def ask(self, command: str, *, timeout: float = 0.0, judge: Callable[[str], str] | None = None) -> str:
        """Carry out one command and return what the device answered.

        Args:
            command: one line.
            timeout: seconds of patience for the whole answer, 0 for the usual.
            judge: returns what of an answer is a refusal, nothing if it is none; for other than the usual signs.

        Raises:
            DeviceError: the device refused the command, asked an unknown question, fell silent or hung up.
        """
        if self._ahead[:1] == [command]:
            del self._ahead[0]
        else:
            self._catch_up()
            self.write_channel(command + self.RETURN)
        answer = self._await(command, timeout=timeout)
        # A prompt that a late line brought along can end a command early; its error then stands before the next echo.
        asked, judged, self._asked, self._judge = self._asked, self._judge, command, judge or self._refusal
        for blamed, judging, said in ((asked, judged, self._early), (command, self._judge, self._said)):
            if blamed and (refusal := judging(said)):
                raise self._refused(blamed, refusal, said)
        return answer

    def ahead(self, *commands: str) -> None:
        """Type commands at once, to be asked for in this order; nothing where the device is not known to take that.

        Args:
            commands: they only look. Of those behind the first no end may be a command of its own, since a device that
                stops at the end of a page takes the beginning for the key to go on.
        """
        if not {*commands[1:]} <= {*self.harmless_ends} or not all(map(_LOOKS.match, commands)):
            raise ValueError(commands)
        if not self._takes_ahead or self._ahead == [*commands]:
            return
        self._catch_up()
        self.write_channel("".join(command + self.RETURN for command in commands))
        self._ahead = [*commands]

    def _catch_up(self) -> None:
        """Read the answers to what was typed ahead, and nobody has asked for."""
        while self._ahead:
            self._await(self._ahead.pop(0))

    def _refusal(self, answer: str) -> str:
        """Return the answer if it reports a failure."""
        return answer if self.error.search(answer) or answers.is_denial(answer) else ""

    def _refused(self, command: str, refusal: str, answer: str) -> DeviceError:
        what = say("the device refused '{command}': {answer}", command=command, answer=self._brief(refusal))
        return self._error(Kind.REFUSED, what, command, answer)

    def _brief(self, answer: str) -> str:
        """Return the telling part of an answer; secrets are masked before lines are joined."""
        return brief(self._masked(answer))

    def _masked(self, text: str) -> str:
        """Return a text without secrets; a message stays one, as secrets stand in its values."""
        if not isinstance(text, Message):
            return redact(text, [self.device.password])
        made: tuple[Any, ...] = text.__getnewargs__()
        hidden = {name: self._masked(value) if isinstance(value, str) else value for name, value in text.values.items()}
        return Message(text.template, hidden, *made[2:])

    def _await(self, command: str, *, timeout: float = 0.0) -> str:
        """Read until a prompt stands at the end, answering known questions on the way."""
        deadline = time.monotonic() + (timeout or PATIENCE)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text, start, answered, reply = self._rest, -1, 0, ""
        self._rest, quiet = "", False
        while True:
            if start < 0 and (echoed := echo.find(command, text)):
                start = echoed.end
                self._early = cleaned(text[: echoed.start])
            if start >= 0:
                tail = cleaned(text[max(start, answered, len(text) - 1024) :])
                found = self._prompt_pattern.search(tail)
                if self._ahead:
                    if found and quiet:
                        # The device has dropped what was typed ahead, or broken its echo: from here on one by one.
                        self._ahead, self._takes_ahead = [], False
                        text, start, quiet = "", -1, False
                        self.write_channel(command + self.RETURN)
                        continue
                    text, self._rest, found = self._parted(text, start)
                if found:
                    answer = echo.undated(self._finish(found, cleaned(text[start:])))
                    # What was asked and answered was known; only what the device says behind that is judged.
                    self._said = cleaned(text[answered:]).strip("\n").removeprefix(reply) if answered else answer
                    self._said = self._said.removesuffix(self.prompt).strip("\n")
                    return answer
                if dialogs.may_wait(tail):
                    asked = cleaned(text[max(start, answered) :])
                    if (known := self._answer(command, asked, quiet=quiet)) is not None:
                        answered, reply = len(text), known
            data = self._receive(command, text, deadline)
            quiet = not data
            text += decoder.decode(data)
            if len(text) > MOST:
                what = say(
                    "the device printed more than {most} characters {during}", most=MOST, during=_during(command)
                )
                raise self._error(Kind.GARBLED, what, command, cleaned(text[-1000:]), id="device-too-much")

    def _parted(self, text: str, start: int) -> tuple[str, str, re.Match[str] | None]:
        """Part a text where the echo of the next command stands behind our prompt; without that it stays whole."""
        at = start
        while (at := text.find(self._ahead[0], at + 1)) > 0:
            found = self._prompt_pattern.search(cleaned(text[max(start, at - 1024) : at]))
            if found and found["prompt"] == self.prompt:
                return text[:at], text[at:], found
        return text, "", None

    def _finish(self, found: re.Match[str], answer: str) -> str:
        self.prompt = found["prompt"]
        return answer[: answer.rfind(self.prompt)].strip("\n")

    def _answer(self, command: str, text: str, *, quiet: bool) -> str | None:
        """Answer a known question and return how; one that nobody knows is certain only when nothing more comes."""
        reply = dialogs.answer(self.known_dialogs, command, text)
        if reply is None and not quiet:
            return None
        if reply is None and dialogs.is_page_end(text):
            what = say(
                "the device stops at the end of a page {during}, and turning that off was of no use",
                during=_during(command),
            )
            fix = say("have '{command}' do so for the account (docs/device-account.md)", command=self.unpaged[0])
            raise self._error(Kind.QUESTION, what, command, text, fix, id="device-pages")
        if reply is None:
            asked = self._brief(text)
            what = say("at log-in the device asks what nobody has an answer for: {question}", question=asked)
            if command:
                what = say(
                    "after '{command}' the device asks what nobody has an answer for: {question}",
                    command=command, question=asked,
                )  # fmt: skip
            fix = say("answer it at the device once; then run again. The question was left unanswered")
            raise self._error(Kind.QUESTION, what, command, text, fix)
        self.write_channel(reply + self.RETURN)
        return reply

    def _receive(self, command: str, text: str, deadline: float) -> bytes:
        """Return the next bytes, none after `QUIET` seconds of silence."""
        channel = cast("paramiko.Channel", self.remote_conn)
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._error(Kind.SILENT, self._silence(command, text), command, cleaned(text))
        channel.settimeout(min(left, QUIET))
        try:
            data = channel.recv(65536)
        except TimeoutError:
            return b""
        if not data:
            last = self._last_words(command, text)
            what = say("the device ended the session {during}{last}", during=_during(command), last=last)
            raise self._error(Kind.DROPPED, what, command, cleaned(text))
        return data

    def _silence(self, command: str, text: str) -> str:
        last = self._last_words(command, text)
        if command and not echo.find(command, text):
            return say("the device did not echo '{command}'{last}", command=command, last=last)
        return say("the device stopped answering {during}{last}", during=_during(command), last=last)

    def _last_words(self, command: str, text: str) -> str:
        """Tell the last line that the device printed: a reason, or a prompt or question that nobody knows."""
        lines = [line.strip() for line in cleaned(text).splitlines() if line.strip()]
        last = lines[-1] if lines else ""
        return say("; its last words: {line}", line=self._masked(last)) if last and last != command else ""

    def _error(
        self,
        kind: Kind,
        what: str,
        command: str,
        answer: str,
        fix: str = "",
        *,
        id: str = "",  # noqa: A002 - as everybody calls it
    ) -> DeviceError:
        self._ruined = kind is not Kind.REFUSED
        return DeviceError(
            kind, self._masked(what), host=self.device.host, fix=fix,
            line=self._masked(command), answer=self._masked(answer), id=id,
        )  # fmt: skip

    def write_channel(self, out_data: str) -> None:
        """Send text; a session that has ended meanwhile is told as such."""
        try:
            super().write_channel(out_data)
        except (OSError, EOFError, paramiko.SSHException):
            command = out_data.strip()
            what = say("the device ended the session before '{command}'", command=command)
            raise self._error(Kind.DROPPED, what, command, "") from None


def _during(command: str) -> str:
    return say("in the middle of '{command}'", command=command) if command else say("during the log-in")


def brief(answer: str) -> str:
    """Return the telling part of an answer on one line: from the error or question on, without the caret's line."""
    lines = [line.strip() for line in answer.splitlines() if line.strip(" ^")]
    start = next((n for n, line in enumerate(lines) if re.match(r"(?i)(error|warning)", line)), max(0, len(lines) - 2))
    return " ".join(lines[start : start + 3])
