# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What one call costs that a rollout makes again and again, as the city grows: `python tests/bench/bench_rollout.py`.

A wave has 20 sites, whatever the city has. So what is done for each wave, site or result should cost as much in a city of
10,000 sites as in one of 500; a call that costs twenty times as much would take hours of a run. CPU time, the median of
several calls, no Ansible but for the play's variables.

Two cores under other load, in turn with what it was before each of these kept what it knows (ms, 500 and 10,000 sites; two
runs within 6 %): board 3.95 and 5.14, now 0.45 and 0.46; record of the run 4.6 and 161, now 1.0 and 5.9 (2.5 MB are
written); remaining.limit 1.0 and 8.3, now 0.9 and 3.1 (0.6 MB); hosts and serial 59 and 1,300, now 21 and 424, once in a
run: Ansible looks at each of 35,000 names. It was 1,300 for each wave, for the run's name in a task's variables.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "collections")]
os.environ.setdefault("ANSIBLE_CONFIG", str(ROOT / "ansible.cfg"))
os.environ.setdefault("ANSIBLE_COLLECTIONS_PATH", str(ROOT / "collections"))

from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import picture
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.board import Board
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.run_record import RunRecord

SIZES = (500, 10_000)
CALLS = 15


def sites(count: int) -> dict[str, list[str]]:
    """Give so many sites of a switch and two or three terminals, each with its hosts."""
    return {
        f"hall-{at:05}": [f"hall-{at:05}-sw", *(f"hall-{at:05}-{n:02}" for n in range(1, 3 + at % 2))]
        for at in range(count)
    }


def begun(count: int) -> dict[str, Any]:
    """Give what `rollout_begin` returns of a city, waves of 20 sites."""
    city = sites(count)
    codes = [*city]
    waves = [
        {"name": "rest", "sites": {code: city[code] for code in codes[at : at + 20]}, "max_failed_percent": 10}
        for at in range(0, count, 20)
    ]
    hosts = [host for each in city.values() for host in each]
    return {"run": "r", "resume": "again", "waves": waves, "hosts": hosts, "sizes": [1] * len(waves)}


def calls(count: int, folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give each call, made ready, in the middle of a rollout."""
    told = begun(count)
    board = Board.of(told, 0.0)
    record = RunRecord(board)
    for _wave in range(3):
        board.next_wave(1.0)
        for row in board.current:
            board.tell(f"{row.site}-sw", "switch", {"changed": True, "guard": "armed"})
        record.keep(folder)
        if _wave < 2:
            board.judge({"failed_sites": {}}, 2.0)
    names = [row.site for row in board.current]

    def keep() -> None:
        for name in names:
            board.tell(f"{name}-01", "link", {"checks": []})
        record.keep(folder)

    left, city = Remaining(folder), sites(count)
    left.begin(told["hosts"], told["hosts"])
    waiting = iter(city.items())

    def accept() -> None:
        _site, hosts = next(waiting)
        left.accept(hosts[1:], hosts[0], hosts[1:])

    yield "the board, drawn", lambda: picture.picture(board, 5.0, 120, 40)
    yield "the board, a result taken", lambda: board.tell(f"{names[0]}-02", "items", {"checks": []})
    yield "the record of the run, kept", keep
    yield "an accepted site out of remaining.limit", accept
    yield "`hosts` and `serial` of a wave's play", _play(told)


def _play(told: dict[str, Any]) -> Callable[[], Any]:
    """Let Ansible work out the play's `hosts` and `serial`, as it does before the first wave."""
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader
    from ansible.playbook.play import Play
    from ansible.template import Templar
    from ansible.vars.hostvars import HostVars
    from ansible.vars.manager import VariableManager

    loader = DataLoader()
    inventory = InventoryManager(loader, parse=False)
    for group in ("switches", "terminals"):
        inventory.add_group(group)
        inventory._inventory.add_child("all", group)
    for host in told["hosts"]:
        inventory.add_host(host, "switches" if host.endswith("-sw") else "terminals")
    variables = VariableManager(loader, inventory)
    HostVars(inventory, variables, loader)
    for host in told["hosts"]:
        variables.set_nonpersistent_facts(host, {"rollout_begin_result": told})
    said = loader.load_from_file(str(ROOT / "playbooks/rollout.yml"), trusted_as_template=True)[-1]
    play = Play.load({name: said[name] for name in ("name", "hosts", "serial", "vars")}, variables, loader)

    def work() -> None:
        ready = play.copy()
        ready.post_validate(Templar(loader, variables.get_vars(play=ready)))
        assert len(ready.hosts) == len(told["hosts"])
        assert len(ready.serial) == len(told["waves"])

    return work


def cost(call: Callable[[], Any]) -> float:
    """Give the CPU time of a call in milliseconds."""
    taken = []
    for _ in range(CALLS):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    """Measure and print."""
    seen: dict[str, list[float]] = {}
    for count in SIZES:
        with tempfile.TemporaryDirectory(prefix="govkiosk-bench-") as name:
            for what, call in calls(count, Path(name)):
                seen.setdefault(what, []).append(cost(call))
    print(f"{'CPU in ms':<42}" + "".join(f"{count:>9,} sites" for count in SIZES) + "    times")
    for what, (small, large) in seen.items():
        print(f"{what:<42}{small:>15.3f}{large:>15.3f}{large / small:>9.1f}")


if __name__ == "__main__":
    main()
