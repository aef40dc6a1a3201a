# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a command sees and may change: the configuration, the place in the views, the device it is typed on."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.switch.device import Device


class RefusedError(Exception):
    """The device does not do what was typed; the text is its answer."""


@dataclass(frozen=True)
class View:
    """A place in the tree of views, such as ("port", "GigabitEthernet0/0/1")."""

    kind: str
    key: str = ""


@dataclass(frozen=True)
class Question:
    """A text after which the device waits for an answer on the same line."""

    text: str


Dialog = Generator[Question, str, str]
Answer = str | Dialog | None


@dataclass
class Context:
    """One user's (or the loader's) state.

    Attributes:
        device: None while a start-up configuration is read.
        user: who is logged in.
        screen_length: lines per page, 0 for no paging.
        leaving: set by a command that ends the session.
        candidate: what the session has changed and not committed yet, on a platform that holds changes back.
    """

    configuration: Any
    view: View
    device: Device | None = None
    user: str = "console"
    screen_length: int = 24
    leaving: bool = False
    candidate: Any = None

    @property
    def box(self) -> Device:
        """The device, for commands that exist only on one (displays, save, reboot)."""
        if self.device is None:
            raise RefusedError("Error: The device is starting.")
        return self.device

    def look_at(self, configuration: Any, view: View) -> None:
        """Go to a view of a configuration, and forget what is not committed."""
        self.configuration, self.view, self.candidate = configuration, view, None


def confirm(
    text: str, again: str = "Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:"
) -> Generator[Question, str, bool]:
    """Ask until the answer is Y or N; `again` follows any other answer (VRP's sentence: netmiko issue 1014)."""
    question = text
    while True:
        answer = (yield Question(question)).strip().lower()
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")
        question = again
