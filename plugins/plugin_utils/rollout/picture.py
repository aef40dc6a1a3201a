# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The board as lines of text, for a terminal of a given size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...module_utils.message import Message, join, say
from ..base.language import translated
from .board import Board, Row, State
from .columns import columns, cut, padded
from .steps import STEPS, Status

#: A step's name as the picture has it; records have the key.
_HEADS: dict[str, Message] = {
    "switch": say("switch"),
    "install": say("install"),
    "link": say("link"),
    "internet": say("internet"),
    "items": say("items"),
    "screen": say("screen"),
    "confirm": say("confirm"),
    "accept": say("accept"),
}
_SITE = say("site")
_SIGNS: dict[Status, str] = {
    Status.SKIPPED: "-",
    Status.OK: say("ok"),
    Status.CHANGED: say("changed"),
    Status.RUNNING: "...",
    Status.FAILED: say("FAILED"),
    Status.UNREACHABLE: say("LOST"),
}
_WORDS: dict[Status, Message] = {
    Status.SKIPPED: say("skipped"),
    Status.OK: say("ok"),
    Status.CHANGED: say("changed"),
    Status.RUNNING: say("running"),
    Status.FAILED: say("failed"),
    Status.UNREACHABLE: say("unreachable"),
}
#: Which sites are shown if there is no room for all.
_URGENCY = (State.FAILED, State.HELD, State.RUNNING, State.WAITING, State.ACCEPTED)


def picture(board: Board, now: float, width: int, height: int) -> list[str]:
    """Draw the wave that runs: a line about the whole, then its sites by its steps.

    Arguments:
        board: what is known.
        now: seconds since the epoch.
        width: of the terminal, in characters.
        height: of the terminal, in lines.
    """
    rows = board.current
    room = max(1, height - 4)
    shown = rows if len(rows) <= room else sorted(rows, key=_urgency)[: room - 1]
    site, cell = translated(_SITE), _cell()
    column = max([columns(site), *(len(row.site) for row in shown)]) + 2
    heads = "".join(padded(translated(_HEADS[name]), cell) for name in STEPS)
    lines = [headline(board, now), padded(site, column) + heads.rstrip()]
    lines += [
        padded(row.site, column) + "".join(padded(_sign(board, row, name), cell) for name in STEPS) for row in shown
    ]
    if len(shown) < len(rows):
        lines.append(translated(say("… and {count} more sites", count=len(rows) - len(shown))))
    return [cut(line.rstrip(), max(1, width - 1)) for line in lines]


def headline(board: Board, now: float) -> str:
    """Say where the whole deployment is."""
    minutes, seconds = divmod(int(now - board.began), 60)
    bad = board.count(State.FAILED, State.HELD)
    done = say("{accepted} of {all} sites accepted", accepted=board.count(State.ACCEPTED), all=len(board.rows))
    if bad:
        done = say("{done}, {bad} not", done=done, bad=bad)
    return translated(join([_wave(board), done, f"{minutes}:{seconds:02}"], "  "))


def wave_line(board: Board) -> str:
    """Say which wave begins, where no picture can be shown."""
    sites = [row.site for row in board.current]
    few = ", ".join(sites[:8])
    if len(sites) > 8:
        few = say("{sites} and {count} more", sites=few, count=len(sites) - 8)
    return translated(join([_wave(board), few], ": "))


def _wave(board: Board) -> Message:
    return say("wave {number} of {count} ({name})", number=board.wave, count=len(board.waves), name=_name(board))


def step_line(board: Board, name: str) -> str:
    """Say what a step of the wave came to, where no picture can be shown."""
    came = Counter(status for row in board.current for status in row.hosts.get(name, {}).values())
    counts = [f"{came[status]} {translated(_WORDS[status])}" for status in Status if came[status]]
    return f"  {padded(translated(_HEADS[name]), _cell())}{', '.join(counts) or translated(say('nothing to do'))}"


def lost_lines(board: Board) -> list[str]:
    """Say at the end which sites are not accepted and why, one line each, and how to go on."""
    lines: list[str] = [join([row.site, row.reason], ": ") for row in board.lost]
    not_begun = board.count(State.WAITING)
    if not_begun:
        several = say("{count} sites were not begun", count=not_begun)
        lines.append(several if not_begun > 1 else say("1 site was not begun"))
    if lines:
        lines.append(say("go on with what is left: {command}", command=board.again))
    return [translated(line) for line in lines]


def _name(board: Board) -> str:
    return board.waves[board.wave - 1] if board.wave else say("none")


def _cell() -> int:
    """Return how many columns a step takes, in the chosen language."""
    return max(columns(translated(text)) for text in (*_HEADS.values(), *_SIGNS.values())) + 1


def _sign(board: Board, row: Row, name: str) -> str:
    came = row.step(name)
    if came is None:
        return _SIGNS[Status.RUNNING] if name == board.step and row.state is State.RUNNING else "."
    return translated(_SIGNS[came])


def _urgency(row: Row) -> tuple[int, bool]:
    trouble: Sequence[Status | None] = [row.step(name) for name in STEPS]
    return _URGENCY.index(row.state), not {Status.FAILED, Status.UNREACHABLE} & set(trouble)
