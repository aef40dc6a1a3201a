# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Eight processes allocate for 2,000 terminals at once and are killed at random: `python tests/bench/stress_ledger.py`.

`[ROUNDS] [SEED]`: 50 rounds and seed 0 unless said. Each round starts with an empty ledger. Every writer knows another
state of the city: more or fewer terminals, some of them moved to another district, so that both files change, and
addresses are given up and given again (no quarantine). After every kill the ledger must be whole and true: no line
that can not be read, no address twice, no terminal active twice, and who never moved has the address it first got.
`tests/unit/addresses/test_store.py` has the quick version.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger_lines import ACTIVE
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

from tests.helpers.ledger.made_city import city, site

DAY = date(2026, 11, 23)
ROUNDS = 50
WRITERS = 8
KILLS = 12
HALLS = 8
TERMINALS = 2000
EACH = TERMINALS // HALLS


def moves(number: int) -> bool:
    """Tell whether a hall's terminal of this number moves between the districts."""
    return number % 10 < 2


def state(variant: int) -> CityFolder:
    """Give the city as writer `variant` has it; the last one knows all terminals."""
    sites = []
    for hall in range(HALLS):
        sides: tuple[list[str], list[str]] = ([], [])
        for number in range(EACH * (variant + 1) // WRITERS):
            sides[(number + (variant if moves(number) else 0)) % 2].append(f"t{hall}-{number}")
        for side, ids, district in ((1, sides[0], "east"), (2, sides[1], "west")):
            sites.append(site(f"{district}-{hall}", district, f"10.{side}.{hall}.0/24", ids))
    return city(*sites, quarantine_days=0)


STATES = [state(variant) for variant in range(WRITERS)]
STEADY = {f"t{hall}-{number}" for hall in range(HALLS) for number in range(EACH // WRITERS) if not moves(number)}


def write_forever(folder: Path, seed: int) -> None:
    """Allocate for one state of the city after another."""
    dice = random.Random(seed)
    while True:
        ledger_store.commit(replace(dice.choice(STATES), path=folder), DAY)


def check(folder: Path, first: dict[str, int]) -> int:
    """Look at the ledger as the next writer will find it; return how many lines it has."""
    with ledger_store._locked(folder / "addresses"):
        seen = Ledger.load(folder / "addresses")
    assert not seen.broken, seen.broken
    assert len({line.address for line in seen.lines}) == len(seen.lines), "an address stands twice"
    active = {line.terminal: line.address for line in seen.lines if line.state == ACTIVE}
    assert len(active) == sum(line.state == ACTIVE for line in seen.lines), "a terminal is active twice"
    for terminal in STEADY & active.keys():
        assert first.setdefault(terminal, active[terminal]) == active[terminal], f"{terminal} lost its address"
    assert not first or first.keys() <= active.keys(), "a terminal that is always there lost its line"
    return len(seen.lines)


def one_round(folder: Path, seed: int) -> int:
    """Start writers, kill one after another and look each time; return how many lines were looked at."""
    dice, context = random.Random(seed), multiprocessing.get_context("fork")
    writers: list[BaseProcess] = []
    first: dict[str, int] = {}
    looked_at = 0
    try:
        for turn in range(KILLS):
            while len(writers) < WRITERS:
                writer = context.Process(
                    target=write_forever, args=(folder, seed * 1000 + turn * 10 + len(writers)), daemon=True
                )
                writer.start()
                writers.append(writer)
            time.sleep(dice.random() * 0.25)
            victim = writers.pop(dice.randrange(len(writers)))
            assert victim.pid
            os.kill(victim.pid, signal.SIGKILL)
            victim.join()
            assert victim.exitcode == -signal.SIGKILL, "a writer ended by itself"
            looked_at += check(folder, first)
    finally:
        for writer in writers:
            writer.kill()
            writer.join()
    final = ledger_store.commit(replace(STATES[-1], path=folder), DAY).assignment
    assert not final.held, final.held
    assert len({address.ip for address in final.addresses.values()}) == TERMINALS
    return looked_at + check(folder, first)


def main() -> int:
    """Run, and print what was seen."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    start, lines = time.monotonic(), 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="govkiosk-stress-") as name:
            lines += one_round(Path(name), seed + number)
    print(
        f"{rounds} rounds, {WRITERS} writers, {TERMINALS} terminals, {rounds * KILLS} kills, {lines:,} lines looked at: "
        f"no address twice, no line broken, nobody lost an address ({time.monotonic() - start:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
