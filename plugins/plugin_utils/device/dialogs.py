# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The questions that devices are known to ask, and what to answer.

A question is known only together with the command that raises it: the same words after another command are unknown,
and unknown questions are never answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


# How a question ends: [Y/N], (y/n)[n], [default], each with or without a colon.
_CHOICE = r"(?:\s*(?:\[[^\]\n]*\]|\([^)\n]*\)))*\s*:?\s*\Z"
# No question is longer.
_LONG = 1000


@dataclass(frozen=True)
class Dialog:
    """One known question.

    Attributes:
        command: pattern of the whole command that may raise it.
        question: pattern of the question, without the choice in brackets that ends it.
        answer: what to type; empty is the Enter key alone, which takes the default shown in brackets.
    """

    command: str
    question: str
    answer: str

    def fits(self, command: str, text: str) -> bool:
        """Tell whether `text`, which ends with a question, is this one after `command`."""
        asked = re.sub(r"[ \t]+\?", "?", text[-_LONG:])
        return bool(re.fullmatch(self.command, command.strip())) and bool(
            re.search(rf"(?:{self.question}){_CHOICE}", asked, flags=re.IGNORECASE)
        )


_PAGER = re.compile(r"(?:-{2,4}|<-{1,3}) ?more ?(?:-{2,4}|-{1,3}>)[ \t]*\Z", re.IGNORECASE)
# The end of a line on which a device may be waiting: [Y/N], (Y/N), [default]:, a bare colon or question mark.
_MAY_WAIT = re.compile(r"(?:[:?\]]|\(y/n\))[ \t]*\Z", re.IGNORECASE)
# A line that names a key to press waits for it, however it ends and wherever the cursor stands.
_KEY = re.compile(r"\b(?:press|hit)\b.*\b(?:enter|return|key|y)\b", re.IGNORECASE)


def may_wait(tail: str) -> bool:
    """Tell whether a device that printed `tail` last, and no prompt, may be waiting for an answer."""
    last = tail[tail.rfind("\n") + 1 :]
    if last.strip() and (_MAY_WAIT.search(last) or is_page_end(last)):
        return True
    said = tail.rstrip()
    return _KEY.search(said[said.rfind("\n") + 1 :]) is not None


def is_page_end(tail: str) -> bool:
    """Tell whether a device waits at the end of a page: `---- More ----`, `--More--` or the like."""
    return _PAGER.search(tail) is not None


def answer(dialogs: Iterable[Dialog], command: str, text: str) -> str | None:
    """Return what to answer to the question at the end of `text`, None if nobody knows."""
    return next((dialog.answer for dialog in dialogs if dialog.fits(command, text)), None)


# The Enter key alone changes nothing: it is typed wherever a device waits for it before it shows its prompt.
PRESS_KEY = Dialog(
    "",
    r"(?:press|hit) (?:the )?(?:enter|return|any key)(?: key)?(?: to (?:continue|get started|begin|start))?[.!]*",
    "",
)
