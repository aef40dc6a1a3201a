# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`records/rollout/<run>.json`: a deployment for machines to read, kept however it ends. docs/rollout.md says each field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..base import atomic_file
from . import rollout_folder
from .board import Board, Row
from .steps import STEPS


@dataclass
class RunRecord:
    """The record of one deployment.

    It is written whole with every wave, and says every site of a city. So each site's text is kept, and written anew only
    for those that the board has touched since.
    """

    board: Board
    _sites: dict[str, str] = field(init=False, default_factory=dict)
    _waves: str = field(init=False, default="")

    def text(self) -> str:
        """Give the record of what is known now, as JSON."""
        board = self.board
        touched, board.touched = board.touched, set()
        # At first all, in the board's order; whoever is there already keeps its place.
        changed = touched if self._sites else board.rows
        self._sites |= {site: _member(site, _site(board.rows[site])) for site in changed}
        self._waves = self._waves or _text(_waves(board))
        return _object(
            [
                *(_member(name, value) for name, value in _head(board).items()),
                f'"waves": {self._waves}',
                f'"sites": {_object(self._sites.values())}',
                _member("resume", str(board.again)),
            ]
        )

    def keep(self, records: Path) -> None:
        """Write it in place of what was known before.

        Raises:
            KioskError: the records cannot be written.
        """
        with rollout_folder.turn(records) as folder:
            atomic_file.put(folder / f"{self.board.run}.json", f"{self.text()}\n".encode())


def _head(board: Board) -> Mapping[str, Any]:
    return {
        "run": board.run,
        "began": _time(board.began),
        "ended": _time(board.ended),
        "stopped_after_wave": board.wave if board.stopped else None,
    }


def _waves(board: Board) -> list[Mapping[str, Any]]:
    return [
        {"number": number, "name": name, "sites": [row.site for row in board.of_wave(number)]}
        for number, name in enumerate(board.waves, 1)
    ]


def _site(row: Row) -> Mapping[str, Any]:
    came = {name: row.step(name) for name in STEPS}
    return {
        "wave": row.wave or None,
        "status": str(row.state),
        "steps": {name: str(status) for name, status in came.items() if status},
        "seconds": round(row.ended - row.began, 1) if row.ended else None,
        "reason": row.reason,
        "guard": row.guard or None,
        "evidence": f"{row.site}/evidence.jsonl" if "accept" in row.hosts else None,
    }


def _time(seconds: float) -> str | None:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}" if seconds else None


def _member(name: str, value: Any) -> str:
    return f"{_text(name)}: {_text(value)}"


def _text(value: Any) -> str:
    # Without an indentation Python's own encoder is in C.
    return json.dumps(value, ensure_ascii=False)


def _object(members: Iterable[str]) -> str:
    return "{\n" + ",\n".join(members) + "\n}"
