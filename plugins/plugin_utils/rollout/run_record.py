# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`records/rollout/<run>.json`: a deployment for machines to read, kept however it ends. docs/rollout.md says each field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..base import atomic_file
from . import rollout_folder
from .board import Board, Row
from .steps import STEPS


def record(board: Board) -> dict[str, Any]:
    """Give the record of what is known now."""
    return {
        "run": board.run,
        "began": _time(board.began),
        "ended": _time(board.ended),
        "stopped_after_wave": board.wave if board.stopped else None,
        "waves": [
            {"number": number, "name": name, "sites": [row.site for row in board.rows.values() if row.wave == number]}
            for number, name in enumerate(board.waves, 1)
        ],
        "sites": {row.site: _site(row) for row in board.rows.values()},
        "resume": str(board.again),
    }


def keep(board: Board, records: Path) -> None:
    """Write it in place of what was known before.

    Raises:
        KioskError: the records cannot be written.
    """
    with rollout_folder.turn(records) as folder:
        text = json.dumps(record(board), ensure_ascii=False, indent=1)
        atomic_file.put(folder / f"{board.run}.json", f"{text}\n".encode())


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
