# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Writing the ledger: only what changed, whole files, one writer at a time, true after a kill at any moment."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from datetime import date
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.allocation import assign
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

from tests.helpers.ledger.made_city import city, site

DAY = date(2026, 11, 23)

TERMINALS = 400

WRITERS = 4


def part(path: Path, number: int) -> CityFolder:
    """Give the city as writer `number` has it: it knows more of each site's terminals, the higher the number."""
    sites = [
        site(
            f"hall-{at}",
            "east",
            f"10.1.{at}.0/25",
            [f"t{at}-{each}" for each in range(TERMINALS // 8 * (number + 1) // WRITERS)],
        )
        for at in range(8)
    ]
    return city(*sites, path=path, quarantine_days=0)


def write_forever(path: Path, seed: int) -> None:
    dice = random.Random(seed)
    while True:
        ledger_store.commit(part(path, dice.randrange(WRITERS)), DAY)


@pytest.mark.parametrize("seed", range(2))
def test_writers_at_once_with_kills(tmp_path: Path, seed: int) -> None:
    """Kill writers at random moments, again and again: every file that anybody can read is a whole and true ledger."""
    dice, context = random.Random(seed), multiprocessing.get_context("fork")
    writers: list[multiprocessing.process.BaseProcess] = []
    for turn in range(16):
        while len(writers) < WRITERS:
            writer = context.Process(target=write_forever, args=(tmp_path, seed * 1000 + turn), daemon=True)
            writer.start()
            writers.append(writer)
        time.sleep(dice.random() * 0.05)
        victim = writers.pop(dice.randrange(len(writers)))
        assert victim.pid
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        seen = Ledger.load(tmp_path / "addresses")
        assert not seen.broken
        assert len({line.address for line in seen.lines}) == len(seen.lines)
        active = [line.terminal for line in seen.lines if line.state == "active"]
        assert len(set(active)) == len(active)
    for writer in writers:
        writer.kill()
        writer.join()
    everybody = part(tmp_path, WRITERS - 1)
    final = ledger_store.commit(everybody, DAY).assignment
    assert len({address.ip for address in final.addresses.values()}) == TERMINALS
    assert assign(everybody, Ledger.load(tmp_path / "addresses"), DAY).addresses == final.addresses
