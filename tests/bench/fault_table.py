# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every fault in every platform under every guard: `python tests/bench/fault_table.py`.

Each case has a switch of its own on loopback, a rollout that meets the fault, the guard's time, and one more run; the exit
code says whether all sites were right then. Two cases at a time; the 364 of them took 13 min on two shared cores.

    --only vrp,ios      guards by their names
    --write             put the table into docs/faults.md
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

from tests.integration.device.fault_cases import SYNCS, faults, file_kills
from tests.integration.device.fault_play import play
from tests.integration.device.fault_stage import CASES_OF_GUARDS, stages

DOCUMENT = ROOT / "docs" / "faults.md"
# Who holds a site is different each time.
HOLDER = re.compile(r"held by \S+ on \S+ since \S+ \(process \d+\)")
START, END = "<!-- table -->\n", "<!-- end of table -->\n"
WORKERS = 2


@dataclass(frozen=True)
class Row:
    """One case that was played.

    Attributes:
        guard: platform and guard.
        place: the how many-th of the guard's cases it is.
        kind, stage, where: which fault.
        alone: what the switch did by itself.
        said: what the first run said.
        wrong: what was not right in the end.
    """

    guard: str
    place: int
    kind: str
    stage: str
    where: str
    alone: str
    said: str
    wrong: tuple[str, ...]
    seconds: float


def played(guard: str, part: int) -> list[Row]:
    """Play one part of a guard's cases; of two parts each takes every other one."""
    number, case = next((n, case) for n, case in enumerate(CASES_OF_GUARDS) if case.id == guard)
    each = SYNCS // len(CASES_OF_GUARDS)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        there = stages(case, folder / "stages")
        todo = [(stage, fault) for stage in there.values() for fault in faults(stage)]
        todo += [(there["first"], fault) for fault in file_kills(range(number * each + 1, (number + 1) * each + 1))]
        rows = []
        for place, (stage, fault) in enumerate(todo):
            if place % WORKERS != part:
                continue
            started = time.monotonic()
            try:
                outcome = play(stage, fault, folder / str(place))
                told = outcome.alone, outcome.said, tuple(outcome.wrong)
            except (AssertionError, OSError) as error:
                told = "", "", (f"{type(error).__name__}: {error}",)
            row = Row(guard, place, fault.kind, fault.stage, fault.where, *told, time.monotonic() - started)
            rows.append(row)
            verdict = "; ".join(row.wrong) or "right"
            print(f"{guard:15} {row.seconds:5.1f} s  {fault}: {row.alone}; {verdict}", file=sys.stderr, flush=True)
    return rows


def table(rows: list[Row]) -> str:
    """Return how many cases were right, by fault and guard, and what the switches did alone."""
    guards = [case.id for case in CASES_OF_GUARDS if any(row.guard == case.id for row in rows)]
    kinds = list(dict.fromkeys(row.kind for row in rows))
    lines = ["| fault | " + " | ".join(guards) + " |", "|---" * (len(guards) + 1) + "|"]
    for kind in kinds:
        cells = [_cell([row for row in rows if (row.kind, row.guard) == (kind, guard)]) for guard in guards]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    wrong = [row for row in rows if row.wrong]
    lines += ["", f"{len(rows) - len(wrong)} of {len(rows)} cases were right.", ""]
    lines += [f"- {row.guard}: {row.kind}, {row.stage}, {row.where}: {'; '.join(row.wrong)}" for row in wrong]
    return "\n".join(lines).strip() + "\n"


def _cell(rows: list[Row]) -> str:
    right = sum(not row.wrong for row in rows)
    did = list(dict.fromkeys(row.alone for row in rows if row.alone))
    counts = [(what, sum(row.alone == what for row in rows)) for what in did]
    return f"**{right}/{len(rows)}** " + "<br>".join(f"{what} {count}" for what, count in counts)


def sayings(rows: list[Row]) -> str:
    """Return what the first run said of each fault that it outlived, under the first guard; the others say the same."""
    rows = [row for row in rows if row.guard == rows[0].guard]
    lines = [f"What the first run said on `{rows[0].guard}`:", ""]
    for kind in dict.fromkeys(row.kind for row in rows if row.said):
        said = (HOLDER.sub("held by NAME on HOST since TIME (process N)", row.said) for row in rows if row.kind == kind)
        told = dict.fromkeys(text.splitlines()[0].split(": ", 1)[-1] for text in said if text)
        lines += [f"- {kind}:", *(f"    - `{text}`" for text in told)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Play all, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(case.id for case in CASES_OF_GUARDS))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    guards = arguments.only.split(",")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="cache-") as cache, ProcessPoolExecutor(WORKERS) as pool:
        os.environ["XDG_CACHE_HOME"] = cache
        todo = [pool.submit(played, guard, part) for guard in guards for part in range(WORKERS)]
        for done in as_completed(todo):
            rows += done.result()
    order = [case.id for case in CASES_OF_GUARDS]
    rows.sort(key=lambda row: (order.index(row.guard), row.place))
    text = f"Seen on {datetime.now(UTC):%Y-%m-%d}.\n\n{table(rows)}\n{sayings(rows)}"
    print(text)
    if arguments.write:
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
        DOCUMENT.write_text(before + START + text + END + rest.partition(END)[2], encoding="utf-8")
    return int(any(row.wrong for row in rows))


if __name__ == "__main__":
    sys.exit(main())
