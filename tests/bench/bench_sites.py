# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a further site of a deployment costs: `python tests/bench/bench_sites.py [SITES ...]`, 50 and 400 if not said.

Runs `deploy.yml` on the switches of so many sites of one city, emulated as in `bench_fleet.py`, none of which has a configuration:
surveyed, addressed, planned, proven, with all papers that a plan has, pushed and confirmed wave by wave. CPU of the controller's
side, and per site; a run of 10 sites goes first, so that what any run takes is known and taken off.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "collections"), str(ROOT)]

from bench_fleet import measured, prepare, ways
from fleet_change import Change, first_configuration
from fleet_servers import fleet

from lab.certificates import Authority

FEWEST, WORKERS, LIMIT = 10, 50, 1.2


def deploy(change: Change, sites: int, work: Path) -> float:
    """Deploy so many sites of the city to switches without configuration; return CPU seconds."""
    chosen = sorted(change.before)[:sites]
    turn = work / "turn"
    shutil.rmtree(turn, ignore_errors=True)
    turn.mkdir()
    with fleet(change, chosen, work, 0) as serving:
        prepare(serving, change, turn)
        (turn / "city/ca.pem").write_bytes(Authority("city CA").certificate)
        argv, environment = ways(turn, WORKERS)["govkiosk"]
        argv[argv.index(str(turn / "network.yml"))] = str(ROOT / "deploy.yml")
        del environment["ANSIBLE_CALLBACKS_ENABLED"]
        cost = measured(argv[: argv.index("-e")], environment | {"CI": "true"})
        said = serving.reset()
        if said["right"] != sites:
            sys.exit(f"{sites - said['right']:.0f} of {sites} switches are other than they were to be")
    return cost.cpu


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sites", type=int, nargs="*", default=[50, 400])
    asked: list[int] = parser.parse_args().sites
    with tempfile.TemporaryDirectory(prefix="govkiosk-bench-") as name:
        work = Path(name)
        change = first_configuration(work / "city", max(asked))
        fewest = deploy(change, FEWEST, work)
        print(f"{FEWEST} sites: {fewest:.1f} s CPU", flush=True)
        each = []
        for sites in asked:
            cpu = deploy(change, sites, work)
            each.append((cpu - fewest) / (sites - FEWEST))
            print(f"{sites} sites: {cpu:.1f} s CPU, {each[-1] * 1000:.0f} ms a further site", flush=True)
    print(f"at most {max(each) / min(each):.2f} times (limit {LIMIT})")
    return int(max(each) / min(each) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
