# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What planning a city costs: `python tests/bench/bench_plan.py [--peer CHECKOUT] [SITES ...]`, 25 and 100 sites unless said.

Runs `playbooks/plan.yml` on a city without records (cold), and again (unchanged), three times each. With `--peer`, a checkout
of another version does the same in turn, so that both meet the same machine; ratios are of medians. Each number is of the
whole command, Ansible's start included; what a further site costs is the difference between the two cities. The exit code
says whether the limits hold. That on wall time is judged only if nobody else uses the processors when it begins.

Two cores under a load of 6 to 16, against 536a88a, before papers were kept whole, sites planned by all processors, and only
sites that fail took tasks of their own; 20 and 60 sites: a further site took 0.0135 s CPU unchanged (0.1708 before) and 0.208
cold (0.342), a PDF 0.033 s. On a quieter machine (load 2 to 3) 100 sites took 19.7 to 20.1 s CPU and 0.58 to 0.60 of that in wall
time cold, 3.5 s unchanged, and 25 sites 2.1 s unchanged: 0.019 s for a further one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from city_files import write_city

from lab.certificates import Authority

TURNS = 3
SITE_LIMIT_S = 0.03
PDF_LIMIT_S = 0.075
WALL_LIMIT = 0.6
"""Of CPU time, cold, where there are two processors."""


@dataclass(frozen=True)
class Cost:
    """What a run took, in seconds."""

    wall: float
    cpu: float


def plan(checkout: Path, city: Path) -> Cost:
    """Plan a city by what is checked out there."""
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(checkout / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(checkout / "collections"),
        "XDG_CACHE_HOME": str(city.with_suffix(".cache")),
    }
    argv = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(city), "playbooks/plan.yml"]
    start, before = time.monotonic(), os.times()
    done = subprocess.run(argv, env=environment, cwd=checkout, capture_output=True, text=True, check=False)
    after = os.times()
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.monotonic() - start, cpu)


def measure(folder: Path, checkouts: dict[str, Path], sites: int) -> Iterator[tuple[str, str, list[Cost], int]]:
    """Give, for each version, what a city without records and an unchanged one cost, and how many PDFs it has."""
    seen: dict[tuple[str, str], list[Cost]] = {}
    pdfs = 0
    for _turn in range(TURNS):
        for name, checkout in checkouts.items():
            city = folder / f"{name}-{sites}"
            if not city.is_dir():
                write_city(city, sites)
                (city / "ca.pem").write_bytes(Authority("city CA").certificate)
                plan(checkout, city)  # caches and compiled files
            shutil.rmtree(city / "records")
            for state in ("cold", "unchanged"):
                seen.setdefault((name, state), []).append(plan(checkout, city))
            pdfs = len(list((city / "records").rglob("*.pdf")))
    for (name, state), costs in seen.items():
        yield name, state, costs, pdfs


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", type=Path)
    parser.add_argument("sites", type=int, nargs="*", default=[25, 100])
    options = parser.parse_args()
    asked: list[int] = options.sites
    idle = os.getloadavg()[0] < 1 and len(os.sched_getaffinity(0)) > 1
    checkouts = {"this": ROOT} | ({"peer": options.peer.resolve()} if options.peer else {})
    cpu: dict[tuple[int, str, str], float] = {}
    wall, pdfs = 0.0, {}
    with tempfile.TemporaryDirectory() as folder:
        for sites in asked:
            for name, state, costs, count in measure(Path(folder), checkouts, sites):
                pdfs[sites] = count
                cpu[sites, name, state] = median(cost.cpu for cost in costs)
                ratio = median(cost.wall / cost.cpu for cost in costs)
                wall = ratio if (name, state) == ("this", "cold") else wall
                times = " ".join(f"{cost.cpu:.2f}" for cost in costs)
                print(f"{sites:5} sites {name:5} {state:10} {times} s CPU, wall / CPU {ratio:.2f}", flush=True)
    fewest, most = min(asked), max(asked)

    def further(name: str, state: str) -> float:
        return (cpu[most, name, state] - cpu[fewest, name, state]) / (most - fewest)

    a_pdf = {}
    for name in checkouts:
        cold, unchanged = further(name, "cold"), further(name, "unchanged")
        pdf = a_pdf[name] = (cold - unchanged) * (most - fewest) / (pdfs[most] - pdfs[fewest])
        print(f"{name}: a further site {unchanged:.4f} s CPU unchanged, {cold:.4f} cold; a PDF {pdf:.4f}")
    if options.peer:
        for state in ("cold", "unchanged"):
            print(f"peer / this, {state}: {further('peer', state) / further('this', state):.1f}")
    held = {
        f"a further site unchanged, at most {SITE_LIMIT_S} s": further("this", "unchanged") <= SITE_LIMIT_S,
        f"a PDF, at most {PDF_LIMIT_S} s": a_pdf["this"] <= PDF_LIMIT_S,
    }
    if idle:
        held[f"wall / CPU cold, at most {WALL_LIMIT}"] = wall <= WALL_LIMIT
    for what, holds in held.items():
        print(f"{'holds' if holds else 'MISSED'}: {what}")
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
