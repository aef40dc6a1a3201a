# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults of a device or of the line to it, switched on and off through the control socket."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Refusal:
    """Commands that the device answers with an error instead of carrying them out."""

    match: re.Pattern[str]
    text: str


@dataclass(frozen=True)
class Moment:
    """A command of a session, counted from 1; a session of 0 is every one, a command of 0 is never."""

    command: int = 0
    session: int = 0

    def is_now(self, session: int, command: int) -> bool:
        """Whether this is it."""
        return command == self.command and self.session in (0, session)


@dataclass
class Faults:
    """What goes wrong at the moment.

    Attributes:
        delay: seconds before every answer.
        packet_bytes: output goes out in pieces of so many bytes (0: whole), `packet_seconds` apart.
        drop_at, half_at, reboot_at: the command at which the session is cut, its answer stops in the middle, the
            device reboots.
        banner: a line printed `banner_seconds` after the first prompt, and from then on every `banner_every` if that is not 0.
        refusals: commands answered with an error.
        questions: commands that are asked about first; `n` leaves them undone.
        over: set when the faults are switched off; an answer that stopped in the middle goes on then.
    """

    delay: float = 0.0
    packet_bytes: int = 0
    packet_seconds: float = 0.0
    drop_at: Moment = Moment()
    half_at: Moment = Moment()
    reboot_at: Moment = Moment()
    banner: str = ""
    banner_seconds: float = 0.5
    banner_every: float = 0.0
    full_flash: bool = False
    refusals: list[Refusal] = field(default_factory=list)
    questions: list[Refusal] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self, request: Mapping[str, Any], opened: int = 0) -> None:
        """Switch one fault on.

        Args:
            request: `kind` and the values of that kind (`docs/lab-switch.md`).
            opened: how many sessions there were so far; a request counts them from now on.

        Raises:
            ValueError: there is no such kind, or a value is wrong.
        """
        kind = request.get("kind", "")
        try:
            if session := int(request.get("session", 0)):
                request = {**request, "session": opened + session}
            _SETTERS[kind](self, request)
        except KeyError as error:
            raise ValueError(f"no fault {kind!r} or it lacks {error}; kinds: {', '.join(sorted(_SETTERS))}") from error
        except (TypeError, re.error) as error:
            raise ValueError(f"a value of the fault {kind!r} is wrong: {error}") from error

    def about(self, kind: str, line: str) -> Refusal | None:
        """The refusal or question that a line meets."""
        rules = self.refusals if kind == "refuse" else self.questions
        return next((rule for rule in rules if rule.match.search(line)), None)


def _moment(request: Mapping[str, Any]) -> Moment:
    return Moment(int(request["command"]), int(request.get("session", 0)))


def _delay(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.delay = float(request["seconds"])


def _split(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.packet_bytes = int(request["bytes"])
    faults.packet_seconds = float(request.get("seconds", 0.0))


def _drop(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.drop_at = _moment(request)


def _half(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.half_at = _moment(request)


def _reboot(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.reboot_at = _moment(request)


def _refuse(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.refusals.append(Refusal(re.compile(request["match"]), str(request["text"])))


def _question(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.questions.append(Refusal(re.compile(request["match"]), str(request["text"])))


def _banner(faults: Faults, request: Mapping[str, Any]) -> None:
    faults.banner = str(request["text"])
    faults.banner_seconds = float(request.get("seconds", 0.5))
    faults.banner_every = float(request.get("every", 0.0))


def _full_flash(faults: Faults, _: Mapping[str, Any]) -> None:
    faults.full_flash = True


_SETTERS = {
    "delay": _delay,
    "split": _split,
    "drop": _drop,
    "half": _half,
    "reboot_at": _reboot,
    "refuse": _refuse,
    "question": _question,
    "banner": _banner,
    "full_flash": _full_flash,
}
